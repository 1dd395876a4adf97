"""The site builds without a warning, leads nowhere that is not there, asks no network, and says the same in both languages."""

from __future__ import annotations

import fcntl
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import browser as browsers
import pytest
from playwright.sync_api import sync_playwright
from test_readme import blocks

from lifecycle import Scenario, simulate
from lifecycle.cli import main
from lifecycle.language import LANGUAGES
from lifecycle.words import COLOURS

pytest.importorskip("myst_parser")
ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
sys.path.insert(0, str(DOCS))

from press import drawings  # noqa: E402
from press.chinese import ChineseSearch  # noqa: E402
from press.lives import by_theme, lived  # noqa: E402
from press.sources import gather  # noqa: E402
from press.strip import WIDTH, strip  # noqa: E402

LOADED = {"script": "src", "img": "src", "iframe": "src", "source": "src", "audio": "src", "video": "src", "object": "data"}
WRITTEN = [path for path in sorted(DOCS.glob("*.md")) if not path.name.endswith(".zh-CN.md")]


class Page(HTMLParser):
    """What a page links to, loads, and can be linked to by."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self.ids, self.links, self.loads, self.pictures = set(), [], [], []
        self.feed(path.read_text(encoding="utf-8"))

    def handle_starttag(self, tag, attrs):
        """Note what a tag refers to."""
        told = dict(attrs)
        self.ids |= {told[name] for name in ("id", "name") if told.get(name)}
        if tag == "a" and told.get("href"):
            self.links.append(told["href"])
        if tag == "link" and not {"prev", "next", "index", "search", "genindex"} & set(told.get("rel", "").split()):
            self.loads.append(told["href"])
        if told.get(LOADED.get(tag)):
            self.loads.append(told[LOADED[tag]])
        if tag == "img":
            self.pictures.append(told)


@pytest.fixture(scope="session")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Build the site once, whichever worker comes first; the others wait for it."""
    base = tmp_path_factory.getbasetemp()
    base = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    place = base / "site"
    with (base / "site.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (place / "index.html").is_file():
            call = [sys.executable, DOCS / "build.py", place, "--work", base / "site-work"]
            done = subprocess.run(call, capture_output=True, text=True, check=False, cwd=base)
            assert done.returncode == 0, done.stderr[-4000:]
            assert not done.stderr
    return place


@cache
def page(path: Path) -> Page:
    """Return a page, read once."""
    return Page(path)


@cache
def pages(place: Path) -> tuple[Path, ...]:
    """Return the pages of the site."""
    return tuple(sorted(place.rglob("*.html")))


def test_every_link_and_anchor_leads_somewhere(site):
    """What a page links to inside the site is there, down to the heading."""
    broken = []
    for path in pages(site):
        for link in page(path).links:
            parts = urlsplit(link)
            if parts.scheme or parts.netloc:
                continue
            target = (path.parent / unquote(parts.path)).resolve() if parts.path else path
            anchor = unquote(parts.fragment)
            if not target.is_file() or (anchor and target.suffix == ".html" and anchor not in page(target).ids):
                broken.append((str(path.relative_to(site)), link))
    assert broken == []


def test_links_that_leave_are_addresses_of_the_web(site):
    """No link of a page is a script or a path of this machine."""
    left = {urlsplit(link).scheme for path in pages(site) for link in page(path).links}
    assert left <= {"", "http", "https"}
    assert not [link for path in pages(site) for link in page(path).links if str(ROOT) in link]


def test_nothing_is_loaded_from_elsewhere(site):
    """A page opens from the disk as it is: scripts, styles, pictures and fonts lie in the site."""
    for path in pages(site):
        for link in page(path).loads:
            parts = urlsplit(link)
            assert not parts.netloc, (path, link)
            assert parts.scheme in ("", "data"), (path, link)
            assert parts.scheme == "data" or (path.parent / unquote(parts.path)).is_file(), (path, link)
    for path in site.rglob("*.css"):
        assert not re.search(r"url\([\"']?(https?:)?//|@import", path.read_text(encoding="utf-8")), path


def test_every_picture_says_what_it_shows(site):
    """No picture is without words for those who do not see it."""
    found = [(path, one) for path in pages(site) for one in page(path).pictures]
    assert len(found) > 100
    assert [(path, one["src"]) for path, one in found if len(one.get("alt") or "") < 12] == []


def test_both_languages_have_the_same_pages_and_lead_to_each_other(site):
    """Every page has its counterpart, and names it."""
    names = [{path.relative_to(site / lang).as_posix() for path in (site / lang).rglob("*.html")} for lang in LANGUAGES]
    assert names[0] == names[1]
    for lang, other in (("zh", "en"), ("en", "zh")):
        for name in names[0]:
            ways = [(site / lang / name).parent / link for link in page(site / lang / name).links]
            assert (site / other / name).resolve() in {way.resolve() for way in ways}, name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_gallery_shows_every_scenario(site, lang):
    """Each scenario file has a page with its picture, months, reasons, file and documents, and a thumbnail that leads there."""
    index = page(site / lang / "gallery/index.html")
    for path in sorted((ROOT / "scenarios").glob("*.toml")):
        timeline = simulate(Scenario.load(path))
        text = (site / lang / f"gallery/{path.stem}.html").read_text(encoding="utf-8")
        assert f"{path.stem}.html" in index.links, path
        assert f"../_images/{path.stem}.png" in [one["src"] for one in page(site / lang / f"gallery/{path.stem}.html").pictures]
        assert text.count("<tr") == len(timeline.spells()) + 1
        rested = {one.url for row in timeline for one in row.cause.parameters if one.url and one.url.isascii()}
        assert rested <= {link.replace("%2A", "*") for link in page(site / lang / f"gallery/{path.stem}.html").links}, path
        assert all(f"regions/{row.region}.html" in text for row in timeline)


def test_the_site_stays_small(site):
    """It can be copied about."""
    assert sum(path.stat().st_size for path in site.rglob("*") if path.is_file()) < 60_000_000


@pytest.mark.parametrize(("lang", "words"), [("en", ["wait", "resid"]), ("zh", ["等待", "待期", "灵活", "retir"])])
def test_the_index_of_the_search_knows_what_people_look_for(site, lang, words):
    """A search in either language finds pages."""
    text = (site / lang / "searchindex.js").read_text(encoding="utf-8")
    terms = json.loads(text.removeprefix("Search.setIndex(").removesuffix(")"))["terms"]
    assert [word for word in words if word not in terms] == []


def test_a_browser_opens_searches_and_never_scrolls_sideways(site, tmp_path):
    """From the disk, without a mistake on the console; on a phone a page is as wide as the phone."""
    path = browsers.found()
    if path is None:
        pytest.fail(browsers.MISSING.format(python="python"))
    problems = []
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(
            executable_path=path, args=list(browsers.ARGUMENTS), env=browsers.with_chinese(tmp_path)
        )
        tab = chromium.new_page(viewport={"width": 360, "height": 740})
        tab.on("pageerror", lambda problem: problems.append(str(problem)))
        tab.on("console", lambda told: problems.append(told.text) if told.type == "error" else None)
        for lang, query, wanted in (
            ("en", "waiting period", "gallery"),
            ("zh", "灵活就业 等待期", "gallery"),
            ("zh", "simulate", "reference"),
        ):
            tab.goto(f"{(site / lang / 'search.html').as_uri()}?q={query}")
            tab.wait_for_selector(f"#search-results li a[href*='{wanted}']", timeout=20_000)
        for name in (
            "index",
            "tour",
            "figures",
            "gallery/index",
            "gallery/demo",
            "regions/README",
            "regions/hubei/wuhan",
            "reference/life",
        ):
            for lang in LANGUAGES:
                tab.goto((site / lang / f"{name}.html").as_uri())
                assert tab.evaluate("document.documentElement.scrollWidth") <= 360, (lang, name)
        chromium.close()
    assert problems == []


def test_chinese_is_searched_by_neighbours():
    """A run of characters is found by each of them and each pair; Latin words stay whole."""
    assert ChineseSearch({}).split("等待期 (wait)") == ["等", "待", "期", "等待", "待期", "wait"]


def test_every_life_stands_under_one_theme():
    """The themes leave nobody out and take nobody twice."""
    lives = lived(ROOT / "scenarios")
    themed = [one for held in by_theme(lives).values() for one in held]
    assert sorted(one.name for one in themed) == [one.name for one in lives]


def test_a_thumbnail_has_each_month_once_in_each_lane():
    """The bars of a lane fill its width; a month of many years is still there."""
    life = simulate(Scenario.load(ROOT / "scenarios/flexible_all_life.toml"))
    bars = re.findall(r'<rect x="([\d.]+)" y="(\d+)" width="([\d.]+)" height="\d+" fill="([^"]+)"', strip(life))
    states = [(float(x), float(width), fill) for x, y, width, fill in bars if y == "2" and fill != "none"]
    assert sum(width for _, width, _ in states) == pytest.approx(WIDTH - 2, abs=12)
    assert {fill.removeprefix("url(#").removesuffix(")") for *_, fill in states} == {
        row.state if COLOURS[row.state][1] else COLOURS[row.state][0] for row in life
    }
    assert min(width for _, width, _ in states) >= 4


def test_a_picture_is_drawn_once(tmp_path, monkeypatch):
    """The second time it is taken from those that are kept; another life is not mistaken for it."""
    life = simulate(Scenario.load(ROOT / "scenarios/demo.toml"))
    told = drawings.draw(life, "en", tmp_path / "a.png", tmp_path / "kept")
    monkeypatch.setattr("lifecycle.charts.picture.Picture.rendered", lambda *_: b"drawn again")
    assert drawings.draw(life, "en", tmp_path / "b.png", tmp_path / "kept") == told
    assert (tmp_path / "a.png").read_bytes() == (tmp_path / "b.png").read_bytes()
    drawings.draw(life["2024-01":], "en", tmp_path / "c.png", tmp_path / "kept")
    assert (tmp_path / "c.png").read_bytes() == b"drawn again"


def test_the_sources_of_a_language_hold_its_pages_only(tmp_path):
    """English pages are no pages of the Chinese site, but for those that a Chinese page includes."""
    folder = gather(ROOT, tmp_path, "zh")
    english = {path.name for path in folder.rglob("*.md") if not path.name.endswith(".zh-CN.md")}
    assert english == {"scale.md", "untested-values.md"}


@pytest.mark.parametrize("path", WRITTEN, ids=lambda path: path.name)
def test_both_languages_say_the_same(path):
    """A page and its counterpart have as many headings, blocks, figures and links, and the same commands."""
    other = path.with_name(f"{path.stem}.zh-CN.md")
    shapes, commands = [], []
    for one in (path, other):
        text = one.read_text(encoding="utf-8")
        shapes.append([len(re.findall(pattern, text, re.MULTILINE)) for pattern in (r"^#+ ", r"^```", r"\]\([\w./-]+\)")])
        commands.append([re.sub(r"#.*|--search \S+", "", line) for line in re.findall(r"^\$ lifecycle (.*)", text, re.MULTILINE)])
    if "{include} " not in other.read_text(encoding="utf-8"):
        assert shapes[0] == shapes[1]
    assert commands[0] == commands[1]


@pytest.mark.parametrize("name", ["tour", "figures"])
def test_the_python_and_the_commands_of_a_page_work(name, tmp_path, monkeypatch, capsys):
    """Whatever a page tells to type is accepted; what it shows with its answer was run by the build."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scenarios").symlink_to(ROOT / "scenarios")
    page = tmp_path / f"{name}.md"
    shutil.copy(DOCS / f"{name}.md", page)
    for block in blocks(page, "(?:python|console)"):
        if not block.startswith("$ "):
            exec(compile(block, page.name, "exec"), {})  # noqa: S102  our own page
        for line in [line for line in block.splitlines() if line.startswith("$ lifecycle")]:
            assert main(shlex.split(line.removeprefix("$ lifecycle"), comments=True)) == 0, line
    assert capsys.readouterr().out
