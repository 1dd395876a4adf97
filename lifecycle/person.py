"""Who the life belongs to: born when, and for retirement which group."""

from __future__ import annotations

import datetime as dt
from typing import Final

import attrs

from lifecycle import months

SEXES: Final = ("male", "female")
GROUPS: Final = ("male", "female_55", "female_50")


@attrs.frozen(kw_only=True)
class Person:
    """A person as the scenario describes them; ``born_day`` is known only where the file gives a full date."""

    born: int | None = None
    born_day: int | None = None
    sex: str | None = None
    group: str | None = None

    @property
    def latest_birth(self) -> dt.date | None:
        """Return the latest possible date of birth: an unknown day favours the person."""
        if self.born is None:
            return None
        return months.date_in(self.born, self.born_day) if self.born_day else months.last_day(self.born)

    @property
    def retires_as(self) -> str | None:
        """Return the group by which the legal retirement month is found; a man needs no group."""
        return self.group or ("male" if self.sex == "male" else None)

    @property
    def knows_retirement(self) -> bool:
        """Return whether the legal retirement month can be told."""
        return self.born is not None and self.retires_as is not None
