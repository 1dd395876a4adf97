"""Imports point one way: a room imports from its own floor or below, and readers never import an engine."""

import ast
from pathlib import Path

import pytest

import lifecycle

ROOT = Path(lifecycle.__file__).parent
FLOORS = {
    "vocabulary": 0, "words": 0, "months": 0, "columns": 0, "language": 0, "errors": 0, "document": 1, "record": 1, "facts": 1,
    "output": 1, "tabular": 1, "terminal": 1, "person": 2, "events": 2, "regions": 2, "layout": 2, "jobs": 3, "payments": 3, "laterlife": 3, "beforehand": 3, "lives": 3, "scenario": 3, "rules": 3, "table": 4, "itinerary": 4, "premiums": 4, "happenings": 4, "luggage": 4, "retirement": 4,
    "beginnings": 5, "monthly": 5, "machine": 5, "compiled": 5, "population": 6, "guide": 9, "report": 9, "whatif": 9, "explorer": 9, "displays": 9, "gaps": 8, "finding": 8, "comparison": 8, "totals": 8, "claims": 9, "row": 6, "promise": 6, "archive": 6, "timeline": 7, "quantities": 8, "wording": 8, "statements": 8, "explain": 8, "summary": 8, "charts": 8, "bills": 7, "citations": 8, "tried": 8, "telling": 8, "ledgers": 8, "scales": 8, "causes": 8, "reasons": 8, "screen": 9, "commands": 10, "cli": 10,
}  # fmt: skip
ENGINES = {
    "machine",
    "compiled",
    "population",
    "reasons",
    "causes",
    "happenings",
    "itinerary",
    "beginnings",
    "premiums",
    "ledgers",
    "scales",
    "telling",
}
FILES = sorted(path for path in ROOT.rglob("*.py") if path.name not in ("__init__.py", "__main__.py") or path.parent != ROOT)


def imports(path, *, everywhere):
    """Yield the rooms that a file imports; type-checking imports never, late ones only where asked."""
    tree = ast.parse(path.read_text())
    kept = [node for node in ast.walk(tree) if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.dump(node.test)]
    skipped = {id(inner) for node in kept for inner in ast.walk(node)}
    for node in ast.walk(tree) if everywhere else tree.body:
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith("lifecycle") and id(node) not in skipped:
            parts = node.module.split(".")
            found = [parts[1]] if len(parts) > 1 else [alias.name for alias in node.names]
            yield from [name for name in found if not name.startswith("__")]


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_room_imports_only_from_below(path):
    """No import points upward."""
    room = path.relative_to(ROOT).parts[0].removesuffix(".py")
    assert [other for other in imports(path, everywhere=False) if FLOORS[other] > FLOORS[room]] == []


@pytest.mark.parametrize(
    "room",
    [
        "explain.py",
        "summary.py",
        "statements.py",
        "quantities.py",
        "wording.py",
        "charts",
        "row.py",
        "timeline.py",
        "bills.py",
        "finding.py",
        "gaps.py",
        "comparison.py",
        "totals.py",
        "archive.py",
        "promise.py",
    ],
)
def test_readers_of_a_timeline_never_import_an_engine(room):
    """A timeline read back from disk explains and draws itself."""
    for path in [ROOT / room] if room.endswith(".py") else sorted((ROOT / room).rglob("*.py")):
        assert not ENGINES & set(imports(path, everywhere=True)), path


@pytest.mark.parametrize("path", sorted((ROOT / "rules").glob("*.py")), ids=lambda path: path.name)
def test_rules_know_the_vocabulary_and_integers_only(path):
    """The rules import neither engine nor data."""
    assert set(imports(path, everywhere=True)) <= {"vocabulary", "columns", "rules"}


@pytest.mark.parametrize(
    "path",
    sorted(set((ROOT / "rules").glob("*.py")) - {ROOT / "rules/days.py", ROOT / "rules/fen.py"}),
    ids=lambda path: path.name,
)
def test_no_number_in_the_rules(path):
    """Policy numbers live in dated data; only the calendar and rounding have numbers of their own."""
    numbers = [node.value for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Constant)]
    assert [n for n in numbers if isinstance(n, (int, float)) and not isinstance(n, bool) and n not in (0, 1)] == []


def test_public_names_are_listed_and_importable():
    """What the package promises exists, is sorted, and nothing more is promised."""
    assert lifecycle.__all__ == sorted(lifecycle.__all__)
    assert all(getattr(lifecycle, name) for name in lifecycle.__all__)
    with pytest.raises(AttributeError):
        lifecycle.nothing_of_the_kind  # noqa: B018
