"""What notebooks show: escaped, in the language in use, readable on any ground, small, and true to what is shown."""

from __future__ import annotations

import datetime as dt
import re
import sys
from html.parser import HTMLParser

import attrs
import pytest

from lifecycle import Atlas, LifecycleError, Rule, Rulebook, Scenario, simulate, using
from lifecycle.displays.bar import life_bars, pieces
from lifecycle.displays.markup import Markup, link, linked, tag
from lifecycle.displays.region import region_html
from lifecycle.explorer import Explorer
from lifecycle.regions.said import said
from lifecycle.regions.written import Source
from lifecycle.vocabulary import Way
from lifecycle.words import Label

HOSTILE = '<script>alert("1")</script>&\'<img src=x onerror=alert(1)>'
VOID = {"img", "br", "hr", "input", "meta", "link"}
LIFE = {
    "title": {"zh": "离职", "en": "Leaves"},
    "region": "hubei/wuhan",
    "from": "2024-01",
    "until": "2025-12",
    "person": {"born": "1990-05", "sex": "female", "group": "female_55"},
    "before": {"scheme": "employee", "continuous_months": 36, "actual_months": 36},
    "event": [
        {"month": "2024-10", "what": "left_job"},
        {"month": "2025-01", "day": 9, "what": "start_flexible"},
        {"month": "2025-01", "what": "back_pay", "from": "2024-11", "to": "2024-12"},
    ],
}


class Tags(HTMLParser):
    """Reads HTML: which elements and attributes there are, and whether each is closed."""

    def __init__(self, html):
        super().__init__()
        self.open, self.seen, self.attributes, self.words = [], [], [], []
        self.feed(html)
        self.close()

    def handle_starttag(self, name, attributes):
        """Keep an element and its attributes."""
        self.seen.append(name)
        self.attributes += attributes
        if name not in VOID:
            self.open.append(name)

    def handle_endtag(self, name):
        """Close the element that was opened last."""
        assert self.open.pop() == name

    def handle_data(self, text):
        """Keep the words."""
        self.words.append(text)

    @property
    def text(self):
        """Return the words without the elements."""
        return " ".join(self.words)


def checked(html):
    """Return HTML that is well formed, without script, picture or anything from elsewhere, once it was seen to be so."""
    found = Tags(html)
    assert found.open == []
    assert not {"script", "img", "iframe", "style", "link", "svg", "object"} & set(found.seen)
    assert not [name for name, _ in found.attributes if name.startswith("on") or name in ("src", "srcset")]
    assert all(value.startswith(("http://", "https://")) for name, value in found.attributes if name == "href")
    assert "url(" not in html
    return found


@pytest.fixture(scope="module")
def life():
    """Return a life with a gap that is paid back."""
    return simulate(Scenario.read(LIFE))


@pytest.fixture(scope="module")
def wuhan():
    """Return a region as a user gets it."""
    return Atlas().book("hubei/wuhan")


def shown(wuhan, life):
    """Return one of each that has a display."""
    cause = life["2025-01"].cause
    return [
        life,
        Scenario.read(LIFE),
        wuhan,
        wuhan.lists[Way.FLEXIBLE][0],
        wuhan.requirements[0],
        wuhan.value("resident.free_missed_years", life[0].index),
        next(one for one in cause.parameters if one.key == cause.entry_rule),
        life.explain("2025-01"),
    ]


def test_each_display_is_well_formed_and_small(life, wuhan):
    """Nothing is loaded from elsewhere, nothing runs, every element is closed, in both languages."""
    for lang in ("zh", "en"):
        with using(lang):
            for one in shown(wuhan, life):
                checked(one._repr_html_())
                assert len(one._repr_html_()) < 20_000, one
                assert "\n" not in repr(one)


def test_the_language_is_the_one_in_use(life, wuhan):
    """The same things are shown in Chinese or in English; English has no Chinese but the names of documents and people."""
    *others, _ = shown(wuhan, life)  # an explanation keeps the language in which it was asked for
    for one in others:
        with using("zh"):
            chinese = one._repr_html_()
        with using("en"):
            english = one._repr_html_()
        assert chinese != english
        assert re.search(r"[\u4e00-\u9fff]", chinese)
    with using("en"):
        assert not re.search(r"[\u4e00-\u9fff]", Tags(life._repr_html_() + Scenario.read(LIFE)._repr_html_()).text)


def test_nothing_that_a_file_says_becomes_markup(life, wuhan):
    """Titles, names, documents and other voices are text, whatever stands in them."""
    hostile = {**LIFE, "title": HOSTILE, "shows": HOSTILE}
    rule = wuhan.lists[Way.FLEXIBLE][0]
    bad = attrs.evolve(rule, source=Source(cite=HOSTILE, url="javascript:alert(1)", grade="K"), written_in=HOSTILE)
    value = attrs.evolve(
        wuhan.value("resident.free_missed_years", life[0].index),
        source=Source(cite=HOSTILE, url=f"https://x.cn/{HOSTILE}", grade="K"),
    )
    explained = attrs.evolve(life.explain("2025-01"), sections=((HOSTILE, (HOSTILE, f"  {HOSTILE} https://a.cn/{HOSTILE}")),))
    for one in (simulate(Scenario.read(hostile)), Scenario.read(hostile), bad, value, explained):
        found = checked(one._repr_html_())
        assert "alert" in found.text


def test_only_addresses_of_the_web_are_links():
    """Any other address is told as text."""
    assert (
        link("a", "https://a.cn/?q=1&r=2")
        == '<a href="https://a.cn/?q=1&amp;r=2" target="_blank" rel="noopener noreferrer">a</a>'
    )
    assert link("<a>", "javascript:alert(1)") == link("<a>", None) == "&lt;a&gt;"
    assert linked("见https://a.cn/x。再见").count("<a ") == 1
    assert 'href="https://a.cn/x"' in linked("见https://a.cn/x。再见")


def test_finished_html_is_not_escaped_again():
    """Text is escaped once, elements stay elements."""
    assert tag("b", "<", tag("i", ">")) == "<b>&lt;<i>&gt;</i></b>"
    assert Markup("<b>x</b>")._repr_html_() == "<b>x</b>"
    assert repr(Markup("<b>x</b>")) == "<Markup of 8 characters>"


@pytest.mark.parametrize(("first", "last"), [("2024-01", "2024-03"), ("2024-01", "2025-12"), ("1960-01", "2039-12")])
def test_the_bars_hold_every_month_once(first, last):
    """The pieces follow one another from the first month to the last, and their shares of the width make up the whole."""
    told = {
        "region": "hubei/wuhan",
        "from": first,
        "until": last,
        "before": {"scheme": "employee", "continuous_months": 9, "actual_months": 9},
    }
    rows = simulate(Scenario.read(told)).rows
    found = pieces(rows, lambda row: (row.coverage, (row.coverage,)))
    assert [piece.start for piece in found] == [sum(one.length for one in found[:at]) for at in range(len(found))]
    assert sum(piece.length for piece in found) == len(rows)
    for piece in found:
        assert {row.coverage for row in rows[piece.start : piece.start + piece.length]} == {piece.fill}
    html = life_bars(rows, "en")
    lanes = [[float(one) for one in re.findall(r"(?<![-\w])width:([\d.]+)%", lane)] for lane in html.split('role="img"')[1:]]
    assert all(abs(sum(widths) - 100) < 0.01 for widths in lanes)
    years = [int(one) for one in re.findall(r">(\d{4})</span>", html)]
    assert years == sorted(years)
    assert set(years) <= set(range(int(first[:4]), int(last[:4]) + 1))
    assert years


def test_words_on_colour_have_a_colour_of_their_own(life):
    """On dark grounds too: where there is a ground under words, their colour is given with it."""
    for style in re.findall(r'style="([^"]*)"', life._repr_html_()):
        if "background:rgba(255" in style:
            assert "color:#" in style


def test_every_look_is_named(life):
    """A piece without room for its name is named in the key, so that no colour stands alone."""
    html = life_bars(life.rows, "en")
    for name in {row.coverage for row in life}:
        assert {"full": "full cover", "back_paid": "covered afterwards"}[name] in Tags(html).text


def test_a_life_in_several_regions_names_them():
    """A lane of regions and a column of regions appear where somebody moves."""
    told = {**LIFE, "event": [{"month": "2024-06", "what": "move", "region": "shanghai"}]}
    with using("en"):
        html = simulate(Scenario.read(told))._repr_html_()
    assert "Wuhan → Shanghai" in html
    assert Tags(html).text.count("Shanghai") >= 3


def test_a_life_without_months_says_so(life):
    """An empty slice is shown too."""
    with using("en"):
        assert life[0:0]._repr_html_() == "<p>No month to tell of.</p>"


def test_many_stretches_are_folded():
    """The first are shown, the others open on demand, none is lost."""
    events = [
        {"month": f"{2000 + at // 2}-{'02' if at % 2 == 0 else '09'}", "what": "left_job" if at % 2 == 0 else "hired"}
        for at in range(40)
    ]
    told = {**LIFE, "from": "2000-01", "until": "2020-12", "event": events}
    life = simulate(Scenario.read(told))
    found = checked(life._repr_html_())
    assert found.seen.count("details") == 2
    assert found.seen.count("tr") == len(life.spells()) + 2


def test_a_scenario_tells_person_region_and_events():
    """Nothing that was written is missing; a region of one's own keeps its id."""
    with using("en"):
        text = Tags(Scenario.read(LIFE)._repr_html_()).text
        alone = Tags(Scenario.read({"region": "mine", "from": "2024-01", "until": "2024-02"})._repr_html_()).text
    for word in (
        "Leaves",
        "Wuhan",
        "hubei/wuhan",
        "2024-01 – 2025-12",
        "24 months",
        "1990-05",
        "left the job",
        "2025-01-09",
        "2024-11",
    ):
        assert word in text, word
    assert "mine" in alone
    assert "Nothing happens." in alone


def test_an_atlas_lists_every_region_once():
    """Each region stands in the table with its name and id, under its province; the atlas is one line as text."""
    atlas = Atlas()
    with using("en"):
        html = atlas._repr_html_()
    found = checked(html)
    ids = [text for text in found.words if re.fullmatch(r"[a-z_]+(/[a-z_]+)?", text) and text in atlas.ids()]
    assert sorted(ids) == sorted(atlas.ids())
    assert f"{len(ids)} regions" in found.text
    assert repr(atlas) == f"<Atlas, {len(ids)} regions>"


def test_a_region_tells_parents_headline_rules_and_documents(wuhan):
    """Every address that the file cites is a link, each once; the rules are those of the month."""
    month = dt.date(2025, 6, 1).year * 12 + 5
    html = region_html(wuhan, "en", month)
    text = Tags(html).text
    for word in ("Wuhan", "hubei/wuhan", "Hubei (hubei)", "(national)", "2025-06", "A (official text)"):
        assert word in text, word
    cited = {one.source.url for one in said(wuhan.chain[0][1]) if one.source.url}
    listed = re.findall(r'<li><a href="([^"]*)"', html)
    assert sorted(listed) == sorted(one.replace("&", "&amp;") for one in cited)
    assert region_html(wuhan, "en", 2016 * 12) != html


def test_a_rule_tells_what_it_does_where_it_stands_and_who_disagrees(wuhan):
    """Key, sentence, document with its address, grade, region, other voices."""
    rule = next(one for one in wuhan.lists[Way.FLEXIBLE] if one.written.disputed and one.source.url)
    assert isinstance(wuhan, Rulebook)
    assert isinstance(rule, Rule)
    with using("en"):
        html = rule._repr_html_()
    assert rule.key in html
    assert rule.source.url.replace("&", "&amp;") in html
    assert html.count("Another voice") == len(rule.written.disputed)
    assert f"{rule.source.grade} (" in html


def test_each_control_of_the_explorer_changes_the_answer():
    """Region, month, gap, what follows and back-payment are all simulated anew, as a life of one's own would be."""
    explorer = Explorer(["hubei/wuhan", "shanghai"], first="2025-01", last="2025-06", lang="en")
    explorer.last_paid.value, explorer.gap.value = "2025-02", 2
    moves = (
        (explorer.back_pay, True),
        (explorer.gap, 5),
        (explorer.region, "shanghai"),
        (explorer.last_paid, "2025-05"),
        (explorer.then, "hired"),
    )
    for control, value in moves:
        before = explorer.answer
        control.value = value
        assert explorer.answer != before, control
        checked(explorer.answer)
    assert explorer.timeline.scenario["region"] == "shanghai"
    assert explorer.outcome.months_without == sum(not row.covered for row in explorer.timeline["2025-06":])
    explorer.then.value = "resident"
    assert explorer.back_pay.disabled
    assert explorer.milliseconds > 0


def test_the_explorer_speaks_chinese_and_escapes():
    """The answer is in the language of the explorer whatever language is in use, and names of regions are text."""
    with using("en"):
        explorer = Explorer(["hubei/wuhan"], lang="zh")
    assert "武汉市" in explorer.answer
    assert repr(explorer).startswith("<Explorer hubei/wuhan, last paid ")
    shown_ = explorer._repr_mimebundle_()
    assert shown_["text/plain"] == repr(explorer)
    assert "application/vnd.jupyter.widget-view+json" in shown_


def test_the_explorer_refuses_what_it_cannot_do(monkeypatch):
    """An unknown region, no region, and a missing library are told with what to do."""
    for regions in (["nowhere"], []):
        with pytest.raises(LifecycleError):
            Explorer(regions)
    monkeypatch.setitem(sys.modules, "ipywidgets", None)
    with pytest.raises(LifecycleError, match=r"lifecycle\[notebook\]"), using("en"):
        Explorer(["shanghai"])


def test_labels_are_those_of_the_atlas():
    """A lane names its regions by what it is given, escaped."""
    rows = simulate(Scenario.read({**LIFE, "event": [{"month": "2024-06", "what": "move", "region": "shanghai"}]})).rows
    html = life_bars(rows, "en", lambda region: Label(region, f"<{region}>"))
    assert "&lt;shanghai&gt;" in html
    assert "<shanghai>" not in html
