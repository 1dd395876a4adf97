"""The same life in every city at hand: quits, four months without a payment, goes on as flexible, pays nothing back."""

from rich.console import Console
from rich.table import Table

from lifecycle import Atlas, Scenario, simulate

LIFE = {
    "until": "2028-12",
    "before": {"scheme": "employee", "continuous_months": 60, "actual_months": 60},
    "event": [{"month": "2026-01", "what": "left_job"}, {"month": "2026-06", "what": "start_flexible"}],
}

atlas = Atlas()
known = atlas.ids()
cities = [id_ for id_ in known if id_ != "national" and not any(other.startswith(f"{id_}/") for other in known)]

table = Table("city", "without", "in part", "in full again from", "grade", "assumed", title="Four months without", title_style="")
for city in cities:
    life = simulate(Scenario.read({"region": city, **LIFE}), atlas=atlas)
    without = sum(row.coverage in ("uncovered", "uncovered_wait") for row in life)
    in_part = sum(row.coverage == "partial" for row in life)
    full = [row.coverage == "full" for row in life]
    again = life[len(full) - full[::-1].index(False)].month
    resumed = life["2026-06":]
    grade = max(row.grade for row in resumed)
    assumed = "yes" if any(row.assumed for row in resumed) else "no"
    table.add_row(atlas.book(city).label.en, str(without), str(in_part), again, grade, assumed)
Console().print(table)
