"""The two engines are one: random lives, every field, every month."""

from __future__ import annotations

import engines
from hypothesis import HealthCheck, assume, given, settings
from random_lives import lives

from lifecycle.errors import ScenarioError


@settings(max_examples=250, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
@given(life=lives())
def test_random_lives_are_equal_in_every_field_of_every_month(life):
    """The machine and the compiled step agree, and no field leaves its bounds."""
    try:
        engines.lived(life)
    except ScenarioError:
        assume(False)
    assert engines.differences(life) == []
