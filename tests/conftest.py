"""What all tests share: the atlas with the regions of the cases, and the report of what no case reaches."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import engines
import pytest

if TYPE_CHECKING:
    from lifecycle.regions.atlas import Atlas


@pytest.fixture(scope="session")
def atlas() -> Atlas:
    """Return the shipped regions and those of the cases."""
    return engines.atlas()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say in one line what the case files reach, when that was tested."""
    if (reach := sys.modules.get("test_reach")) is not None and reach.reached.cache_info().currsize:
        terminalreporter.write_line(f"cases reach {reach.reached().in_a_line()}; the rest: pytest -rA tests/test_reach.py")
