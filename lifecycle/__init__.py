"""Chinese basic medical insurance (基本医保), one life, month by month, and why each month is what it is.

>>> import lifecycle
>>> life = lifecycle.simulate(lifecycle.Scenario.read({"region": "national", "from": "2024-01", "until": "2024-03"}))
>>> life
<Timeline national 2024-01..2024-03, 3 months, 0 covered>
"""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lifecycle import population, report
    from lifecycle.comparison import compare
    from lifecycle.errors import (
        InputError,
        LifecycleError,
        OutputError,
        RegionError,
        ScenarioError,
        TimelineError,
    )
    from lifecycle.language import using
    from lifecycle.machine import Life
    from lifecycle.reasons import simulate
    from lifecycle.regions.atlas import Atlas
    from lifecycle.regions.entries import Rule
    from lifecycle.regions.rulebook import Rulebook
    from lifecycle.retirement import RetirementDate, retirement_date
    from lifecycle.scenario import Scenario
    from lifecycle.timeline import Timeline
    from lifecycle.whatif.elsewhere import elsewhere
    from lifecycle.whatif.stopping import stopping

__version__ = "26.11.4"

__all__ = [
    "Atlas",
    "InputError",
    "Life",
    "LifecycleError",
    "OutputError",
    "RegionError",
    "RetirementDate",
    "Rule",
    "Rulebook",
    "Scenario",
    "ScenarioError",
    "Timeline",
    "TimelineError",
    "compare",
    "elsewhere",
    "population",
    "report",
    "retirement_date",
    "simulate",
    "stopping",
    "using",
]

_HOMES = {
    "Atlas": "regions.atlas",
    "InputError": "errors",
    "Life": "machine",
    "LifecycleError": "errors",
    "OutputError": "errors",
    "RegionError": "errors",
    "RetirementDate": "retirement",
    "Rule": "regions.entries",
    "Rulebook": "regions.rulebook",
    "Scenario": "scenario",
    "ScenarioError": "errors",
    "Timeline": "timeline",
    "TimelineError": "errors",
    "compare": "comparison",
    "elsewhere": "whatif.elsewhere",
    "retirement_date": "retirement",
    "simulate": "reasons",
    "stopping": "whatif.stopping",
    "using": "language",
}


_ROOMS = ("population", "report")


def __getattr__(name: str) -> Any:
    """Import a public name on first use, so that the package itself costs nothing."""
    if name in _ROOMS:
        return importlib.import_module(f"lifecycle.{name}")
    if name in _HOMES:
        return getattr(importlib.import_module(f"lifecycle.{_HOMES[name]}"), name)
    raise AttributeError(f"module 'lifecycle' has no attribute {name!r}")


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
