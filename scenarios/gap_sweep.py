"""Leave a job in Wuhan, resume as flexible after 0 to 12 months, pay the gap back at once: what does each month cost?"""

from rich.console import Console
from rich.table import Table

from lifecycle import Scenario, Timeline, simulate

LEFT = 2024 * 12 + 9  # October 2024, in months


def month(index: int) -> str:
    return f"{index // 12}-{index % 12 + 1:02d}"


def life_with(gap: int) -> Timeline:
    events = [
        {"month": month(LEFT), "what": "left_job"},
        {"month": month(LEFT + gap + 1), "what": "start_flexible"},
    ]
    if gap:
        paid = {"from": month(LEFT + 1), "to": month(LEFT + gap)}
        events.append({"month": month(LEFT + gap + 1), "what": "back_pay", **paid})
    before = {"scheme": "employee", "continuous_months": 60, "actual_months": 60}
    return simulate(Scenario.read({"region": "hubei/wuhan", "before": before, "until": "2026-12", "event": events}))


table = Table("gap", "without cover", "covered again from", "covered afterwards", title="Wuhan: unit to flexible", title_style="")
for gap in range(13):
    life = life_with(gap)
    without = [row for row in life if not row.covered]
    again = next((row.month for row in life if without and row.month > without[-1].month), "never interrupted")
    afterwards = sum(row.covered_finally for row in without)
    table.add_row(str(gap), str(len(without)), again, str(afterwards))
Console().print(table)
