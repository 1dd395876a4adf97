"""What a run is asked to do, as every process that works on it is told, and what it must not be mixed with."""

from __future__ import annotations

import hashlib
import inspect
import json
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any, Final, NoReturn

import attrs
import pyarrow as pa
import pyarrow.parquet as pq

from lifecycle import __version__, months, regions
from lifecycle.errors import InputError, Where
from lifecycle.language import Text, say
from lifecycle.population.intake.sources import PARQUET, Part, parts
from lifecycle.population.intake.tables import EVENTS, PERSONS
from lifecycle.population.outputs import history
from lifecycle.regions.atlas import PACKAGED, Atlas

OUTPUTS: Final = ("history", "spells", "final", "counts")
#: Where rows that are not sorted, rejects and counts of single partitions lie until the run is finished.
WORK: Final = "work"
GENERATED: Final = b"lifecycle"


@attrs.frozen(kw_only=True)
class Job:
    """A run: its tables and folder as absolute paths, what it writes, and by which rules; months are indices."""

    persons: str
    events: str | None
    folder: str
    outputs: tuple[str, ...]
    columns: tuple[str, ...]
    first: int | None
    last: int | None
    size: int
    regions: tuple[str, ...]
    version: str
    fingerprint: str
    inputs: str
    seed: str | None

    @property
    def work(self) -> Path:
        """Return the folder of what is needed only while the run goes on."""
        return Path(self.folder) / WORK

    @property
    def identity(self) -> dict[str, Any]:
        """Return what a run must have in common with one that goes on with it."""
        return {
            "version": self.version,
            "fingerprint": self.fingerprint,
            "inputs": self.inputs,
            "outputs": list(self.outputs),
            "columns": list(self.columns),
            "from": None if self.first is None else months.text(self.first),
            "until": None if self.last is None else months.text(self.last),
            "partition_size": self.size,
        }

    @property
    def origin(self) -> dict[str, Any]:
        """Return where the lives of a run come from, so that one of them can be looked up later."""
        return {"tables": {"persons": self.persons, "events": self.events}, "regions": list(self.regions)}

    @property
    def digest(self) -> str:
        """Return the identity in short, as every file of the run has it."""
        return hashlib.sha256(json.dumps(self.identity).encode()).hexdigest()[:16]


def asked(
    persons: str | Path, events: str | Path | None, folder: str | Path, *, outputs: Sequence[str], columns: Sequence[str],
    first: str | int | None, last: str | int | None, size: int, law: Lawbook,
) -> Job:  # fmt: skip
    """Return the job that the arguments of a run ask for; raises ``InputError`` and ``RegionError``."""
    _refuse_unknown("outputs", outputs, OUTPUTS)
    _refuse_unknown("columns", columns, history.COLUMNS)
    if not outputs:
        _refuse("outputs", say("nothing to write"), say("one or more of: {words}", words=list(OUTPUTS)))
    if columns and "history" not in outputs:
        _refuse("columns", say("columns, but no history"), say("outputs with history, or no columns"))
    if isinstance(size, bool) or not isinstance(size, int) or size < 1:
        _refuse("partition_size", say("{name} = {value}", name="partition_size", value=size), say("a whole number, 1 or more"))
    begin, end = _month("first", first), _month("last", last)
    if begin is not None and end is not None and begin > end:
        _refuse("last", say("the last month lies before the first"), say("months in their order"))
    people = parts(Path(persons).absolute(), PERSONS)
    told = () if events is None else parts(Path(events).absolute(), EVENTS)
    return Job(
        persons=str(Path(persons).absolute()),
        events=None if events is None else str(Path(events).absolute()),
        folder=str(Path(folder).absolute()),
        outputs=tuple(one for one in OUTPUTS if one in outputs),
        columns=tuple(one for one in history.COLUMNS if one in columns),
        first=begin,
        last=end,
        size=size,
        regions=tuple(str(one) for one in law.atlas.folders if one != PACKAGED),
        version=__version__,
        fingerprint=law.fingerprint,
        inputs=state_of(people, told),
        seed=_seed_of(people[0]),
    )


@attrs.frozen(eq=False)
class Lawbook:
    """The regions of a run, every one of them read, and the fingerprint of what they and the rules say."""

    atlas: Atlas
    fingerprint: str


def lawbook(folders: Sequence[str | Path] = ()) -> Lawbook:
    """Return the shipped regions and those of some folders; read again only where a file has changed."""
    places = tuple(str(Path(folder).absolute()) for folder in folders)
    files = [path for folder in Atlas(places).folders for path in sorted(folder.rglob("*.toml"))]
    return _lawbook(places, tuple((str(path), path.stat().st_size, path.stat().st_mtime_ns) for path in files))


@lru_cache(maxsize=2)
def _lawbook(folders: tuple[str, ...], _: tuple[tuple[str, int, int], ...]) -> Lawbook:
    atlas = Atlas(folders)
    return Lawbook(atlas, fingerprint_of(atlas))


def fingerprint_of(atlas: Atlas) -> str:
    """Return a hash of everything that decides the answers: the table, the rules, the file of every region and how it is read."""
    from lifecycle.compiled.library import modules_of, rules_fingerprint

    made = hashlib.sha256(rules_fingerprint().encode())
    for region in atlas.ids():
        atlas.book(region)  # numbers are given in the order of reading: let it be the same everywhere
        made.update(region.encode() + b"\0" + atlas.path(region).read_bytes())
    for module in modules_of(regions):
        made.update(inspect.getsource(module).encode())
    return made.hexdigest()[:16]


def state_of(people: tuple[Part, ...], told: tuple[Part, ...]) -> str:
    """Return a digest of the files of both tables: where they lie, how large they are, when they were changed."""
    files = [[(str(part.path), part.size, part.changed) for part in table] for table in (people, told)]
    return hashlib.sha256(repr(files).encode()).hexdigest()[:16]


def _seed_of(part: Part) -> str | None:
    """Return the seed of persons that were generated, none for others."""
    if part.form != PARQUET:
        return None
    try:
        told = json.loads((pq.read_schema(part.path).metadata or {}).get(GENERATED, b"{}"))
        return str(told["seed"])
    except (OSError, pa.ArrowException, ValueError, KeyError, TypeError):
        return None


def _month(name: str, given: str | int | None) -> int | None:
    if given is None or (isinstance(given, int) and months.EARLIEST <= given < months.LATEST):
        return given
    try:
        return months.month(str(given))
    except ValueError:
        _refuse(name, say("{value} is not a month", value=given), say("a month such as 2024-07"))


def _refuse_unknown(name: str, given: Sequence[str], known: Sequence[str]) -> None:
    for one in given:
        if one not in known:
            _refuse(name, say("{value}", value=one), say("one of: {words}", words=list(known)))


def _refuse(name: str, found: Text, expected: Text) -> NoReturn:
    raise InputError(found, expected=expected, todo=say("correct it"), where=Where(path=name))
