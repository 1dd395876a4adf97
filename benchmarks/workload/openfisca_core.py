"""W by OpenFisca-Core: every field a variable with a formula, the numbers of W its parameters, months its periods.

Each variable asks for its own value of the month before, so that a whole life is one chain; the months are asked for in their
order, and a month that nobody needs any more is forgotten, so that long lives fit into memory.
"""

from __future__ import annotations

from importlib.util import find_spec
from typing import Any, Final

import numpy as np

from lifecycle.vocabulary import State, Way
from workload.checksum import life_weights, month_weights, unsigned
from workload.events import Bytes
from workload.numpy_months import packed
from workload.rules import Event, Rules

VERSION: Final = "46.0.1"
MOST_LIVES: Final = 100_000
FIRST_YEAR: Final = 2000
MONTHS_IN_YEAR: Final = 12

NOTHING, STOPS = int(Event.NOTHING), int(Event.STOPS)
EMPLOYEE, RESIDENT = int(Way.EMPLOYEE), int(Way.RESIDENT)
NOT_ENROLLED, WAITING, SUSPENDED = int(State.NOT_ENROLLED), int(State.WAITING), int(State.SUSPENDED)


def installed() -> bool:
    """Return whether OpenFisca-Core can be imported."""
    return find_spec("openfisca_core") is not None


def live(events: Bytes) -> int:
    """Return the checksum of all lives."""
    from openfisca_core.simulations import SimulationBuilder

    lives, months = events.shape
    simulation = SimulationBuilder().build_default_simulation(system(), count=lives)
    weights = life_weights(lives)
    before = _period(-1)
    for name in STORED:
        simulation.set_input(name, before, np.zeros(lives, np.int32))
    total = 0
    for number, weight in enumerate(month_weights(months).tolist()):
        month = _period(number)
        simulation.set_input("event", month, events[:, number].astype(np.int32))
        fields = [simulation.calculate(name, month) for name in ("state", "gap", "waiting", "continuous", "total")]
        total += weight * int(np.dot(packed(*fields), weights))
        for name in STORED:
            simulation.delete_arrays(name, before)
        before = month
    return unsigned(total)


def _period(number: int) -> Any:
    """Return the month of a number; the one before the first is a month like any other."""
    from openfisca_core.periods import DateUnit, Instant, Period

    year, month = divmod(number, MONTHS_IN_YEAR)
    return Period((DateUnit.MONTH, Instant((FIRST_YEAR + year, month + 1, 1)), 1))


def system() -> Any:
    """Return W as a tax and benefit system of persons alone."""
    from openfisca_core.entities import build_entity
    from openfisca_core.parameters import ParameterNode
    from openfisca_core.periods import DateUnit
    from openfisca_core.taxbenefitsystems import TaxBenefitSystem
    from openfisca_core.variables import Variable

    person = build_entity(key="person", plural="persons", label="A life", is_person=True)
    made = TaxBenefitSystem([person])
    since = f"{FIRST_YEAR}-01-01"
    r = Rules()
    numbers = {
        name: {"values": {since: {"value": getattr(r, name)}}} for name in ("grace_months", "employee_wait", "flexible_wait")
    }
    made.parameters = ParameterNode("", data=numbers)
    for name, formula in FORMULAS.items():
        body = {"value_type": int, "entity": person, "definition_period": DateUnit.MONTH, "label": name}
        made.add_variable(type(name, (Variable,), body | ({"formula": formula} if formula else {})))
    return made


def paying(person: Any, period: Any) -> Any:
    """The way that is paid this month: the one begun, else the last one unless it stopped."""
    event = person("event", period)
    last = period.last_month
    stopped = person("event", last) == STOPS
    return np.where((event > NOTHING) & (event < STOPS), event, person("paying", last) * ~stopped)


def waiting_at_first(person: Any, period: Any, parameters: Any) -> Any:
    """The wait as the month begins: a new one after a long gap, none for residents, else what was left."""
    r = parameters(period)
    way = person("paying", period)
    late = (way > 0) & (person("gap", period.last_month) > r.grace_months)
    wait = np.where(way == EMPLOYEE, r.employee_wait, r.flexible_wait)
    return np.where(late, wait, person("waiting", period.last_month)) * (way != RESIDENT)


def state(person: Any, period: Any) -> Any:
    """Who pays is a member, or waits; who does not is suspended, or was never enrolled."""
    way = person("paying", period)
    unpaid = np.where(person("state", period.last_month) == NOT_ENROLLED, NOT_ENROLLED, SUSPENDED)
    return np.where(way > 0, np.where(person("waiting_at_first", period) > 0, WAITING, way), unpaid)


def waiting(person: Any, period: Any) -> Any:
    """The months of the wait that are left when the month is over."""
    return person("waiting_at_first", period) - (person("state", period) == WAITING)


def gap(person: Any, period: Any) -> Any:
    """The months without contribution up to now."""
    return (person("gap", period.last_month) + 1) * (person("state", period) == SUSPENDED)


def continuous(person: Any, period: Any, parameters: Any) -> Any:
    """The months paid without a gap that is too long."""
    paid = person("continuous", period.last_month) + (person("paying", period) > 0)
    return paid * (person("gap", period) <= parameters(period).grace_months)


def total(person: Any, period: Any) -> Any:
    """The months paid."""
    return person("total", period.last_month) + (person("paying", period) > 0)


FORMULAS: Final = {
    "event": None,
    "paying": paying,
    "waiting_at_first": waiting_at_first,
    "state": state,
    "waiting": waiting,
    "gap": gap,
    "continuous": continuous,
    "total": total,
}
STORED: Final = tuple(FORMULAS)
