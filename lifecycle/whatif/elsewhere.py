"""One life in several regions: the same person and the same events under other rules."""

from __future__ import annotations

from collections.abc import Iterable

import attrs

from lifecycle.errors import RegionError
from lifecycle.language import say
from lifecycle.reasons import simulate
from lifecycle.regions.atlas import Atlas
from lifecycle.scenario import Scenario
from lifecycle.timeline import Timeline


def elsewhere(scenario: Scenario, regions: Iterable[str], *, atlas: Atlas | None = None) -> list[Timeline]:
    """Live a scenario in each of several regions instead of its own, and return the timelines in their order.

    Jobs and moves that name a region of their own stay there. Raises ``RegionError`` and ``ScenarioError``.

    >>> from lifecycle import Scenario
    >>> life = Scenario.read({"region": "national", "from": "2024-01", "until": "2024-03"})
    >>> [one.scenario["region"] for one in elsewhere(life, ["shanghai", "hubei/wuhan"])]
    ['shanghai', 'hubei/wuhan']
    """
    atlas = atlas or Atlas()
    return [simulate(attrs.evolve(scenario, region=region), atlas=atlas) for region in known(regions, atlas)]


def known(regions: Iterable[str], atlas: Atlas) -> list[str]:
    """Return the regions once each, all of them known; raises ``RegionError`` for one that is not, or for none."""
    found = list(dict.fromkeys([regions] if isinstance(regions, str) else regions))
    if not found:
        raise RegionError(
            say("no region"), expected=say("at least one region, such as hubei/wuhan"), todo=say("name the regions to compare")
        )
    for region in found:
        atlas.path(str(region))
    return found
