"""The charts: nothing overlaps, nothing is cut, every character has a glyph, and the session keeps its settings."""

from __future__ import annotations

import io
import itertools
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path

import attrs
import matplotlib as mpl
import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg, RendererAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from PIL import Image

from lifecycle import LifecycleError, OutputError, Scenario, Timeline, TimelineError, simulate
from lifecycle.charts import fonts
from lifecycle.charts.lettering import Line
from lifecycle.charts.life import illness
from lifecycle.charts.life.captions import captions
from lifecycle.charts.life.chart import LifeChart
from lifecycle.charts.life.marks import joined_label, letter, numbers, told
from lifecycle.charts.life.stack import LANES
from lifecycle.charts.machine import wiring
from lifecycle.charts.machine.chart import MachineChart, arrows, diagram, entrances
from lifecycle.charts.paper import Sheet, brightness, plain
from lifecycle.charts.ticks import Axis, months_named, year_step
from lifecycle.row import Retirement
from lifecycle.table import TABLE
from lifecycle.vocabulary import State, What, key
from lifecycle.words import COLOURS, label

LANGUAGES = ("zh", "en")
EMPLOYEE = {"scheme": "employee", "continuous_months": 36, "actual_months": 36}
GAP = [
    {"month": "2024-10", "what": "left_job"},
    {"month": "2025-01", "what": "start_flexible", "day": 12},
    {"month": "2025-01", "what": "back_pay", "from": "2024-11", "to": "2024-12"},
]
LONG = "很长很长的标题，" * 30, "a very, very long title " * 20
LIVES = {
    "three months": {
        "region": "shanghai",
        "from": "2025-11",
        "until": "2026-01",
        "event": [{"month": "2025-12", "what": "start_flexible"}],
    },
    "one month": {"region": "shanghai", "from": "2025-12", "until": "2025-12"},
    "gap and back-payment": {
        "region": "hubei/wuhan",
        "title": {"zh": "辞职两个月后续保并补缴", "en": "Quits, and pays two months back"},
        "shows": {"zh": "断缴两个月，当月补齐，待遇追溯。", "en": "Two months paid back at once are covered afterwards."},
        "before": EMPLOYEE,
        "until": "2025-12",
        "event": GAP,
    },
    "half benefit": {
        "region": "fujian",
        "from": "2024-06",
        "until": "2026-06",
        "before": EMPLOYEE,
        "event": [{"month": "2024-09", "what": "left_job"}, {"month": "2025-03", "what": "hired"}],
    },
    "resident years": {
        "region": "national",
        "person": {"born": "1980-03"},
        "from": "2018-01",
        "until": "2029-12",
        "before": {"scheme": "resident"},
        "event": [
            *({"month": f"{year - 1}-11", "what": "pay_resident", "year": year} for year in (2019, 2020, 2021, 2022, 2023, 2024)),
            {"month": "2026-11", "what": "pay_resident", "year": 2027, "day": 5},
            {"month": "2027-11", "what": "pay_resident", "year": 2028},
            {"month": "2029-04", "what": "pay_resident", "year": 2029},
        ],
    },
    "sixty years": {
        "region": "chongqing",
        "person": {"born": "1985-06-15"},
        "from": "1985-06",
        "until": "2045-05",
        "event": [
            *({"month": f"{year - 1}-12", "what": "pay_resident", "year": year} for year in range(1986, 2006)),
            {"month": "2006-07", "what": "hired"},
            {"month": "2012-03", "what": "left_job"},
            {"month": "2012-08", "what": "start_flexible"},
            {"month": "2012-09", "what": "back_pay", "from": "2012-04", "to": "2012-07"},
            {"month": "2015-05", "what": "stop_flexible"},
            {"month": "2015-06", "what": "hired"},
            {"month": "2019-01", "what": "employer_stops_paying"},
            {"month": "2019-04", "what": "employer_resumes"},
            {"month": "2019-05", "what": "back_pay", "from": "2019-01", "to": "2019-03", "by": "employer"},
            {"month": "2023-02", "what": "left_job"},
            {"month": "2023-03", "what": "start_unemployment_benefit"},
            {"month": "2024-02", "what": "end_unemployment_benefit"},
            {"month": "2024-10", "what": "pay_resident", "year": 2025},
            {"month": "2027-11", "what": "pay_resident", "year": 2028},
            *({"month": f"{year - 1}-11", "what": "pay_resident", "year": year} for year in range(2033, 2044)),
            {"month": "2043-08", "what": "died"},
        ],
    },
    "eighty years": {"region": "national", "from": "1950-01", "until": "2029-12"},
    "many changes": {
        "region": "jiangsu/suzhou",
        "from": "2014-01",
        "until": "2023-12",
        "before": EMPLOYEE,
        "event": [
            {"month": f"{year}-{month:02d}", "what": what}
            for year in range(2014, 2024)
            for month, what in ((2, "left_job"), (4, "hired"), (6, "left_job"), (7, "hired"), (8, "left_job"), (12, "hired"))
        ],
    },
    "newborn": {
        "region": "sichuan/chengdu",
        "person": {"born": "2024-11-20"},
        "until": "2026-12",
        "event": [
            {"month": "2024-11", "day": 20, "what": "born"},
            {"month": "2025-01", "day": 15, "what": "enrol_newborn", "years": [2024, 2025]},
            {"month": "2025-11", "what": "pay_resident", "year": 2026},
        ],
    },
    "long title": {
        "region": "hainan",
        "title": {"zh": f"$x^2$ 与 🎉\n𠮷 {LONG[0]}", "en": f"$x^2$ and 🎉\n\t{LONG[1]}"},
        "shows": {"zh": LONG[0] * 3, "en": "supercalifragilistic" * 40},
        "from": "2023-01",
        "until": "2025-06",
        "before": {"scheme": "employee"},
        "event": [{"month": "2023-06", "what": "left_job"}, {"month": "2023-12", "what": "start_flexible"}],
    },
    "retires after a top-up": {
        "region": "hubei/wuhan",
        "person": {"born": "1975-03", "sex": "female", "group": "female_55"},
        "from": "2012-01",
        "until": "2032-12",
        "assumptions": {"base_growth": 0.03, "wage_growth": 0.03},
        "event": [
            {"month": "2012-07", "what": "hired", "base": 6000},
            {"month": "2014-05", "what": "deemed_service", "from": "1994-01", "to": "1995-12"},
            {"month": "2019-03", "what": "left_job"},
            {"month": "2019-07", "what": "start_flexible"},
            {"month": "2024-05", "what": "bill", "amount": 30000},
            {"month": "2031-08", "what": "top_up", "how": "lump_sum"},
        ],
    },
    "three months at retirement": {
        "region": "hubei/wuhan",
        "person": {"born": "1975-03", "sex": "female", "group": "female_55"},
        "from": "2031-07",
        "until": "2031-09",
        "assumptions": {"base_growth": 0.03, "wage_growth": 0.03},
        "before": {"scheme": "employee", "continuous_months": 200, "actual_months": 200, "base": 6000, "account": 5000},
        "event": [
            {"month": "2031-08", "what": "top_up", "how": "lump_sum"},
            {"month": "2031-08", "what": "bill", "amount": 30000},
        ],
    },
    "three cities": {
        "region": "hubei/wuhan",
        "person": {"born": "1980-03", "sex": "male"},
        "from": "2004-01",
        "until": "2044-12",
        "assumptions": {"base_growth": 0.03, "wage_growth": 0.03},
        "event": [
            {"month": "2004-07", "what": "hired", "base": 4000},
            {"month": "2013-06", "what": "left_job"},
            {"month": "2013-08", "what": "hired", "region": "shanghai", "base": 9000},
            {"month": "2021-12", "what": "left_job"},
            {"month": "2021-12", "what": "move", "region": "guangdong/shenzhen"},
            {"month": "2022-02", "what": "hired", "base": 20000},
        ],
    },
    "ill in a gap": {
        "region": "jiangsu/suzhou",
        "person": {"born": "1985-06", "sex": "female", "group": "female_50"},
        "from": "2023-01",
        "until": "2026-12",
        "before": {"scheme": "employee", "paid_until": "2022-12", "actual_months": 60, "account": 3000},
        "event": [
            {"month": "2023-01", "what": "start_flexible", "base": 6000},
            {"month": "2024-06", "what": "stop_flexible"},
            {"month": "2024-08", "what": "bill", "amount": 42000},
            {"month": "2024-09", "what": "start_flexible", "day": 5},
            {"month": "2024-09", "what": "back_pay", "from": "2024-07", "to": "2024-08"},
            {"month": "2025-08", "what": "bill", "amount": 20000, "level": 2},
            {"month": "2025-11", "what": "bill", "amount": 1200, "level": 1, "kind": "outpatient"},
        ],
    },
    "sixty years of money": {
        "region": "hubei/wuhan",
        "person": {"born": "1985-06-15", "sex": "male"},
        "from": "1992-06",
        "until": "2052-05",
        "assumptions": {"base_growth": 0.03, "wage_growth": 0.02, "premium_growth": 20},
        "event": [
            {"month": "2006-07", "what": "hired", "base": 3000},
            {"month": "2008-03", "what": "move", "region": "jiangsu/suzhou"},
            {"month": "2009-03", "what": "move", "region": "hubei/wuhan"},
            {"month": "2012-03", "what": "left_job"},
            {"month": "2012-08", "what": "start_flexible"},
            {"month": "2015-05", "what": "stop_flexible"},
            {"month": "2015-06", "what": "hired", "base": 9000},
            {"month": "2023-02", "what": "left_job"},
            {"month": "2024-10", "what": "pay_resident", "year": 2025},
            {"month": "2025-05", "what": "bill", "amount": 80000},
            {"month": "2026-02", "what": "hired", "base": 12000},
            {"month": "2030-02", "what": "bill", "amount": 250000},
            {"month": "2045-06", "what": "bill", "amount": 50000},
            {"month": "2045-07", "what": "bill", "amount": 5000},
            {"month": "2045-09", "what": "bill", "amount": 15000},
            {"month": "2051-08", "what": "died"},
        ],
    },
}
BOTH = [pytest.param(name, lang, id=f"{name} {lang}") for name in LIVES for lang in LANGUAGES]


@cache
def life(name: str) -> Timeline:
    """Return the timeline of one of the lives."""
    return simulate(Scenario.read(LIVES[name]))


@cache
def drawn_life(name: str, lang: str) -> Figure:
    """Return the chart of one of the lives."""
    return LifeChart(life(name), lang=lang).figure()


@cache
def renderer(dpi: float) -> RendererAgg:
    """Return what measures texts."""
    return FigureCanvasAgg(Figure(figsize=(1, 1), dpi=dpi)).get_renderer()


#: The boxes of texts from where they are anchored, by all that decides them: many figures have the same text.
BOXES: dict[tuple[object, ...], np.ndarray] = {}


def measured(text: Text, dpi: float) -> np.ndarray:
    """Return the box of the letters of a text (left, bottom, right, top) in dots, as matplotlib measures it."""
    font, anchor = text.get_fontproperties(), np.tile(text.get_transform().transform(text.get_unitless_position()), 2)
    place = (text.get_horizontalalignment(), text.get_verticalalignment(), text.get_rotation(), text.get_rotation_mode())
    key_ = (text.get_text(), font.get_file(), font.get_size_in_points(), *place, dpi)
    if key_ not in BOXES:
        box = text.get_window_extent(renderer(dpi))
        # the box of a line is higher than its letters
        BOXES[key_] = np.array((box.x0, box.y0 + 0.12 * box.height, box.x1, box.y1 - 0.12 * box.height)) - anchor
    return BOXES[key_] + anchor


def texts(figure: Figure) -> list[tuple[Text, np.ndarray]]:
    """Return the visible texts with the boxes of their letters."""
    every = [
        one for one in itertools.chain(figure.texts, *(axes.get_children() for axes in figure.axes)) if isinstance(one, Text)
    ]
    with plain():  # as they are drawn
        return [(one, measured(one, figure.dpi)) for one in every if one.get_visible() and one.get_text()]


def overlapping(figure: Figure) -> list[tuple[str, str]]:
    """Return the pairs of texts that touch."""
    found = texts(figure)
    left, bottom, right, top = (np.array([box[side] for _, box in found]) for side in range(4))
    beside = (left[:, None] < right) & (left < right[:, None])
    touching = np.triu(beside & (bottom[:, None] < top) & (bottom < top[:, None]), k=1)
    told = [f"{text.get_label()}: {text.get_text()}" for text, _ in found]
    return [(told[a], told[b]) for a, b in np.argwhere(touching)]


def outside(figure: Figure) -> list[str]:
    """Return the texts that leave the figure."""
    width, height = figure.get_size_inches() * figure.dpi
    return [text.get_text() for text, (x0, y0, x1, y1) in texts(figure) if x0 < 0 or y0 < 0 or x1 > width or y1 > height]


def written(figure: Figure, kind: str) -> list[str]:
    """Return the texts of one kind."""
    return [text.get_text() for text in figure.findobj(Text) if text.get_label() == kind]


@pytest.mark.parametrize(("name", "lang"), BOTH)
def test_no_two_texts_overlap_and_none_is_cut(name, lang):
    """Titles, ticks, numbers, names and entries keep apart in every life, and stay inside the figure."""
    assert overlapping(drawn_life(name, lang)) == []
    assert outside(drawn_life(name, lang)) == []


@pytest.mark.parametrize(("width", "lang"), [(6, "en"), (6, "zh"), (16, "en")])
@pytest.mark.parametrize("name", ["gap and back-payment", "sixty years", "three cities", "sixty years of money"])
def test_a_figure_of_any_width_is_used(name, width, lang):
    """On a figure of one's own the chart keeps the width, takes the height it needs and nothing overlaps."""
    figure = Figure(figsize=(width, 1))
    assert LifeChart(life(name), lang=lang).on(figure) is figure
    assert figure.get_size_inches()[0] == width
    assert overlapping(figure) == []
    assert outside(figure) == []


@pytest.mark.parametrize("length", [1, 2, 3, 5, 11, 12, 13, 25, 37, 61, 100, 121, 241, 481, 700, 960, 1560])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_ticks_keep_apart_for_every_length(length, lang):
    """Names of months and years fit into the space that they have."""
    sheet = Sheet(Figure(figsize=(11, 1)), fonts.face(lang))
    axis = Axis(24000, 24000 + length - 1, 1.9, 10.65)
    step, names = months_named(sheet, axis, lang)
    assert all(sheet.measure(name, 7.5) < max(step, 1000 * (not step)) * axis.cell for name in names)
    assert sheet.measure("2000", 9) < year_step(sheet, axis) * 12 * axis.cell


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(("suffix", "starts"), [("png", b"\x89PNG"), ("svg", b"<?xml"), ("pdf", b"%PDF")])
def test_saving_writes_the_format_of_the_suffix(tmp_path, suffix, starts, lang):
    """PNG, SVG and PDF are written, the same bytes for the same life, and nothing is left beside them."""
    chart = LifeChart(life("gap and back-payment"), lang=lang)
    for name in (f"a.{suffix}", f"b.{suffix.upper()}"):
        chart.save(tmp_path / name)
    first, second = sorted(tmp_path.iterdir())
    assert first.read_bytes().startswith(starts)
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_svg_is_well_formed_and_carries_the_title_and_a_description(lang):
    """The SVG parses, its letters are paths, and its metadata tell what the picture shows."""
    chart = LifeChart(life("gap and back-payment"), lang=lang)
    svg = chart.rendered("svg").decode()
    root = ET.fromstring(svg)  # noqa: S314 - written a line above
    assert chart.title in svg
    assert "2025-01" in svg
    assert root.findall(".//{http://www.w3.org/2000/svg}path")
    assert not root.findall(".//{http://www.w3.org/2000/svg}text")


def test_notebooks_get_a_png():
    """A notebook shows the chart by itself."""
    assert LifeChart(life("three months"), lang="en").rendered("png").startswith(b"\x89PNG")


@pytest.mark.parametrize("name", ["chart.gif", "chart", "chart.png.txt"])
def test_another_suffix_is_refused_and_writes_nothing(tmp_path, name):
    """An unknown suffix is an error that says what was found, expected and to do."""
    with pytest.raises(OutputError) as caught:
        LifeChart(life("three months"), lang="en").save(tmp_path / name)
    assert caught.value.found
    assert caught.value.expected
    assert caught.value.todo
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_does_not_exist_is_an_error(tmp_path):
    """A chart for a folder that is not there is refused."""
    with pytest.raises(OutputError):
        LifeChart(life("three months"), lang="en").save(tmp_path / "no" / "chart.png")


def test_settings_of_the_session_neither_change_nor_matter():
    """Drawing and saving leave rcParams alone, and a session that changed them gets the same picture."""
    expected = LifeChart(life("half benefit"), lang="zh").rendered("svg")
    odd = {
        "axes.facecolor": "black",
        "font.family": ["monospace"],
        "savefig.bbox": "tight",
        "svg.fonttype": "none",
        "lines.linewidth": 9,
        "figure.autolayout": True,
        "axes.unicode_minus": False,
    }
    with mpl.rc_context(odd):
        before = dict(mpl.rcParams)
        assert LifeChart(life("half benefit"), lang="zh").rendered("svg") == expected
        diagram("svg", "zh")
        assert dict(mpl.rcParams) == before


def exit_code(code: str) -> int:
    """Run Python code in a process of its own and return how it ended."""
    return subprocess.run([sys.executable, "-c", code], check=False, cwd=Path(__file__).parents[1]).returncode


def test_importing_the_package_does_not_import_matplotlib():
    """The package, its timeline and the room of the charts cost nothing until a chart is wanted."""
    code = "import lifecycle, sys; lifecycle.Timeline, lifecycle.simulate; import lifecycle.charts"
    assert exit_code(f"{code}; assert 'matplotlib' not in sys.modules") == 0


def test_drawing_needs_neither_pyplot_nor_the_package_of_the_font():
    """No pyplot, and the package that brings the font is found but not imported."""
    code = (
        "import sys; from lifecycle import Scenario, simulate\n"
        "life = simulate(Scenario.read({'region': 'national', 'from': '2024-01', 'until': '2024-06'}))\n"
        "life.plot('zh').rendered('png')\n"
        "assert not {'matplotlib.pyplot', 'zhplot'} & set(sys.modules)"
    )
    assert exit_code(code) == 0


def test_chinese_is_drawn_with_a_font_that_has_it():
    """The font that comes as a package serves Chinese, without a note."""
    found = fonts.face("zh")
    assert found.can("医保〔2024〕38号 §1 → 50% – …")
    assert found.lang == "zh"
    assert found.note is None


def test_a_character_without_a_glyph_becomes_a_box():
    """Emoji become boxes, joiners and line breaks vanish, nothing warns."""
    assert fonts.face("zh").readable("a 👩‍👩‍👧\n\t医️") == "a □□□ 医"


@pytest.mark.parametrize("name", ["gap and back-payment", "half benefit", "long title"])
def test_without_a_chinese_font_the_chart_is_english_and_says_so(monkeypatch, name):
    """Labels fall back to English, Chinese documents are left out, and the footer says why."""
    monkeypatch.setattr(fonts, "chinese", lambda: None)
    fonts.face.cache_clear()
    try:
        chart = LifeChart(life(name), lang="zh")
        figure = chart.figure()
        assert chart.lang == "en"
        assert any("No font with Chinese characters" in text for text in written(figure, "footer"))
        assert label(State.SUSPENDED, "en") in written(figure, "legend")
        assert overlapping(figure) == []
        assert not any("\u4e00" <= character <= "\u9fff" for text, _ in texts(figure) for character in text.get_text())
    finally:
        fonts.face.cache_clear()


def test_another_font_of_the_system_is_used_where_the_package_is_missing(monkeypatch):
    """Without the package, a font of the system counts only if it really has Chinese glyphs."""
    monkeypatch.setattr(fonts.importlib.util, "find_spec", lambda _: None)
    monkeypatch.setattr(fonts, "SYSTEM", ("DejaVu Sans",))
    assert fonts.chinese() is None
    monkeypatch.setattr(fonts, "PROBE", "abc")
    assert fonts.chinese() is not None


@pytest.mark.parametrize(
    "lane",
    [
        ["not_enrolled", "employee", "flexible", "resident", "waiting", "suspended", "retired", "deceased"],
        ["full", "partial", "back_paid", "uncovered", "uncovered_wait"],
        [name for name in COLOURS if name.startswith("place_")],
    ],
)
def test_fills_of_a_lane_are_told_apart_in_black_and_white(lane):
    """Two fills of one lane differ in their hatch, or clearly in their brightness."""
    for one, other in itertools.combinations(lane, 2):
        (colour, hatch), (colour_2, hatch_2) = COLOURS[one], COLOURS[other]
        assert hatch != hatch_2 or abs(brightness(colour) - brightness(colour_2)) > 60, (one, other)


def test_cover_then_and_finally_are_both_drawn():
    """Months paid back have a lane with labels; where nothing differs, the second lane says so."""
    different, same = drawn_life("gap and back-payment", "en"), drawn_life("half benefit", "en")
    assert "Cover in the end, all settled" in " ".join(written(different, "lane"))
    assert "In the end: the same" in " ".join(written(same, "lane"))
    assert written(different, "bar").count("full") == 1
    assert written(same, "bar").count("50% of the benefit") == 1


def test_events_of_one_month_share_a_badge():
    """Two events of a month are one mark, and what it settled is told."""
    timeline = life("gap and back-payment")
    found = told(timeline)
    assert [mark.label for mark in found.explained] == ["1", "a", "2–3"]
    entries = captions(found.explained, timeline, fonts.face("en"))
    assert "2024-12" in entries[2].why
    assert "(B)" in entries[0].why


def test_a_stop_is_told_with_the_event_that_made_it():
    """Leaving a job shows in the month after; it is one mark, not two."""
    first = told(life("half benefit")).explained[0]
    assert first.row.month == "2024-09"
    assert first.outcome.month == "2024-10"
    assert first.outcome.state == "suspended"


@pytest.mark.parametrize("name", ["sixty years", "many changes"])
def test_many_events_are_folded_and_the_rest_is_counted(name):
    """At most twelve entries; runs of the same event are one, and every number is on the chart or counted."""
    found = told(life(name))
    assert len(found.explained) == 12
    assert {event["number"] for mark in found.marks for event in mark.events} == {
        event["number"] for row in life(name) for event in row.cause.events
    }
    assert all(mark in found.explained for mark in found.marks if mark.lettered)
    assert found.rest


def test_the_same_rule_is_cited_once():
    """A second entry under the same rule points to the first."""
    timeline = life("half benefit")
    entries = captions(told(timeline).explained, timeline, fonts.face("en"))
    assert entries[-1].why.endswith("same rule as 2")


@pytest.mark.parametrize(
    ("given", "short"), [([1], "1"), ([3, 2, 1], "1–3"), ([1, 3, 4, 9], "1, 3–4, 9"), ([2, 2], "2"), ([], "")]
)
def test_numbers_are_written_in_short(given, short):
    """Runs become a span."""
    assert numbers(given) == short


def test_letters_go_on_after_z():
    """After z comes aa."""
    assert [letter(n) for n in (0, 25, 26, 51, 52)] == ["a", "z", "aa", "az", "ba"]


def test_joined_badges_name_numbers_and_letters():
    """A joined badge names what is behind it."""
    assert joined_label(told(life("half benefit")).marks) == "1–2 a–b"


def test_law_changes_are_flagged():
    """A change of the rules inside a life has a flag and an entry."""
    figure = drawn_life("resident years", "en")
    flags = written(figure, "flag")
    assert flags == [f"§{n}" for n in range(1, len(flags) + 1)]
    assert len(flags) == len(life("resident years").law) >= 1
    assert set(flags) <= set(written(figure, "legend"))


def test_assumed_months_are_marked():
    """A life with assumed months has a strip that says so, another one has not."""
    assert "Assumed" in written(drawn_life("three months", "en"), "lane")
    assert "Assumed" not in written(drawn_life("half benefit", "en"), "lane")


def test_counters_without_anything_to_say_are_left_out():
    """No staircase for what never happens."""
    names = written(drawn_life("newborn", "en"), "lane")
    assert "Waiting months left" not in names
    assert "Gap months" not in names
    assert "Waiting months left" in written(drawn_life("half benefit", "en"), "lane")


def handmade(count: int = 24, **columns) -> Timeline:
    """Return a life in which nothing happens, with columns of its rows as given: a value, or what gives it for a position."""
    last = f"{2024 + (count - 1) // 12}-{(count - 1) % 12 + 1:02d}"
    plain = simulate(Scenario.read({"region": "national", "from": "2024-01", "until": last}))
    rows = [
        attrs.evolve(row, **{name: given(at) if callable(given) else given for name, given in columns.items()})
        for at, row in enumerate(plain)
    ]
    return Timeline(plain.scenario, rows)


def asking(month: str = "2050-01", required: int | None = 300, **missing) -> Retirement:
    """Return a retirement still to come."""
    nothing = {"missing_months": 0, "missing_actual_months": 0, "missing_local_months": 0, "top_up_fen": None}
    return Retirement(month=month, region="national", required_months=required, **{**nothing, **missing})


def shown(timeline: Timeline, kind: str) -> list[str]:
    """Return the texts of one kind in the English chart of a timeline."""
    return written(LifeChart(timeline, lang="en").figure(), kind)


def billed(number: int, amount: int, own: int | None, finally_: int | None) -> dict:
    """Return a bill in yuan as a row tells it."""
    fen = {"own_fen": own, "own_finally_fen": finally_, "pool_fen": None, "pool_finally_fen": None}
    return {
        "number": number, "what": "bill", "amount": amount, "kind": "inpatient", "level": 3, "where": "here", "effect": True,
        "amount_fen": 100 * amount, "account_fen": 0, "settled_by": None,
        **{name: None if value is None else 100 * value for name, value in fen.items()},
    }  # fmt: skip


def with_events(timeline: Timeline, events: dict[str, list[dict]]) -> Timeline:
    """Return a timeline with events in some of its months."""
    rows = [attrs.evolve(row, cause=attrs.evolve(row.cause, events=events.get(row.month, []))) for row in timeline]
    return Timeline(timeline.scenario, rows)


def through(timeline: Timeline, transitions: dict[int, str]) -> Timeline:
    """Return a timeline with other transitions at some positions."""
    rows = [
        attrs.evolve(row, cause=attrs.evolve(row.cause, transition=transitions.get(at, row.cause.transition)))
        for at, row in enumerate(timeline)
    ]
    return Timeline(timeline.scenario, rows)


@pytest.mark.parametrize(("name", "lang"), BOTH)
def test_every_character_has_a_glyph(name, lang):
    """No text is drawn with a character that the font lacks."""
    face = fonts.face(lang)
    assert [text.get_text() for text, _ in texts(drawn_life(name, lang)) if not face.can(text.get_text())] == []


def test_a_life_without_money_years_bills_or_moves_has_no_lane_for_them():
    """The lanes are those of relation, cover and the counters that move."""
    found = written(drawn_life("half benefit", "en"), "lane")
    assert found == [
        "Insured as", "Cover at the time", "In the end: the same", "Waiting months left", "Gap months", "Continuous months",
        "Months actually paid",
    ]  # fmt: skip
    for kind in ("note", "ending", "asked", "bill", "retiring"):
        assert written(drawn_life("half benefit", "en"), kind) == []


def test_the_account_is_drawn_in_whole_yuan_rounded_down():
    """The balance at the end and on both sides of a fall is written; 1,234.99 yuan are at least 1,234."""
    account = [100_000, 150_000, 200_000, 50_000, 123_499]
    timeline = handmade(5, account_fen=lambda at: account[at])
    assert "Personal account, yuan" in shown(timeline, "lane")
    assert set(shown(timeline, "value")) == {"1,000", "2,000", "500", "1,234"}
    assert "Personal account, yuan: 1,234." in LifeChart(timeline, lang="en").alt_text()


def test_an_account_that_never_holds_anything_has_no_lane():
    """No fen, no lane, even where credits are unknown."""
    timeline = handmade(12, unknown_account_months=lambda at: at)
    assert shown(timeline, "lane") == shown(handmade(12), "lane")
    assert shown(timeline, "note") == []


@pytest.mark.parametrize(
    ("columns", "notes"),
    [
        ({}, []),
        ({"unknown_account_months": lambda at: at}, ["at least: 11 months unknown"]),
        ({"money_assumed": True}, ["Assumed"]),
        ({"money_assumed": lambda at: at >= 6}, ["assumed from 2024-07"]),
        ({"account_left_fen": 123_400}, ["left behind elsewhere: 1,234"]),
    ],
)
def test_the_lane_of_the_account_says_how_sure_it_is(columns, notes):
    """Unknown credits make it at least, assumed figures assumed, and what stays in another region is told."""
    found = " ".join(shown(handmade(12, account_fen=5000, **columns), "note"))
    assert found.lower() == " ".join(notes).lower()


@pytest.mark.parametrize("retirement", [None, asking(required=None)])
def test_years_without_a_target_have_no_lane(retirement):
    """Where nobody knows what is asked for, the months actually paid stand alone."""
    found = shown(handmade(12, actual_months=lambda at: at, retirement=retirement), "lane")
    assert "Months actually paid" in found
    assert "Months towards" not in " ".join(found)


def test_years_that_never_begin_have_no_lane():
    """Who never paid into the employee scheme has no steps to show."""
    assert "towards" not in " ".join(shown(handmade(12, actual_months=0, retirement=asking()), "lane"))


def test_deemed_months_are_told_without_a_target():
    """Deemed and converted months count on top of those paid, and where they come in their sum is written."""
    timeline = handmade(12, actual_months=lambda at: 10 + at, deemed_months=lambda at: 24 * (at >= 6), converted_months=3)
    assert "Months towards retirement" in " ".join(shown(timeline, "lane"))
    # in the seventh month 16 are paid, 24 deemed and 3 converted; in the first 10 and 3
    assert {"43", "13"} <= set(shown(timeline, "value"))
    assert shown(timeline, "ending") == ["48"]  # 21, 24 and 3
    assert "dark: actually paid" in shown(timeline, "note")


@pytest.mark.parametrize(
    ("asked", "columns", "text"),
    [
        (asking(), {}, "111 of 300, 189 to go"),
        (asking(required=111), {}, "111 of 111"),
        (asking("2024-06"), {}, "111 of 300, 189 short"),
        # enough in all, but not of the months paid there
        (asking("2024-06", 100, missing_local_months=7), {}, "111 of 100, 7 short"),
        (asking("2024-06"), {"state": "retired"}, "111 of 300"),
        (asking(), {"state": "deceased"}, "111 of 300"),
        (asking("2024-06", None), {"deemed_months": 1}, "112, asked for: unknown"),
    ],
)
def test_the_end_of_the_years_says_what_is_short(asked, columns, text):
    """Before the month of retiring months are to go, after it they are short, and who is retired or dead is short of none."""
    timeline = handmade(12, actual_months=lambda at: 100 + at, retirement=asked, **columns)
    assert shown(timeline, "ending") == [text]
    assert overlapping(LifeChart(timeline, lang="en").figure()) == []


def test_bought_months_fill_the_steps():
    """Who buys 40 missing months ends at the 300 that are asked for, 40 of them bought."""
    timeline = handmade(
        12,
        actual_months=260,
        state=lambda at: "retired" if at > 5 else "flexible",
        retirement=asking("2024-07", missing_months=40),
    )
    timeline = through(timeline, {6: "retires_after_top_up"})
    assert shown(timeline, "ending") == ["300 of 300, 40 of them bought"]
    assert shown(timeline, "asked") == ["300"]


def test_a_lowered_benefit_leaves_the_years_short():
    """Where nobody is refused, the retired are still short of what is asked for."""
    timeline = handmade(12, actual_months=260, state="retired", retirement=asking("2024-07", missing_months=40))
    assert shown(through(timeline, {6: "retires_reduced"}), "ending") == ["260 of 300, 40 short"]


def test_what_is_asked_for_is_written_where_it_changes():
    """The first target stands beside the axis, the next one where it begins."""
    timeline = handmade(36, actual_months=lambda at: at, retirement=lambda at: asking(required=300 if at < 18 else 180))
    assert shown(timeline, "asked") == ["300", "180"]


def test_the_years_say_what_would_be_missing_going_on_like_this():
    """Month of retiring and projected shortfall stand below the name of the lane."""
    timeline = handmade(12, actual_months=100, retirement=asking("2050-01", missing_months=45))
    notes = " ".join(shown(timeline, "note"))
    assert "retiring: 2050-01" in notes
    assert "missing then, going on like this: 45" in notes


@pytest.mark.parametrize(
    ("local", "told"), [(lambda at: 100 + at, False), (lambda at: at, True), (lambda at: 100 + at - (at == 5), False)]
)
def test_months_paid_elsewhere_are_told(local, told):
    """A dotted line only where not all was paid where one retires; the month of retiring is judged before it is paid."""
    timeline = handmade(12, actual_months=lambda at: 100 + at, local_months=local, retirement=asking("2024-06"))
    assert ("dotted: paid where one retires" in " ".join(shown(timeline, "note"))) is told


def test_months_paid_are_drawn_once():
    """Where the years are a lane, the months actually paid have none of their own."""
    assert "Months actually paid" not in shown(handmade(12, actual_months=lambda at: at, retirement=asking()), "lane")


def test_a_life_in_several_regions_shows_which_when():
    """The lane names the regions, the legend their months; the life begins where the scenario says."""
    figure = drawn_life("three cities", "en")
    assert "Region" in written(figure, "lane")
    assert {"Wuhan", "Shanghai", "Shenzhen"} <= set(written(figure, "bar"))
    # hired in Shanghai in August 2013; leaves that job at the end of 2021 and moves, which holds from January
    legend = written(figure, "legend")
    assert "Wuhan 2004-01 – 2013-07" in legend
    assert "Shanghai 2013-08 – 2021-12" in legend
    assert "Shenzhen 2022-01 – 2044-12" in legend


def test_a_region_that_is_lived_in_twice_keeps_its_fill():
    """Coming back is one entry of the legend with both stays."""
    legend = written(drawn_life("sixty years of money", "en"), "legend")
    assert "Wuhan 1992-06 – 2008-02, 2009-03 – 2051-08" in legend
    assert "Suzhou 2008-03 – 2009-02" in legend


def test_more_stays_than_a_line_holds_are_shortened():
    """The legend of many moves stays inside the figure."""
    timeline = handmade(96, region=lambda at: ("shanghai", "hubei/wuhan", "chongqing")[at % 3])
    figure = LifeChart(timeline, lang="en").figure()
    assert overlapping(figure) == []
    assert outside(figure) == []
    assert any(text.startswith("hubei/wuhan 2024-02 – 2024-02, ") and text.endswith("…") for text in written(figure, "legend"))


def test_one_region_is_not_a_lane():
    """Who never moves has no lane of regions."""
    assert "Region" not in written(drawn_life("sixty years", "en"), "lane")


def test_bills_tell_what_the_person_paid_then_and_in_the_end():
    """Two amounts where they differ, one where not, a question mark for what nobody knows; bills of a month are added up."""
    timeline = with_events(
        handmade(24),
        {
            "2024-03": [billed(1, 50_000, 50_000, 7_688)],
            "2024-09": [billed(2, 3_000, 800, 800)],
            "2025-02": [billed(3, 1_000, None, None)],
            "2025-08": [billed(4, 2_000, 900, 900), billed(5, 4_000, 1_600, 1_500)],
        },
    )
    assert set(shown(timeline, "bill")) == {"50,000 → 7,688", "800", "?", "2,500 → 2,400"}
    assert "light: then; dark: in the end" in " ".join(shown(timeline, "note"))
    why = [one.why for one in captions(told(timeline).explained, timeline, fonts.face("en"))]
    assert "the person pays 50,000.00 yuan then, 7,688.00 yuan in the end" in why[0]
    assert "the person pays 800.00 yuan" in why[1]
    assert "the scale of benefits is unknown" in why[2]
    assert "the person pays 2,500.00 yuan then, 2,400.00 yuan in the end" in why[3]
    assert "2024-03 50,000 → 7,688" in LifeChart(timeline, lang="en").alt_text()


def test_a_bill_of_the_first_month_is_told():
    """There is no month before it to compare with, and its price is told all the same."""
    timeline = with_events(handmade(3), {"2024-01": [billed(1, 5_000, 700, 700)]})
    (only,) = captions(told(timeline).explained, timeline, fonts.face("en"))
    assert only.why.endswith("the person pays 700.00 yuan")


def test_bills_that_stay_as_they_are_need_no_second_colour():
    """Nothing was settled later, so nothing is said of it."""
    timeline = with_events(handmade(12), {"2024-03": [billed(1, 5_000, 700, 700)]})
    assert shown(timeline, "note") == ["outline: the whole bill"]


def test_many_bills_keep_their_numbers_apart():
    """A bill a month for ten years: the dearest are written, none over another."""
    events = {f"{2024 + at // 12}-{at % 12 + 1:02d}": [billed(at + 1, 1000 + 37 * at, 1000 + 37 * at, 500)] for at in range(120)}
    figure = LifeChart(with_events(handmade(120), events), lang="en").figure()
    assert overlapping(figure) == []
    assert "5,403 → 500" in written(figure, "bill")  # the last one: 1000 + 37 · 119


def test_a_bill_is_explained_before_quiet_events():
    """Among many events a bill keeps its entry."""
    events = {f"2024-{at:02d}": [{"number": at, "what": "status", "is": "student", "effect": True}] for at in range(1, 13)}
    events |= {f"2025-{at:02d}": [{"number": 12 + at, "what": "retire", "effect": True}] for at in range(1, 12, 2)}
    events["2025-12"] = [billed(30, 9_000, 900, 900)]
    assert "30" in [mark.label for mark in told(with_events(handmade(24), events), most=2).explained]


def test_the_month_of_retiring_is_marked():
    """A woman of the group of 55 born in March 1975 comes to it in July 2031, and retires in August, when she buys the rest."""
    figure = drawn_life("retires after a top-up", "en")
    assert written(figure, "retiring") == ["retirement age 2031-07", "retires 2031-08"]
    assert label(State.RETIRED, "en") in written(figure, "legend")
    assert label(State.RETIRED, "en") in written(figure, "bar")
    months_told = [mark.row.month for mark in told(life("retires after a top-up")).explained]
    assert {"2031-07", "2031-08"} <= set(months_told)


def test_who_has_the_years_retires_in_the_month_of_retiring():
    """A man born in March 1980 retires at 63, in March 2043, and that is one flag."""
    assert written(drawn_life("three cities", "en"), "retiring") == ["retires 2043-03"]


def test_a_retirement_outside_the_chart_has_no_flag():
    """Neither one still to come nor one long ago is flagged."""
    assert shown(handmade(12, retirement=asking("2050-01")), "retiring") == []
    assert shown(handmade(12, state="retired", retirement=asking("2020-01")), "retiring") == []


def test_a_quiet_month_of_retiring_has_an_entry():
    """Nothing changes in it, and yet it is told, with what is missing and what filling that would cost."""
    timeline = handmade(12, actual_months=100, retirement=asking("2024-06", missing_months=200, top_up_fen=8_000_000))
    (only,) = captions(told(timeline).explained, timeline, fonts.face("en"))
    assert (only.when, only.what) == ("2024-06", "comes to the month of retiring")
    assert "missing: 200 months" in only.why
    assert "filling them costs 80,000.00 yuan" in only.why


def test_years_of_a_decade_begin_where_they_are_written():
    """Of a life that begins in January, the first year is written at its beginning, clear of the next one."""
    figure = drawn_life("three cities", "en")
    assert "2004" in written(figure, "tick")
    assert overlapping(figure) == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_alt_text_tells_what_the_chart_shows(lang):
    """Who cannot see the chart reads title, cover and events."""
    chart = LifeChart(life("gap and back-payment"), lang=lang)
    text = chart.alt_text()
    assert chart.title in text
    assert label(What.LEFT_JOB, lang) in text
    assert "2025-01" in text


def test_a_timeline_read_back_draws_the_same(tmp_path):
    """Charts need nothing but the timeline."""
    life("half benefit").save(tmp_path / "life.json")
    again = Timeline.load(tmp_path / "life.json")
    assert LifeChart(again, lang="zh").rendered("svg") == LifeChart(life("half benefit"), lang="zh").rendered("svg")


def test_a_slice_and_an_empty_timeline_are_drawn():
    """A part of a life is a life; no months are said to be none."""
    part = life("sixty years")["2012-01":"2013-12"]
    assert overlapping(LifeChart(part, lang="en").figure()) == []
    empty = LifeChart(life("sixty years")[:0], lang="en")
    assert overlapping(empty.figure()) == []
    assert "no months" in empty.alt_text()


@pytest.mark.parametrize(
    "text", ["〔2021〕43号第十一条：中断缴费3个月（含）以内，可补缴。", "one two three four five " * 4, "x" * 200]
)
@pytest.mark.parametrize("width", [0.2, 1, 3])
def test_wrapping_keeps_every_letter_and_the_width(text, width):
    """Lines are never wider than asked, unless a single character is, and no letter is lost."""
    sheet = Sheet(Figure(), fonts.face("zh"))
    lines = sheet.wrap(text, 8, width)
    assert "".join("".join(lines).split()) == "".join(text.split())
    assert all(sheet.measure(line, 8) <= width + 0.01 or len(line) == 1 for line in lines)
    if width > 1:
        assert not any(line[0] in "，。：）〕" for line in lines)


def test_what_falling_ill_would_have_cost_is_what_the_timeline_says():
    """Each month of the lane is what asking for that month alone gives, among bills of the year too."""
    timeline = simulate(Scenario.load("scenarios/hospital_stay_in_a_gap_paid_back.toml"))
    for stay in (illness.Stay(), illness.Stay(3000, 1)):
        found = illness.cost(timeline, stay)
        asked = [timeline.what_if_ill(row.month, stay.amount, stay.level) for row in timeline]
        assert found.then == tuple(one.own_fen // 100 for one in asked)
        assert found.finally_ == tuple(one.own_finally_fen // 100 for one in asked)
        assert found.then != found.finally_


def test_a_part_of_a_life_remembers_the_bills_before_it():
    """A second stay of a year has a lower deductible, whether the first one is shown or not."""
    timeline = simulate(Scenario.load("scenarios/hospital_stay_in_a_gap_paid_back.toml"))
    whole = LifeChart(timeline, lang="en")
    part = whole.between("2025-07", "2025-12").between("2025-08", "2025-12")
    assert illness.cost(part.timeline, part.stay).finally_ == illness.cost(timeline, whole.stay).finally_[-5:]
    assert part.ill(3000, 1).stay.life is timeline


def test_months_of_an_unknown_scale_are_drawn_as_unknown():
    """The lane says so, and is left out where no covered month has a scale."""
    timeline = simulate(Scenario.load("scenarios/demo.toml"))
    first = next(row.month for row in timeline if row.covered)
    assert timeline.what_if_ill(first, 50_000).own_fen is None
    assert "hatched: scale unknown" in shown(timeline, "note")
    assert "50,000" in shown(timeline, "value")
    assert illness.cost(timeline["2016-01":"2016-12"], illness.Stay()) is None


def test_the_bill_of_the_lane_can_be_changed():
    """Another amount at another hospital, asked by a copy; what is no bill is refused."""
    chart = LifeChart(simulate(Scenario.load("scenarios/hospital_stay_in_a_gap_paid_back.toml")), lang="en")
    other = chart.ill(3000, level=1)
    assert "Own share of a hospital stay of 3,000 yuan" in " ".join(written(other.figure(), "lane"))
    assert "primary hospital" in written(other.figure(), "note")
    assert chart.stay == illness.Stay()
    for amount, level in ((0, 3), (-5, 3), (50_000, 4)):
        with pytest.raises(TimelineError):
            chart.ill(amount, level)


def test_lanes_are_chosen_by_name():
    """With only some lanes, or without some, the others are gone with what belongs to them; the chart itself stays as it was."""
    chart = LifeChart(life("sixty years of money"), lang="en")
    assert written(chart.only("state").figure(), "lane") == ["Insured as"]
    some = written(chart.without("account", "region", "events").figure(), "lane")
    assert not {"Personal account, yuan", "Region"} & set(some)
    assert written(chart.without("events", "laws").figure(), "entry") == []
    assert "Region" in written(chart.figure(), "lane")
    assert chart.without(*LANES).rendered("png").startswith(b"\x89PNG")


@pytest.mark.parametrize("change", ["only", "without"])
def test_a_lane_that_does_not_exist_is_refused(change):
    """The error names the lanes that do."""
    with pytest.raises(LifecycleError) as caught:
        getattr(LifeChart(life("three months"), lang="en"), change)("acount")
    assert "acount" in caught.value.found.in_("en")
    assert "account" in caught.value.expected.in_("en")


@pytest.mark.parametrize("only", LANES)
def test_every_lane_stands_alone(only):
    """Nothing overlaps where a lane is the only one."""
    figure = LifeChart(life("ill in a gap"), lang="en").only(only).figure()
    assert overlapping(figure) == []
    assert outside(figure) == []


def test_what_was_paid_adds_up():
    """Who paid how much is written beside the fills: the sums of the timeline, and the latest month's amount at its place."""
    timeline = simulate(Scenario.load("scenarios/retires_on_time.toml"))
    rows = list(timeline)
    notes = " ".join(shown(timeline, "note"))
    assert f"paid by the person: {sum(row.own_fen for row in rows) // 100:,}" in notes
    assert f"paid by the unit: {sum(row.employer_fen for row in rows) // 100:,}" in notes
    assert f"{(rows[0].own_fen + rows[0].employer_fen) // 100:,}" in shown(timeline, "value")


def test_a_payment_for_many_months_is_cut():
    """The usual months stay readable beside one that paid ten of them; the number of the cut one says so."""
    timeline = handmade(24, own_fen=lambda at: 10_000 if at != 12 else 100_000, employer_fen=0, fund_fen=0, paid=True)
    assert {"100", "1,000 ↑"} <= set(shown(timeline, "value"))
    assert "↑: higher than drawn" in shown(timeline, "note")
    even = handmade(24, own_fen=10_000, employer_fen=0, fund_fen=0, paid=True)
    assert "↑: higher than drawn" not in shown(even, "note")


def test_payments_of_unknown_amount_are_marked():
    """What the unit paid is not known: what is known is the least."""
    timeline = handmade(24, own_fen=12_000, employer_fen=None, fund_fen=0, paid=True)
    assert "≥ 120" in shown(timeline, "value")
    assert "hatched: 24 months partly unknown" in " ".join(shown(timeline, "note"))


def test_money_that_was_never_paid_has_no_lane():
    """No amount, no lane of contributions."""
    assert "Paid each month, yuan" not in shown(handmade(12), "lane")


def test_the_finding_stands_below_the_title():
    """The chart says in one sentence what the life comes to, and marks the months that it speaks of."""
    timeline = simulate(Scenario.load("scenarios/demo.toml"))
    chart = LifeChart(timeline, lang="en")
    assert written(chart.figure(), "finding") == ["4 months without cover, 3 of them avoidable"]
    assert "Avoidable" in written(chart.figure(), "lane")
    assert chart.finding in chart.alt_text()
    assert "Avoidable" not in written(drawn_life("half benefit", "en"), "lane")


def test_an_outline_stands_in_an_svg_once():
    """Letters refer to their outlines, so that a long chart in two scripts stays small."""
    svg = LifeChart(simulate(Scenario.load("scenarios/demo.toml")), lang="zh").rendered("svg").decode()
    outlines = re.findall(r'<path id="(g[0-9a-f]+)"', svg)
    assert len(outlines) == len(set(outlines)) > 100
    assert set(re.findall(r'href="#(g[0-9a-f]+)"', svg)) == set(outlines)
    assert len(svg) < 350_000


def test_letters_stand_where_a_general_writer_puts_them():
    """A line drawn at once covers what the same text drawn letter by letter covers, to a dot."""
    pictures = []
    for kind in (Line, Text):
        figure = Figure(figsize=(4, 0.5), dpi=150)
        for x, ha in ((0.05, "left"), (0.5, "center"), (0.95, "right")):
            made = kind(
                x,
                0.4,
                "医保 Wuhan 9",
                fontproperties=fonts.face("zh").at(9),
                horizontalalignment=ha,
                transform=figure.transFigure,
            )
            figure.add_artist(made)
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        rows, columns = (np.asarray(canvas.buffer_rgba())[:, :, 0] < 128).nonzero()
        pictures.append((rows.min(), rows.max(), columns.min(), columns.max()))
    assert all(abs(int(a) - int(b)) <= 1 for a, b in zip(*pictures, strict=True))


def test_a_png_tells_its_title_size_and_words():
    """Any reader of pictures finds them, Chinese too."""
    chart = LifeChart(life("gap and back-payment"), lang="zh")
    with Image.open(io.BytesIO(chart.rendered("png"))) as picture:
        picture.load()
        assert picture.mode == "RGB"
        assert picture.size[0] == 11 * 150
        assert picture.info["Title"] == chart.title
        assert picture.info["Description"] == chart.alt_text()
        assert picture.info["dpi"] == pytest.approx((150, 150), abs=0.1)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_mermaid_names_every_row(lang):
    """The Mermaid text has every state and every row with its number, label and guard."""
    text = diagram("mermaid", lang)
    assert isinstance(text, str)
    assert "stateDiagram-v2" in text
    for state in State:
        assert f'state "{label(state, lang)}" as {key(state)}' in text
    for number, row in enumerate(TABLE, start=1):
        assert f"{number} {row.label.in_(lang).split(';')[0]}" in text
        assert row.guard is None or f"[{row.guard.__name__}]" in text
    assert not any(";" in line for line in text.splitlines() if "-->" in line)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_drawn_diagram_is_readable(lang):
    """Nothing overlaps or leaves the figure, every row is listed, every arrow is numbered."""
    figure = MachineChart(lang=lang).figure()
    assert overlapping(figure) == []
    assert outside(figure) == []
    entries = "".join(written(figure, "entry"))
    assert all("".join(row.label.in_(lang).split()) in "".join(entries.split()) for row in TABLE)
    assert len(written(figure, "rows")) == len(arrows()) + len(entrances())


def test_every_state_and_arrow_has_its_place():
    """No two states share a place, and every arrow of the table has a way of its own."""
    assert set(wiring.PLACES) == set(State)
    assert set(arrows()) <= set(wiring.WAYS)
    assert wiring.way(State.RETIRED, State.EMPLOYEE).leaves[0] == "right"


def test_every_row_of_the_table_is_on_an_arrow():
    """What leads into a state from every other one, death and retiring, shares one arrow; everything else has its own."""
    assert set(entrances()) == {State.RETIRED, State.DECEASED} == set(wiring.ENTRANCES)
    for number, row in enumerate(TABLE, start=1):
        into = {row.dest or source for source in row.sources}
        if into == {State.RETIRED} and State.RETIRED not in row.sources:
            assert set(row.sources) == set(State) - {State.RETIRED, State.DECEASED}
        if into <= set(entrances()) and row.dest is not None:
            assert number in entrances()[row.dest]
        else:
            assert all(number in arrows()[source, row.dest or source] for source in row.sources)
    assert [TABLE[number - 1].id for number in arrows()[State.RETIRED, State.RETIRED]] == ["retired_goes_on"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_head_of_the_diagram_stands_above_its_rows(lang):
    """No column ends with a head: below each, in the same column, is a row."""
    placed = [
        (text.get_label(), text.get_position())
        for text in MachineChart(lang=lang).figure().findobj(Text)
        if text.get_label() in ("head", "entry")
    ]
    rows = [at for kind, at in placed if kind == "entry"]
    for head in (at for kind, at in placed if kind == "head"):
        assert any(0 < y - head[1] < 0.25 and 0 < x - head[0] < 1 for x, y in rows)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_diagram_formats(lang):
    """PNG comes as bytes, SVG as well-formed text."""
    png, svg = diagram("png", lang), diagram("svg", lang)
    assert isinstance(png, bytes)
    assert png.startswith(b"\x89PNG")
    assert ET.fromstring(svg).tag.endswith("svg")  # noqa: S314 - written a line above


def test_an_unknown_diagram_format_is_refused():
    """Another format is an error that names the known ones."""
    with pytest.raises(OutputError) as caught:
        diagram("dot", "en")
    assert "mermaid" in caught.value.in_("en")
