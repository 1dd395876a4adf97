"""Stop paying as flexible in Wuhan, pay the gap back after three months, or four: what does a stay of 50,000 yuan cost?"""

from rich.console import Console
from rich.table import Table

from lifecycle import Scenario, Timeline, simulate

STOPPED = 2025 * 12 + 1  # February 2025, in months
STAY = 50_000  # yuan, at a hospital of level 3
GAPS = (3, 4)


def month(index: int) -> str:
    return f"{index // 12}-{index % 12 + 1:02d}"


def life_with(gap: int) -> Timeline:
    resumed = month(STOPPED + gap + 1)
    events = [
        {"month": month(STOPPED), "what": "stop_flexible"},
        {"month": resumed, "what": "start_flexible"},
        {"month": resumed, "what": "back_pay", "from": month(STOPPED + 1), "to": month(STOPPED + gap)},
    ]
    before = {"scheme": "flexible", "continuous_months": 60, "actual_months": 60}
    return simulate(Scenario.read({"region": "hubei/wuhan", "before": before, "until": "2026-02", "event": events}))


def yuan(fen: int | None) -> str:
    return "unknown" if fen is None else f"{fen // 100:,}"


heads = [f"{when}, {gap} months" for gap in GAPS for when in ("then", "finally")]
table = Table("month", *heads, title=f"Wuhan: the person's share of {STAY:,} yuan", title_style="")
lives = [life_with(gap) for gap in GAPS]
for index in range(STOPPED, STOPPED + 13):
    stays = [life.what_if_ill(month(index), STAY) for life in lives]
    table.add_row(month(index), *(yuan(fen) for stay in stays for fen in (stay.own_fen, stay.own_finally_fen)))
Console().print(table)
