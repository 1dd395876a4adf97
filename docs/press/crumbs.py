"""The way up from a page: lives to the gallery, cities to their province and all regions; the sidebar lists none of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sphinx.application import Sphinx


def _above(page: str, known: set[str]) -> Iterator[str]:
    """Yield the pages above one, the highest first: the index or README of its first folder, and the page named like a folder."""
    folders = page.split("/")[:-1]
    if folders:
        yield from (name for name in (f"{folders[0]}/index", f"{folders[0]}/README") if name in known - {page})
    yield from ("/".join(folders[: at + 1]) for at in range(1, len(folders)) if "/".join(folders[: at + 1]) in known)


def add_crumbs(app: Sphinx, pagename: str, _template: str, context: dict[str, Any], _doctree: object) -> None:
    """Give the page template the links that lead up, each with its title."""
    titles = app.env.titles
    context["crumbs"] = [(context["pathto"](name), titles[name].astext()) for name in _above(pagename, set(titles))]
