"""The directive ``shown``: commands that are run while the site is built, each with what it answers in the page's language."""

from __future__ import annotations

import io
import os
import shlex
import tempfile
from contextlib import chdir, redirect_stdout
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx.util.docutils import SphinxDirective

from lifecycle.cli import main

if TYPE_CHECKING:
    from collections.abc import Callable

PROMPT: Final = "$ lifecycle "
COLUMNS: Final = "100"


@cache
def _room(beside: Path) -> tempfile.TemporaryDirectory[str]:
    """Return a folder for what the commands write, with the scenario files in it; it goes when the build ends."""
    made = tempfile.TemporaryDirectory(prefix="lifecycle-site-")
    (Path(made.name) / "scenarios").symlink_to(beside / "scenarios")
    return made


class Shown(SphinxDirective):
    """Show a command and the first lines of its answer; ``:most:`` says how many."""

    has_content = True
    option_spec: ClassVar[dict[str, Callable[[str], object]]] = {"most": directives.nonnegative_int}

    def run(self) -> list[nodes.Node]:
        """Return the block; a command that fails is an error of the page."""
        lang = "zh" if self.config.language.startswith("zh") else "en"
        told: list[str] = []
        for line in self.content:
            told.append(line)
            if line.startswith(PROMPT):
                told += self._answer(shlex.split(line.removeprefix(PROMPT), comments=True), lang)
        text = "\n".join(told)
        block = nodes.literal_block(text, text, language="console")
        self.set_source_info(block)
        return [block]

    def _answer(self, call: list[str], lang: str) -> list[str]:
        answer = io.StringIO()
        os.environ["COLUMNS"] = COLUMNS
        with chdir(_room(Path(self.env.srcdir).parent).name), redirect_stdout(answer):
            code = main([*call, "--lang", lang])
        if code:
            raise self.error(f"the command ends with {code}: {shlex.join(call)}")
        lines = [line.rstrip() for line in answer.getvalue().rstrip().splitlines()]
        most = self.options.get("most", len(lines))
        return [*lines[:most], *(["…"] if len(lines) > most else []), ""]
