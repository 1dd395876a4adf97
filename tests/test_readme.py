"""What the two READMEs show is what happens: their code runs, their files are accepted, and they say the same."""

from __future__ import annotations

import re
import shlex
import tomllib
from pathlib import Path

import pytest

from lifecycle import Atlas, Scenario, simulate
from lifecycle.cli import main

ROOT = Path(__file__).parents[1]
FILES = [ROOT / "README.md", ROOT / "README.zh-CN.md"]
both = pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)


def blocks(path: Path, kind: str) -> list[str]:
    """Return the code blocks of a kind, list indentation taken off."""
    found = re.findall(rf"^( *)```{kind}\n(.*?)^ *```", path.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL)
    return ["\n".join(line.removeprefix(indent) for line in body.splitlines()) for indent, body in found]


@both
def test_the_python_of_the_tour_runs(path, tmp_path, monkeypatch, capsys):
    """A newcomer can paste it."""
    (code,) = blocks(path, "python")
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scenarios").symlink_to(ROOT / "scenarios")
    exec(compile(code, path.name, "exec"), {})  # noqa: S102  our own README
    assert (tmp_path / "life.png").is_file()
    assert "2025-02" in capsys.readouterr().out


@both
def test_the_commands_of_the_tour_work(path, tmp_path, monkeypatch, capsys):
    """Every line that begins with the command is accepted."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "scenarios").symlink_to(ROOT / "scenarios")
    lines = [line for block in blocks(path, "console") for line in block.splitlines() if line.startswith("$ lifecycle")]
    assert len(lines) > 7
    for line in lines:
        call = shlex.split(line.removeprefix("$ lifecycle").partition("#")[0].partition(">")[0])
        assert main(call) == 0, line
    assert capsys.readouterr().out


@both
def test_the_scenario_and_the_region_that_are_shown_are_accepted(path, tmp_path):
    """The files of the README load together, and the life is lived under the region's rules."""
    scenario, *region = blocks(path, "toml")
    (tmp_path / "somewhere.toml").write_text("\n".join(region), encoding="utf-8")
    life = Scenario.read(tomllib.loads(scenario.replace("hubei/wuhan", "somewhere")))
    timeline = simulate(life, atlas=Atlas([tmp_path]))
    assert timeline["2025-02"].cause.entry_rule == "flexible.entry.as-first"
    assert timeline["2025-02"].waiting_total == 6


def test_both_readmes_say_the_same():
    """As many headings, code blocks and table rows in one as in the other, and each links to the other."""
    shapes = []
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        shapes.append(
            [len(re.findall(pattern, text, re.MULTILINE)) for pattern in (r"^#+ ", r"^ *```", r"^\|", r"^\d\. |^\*\*\d")]
        )
        assert all((ROOT / link).is_file() for link in re.findall(r"\]\(([\w./-]+)\)", text))
    assert shapes[0] == shapes[1]
