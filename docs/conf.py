"""The site for Sphinx: one language a build, chosen by a tag (``-t zh``); nothing is fetched, neither here nor by the pages."""  # noqa: INP001

from __future__ import annotations

import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE))

from press.sources import SUFFIXES  # noqa: E402

import lifecycle  # noqa: E402

if TYPE_CHECKING:
    from sphinx.application import Sphinx

CHINESE = tags.has("zh")  # type: ignore[name-defined]  # noqa: F821  Sphinx puts it here

project = "lifecycle"
author = "lifecycle"
release = version = lifecycle.__version__
language = "zh_CN" if CHINESE else "en"
html_search_language = "zh" if CHINESE else "en"
root_doc = "index"
locale_dirs = ["press/locale"]  # words of the theme
source_suffix = {SUFFIXES["zh" if CHINESE else "en"]: "markdown"}
exclude_patterns = ["**[!N].md"] if CHINESE else []  # English texts are no pages here, but a Chinese page may include one

extensions = ["myst_parser", "sphinx.ext.autodoc"]
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
suppress_warnings = [
    "myst.header",  # region pages may skip from one heading to the third
    "toc.not_included",  # lives and regions are listed on their own pages: a sidebar of hundreds helps nobody
]

autodoc_member_order = "bysource"
autodoc_typehints = "signature"
autodoc_typehints_format = "short"
autodoc_class_signature = "separated"
autodoc_preserve_defaults = True
autodoc_inherit_docstrings = False
add_module_names = False
python_use_unqualified_type_names = True
nitpicky = True
#: Names of types that have no page here: those of other packages, which no network may be asked for, and rooms inside.
_INSIDE = (
    "beforehand|bills|charts|events|guide|language|machine|person|population|"
    "record|regions|report|tabular|vocabulary|whatif|words"
)
nitpick_ignore_regex = [("py:.*", r"(?!lifecycle\.).*"), ("py:.*", rf"lifecycle\.({_INSIDE})\..*")]

html_theme = "furo"
html_title = "lifecycle 医保" if CHINESE else "lifecycle"
html_static_path = [str(HERE / "press/static")]
html_css_files = ["site.css"]
templates_path = [str(HERE / "press/templates")]
html_copy_source = False
html_show_search_summary = False  # it would be fetched, which a page that is opened from the disk may not do
html_show_sphinx = False
html_show_copyright = False
html_domain_indices = False
html_use_index = True
html_theme_options: dict[str, Any] = {"top_of_page_buttons": []}
html_context = {
    "other_language": "en" if CHINESE else "zh",
    "other_name": "English" if CHINESE else "中文",
    "above_label": "所在位置" if CHINESE else "Where this is",
}
pygments_dark_style = "github-dark"


def _plural_literals(_app: Sphinx, _what: str, _name: str, _object: object, _options: object, lines: list[str]) -> None:
    """Let ``Frame``s be read as a person reads it, which reStructuredText does not."""
    lines[:] = [re.sub(r"(``[^`]+``)(\w?)", lambda found: "\\ ".join(filter(None, found.groups())), line) for line in lines]


def setup(app: Sphinx) -> None:
    """Let the Chinese pages be searched by any characters that stand side by side, and pages show what commands answer."""
    from press.chinese import ChineseSearch, close_up
    from press.crumbs import add_crumbs
    from press.shown import Shown

    app.connect("html-page-context", add_crumbs)
    app.connect("autodoc-process-docstring", _plural_literals)
    if CHINESE:
        app.connect("doctree-read", close_up)
    app.add_search_language(ChineseSearch)
    app.add_directive("shown", Shown)
