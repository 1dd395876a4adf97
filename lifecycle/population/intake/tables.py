"""The two tables that millions of lives are written in: their columns, and which of them an event uses."""

from __future__ import annotations

from enum import Enum
from functools import cache
from typing import Final, get_type_hints

import attrs
import polars as pl

from lifecycle.beforehand import Before
from lifecycle.events import KINDS, Month
from lifecycle.language import Text, say
from lifecycle.words import Label

BEFORE: Final = "before_"
PERSONS_NAME: Final = "persons"
EVENTS_NAME: Final = "events"


class Kind(Enum):
    """What the cells of a column hold."""

    ID = "id"
    MONTH = "month"
    BIRTH = "birth"
    DAY = "day"
    WHOLE = "whole"
    AMOUNT = "amount"
    WORD = "word"
    YES_NO = "yes or no"
    YEARS = "years"


DTYPES: Final[dict[Kind, type[pl.DataType]]] = {
    Kind.ID: pl.Int64,
    Kind.MONTH: pl.Int32,
    Kind.BIRTH: pl.Int32,
    Kind.DAY: pl.Int8,
    Kind.WHOLE: pl.Int32,
    Kind.AMOUNT: pl.Float64,
    Kind.WORD: pl.String,
    Kind.YES_NO: pl.Boolean,
    Kind.YEARS: pl.String,
}
EXPECTED: Final[dict[Kind, Text]] = {
    Kind.ID: say("a whole number, 0 or more"),
    Kind.MONTH: say("a month such as 2024-07, or the first day of one"),
    Kind.BIRTH: say("a month such as 1985-06, or a date such as 1985-06-17"),
    Kind.DAY: say("a day of the month"),
    Kind.WHOLE: say("a whole number"),
    Kind.AMOUNT: say("a number"),
    Kind.WORD: say("a word"),
    Kind.YES_NO: say("true or false"),
    Kind.YEARS: say("whole numbers separated by spaces"),
}


@attrs.frozen
class Column:
    """One column of a table as users bring it: its name, what its cells hold, whether it must be there."""

    name: str
    kind: Kind
    meaning: Label
    required: bool = False


@attrs.frozen
class Table:
    """A table as users bring it."""

    name: str
    columns: tuple[Column, ...]

    @property
    def names(self) -> list[str]:
        """Return the names of all columns."""
        return [column.name for column in self.columns]

    @property
    def required(self) -> list[str]:
        """Return the names of the columns that must be there."""
        return [column.name for column in self.columns if column.required]

    def column(self, name: str) -> Column:
        """Return the column of a name."""
        return next(column for column in self.columns if column.name == name)


_BY_TYPE: Final = {int: Kind.WHOLE, float: Kind.AMOUNT, str: Kind.WORD, bool: Kind.YES_NO}


def _kind(name: str, hint: object) -> Kind:
    """Return the kind of column that the field of an event or of ``Before`` asks for."""
    plain = [part for part in getattr(hint, "__args__", ()) if part is not type(None)]
    if name == "day":
        return Kind.DAY
    if getattr(hint, "__origin__", None) is list:
        return Kind.YEARS
    bare = plain[0] if plain else hint
    return Kind.MONTH if bare is Month else _BY_TYPE[bare]  # type: ignore[index]


def _spelled(name: str) -> str:
    return name.rstrip("_")


def _value_kinds() -> dict[str, Kind]:
    """Return every value column of the events with its kind; a list of years takes a single number as well."""
    found: dict[str, Kind] = {}
    for event in KINDS.values():
        hints = get_type_hints(event)
        for field in attrs.fields(event):
            name = _spelled(field.name)
            kind = Kind.YEARS if name == "years" else _kind(name, hints[field.name])
            if name != "month":
                found[name] = kind
    return found


VALUE_KINDS: Final = _value_kinds()
_MEANINGS: Final = {
    "day": Label("事件发生在当月哪一天", "the day of the month on which it happens"),
    "base": Label("月工资或缴费基数（元）", "monthly wage or contribution base in yuan"),
    "tier": Label("缴费档次", "the tier of the premium or contribution"),
    "year": Label("参保年度", "the coverage year that is paid for"),
    "years": Label("补缴年数，或新生儿参保年度", "how many years, or for a newborn which years"),
    "group": Label("缴费人群", "the group whose price is paid"),
    "is": Label("身份", "the status that is recognised"),
    "until": Label("身份持续到哪个月", "the last month of a status"),
    "region": Label("统筹区", "the region moved to, or of the unit"),
    "transfer": Label("关系是否转移", "whether the relation follows"),
    "from": Label("从哪个月", "the first month paid for or recognised"),
    "to": Label("到哪个月", "the last month paid for or recognised"),
    "by": Label("由谁补缴", "who pays for the missed months"),
    "kind": Label("视同缴费或就医的类别", "the kind of service, or of care"),
    "early_months": Label("提前退休的月数", "months before the legal month of retiring"),
    "late_months": Label("延迟退休的月数", "months after the legal month of retiring"),
    "how": Label("如何补足年限", "how missing years are filled"),
    "amount": Label("医疗费用（元）", "the bill in yuan"),
    "level": Label("医院等级", "the level of the hospital"),
    "where": Label("就医地点与备案", "where care was given, and how it was filed"),
    "from_account": Label("是否用个人账户支付", "whether the personal account pays its part"),
    "serious": Label("是否属于大病保险", "whether it is a claim on the serious-illness insurance"),
}
_BEFORE_MEANINGS: Final = {
    "scheme": Label("此前的参保方式", "the scheme before the first month"),
    "paid_until": Label("此前缴费到哪个月", "the last month paid for before"),
    "yearly": Label("此前是否按年缴费", "whether it was paid by the year"),
    "covered": Label("此前是否享受待遇", "whether it was covered"),
    "continuous_months": Label("此前连续参保月数", "continuous months before"),
    "actual_months": Label("此前实际缴费月数", "months paid before"),
    "local_months": Label("其中本地缴费月数", "those of them paid in the region"),
    "deemed_months": Label("此前视同缴费月数", "deemed months before"),
    "resident_years": Label("此前居民参保年数", "resident years before"),
    "base": Label("此前缴费基数（元）", "the contribution base before, in yuan"),
    "account": Label("个人账户余额（元）", "what is in the personal account, in yuan"),
}


def _before_columns() -> tuple[Column, ...]:
    hints = get_type_hints(Before)
    return tuple(
        Column(BEFORE + field.name, _kind(field.name, hints[field.name]), _BEFORE_MEANINGS[field.name])
        for field in attrs.fields(Before)
    )


PERSONS: Final = Table(
    PERSONS_NAME,
    (
        Column("id", Kind.ID, Label("编号", "the number of the person"), required=True),
        Column("region", Kind.WORD, Label("统筹区", "the region of the first month"), required=True),
        Column("born", Kind.BIRTH, Label("出生年月或日期", "month or date of birth")),
        Column("sex", Kind.WORD, Label("性别", "male or female")),
        Column("group", Kind.WORD, Label("退休类别", "the group by which the person retires")),
        Column("from", Kind.MONTH, Label("首月", "the first month")),
        Column("until", Kind.MONTH, Label("末月", "the last month")),
        Column("statuses", Kind.WORD, Label("首月起的身份", "statuses held from the first month, separated by spaces")),
        *_before_columns(),
    ),
)
EVENTS: Final = Table(
    EVENTS_NAME,
    (
        Column("id", Kind.ID, Label("编号", "the number of the person"), required=True),
        Column("month", Kind.MONTH, Label("月份", "the month in which it happens"), required=True),
        Column("event", Kind.WORD, Label("事件", "what happens, as a scenario spells it"), required=True),
        *(Column(name, kind, _MEANINGS[name]) for name, kind in VALUE_KINDS.items()),
    ),
)


@cache
def fields_of(what: str) -> dict[str, attrs.Attribute[object]]:
    """Return the value columns that an event of a kind may use, with their fields."""
    return {_spelled(field.name): field for field in attrs.fields(KINDS[what]) if field.name != "month"}


@cache
def may_use(what: str) -> tuple[str, ...]:
    """Return the value columns that an event of a kind may use."""
    return tuple(fields_of(what))


@cache
def must_use(what: str) -> tuple[str, ...]:
    """Return the value columns without which an event of a kind is none."""
    return tuple(name for name, field in fields_of(what).items() if field.default is attrs.NOTHING)


@cache
def is_count(what: str, name: str) -> bool:
    """Return whether an event of a kind takes one whole number where others take several."""
    return get_type_hints(KINDS[what])[fields_of(what)[name].name] is int


#: Canonical frames: what intake gives on, whatever the files were like.
PERSON_FRAME: Final[dict[str, type[pl.DataType]]] = {
    "id": pl.Int64,
    "region": pl.String,
    "born": pl.Int32,
    "born_day": pl.Int8,
    "sex": pl.String,
    "group": pl.String,
    "first": pl.Int32,
    "last": pl.Int32,
    "statuses": pl.String,
    **{column.name: DTYPES[column.kind] for column in _before_columns()},
    "row": pl.UInt32,
    "file": pl.String,
}
EVENT_FRAME: Final[dict[str, type[pl.DataType]]] = {
    "id": pl.Int64,
    "month": pl.Int32,
    "what": pl.String,
    **{name: DTYPES[kind] for name, kind in VALUE_KINDS.items()},
    "row": pl.UInt32,
    "file": pl.String,
}
