"""Runs the command with ``python -m lifecycle``."""

import sys

from lifecycle.cli import main

sys.exit(main())
