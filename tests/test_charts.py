"""The charts: nothing overlaps, nothing is cut, every character has a glyph, and the session keeps its settings."""

from __future__ import annotations

import itertools
import subprocess
import sys
import xml.etree.ElementTree as ET
from functools import cache
from pathlib import Path

import matplotlib as mpl
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from lifecycle import OutputError, Scenario, Timeline, simulate
from lifecycle.charts import fonts, wiring
from lifecycle.charts.captions import captions
from lifecycle.charts.diagram import arrows, diagram, drawn
from lifecycle.charts.life import LifeChart
from lifecycle.charts.marks import joined_label, letter, numbers, told
from lifecycle.charts.paper import Sheet, brightness
from lifecycle.charts.ticks import Axis, months_named, year_step
from lifecycle.table import TABLE
from lifecycle.words import COLOURS, State, What, key, label

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
}
BOTH = [pytest.param(name, lang, id=f"{name} {lang}") for name in LIVES for lang in LANGUAGES]


@cache
def life(name: str) -> Timeline:
    """Return the timeline of one of the lives."""
    return simulate(Scenario.read(LIVES[name]))


@cache
def drawn_life(name: str, lang: str) -> Figure:
    """Return the chart of one of the lives."""
    return LifeChart(life(name), lang).figure()


def texts(figure: Figure) -> list[tuple[Text, tuple[float, float, float, float]]]:
    """Return the visible texts with the boxes of their letters (left, bottom, right, top) in dots."""
    renderer = FigureCanvasAgg(figure).get_renderer()
    found = []
    for text in figure.findobj(Text):
        if text.get_visible() and text.get_text():
            box = text.get_window_extent(renderer)
            # the box of a line is higher than its letters
            found.append((text, (box.x0, box.y0 + 0.12 * box.height, box.x1, box.y1 - 0.12 * box.height)))
    return found


def overlapping(figure: Figure) -> list[tuple[str, str]]:
    """Return the pairs of texts that touch."""
    return [
        (f"{a.get_label()}: {a.get_text()}", f"{b.get_label()}: {b.get_text()}")
        for (a, one), (b, other) in itertools.combinations(texts(figure), 2)
        if one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
    ]


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
@pytest.mark.parametrize("name", ["gap and back-payment", "sixty years"])
def test_a_figure_of_any_width_is_used(name, width, lang):
    """On a figure of one's own the chart keeps the width, takes the height it needs and nothing overlaps."""
    figure = Figure(figsize=(width, 1))
    assert LifeChart(life(name), lang).on(figure) is figure
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
    chart = LifeChart(life("gap and back-payment"), lang)
    for name in (f"a.{suffix}", f"b.{suffix.upper()}"):
        chart.save(tmp_path / name)
    first, second = sorted(tmp_path.iterdir())
    assert first.read_bytes().startswith(starts)
    assert first.read_bytes() == second.read_bytes()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_svg_is_well_formed_and_carries_the_title_and_a_description(lang):
    """The SVG parses, its letters are paths, and its metadata tell what the picture shows."""
    chart = LifeChart(life("gap and back-payment"), lang)
    svg = chart._repr_svg_()
    root = ET.fromstring(svg)  # noqa: S314 - written a line above
    assert chart.title in svg
    assert "2025-01" in svg
    assert root.findall(".//{http://www.w3.org/2000/svg}path")
    assert not root.findall(".//{http://www.w3.org/2000/svg}text")


def test_notebooks_get_a_png():
    """A notebook shows the chart by itself."""
    assert LifeChart(life("three months"), "en")._repr_png_().startswith(b"\x89PNG")


@pytest.mark.parametrize("name", ["chart.gif", "chart", "chart.png.txt"])
def test_another_suffix_is_refused_and_writes_nothing(tmp_path, name):
    """An unknown suffix is an error that says what was found, expected and to do."""
    with pytest.raises(OutputError) as caught:
        LifeChart(life("three months"), "en").save(tmp_path / name)
    assert caught.value.found
    assert caught.value.expected
    assert caught.value.todo
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_does_not_exist_is_an_error(tmp_path):
    """A chart for a folder that is not there is refused."""
    with pytest.raises(OutputError):
        LifeChart(life("three months"), "en").save(tmp_path / "no" / "chart.png")


def test_settings_of_the_session_neither_change_nor_matter():
    """Drawing and saving leave rcParams alone, and a session that changed them gets the same picture."""
    expected = LifeChart(life("half benefit"), "zh").rendered("svg")
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
        assert LifeChart(life("half benefit"), "zh").rendered("svg") == expected
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
        "life.plot('zh')._repr_png_()\n"
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
        chart = LifeChart(life(name), "zh")
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


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_alt_text_tells_what_the_chart_shows(lang):
    """Who cannot see the chart reads title, cover and events."""
    chart = LifeChart(life("gap and back-payment"), lang)
    text = chart.alt_text()
    assert chart.title in text
    assert label(What.LEFT_JOB, lang) in text
    assert "2025-01" in text


def test_a_timeline_read_back_draws_the_same(tmp_path):
    """Charts need nothing but the timeline."""
    life("half benefit").save(tmp_path / "life.json")
    again = Timeline.load(tmp_path / "life.json")
    assert LifeChart(again, "zh").rendered("svg") == LifeChart(life("half benefit"), "zh").rendered("svg")


def test_a_slice_and_an_empty_timeline_are_drawn():
    """A part of a life is a life; no months are said to be none."""
    part = life("sixty years")["2012-01":"2013-12"]
    assert overlapping(LifeChart(part, "en").figure()) == []
    empty = LifeChart(life("sixty years")[:0], "en")
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
    figure = drawn(lang)
    assert overlapping(figure) == []
    assert outside(figure) == []
    entries = "".join(written(figure, "entry"))
    assert all("".join(row.label.in_(lang).split()) in "".join(entries.split()) for row in TABLE)
    assert len(written(figure, "rows")) == len(arrows()) + 1


def test_every_state_and_arrow_has_its_place():
    """No two states share a place, and every arrow of the table has a way of its own."""
    assert set(wiring.PLACES) == set(State)
    assert set(arrows()) <= set(wiring.WAYS)
    assert wiring.way(State.RETIRED, State.DECEASED).leaves[0] == "bottom"


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
