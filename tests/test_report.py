"""The report in a real browser: it says what the life says, loads nothing, works by keyboard, on phones and on paper."""

from __future__ import annotations

import json
import re
from contextlib import contextmanager
from pathlib import Path

import browser as browsers
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from pypdf import PdfReader

from lifecycle import Atlas, OutputError, Scenario, Timeline, simulate
from lifecycle.cli import main
from lifecycle.finding import finding
from lifecycle.report import page, report
from lifecycle.report.reasons import linked

SCENARIOS = Path(__file__).parent.parent / "scenarios"
MONTH = "2025-02"
INSIDE_DRAWINGS = {"exclude": [[".drawing svg > *"], [".upright svg > *"]]}  # thousands of strokes, one image to readers
BAD_NAME = "</script><script>alert(1)</script><img src=x onerror=alert(1)>\" ' \u202eevil & \u2028"
EVIL = "javascript:alert(document.domain)"
REGION = f"""
name = "某地</script><b>"
grade = "B"
checked = 2026-11-21
url = "{EVIL}"
[employee]
stop_lag_months = [{{ from = 2000-01-01, is = 1, cite = '<img src=x onerror=alert(2)>', url = "{EVIL}" }}]
[[employee.entry]]
id = "as-first"
cite = "“</script>”"
url = "https://example.org/a?b=1&c='d'"
cover_from = "payment_month"
[[procedure]]
id = "sign"
when = "start_unit"
by = "self"
what = {{ zh = "<i>签字</i>", en = "<i>sign</i>" }}
cite = "x"
url = "{EVIL}"
"""


@pytest.fixture(scope="module")
def chromium(tmp_path_factory):
    """One browser for these tests; not for longer, because while it is driven no other test can run an event loop."""
    path = browsers.found()
    if path is None:
        pytest.fail(browsers.MISSING.format(python="python"))
    folder = tmp_path_factory.mktemp("browser")
    with sync_playwright() as playwright:
        made = playwright.chromium.launch(executable_path=path, args=list(browsers.ARGUMENTS), env=browsers.with_chinese(folder))
        yield made
        made.close()


@pytest.fixture(scope="session")
def demo():
    """The life of the demo."""
    return simulate(Scenario.load(SCENARIOS / "demo.toml"))


@pytest.fixture(scope="session")
def written(demo, tmp_path_factory):
    """Reports: of the demo, of its last months in both languages, and of several lives."""
    folder = tmp_path_factory.mktemp("reports")
    last = demo["2024-10":"2025-03"]
    bill = simulate(Scenario.load(SCENARIOS / "hospital_stay_in_a_gap_paid_back.toml"))["2025-02":"2025-06"]
    moves = simulate(Scenario.load(SCENARIOS / "three_cities_where_to_retire.toml"))["2024-06":"2024-08"]
    report(demo, lang="en").save(folder / "en.html")
    for lang in ("zh", "en"):
        report(last, lang=lang).save(folder / f"last.{lang}.html")
    report([bill, last, moves], lang="zh").save(folder / "three.html")
    return folder


@contextmanager
def opened(chromium, path, fragment="", **more):
    """Open a page and refuse at the end whatever it complained of or asked the network for."""
    context = chromium.new_context(**{"viewport": {"width": 1280, "height": 900}, **more})
    shown = context.new_page()
    wrong = []
    shown.on("console", lambda message: wrong.append(message.text))
    shown.on("pageerror", lambda error: wrong.append(str(error)))
    shown.on("dialog", lambda dialog: (wrong.append(dialog.message), dialog.dismiss()))
    shown.on("request", lambda request: wrong.append(request.url) if request.url.partition("#")[0] != path.as_uri() else None)
    shown.goto(path.as_uri() + fragment)
    yield shown
    context.close()
    assert wrong == []


def test_the_page_opens_in_silence_and_tells_every_month(chromium, written, demo):
    """No complaint of the console or the content policy, no request but the file; a row a month, and the same answers."""
    with opened(chromium, written / "en.html") as shown:
        rows = shown.locator("table.months tbody tr[data-month]")
        assert rows.evaluate_all("rows => rows.map(row => row.dataset.month)") == [row.month for row in demo]
        uncovered = shown.locator('tr[data-signs~="uncovered"]')
        assert uncovered.count() == sum(not row.covered for row in demo)
        assert shown.locator(".finding").inner_text() == finding(demo, "en")
        assert [one.is_visible() for one in shown.locator("svg[role=img]").all()] == [False, True]
        assert shown.title() == demo.title.en
    assert (written / "en.html").stat().st_size < 1_500_000
    assert '<html lang="zh-CN">' in (written / "last.zh.html").read_text(encoding="utf-8")


def test_a_month_opens_its_reason(chromium, written, demo):
    """By mouse and by keys the sentences of explain appear, with the state told to screen readers; Escape closes them again."""
    told = [line.strip() for _, lines in demo.explain(MONTH, "en").sections for line in lines]
    with opened(chromium, written / "en.html") as shown:
        button = shown.locator(f"#m-{MONTH} button")
        for how in ("click", "Enter", "Space"):
            assert button.get_attribute("aria-expanded") == "false"
            button.click() if how == "click" else button.press(how)
            assert button.get_attribute("aria-expanded") == "true"
            reasons = shown.locator(f"#{button.get_attribute('aria-controls')}")
            assert reasons.locator("li").all_text_contents() == told
            assert shown.url.endswith(f"#m-{MONTH}")
            assert reasons.locator("a[href^='http']").count() == sum(" · http" in line for line in told)
            shown.keyboard.press("Escape")
            assert reasons.count() == 0
            assert button.get_attribute("aria-expanded") == "false"
            assert shown.evaluate("document.activeElement.textContent") == MONTH
        shown.keyboard.press("ArrowDown")
        assert shown.evaluate("document.activeElement.textContent") == "2025-03"


def test_a_deep_link_opens_its_month_and_filters_do_not_hide_it(chromium, written):
    """What stands behind the # is opened at once, in each life, also when the link changes under a filter."""
    with opened(chromium, written / "three.html", f"#l2-m-{MONTH}") as shown:
        assert shown.locator(f"#why-l2-m-{MONTH}").is_visible()
        assert shown.locator("tr.why").count() == 1
        form = shown.locator('[data-life="3"] form')
        form.locator("[name=event]").check()
        shown.evaluate("location.hash = '#l3-m-2024-08'")
        shown.locator("#why-l3-m-2024-08").wait_for()
        assert not form.locator("[name=event]").is_checked()


def test_filters_narrow_the_months_and_tell_how_many(chromium, written, demo):
    """Year, state, signs and words together choose the months; the number stands in a live region."""
    with opened(chromium, written / "en.html") as shown:
        form = shown.locator("form.filters")
        output, rows = form.locator("output[aria-live=polite]"), shown.locator("tr[data-month]:visible")

        def number():
            n, of = map(int, re.findall(r"\d+", output.inner_text()))
            assert (n, of) == (rows.count(), len(demo))
            return n

        assert number() == len(demo)
        form.locator("[name=uncovered]").check()
        assert number() == sum(not row.covered for row in demo)
        form.locator("[name=year]").select_option("2025")
        assert number() == sum(not row.covered for row in demo["2025-01":"2025-12"])
        form.locator("[name=state]").select_option("flexible")
        assert number() == 1
        form.locator("button[type=reset]").click()
        shown.wait_for_function(f"document.querySelectorAll('tr[data-month]:not([hidden])').length === {len(demo)}")
        form.locator("[name=event]").check()
        assert number() == sum(bool(row.cause.events) for row in demo)
        form.locator("[name=assumed]").check()
        assert number() == 0
        form.locator("button[type=reset]").click()
        form.locator("[name=search]").fill("from-unit-months-4-to-6 starts")
        assert number() == 1


@pytest.fixture(scope="session")
def hostile(tmp_path_factory):
    """A life whose names, region and sources are made of markup."""
    folder = tmp_path_factory.mktemp("hostile")
    (folder / "regions").mkdir()
    (folder / "regions" / "here.toml").write_text(REGION, encoding="utf-8")
    data = {
        "region": "here",
        "title": {"zh": BAD_NAME, "en": BAD_NAME},
        "shows": {"zh": BAD_NAME, "en": BAD_NAME},
        "from": "2024-01",
        "until": "2024-12",
        "event": [{"month": "2024-03", "what": "hired", "base": 8000}, {"month": "2024-08", "what": "left_job"}],
    }
    atlas = Atlas([str(folder / "regions")])
    life = simulate(Scenario.read(data), atlas=atlas)
    report([life, life], atlas, "en").save(folder / "page.html")
    life.save(folder / "life.json")
    return folder


def test_names_stay_text_and_only_the_web_is_linked(chromium, hostile):
    """Markup in names makes no element and runs nothing; links go to http and https only, and tell nothing of where they come from."""
    with opened(chromium, hostile / "page.html") as shown:
        assert shown.locator("#title").inner_text().startswith("</script><script>alert(1)</script><img src=x")
        shown.locator("tr[data-month] button").first.click()
        for month in ("2024-03", "2024-09"):
            shown.locator(f"#m-{month} button").click()
        assert "<img src=x onerror=alert(2)>" in shown.locator("#why-m-2024-09").inner_text()
        assert "<i>sign</i>" in shown.locator(".occasions").first.inner_text()
        assert shown.locator("img, b, i, iframe, object, embed").count() == 0
        assert shown.locator("script").count() == 4  # words, two lives, the script itself
        hrefs = shown.eval_on_selector_all("a", "links => links.map(a => [a.getAttribute('href'), a.rel, a.target])")
        away = [one for one in hrefs if not one[0].startswith("#")]
        assert "https://example.org/a?b=1&c='d'" in {href for href, _, _ in away}
        assert all(href.startswith(("http://", "https://")) for href, _, _ in away)
        assert {(rel, target) for _, rel, target in away} == {("noopener noreferrer", "_blank")}
        assert EVIL not in {href for href, _, _ in hrefs}
        assert shown.evaluate(
            "new Set([...document.querySelectorAll('[id]')].map(one => one.id)).size === document.querySelectorAll('[id]').length"
        )


@pytest.mark.parametrize(
    "url",
    [
        EVIL,
        "data:text/html,x",
        "//example.org",
        "https:///x",
        "http://[x",
        " https://a.org",
        "https://a.org/\n",
        "https://a.org/\u202ex",
        "file:///etc/passwd",
        "",
        None,
    ],
)
def test_an_address_that_is_not_plainly_of_the_web_is_no_link(url):
    """What is not http or https with a host and plain signs stays text."""
    assert linked(url) is None
    assert linked("https://example.org/a?b=1#c") == "https://example.org/a?b=1#c"


@pytest.mark.parametrize(
    ("name", "width", "scheme"),
    [("last.zh", 320, "light"), ("last.en", 1280, "dark"), ("last.en", 1280, "light"), ("three", 320, "dark")],
)
def test_everybody_can_use_it(chromium, written, name, width, scheme):
    """No serious fault is found by axe with reasons open, in light and dark, wide and narrow; nothing scrolls sideways."""
    with opened(
        chromium, written / f"{name}.html", f"#m-{MONTH}", viewport={"width": width, "height": 800}, color_scheme=scheme
    ) as shown:
        shown.locator("summary").first.click()
        found = Axe().run(shown, INSIDE_DRAWINGS, {"resultTypes": ["violations"]}).response["violations"]
        assert [
            (one["id"], [node["html"][:120] for node in one["nodes"][:3]])
            for one in found
            if one["impact"] in ("serious", "critical")
        ] == []
        assert shown.evaluate("document.documentElement.scrollWidth") == width
        assert shown.locator(".upright svg").first.is_visible() is (width < 1000)  # the figure is too wide for a phone
        outside = "all => all.filter(one => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest('.scroll, .drawing')).map(one => one.outerHTML.slice(0, 80))"
        assert shown.eval_on_selector_all("body *", outside) == []


def test_without_scripts_months_and_reasons_can_be_read(chromium, written, demo):
    """The table is there, no control that does nothing, and the reasons of every spell are open."""
    with opened(chromium, written / "en.html", java_script_enabled=False) as shown:
        text = shown.locator("body").inner_text()
        assert shown.locator("tr[data-month]").count() == len(demo)
        assert not shown.locator("form").is_visible()
        assert shown.locator("details[open]").count() == len(demo.spells())
        for spell in demo.spells():
            for _, lines in demo.explain(spell.first.month, "en").sections:
                assert lines[0].strip() in text


def test_on_paper_nothing_is_cut(chromium, demo, tmp_path):
    """An A4 print has every month, the reasons of the spells and the head of the table on each of its pages."""
    life = demo["2020-01":"2025-06"]
    report(life, lang="en").save(tmp_path / "page.html")
    within = {"width": 688, "height": 1000}  # A4 less its margins
    with opened(chromium, tmp_path / "page.html", f"#m-{MONTH}", viewport=within) as shown:
        shown.emulate_media(media="print")
        assert shown.evaluate("document.documentElement.scrollWidth") == 688
        drawing = shown.locator(".drawing svg").bounding_box()
        assert drawing["width"] <= 688
        assert drawing["height"] <= 1000
        shown.locator(".drawing svg").evaluate("drawing => drawing.remove()")  # it has no text to read, and takes long
        shown.pdf(path=tmp_path / "print.pdf", format="A4", prefer_css_page_size=True)
    pages = PdfReader(tmp_path / "print.pdf").pages
    assert {(round(sheet.mediabox.width), round(sheet.mediabox.height)) for sheet in pages} <= {
        (595, 842),
        (596, 842),
        (595, 841),
    }
    texts = [re.sub(r"\s+", " ", sheet.extract_text()) for sheet in pages]
    whole = " ".join(texts)
    assert all(row.month in whole for row in life)
    assert "from-unit-months-4-to-6" in whole
    assert "Search months" not in whole
    of_months = [text for text in texts if sum(row.month in text for row in life) > 10]
    assert len(of_months) > 1
    assert all("Accumulated" in text for text in of_months)


def test_a_stored_timeline_is_told_too(hostile, tmp_path, capsys):
    """A JSON is read back; where its region is not at hand the page says so instead of a list of errands."""
    out = tmp_path / "life.html"
    assert main(["report", str(hostile / "life.json"), "-o", str(out), "--lang", "en"]) == 0
    assert str(out) in capsys.readouterr().out.replace("\n", "")
    assert "cannot be told" in out.read_text(encoding="utf-8")
    assert (
        main(["report", str(hostile / "life.json"), "-o", str(out), "--lang", "en", "--regions", str(hostile / "regions")]) == 0
    )
    assert "cannot be told" not in out.read_text(encoding="utf-8")


def test_bad_input_is_refused(hostile, tmp_path, capsys):
    """Whatever is wrong with files or places, the message names it, nothing is written and nothing falls over."""
    out, demo = str(tmp_path / "x.html"), str(SCENARIOS / "demo.toml")
    (tmp_path / "broken.toml").write_text("region = ")
    (tmp_path / "broken.json").write_text("{")
    (tmp_path / "folder.html").mkdir()
    (tmp_path / "told.html").write_bytes((SCENARIOS / "demo.toml").read_bytes())
    data = json.loads((hostile / "life.json").read_text(encoding="utf-8"))
    spoilt = []
    changes = ({"state": "flying"}, {"month": "2024-99"}, {"grade": "Z"}, {"covered_by": "luck"}, {"own_fen": 10**400})
    for at, change in enumerate(changes):
        (tmp_path / f"spoilt{at}.json").write_text(
            json.dumps({**data, "rows": [{**data["rows"][0], **change}, *data["rows"][1:]]})
        )
        spoilt.append(str(tmp_path / f"spoilt{at}.json"))
    (tmp_path / "named.json").write_text(json.dumps({**data, "scenario": {"region": 5, "title": [], "shows": 1}}))
    cases = [
        (["report", str(tmp_path / "none.toml"), "-o", out], "none.toml"),
        (["report", str(tmp_path / "none.json"), "-o", out], "none.json"),
        (["report", str(tmp_path / "broken.toml"), "-o", out], "TOML"),
        (["report", str(tmp_path / "broken.json"), "-o", out], "broken.json"),
        (["report", demo, "-o", str(tmp_path / "no" / "x.html")], "x.html"),
        (["report", demo, "-o", str(tmp_path / "folder.html")], "folder.html"),
        (["report", demo, "-o", str(tmp_path / "x.toml")], ".html"),
        (["report", demo, "-o", out, "--region", "atlantis"], "atlantis"),
        (["report", str(hostile / "life.json"), "-o", out, "--region", "shanghai"], "stored"),
        (["report", *[demo] * (page.MOST_LIVES + 1), "-o", out], str(page.MOST_LIVES)),
        *[
            (["report", path, "-o", out], f"{Path(path).name}, rows[0].{next(iter(changes[at]))}:")
            for at, path in enumerate(spoilt)
        ],
        (["report", demo, "-o", str(tmp_path / ("x" * 300 + ".html"))], "too long"),
        (["report", str(tmp_path / "told.html"), "-o", str(tmp_path / "told.html")], "one of those to be told"),
        (["report", str(tmp_path / "named.json"), "-o", out], "named.json, scenario"),
        (["report", demo], "-o"),
    ]
    for arguments, told in cases:
        assert main([*arguments, "--lang", "en"]) == 2, arguments
        assert told in capsys.readouterr().err
        assert not Path(out).exists()
    assert (tmp_path / "told.html").read_bytes() == (SCENARIOS / "demo.toml").read_bytes()


def test_the_same_life_gives_the_same_page(written, demo):
    """A report has no clock in it; an empty life and no life at all are answered too."""
    assert report(demo, lang="en").html == (written / "en.html").read_text(encoding="utf-8")
    assert "no months" in report(Timeline(demo.scenario, []), lang="en").html
    with pytest.raises(OutputError):
        report([])


@pytest.mark.parametrize(
    "voice", ['{deductible = "x"}', "[{factor = 1}]", "{if = {}, then = {benefit_factor = 'x'}}", "{total_years = {a = 1}}"]
)
def test_what_another_source_says_is_a_word_or_a_figure(tmp_path, capsys, voice):
    """A region whose other voice is no word, figure or table of figures is refused, because no page could tell it."""
    (tmp_path / "here.toml").write_text(
        f'name = "x"\ngrade = "B"\nchecked = 2026-11-21\n[employee]\nstop_lag_months = '
        f'[{{ from = 2000-01-01, is = 1, cite = "x", disputed = [{{ is = {voice}, cite = "y" }}] }}]\n',
        encoding="utf-8",
    )
    (tmp_path / "life.toml").write_text('region = "here"\nfrom = "2024-01"\nuntil = "2024-02"\n', encoding="utf-8")
    out = tmp_path / "x.html"
    assert main(["report", str(tmp_path / "life.toml"), "-o", str(out), "--regions", str(tmp_path), "--lang", "en"]) == 2
    assert "here.toml, employee.stop_lag_months[0].disputed[0]" in capsys.readouterr().err
    assert not out.exists()
