"""The sources of the site in one language, copied into a folder that is laid out like the project."""

from __future__ import annotations

import re
import shutil
from pathlib import Path
from typing import Final

from lifecycle.guide.pages import SUFFIXES
from lifecycle.output import make_folder

__all__ = ["SUFFIXES", "gather"]

_INCLUDED: Final = re.compile(r"\{include\} ([\w-]+\.md)")
#: What the pages include from outside ``docs``.
_BESIDE: Final = ("README*.md", "scenarios/*.toml", "scenarios/*.py")


def gather(root: Path, target: Path, lang: str) -> Path:
    """Copy what a language is built from into ``target``; return the folder of its pages."""
    wanted = [path for pattern in _BESIDE for path in root.glob(pattern)]
    for path in (root / "docs").rglob("*"):
        chinese = path.name.endswith(SUFFIXES["zh"])
        if path.suffix in (".png", ".svg", ".inc", ".po") or (path.suffix == ".md" and chinese is (lang == "zh")):
            wanted.append(path)
    pages = [path for path in wanted if path.parent == root / "docs" and path.suffix == ".md"]
    named = [name for path in pages for name in _INCLUDED.findall(path.read_text(encoding="utf-8"))]
    wanted += [path for name in named if (path := root / "docs" / name).is_file()]
    for path in wanted:
        _copy(path, target / path.relative_to(root))
    return target / "docs"


def _copy(path: Path, target: Path) -> None:
    """Copy a file with its date."""
    make_folder(target.parent)
    shutil.copy2(path, target)
