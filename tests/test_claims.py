"""The claims: each verdict is what its lives make of it, each rule exists, and the list can be searched."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from lifecycle import Atlas, ScenarioError
from lifecycle.claims.screens import found_by
from lifecycle.claims.verdicts import lived, source, verdict
from lifecycle.claims.written import Claim, claims, read
from lifecycle.cli import main
from lifecycle.vocabulary import GRADES, Verdict, key

EVERY = claims()
each = pytest.mark.parametrize("claim", EVERY, ids=lambda claim: claim.id)
FEW = 65
ONE = """
[[claim]]
id = "zero"
says = { zh = "断缴超过3个月年限清零", en = "more than three months without paying sets the years to zero" }
found = { zh = "某文", en = "an article" }
verdict = "VERDICT"
because = { zh = "累计年限不减", en = "accumulated months never fall" }
rule = { region = "national", key = "employee.continuity_gap_max", month = "2025-06" }

[[claim.life]]
region = "national"
from = "2024-01"
until = "2025-06"
before = { scheme = "employee", continuous_months = 36, actual_months = 36 }
event = [{ month = "2024-03", what = "left_job" }, { month = "2025-01", what = "start_flexible" }]
claimed = [{ month = "2025-01", field = "actual_months", is = 1 }]
shown = [{ month = "2025-01", field = "actual_months", is = 40 }, { month = "2025-01", field = "continuous_months", is = 1 }]
"""


@each
def test_the_lives_of_a_claim_bear_out_its_verdict(claim: Claim, atlas: Atlas) -> None:
    """What is shown stands in the timeline, and what is claimed comes true in as many lives as the verdict says."""
    lives = [lived(life, atlas) for life in claim.life]
    assert [wrong for life in lives for wrong in life.wrong] == []
    assert key(verdict(claim, lives)) == claim.verdict


@each
def test_a_claim_is_decided_by_a_rule_with_a_source(claim: Claim, atlas: Atlas) -> None:
    """The rule exists, is cited and graded; regions that are named have files; both languages say something."""
    rule = source(claim, atlas)
    assert rule.cite
    assert rule.grade in GRADES
    assert set(claim.regions) <= set(atlas.ids())
    for text in (*claim.says, *claim.because, *claim.found):
        assert text.strip()
    assert claim.says.zh != claim.says.en


@each
def test_the_rule_that_decides_is_met_by_a_life(claim: Claim, atlas: Atlas) -> None:
    """An entry rule or a requirement that is cited is one that some life of the claim rests on."""
    if claim.rule is None or not claim.life or not any(part in claim.rule.key for part in (".entry.", ".requirement.")):
        return
    rows = [row for life in claim.life for row in lived(life, atlas).timeline]
    assert any(parameter.key == claim.rule.key for row in rows for parameter in row.cause.parameters)


def test_the_claims_are_many_and_most_are_lived() -> None:
    """All verdicts occur, and two thirds are shown by a life."""
    assert len(EVERY) >= FEW
    assert {claim.verdict for claim in EVERY} == {key(one) for one in Verdict}
    assert sum(bool(claim.life) for claim in EVERY) * 3 >= 2 * len(EVERY)


@pytest.mark.parametrize("given", [key(one) for one in Verdict if one not in (Verdict.WRONG, Verdict.UNVERIFIABLE)])
def test_a_wrong_verdict_does_not_pass(given: str, tmp_path: Path, atlas: Atlas) -> None:
    """The lives decide: a file cannot call true what its life refutes."""
    (tmp_path / "one.toml").write_text(ONE.replace("VERDICT", given))
    (claim,) = claims(tmp_path)
    assert verdict(claim, [lived(life, atlas) for life in claim.life]) is Verdict.WRONG


BAD = {
    "an unknown verdict": (ONE.replace("VERDICT", "maybe"), "maybe"),
    "a life of what cannot be verified": (ONE.replace("VERDICT", "unverifiable"), "cannot be verified"),
    "no source": (ONE.replace("VERDICT", "wrong").replace("rule = {", "regions = []\n#"), "names no source"),
    "a life that claims nothing": (ONE.replace("VERDICT", "wrong").replace("claimed = [{", "until2 = [{"), "without claimed"),
    "an id twice": (ONE.replace("VERDICT", "wrong") * 2, "stands twice"),
    "an unknown key": (ONE.replace("VERDICT", "wrong").replace("because", "why = 1\nbecause"), "unknown key"),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_claim_is_refused_with_its_place(what: str, tmp_path: Path) -> None:
    """Each mistake names its file and what was expected."""
    content, told = BAD[what]
    (tmp_path / "one.toml").write_text(content)
    with pytest.raises(ScenarioError) as refused:
        claims(tmp_path)
    assert told in refused.value.in_("en")
    assert "one.toml" in refused.value.in_("en")


def test_a_claim_is_read_as_written(tmp_path: Path) -> None:
    """Scenario, statements and rule stand where the file has them."""
    path = tmp_path / "one.toml"
    path.write_text(ONE.replace("VERDICT", "wrong"))
    (claim,) = read(path)
    assert claim.life[0].scenario["region"] == "national"
    assert [statement.is_ for statement in claim.life[0].shown] == [40, 1]


def test_claims_are_listed_with_verdict_reason_and_source(capsys: pytest.CaptureFixture[str]) -> None:
    """Both languages, and as records for programs."""
    assert main(["claims", "--lang", "zh"]) == 0
    text = capsys.readouterr().out
    assert all(claim.says.zh in text for claim in EVERY)
    assert main(["claims", "--format", "json", "--lang", "en"]) == 0
    records = json.loads(capsys.readouterr().out)
    assert [record["id"] for record in records] == [claim.id for claim in EVERY]
    assert all(record["cite"] and record["grade"] in GRADES for record in records)


def test_claims_are_searched_in_both_languages_and_any_case(capsys: pytest.CaptureFixture[str]) -> None:
    """A text finds what contains it, nothing else; a text that is nowhere finds none and is no error."""
    found = found_by("清零")
    assert found
    assert all("清零" in "".join((*claim.says, *claim.because)) or "清零" in str(claim.found) for claim in found)
    assert found_by("SHANGHAI") == found_by("shanghai")
    assert main(["claims", "--search", "no such words", "--lang", "en"]) == 0
    assert capsys.readouterr().out.strip() == "0 claims: –"
