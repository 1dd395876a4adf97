"""Build the site, both languages at a time: ``python docs/build.py out/site``. What is drawn or read once is kept beside it."""  # noqa: INP001

from __future__ import annotations

import argparse
import sys
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Final

ROOT: Final = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "docs"))

from press.door import door  # noqa: E402

from lifecycle.language import LANGUAGES  # noqa: E402


def build(lang: str, site: Path, work: Path, kept: Path) -> int:
    """Build one language; a warning is an error. Return the exit code of Sphinx."""
    from press.gallery import write_gallery
    from press.sources import gather
    from sphinx.cmd.build import main as sphinx

    pages = gather(ROOT, work / "sources" / lang, lang)
    write_gallery(pages, ROOT / "scenarios", kept, lang)
    options = ["-b", "html", "-W", "--keep-going", "-q", "-t", lang, "-c", str(ROOT / "docs"), "-d", str(work / "trees" / lang)]
    return sphinx([*options, str(pages), str(site / lang)])


def main() -> int:
    """Build what the command line asks for."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("site", type=Path, help="the folder to write to")
    asked.add_argument("--work", type=Path, default=ROOT / "out/site-work", help="where sources and what was read are kept")
    asked.add_argument("--pictures", type=Path, default=ROOT / "out/site-pictures", help="where pictures are kept")
    given = asked.parse_args()
    with ProcessPoolExecutor(len(LANGUAGES), mp_context=get_context("spawn")) as people:
        done = [people.submit(build, lang, given.site, given.work, given.pictures) for lang in LANGUAGES]
        codes = [one.result() for one in done]
    door(given.site)
    return max(codes)


if __name__ == "__main__":
    sys.exit(main())
