"""The timeline: its JSON is versioned and reads back, its slices and tables say the same as its rows."""

import json
from pathlib import Path

import attrs
import jsonschema
import pytest

import lifecycle
from lifecycle import Scenario, Timeline, simulate
from lifecycle.archive import schema
from lifecycle.row import Retirement, Row
from lifecycle.table import TABLE
from lifecycle.vocabulary import State, key

ROOT = Path(__file__).parents[1]

LIFE = {
    "title": {"zh": "离职后断缴", "en": "A gap"},
    "region": "hubei/wuhan",
    "before": {"scheme": "employee", "continuous_months": 36, "actual_months": 36},
    "until": "2025-12",
    "event": [
        {"month": "2024-10", "what": "left_job"},
        {"month": "2025-01", "what": "start_flexible"},
        {"month": "2025-01", "what": "back_pay", "from": "2024-11", "to": "2024-12"},
    ],
}


@pytest.fixture(scope="module")
def timeline():
    """A life with a gap paid back in time."""
    return lifecycle.simulate(lifecycle.Scenario.read(LIFE))


def test_json_keeps_to_its_schema(timeline):
    """What is written is what the published schema promises."""
    jsonschema.Draft202012Validator.check_schema(schema())
    jsonschema.validate(timeline.to_dict(), schema())


def test_reads_back_equal_and_explains_itself(timeline, tmp_path):
    """A timeline from disk equals the one that was saved, and needs no engine to explain a month."""
    path = tmp_path / "life.json"
    timeline.save(path)
    again = lifecycle.Timeline.load(path)
    assert again == timeline
    assert again.explain("2025-01", "en").text == timeline.explain("2025-01", "en").text


@pytest.mark.parametrize(
    "content",
    ["", "{", "[]", '{"schema": "other/1"}', '{"schema": "lifecycle.timeline/1", "rows": [{"month": 1}]}', "[" * 100000],
)
def test_a_file_that_is_no_timeline_is_refused(content, tmp_path):
    """A broken or foreign file gives a message, never a traceback."""
    path = tmp_path / "life.json"
    path.write_text(content)
    with pytest.raises(lifecycle.TimelineError) as refused:
        lifecycle.Timeline.load(path)
    assert str(path) in refused.value.in_("en")


SPOILT = {
    "rows[2].month": (2, ("month",), "2025-01"),
    "rows[1].cause.parameters[0].value.a": (1, ("cause", "parameters", 0, "value"), {"a": {"b": 1}}),
    "rows[1].cause.parameters[0].disputed": (1, ("cause", "parameters", 0, "disputed"), 5),
    "rows[9].cause.events[0]": (9, ("cause", "events", 0, "what"), "flew"),
    "rows[9].cause.events[0].number": (9, ("cause", "events", 0, "number"), "1"),
    "rows[12].cause.events[1]": (12, ("cause", "events", 1, "from"), 2024),
    "rows[12].cause.tried[0].wanted": (12, ("cause", "tried", 0, "wanted"), {"a": []}),
    "rows[3].region": (3, ("region",), "a\ud800"),
    "rows[3].benefit_factor": (3, ("benefit_factor",), 2),
    "rows[4].paid_own_fen": (4, ("paid_own_fen",), 10**400),
    "rows[5].gap_months": (5, ("gap_months",), True),
    "rows[5].cause.transition": (5, ("cause", "transition"), "flies"),
    "rows[5].waiting_left": (5, ("waiting_left",), 1.0),
    "rows[9].cause.parameters[1].value": (9, ("cause", "parameters", 1, "value"), "2025-02-30"),
    "rows[12].cause.events[1].zz.a[0]": (12, ("cause", "events", 1, "zz"), {"a": [10**16]}),
    "rows[6]": (6, ("zz",), 1),
}


@pytest.mark.parametrize("path", SPOILT)
def test_a_stored_month_that_cannot_be_told_is_refused_by_its_path(timeline, path):
    """Wrong types, unknown words, months out of order and numbers beyond all sense are found when a timeline is read."""
    data = json.loads(json.dumps(timeline.to_dict()))
    at, (*way, last), value = SPOILT[path]
    part = data["rows"][at]
    for step in way:
        part = part[step]
    part[last] = value
    with pytest.raises(lifecycle.TimelineError) as refused:
        Timeline.from_dict(data, file="life.json")
    assert refused.value.where.file == "life.json"
    assert refused.value.where.path == path


@pytest.mark.parametrize(
    ("part", "name", "value", "path"),
    [
        (("scenario", "title"), "zh", "长" * 2001, "scenario.title.zh"),
        (("scenario", "before"), "a\x1b", 1, "scenario.before"),
        (("scenario", "before"), "a", [[[[[]]]]], "scenario.before.a[0][0][0]"),
        (("scenario",), "region", None, "scenario.region"),
        ((), "law", {}, "law"),
        ((), "bogus", 1, None),
        ((), "law", [{"month": "2024-01", "changes": {"a": float("nan")}}], None),
    ],
)
def test_what_stands_beside_the_months_is_held_to_the_schema_too(timeline, part, name, value, path):
    """The scenario, the law and their names are refused by file and path, in words of the reader's language."""
    data = held = json.loads(json.dumps(timeline.to_dict()))
    for step in part:
        held = held[step]
    held[name] = value
    with pytest.raises(lifecycle.TimelineError) as refused:
        Timeline.from_dict(data, file="life.json")
    assert (refused.value.where.file, refused.value.where.path) == ("life.json", path)
    assert "must" not in refused.value.in_("zh")
    assert "\x1b" not in refused.value.in_("zh")


def test_saving_never_spoils_a_good_file(timeline, tmp_path, monkeypatch):
    """A write that fails leaves the old file as it was and nothing beside it."""
    path = tmp_path / "life.json"
    path.write_text("good")
    monkeypatch.setattr("pathlib.Path.replace", lambda *_: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    with pytest.raises(lifecycle.OutputError):
        timeline.save(path)
    assert path.read_text() == "good"
    assert [p.name for p in tmp_path.iterdir()] == ["life.json"]


def test_slices_by_month_include_both_ends(timeline):
    """A slice of months is a timeline of its own."""
    part = timeline["2024-11":"2025-01"]
    assert [row.month for row in part] == ["2024-11", "2024-12", "2025-01"]
    assert timeline["2024-11"] is part[0]
    with pytest.raises(lifecycle.TimelineError):
        timeline["2031-01"]


def test_two_truths_meet_only_where_something_was_settled(timeline):
    """Back-payment inside the limit makes the gap covered afterwards, not at the time."""
    assert [row.month for row in timeline if row.covered_finally and not row.covered] == ["2024-12"]
    assert "2025-01" in timeline.explain("2024-12", "en").text


def test_tables_have_a_line_a_month(timeline):
    """The pandas and polars tables tell the same months in the same order."""
    frame, table = timeline.to_pandas(), timeline.to_polars()
    assert [str(month) for month in frame.index] == table["month"].to_list() == [row.month for row in timeline]
    assert frame["covered"].tolist() == [row.covered for row in timeline]


def test_one_line_repr_and_notebook_display(timeline):
    """The repr fits on one line, and the HTML is escaped."""
    assert repr(timeline) == "<Timeline hubei/wuhan 2024-01..2025-12, 24 months, 23 covered>"
    hostile = lifecycle.simulate(lifecycle.Scenario.read({**LIFE, "title": "<script>alert(1)</script>"}))
    assert "<script>" not in hostile._repr_html_()


def test_json_is_the_same_text_twice(timeline):
    """Nothing in the JSON depends on the run."""
    again = lifecycle.simulate(lifecycle.Scenario.read(LIFE))
    assert json.dumps(again.to_dict()) == json.dumps(timeline.to_dict())


def test_the_schema_knows_every_transition_state_and_field():
    """What the table and the row have, the schema names, in the same order."""
    found = schema()["$defs"]
    assert found["cause"]["properties"]["transition"]["enum"] == [row.id for row in TABLE]
    assert set(found["row"]["properties"]["state"]["enum"]) == {key(state) for state in State}
    assert found["row"]["required"] == [field.name for field in attrs.fields(Row)]
    assert found["retirement"]["required"] == [field.name for field in attrs.fields(Retirement)]


@pytest.mark.parametrize("path", sorted((ROOT / "scenarios").glob("*.toml")), ids=lambda path: path.stem)
def test_every_scenario_survives_its_json(path):
    """Written as JSON it keeps to the schema, and read back it says the same, bills that were not included."""
    life = simulate(Scenario.load(path))
    data = json.loads(json.dumps(life.to_dict(), ensure_ascii=False))
    jsonschema.validate(data, schema())
    again = Timeline.from_dict(data)
    assert again == life
    for month in (life.rows[0].month, life.rows[len(life) // 2].month, life.rows[-1].month):
        assert again.what_if_ill(month, 50_000) == life.what_if_ill(month, 50_000)


@pytest.mark.parametrize("region", ["hunan", "shanghai", "sichuan/chengdu", "shandong/jinan"])
@pytest.mark.parametrize("kind", ["outpatient", "inpatient"])
@pytest.mark.parametrize("levels", [(3, 3), (2, 3), (3, 2), (1, 2)])
def test_a_bill_that_was_not_is_settled_like_one_that_was(region, kind, levels):
    """What a bill would cost after an earlier one of the year is what it costs where the life has it."""
    before = {"scheme": "employee", "continuous_months": 36, "actual_months": 36}
    earlier, later = (
        {"month": m, "what": "bill", "kind": kind, "level": n, "amount": 1000}
        for m, n in zip(("2025-03", "2025-06"), levels, strict=True)
    )
    told = {"region": region, "from": "2025-01", "until": "2025-12", "before": before}
    asked = simulate(Scenario.read({**told, "event": [earlier]})).what_if_ill("2025-06", 1000, levels[1], kind)
    (bill,) = simulate(Scenario.read({**told, "event": [earlier, later]}))["2025-06"].cause.events
    assert asked.own_fen == bill["own_fen"]
