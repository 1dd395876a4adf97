"""Pictures that are drawn once, kept by a digest of what they show and of the code that draws: a second build is quick."""

from __future__ import annotations

import hashlib
import json
import shutil
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import matplotlib as mpl

import lifecycle
from lifecycle.output import make_folder, write

if TYPE_CHECKING:
    from lifecycle.timeline import Timeline


@cache
def code() -> str:
    """Return the digest of everything that a drawing may depend on besides the life: code, words and the drawing library."""
    found = hashlib.sha256(mpl.__version__.encode())
    home = Path(lifecycle.__file__).parent
    for path in sorted([*home.rglob("*.py"), *home.rglob("*.mo")]):
        found.update(path.relative_to(home).as_posix().encode() + b"\0" + path.read_bytes())
    return found.hexdigest()


def draw(timeline: Timeline, lang: str, target: Path, kept: Path) -> str:
    """Put the chart of a life at ``target``, drawn anew or taken from those kept; return what it shows in words."""
    chart = timeline.plot(lang)
    content = json.dumps([timeline.to_dict(), lang, code()], sort_keys=True, ensure_ascii=False)
    shelf = kept / f"{hashlib.sha256(content.encode()).hexdigest()}.png"
    if not shelf.is_file():
        make_folder(kept)
        write(shelf, chart.rendered("png"))
    shutil.copy2(shelf, target)  # with its date: what did not change is not read again
    return chart.alt_text()
