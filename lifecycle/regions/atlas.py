"""All regions at hand: finds their files, follows their parents, and resolves each into a rulebook."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from lifecycle.errors import RegionError, Where
from lifecycle.language import current, say
from lifecycle.regions import checks
from lifecycle.regions.entries import Row, Rule, row
from lifecycle.regions.numbers import Rules
from lifecycle.regions.requirements import RequirementInForce
from lifecycle.regions.requirements import row as requirement_row
from lifecycle.regions.rulebook import Rulebook, sourced
from lifecycle.regions.schema import RegionFile, read
from lifecycle.vocabulary import Way, key

PACKAGED: Final = Path(__file__).parent
NATION: Final = "national"
_ID = re.compile(r"[a-z0-9_-]+(/[a-z0-9_-]+)*")


class Atlas:
    """The regions of the package, and those of the user's own folders, which come first."""

    def __init__(self, folders: Iterable[str | Path] = ()) -> None:
        self.folders = [*map(Path, folders), PACKAGED]
        for folder in self.folders:
            if not folder.is_dir():
                raise RegionError(
                    say("there is no folder of regions here"),
                    expected=say("a folder with region files (*.toml)"),
                    todo=say("check the path"),
                    where=Where(file=str(folder)),
                )
        self.pool: list[Row] = []
        self._by_number: dict[int, Rule] = {}
        self._asked_by_number: dict[int, RequirementInForce] = {}
        self._files: dict[str, RegionFile] = {}
        self._books: dict[str, Rulebook] = {}
        self._numbers: dict[str, int] = {}
        #: Rules of months in which several regions or an assumption meet, kept for other lives.
        self.composed: dict[tuple[Any, ...], Rules] = {}

    def __repr__(self) -> str:
        return f"<Atlas, {len(self.ids())} regions>"

    def _repr_html_(self) -> str:
        from lifecycle.displays.atlas import atlas_html

        return atlas_html(self, current())

    def ids(self) -> list[str]:
        """Return the id of every region that has a file, the nation first."""
        found = {
            str(path.relative_to(folder).with_suffix("")).replace("\\", "/")
            for folder in self.folders
            for path in folder.rglob("*.toml")
        }
        for region in found:
            if not _ID.fullmatch(region):
                raise RegionError(
                    say("the file {name} cannot be a region", name=f"{region}.toml"),
                    expected=say("a name of small letters, digits, hyphens and underscores, such as hubei/wuhan.toml"),
                    todo=say("rename the file"),
                )
        return sorted(found, key=lambda region: (region != NATION, region))

    def path(self, region: str) -> Path:
        """Return the file of a region; raises ``RegionError`` for an id that has none."""
        if _ID.fullmatch(region):
            for folder in self.folders:
                if (path := folder / f"{region}.toml").is_file():
                    return path
        raise RegionError(
            say("there is no region {region}", region=region),
            expected=say("one of: {known}", known=self.ids()),
            todo=say("correct the id, or write a file for it and name its folder with --regions"),
        )

    def file(self, region: str) -> RegionFile:
        """Return a region's file, read and checked once."""
        if region not in self._files:
            path = self.path(region)
            shown = f"lifecycle/regions/{region}.toml" if path.is_relative_to(PACKAGED) else str(path)
            found = read(path, shown)
            checks.refuse_bad_file(found, shown)
            self._files[region] = found
        return self._files[region]

    def chain(self, region: str) -> list[tuple[str, RegionFile]]:
        """Return the region, its parent, and so on up to the nation."""
        found: list[tuple[str, RegionFile]] = []
        at: str | None = region
        while at is not None:
            if at in [id_ for id_, _ in found]:
                raise RegionError(
                    say("the parents of {region} run in a circle: {circle}", region=region, circle=[*(i for i, _ in found), at]),
                    expected=say("a parent that leads to the nation"),
                    todo=say('correct parent = "…" in one of them'),
                    where=Where(file=str(self.path(at)), path="parent"),
                )
            try:
                file = self.file(at)
            except RegionError as problem:
                if found and problem.where.file is None:
                    problem.at(file=str(self.path(found[-1][0])), path="parent")
                raise
            found.append((at, file))
            at = file.parent or (None if at == NATION else NATION)
        return found

    def book(self, region: str) -> Rulebook:
        """Return the resolved rules of a region."""
        if region not in self._books:
            chain = self.chain(region)
            lists: dict[Way, list[Rule]] = {way: self._list(chain, way) for way in Way if way is not Way.NONE}
            place = (self._number(region), self._number(chain[max(0, len(chain) - 2)][0]))
            self._books[region] = Rulebook(chain, lists, self._requirements(chain), self.pool, place)
        return self._books[region]

    @property
    def rules(self) -> list[Rule]:
        """Return the entry rules of all regions resolved so far."""
        return list(self._by_number.values())

    def rule(self, number: int) -> Rule:
        """Return an entry rule by its number."""
        return self._by_number[number]

    def requirement(self, number: int) -> RequirementInForce:
        """Return a requirement for retiring by its number."""
        return self._asked_by_number[number]

    def name(self, number: int) -> str:
        """Return the id of the region that the step knows by a number."""
        return list(self._numbers)[number - 1]

    def _number(self, region: str) -> int:
        """Return the number by which the step knows a region or a province, from 1."""
        return self._numbers.setdefault(region, len(self._numbers) + 1)

    def _requirements(self, chain: list[tuple[str, RegionFile]]) -> list[RequirementInForce]:
        written, assumed = expanded(chain, "retirement.requirement", str(self.path(chain[0][0])))
        found = []
        for number, (by, file, rule) in enumerate(written, start=len(self.pool)):
            source = sourced(rule, file)
            found.append(RequirementInForce(number, by, requirement_row(rule), rule, source, assumed or source.grade == "K"))
        checks.refuse_bad_requirements(found, str(self.path(chain[0][0])))
        self.pool += [rule.row for rule in found]
        self._asked_by_number |= {asked.number: asked for asked in found}
        return found

    def _list(self, chain: list[tuple[str, RegionFile]], way: Way) -> list[Rule]:
        written, assumed = expanded(chain, f"{key(way)}.entry", str(self.path(chain[0][0])))
        first = len(self.pool)
        found = []
        for number, (by, file, rule) in enumerate(written, start=first):
            source = sourced(rule, file)
            found.append(Rule(number, chain[0][0], by, way, row(rule), rule, source, assumed or source.grade == "K"))
        checks.refuse_bad_list(found, str(self.path(chain[0][0])), key(way))
        self.pool += [rule.row for rule in found]
        self._by_number |= {rule.number: rule for rule in found}
        return found


def expanded(chain: list[tuple[str, RegionFile]], list_: str, shown: str) -> tuple[list[tuple[str, RegionFile, Any]], bool]:
    """Return the nearest list of a name with its inherited rules put in, and whether a nearer one is ``unknown``."""
    assumed = False
    section, _, name = list_.partition(".")
    for depth, (region, file) in enumerate(chain):
        entries = getattr(file.section(section), name)
        if entries is None:
            continue
        if not entries:
            assumed = True
            continue
        found: list[tuple[str, RegionFile, Any]] = []
        for position, rule in enumerate(entries):
            if rule.inherit is None:
                found.append((region, file, rule))
                continue
            parents = expanded(chain[depth + 1 :], list_, shown)[0] if chain[depth + 1 :] else []
            copies = [copy for copy in parents if copy[2].id == rule.inherit]
            if not copies:
                raise RegionError(
                    say("no parent has an entry rule {id}", id=rule.inherit),
                    expected=say("one of: {known}", known=[copy[2].id for copy in parents]),
                    todo=say("correct the id, or write the rule out"),
                    where=Where(file=shown, path=f"{list_}[{position}].inherit"),
                )
            found += copies
        return found, assumed
    raise RegionError(
        say("no list {list_}", list_=list_),
        expected=say("[[{list_}]] in the region, its province or the nation", list_=list_),
        todo=say("write the list, at least one rule without conditions"),
        where=Where(file=shown, path=list_),
    )
