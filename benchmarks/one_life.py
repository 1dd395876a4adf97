"""How long one life takes: whole commands from a cold start, and one life in a warm process.

Prints medians with the figure that each should stay under; nothing is asserted.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from rich.console import Console
from rich.table import Table

from lifecycle import Atlas, Scenario, simulate

ROOT = Path(__file__).parent.parent
DEMO = ROOT / "scenarios" / "demo.toml"
RUNS = 9
FORTY_YEARS = {
    "region": "hubei/wuhan",
    "from": "1990-01",
    "until": "2029-12",
    "before": {"scheme": "none"},
    "event": [
        {"month": "1990-07", "what": "hired"},
        {"month": "2000-10", "what": "left_job"},
        {"month": "2001-10", "what": "start_flexible"},
        {"month": "2010-10", "what": "stop_flexible"},
        {"month": "2011-10", "what": "pay_resident", "year": 2012},
        {"month": "2016-10", "what": "hired"},
        {"month": "2025-03", "what": "left_job"},
        {"month": "2025-09", "what": "start_flexible"},
    ],
}

SIXTY_YEARS = {
    "region": "hubei/wuhan",
    "from": "1984-01",
    "until": "2043-12",
    "person": {"born": "1966-06", "sex": "male"},
    "before": {"scheme": "none"},
    "assumptions": {"base_growth": 0.03, "wage_growth": 0.04, "premium_growth": 20},
    "event": [
        {"month": "1990-07", "what": "hired", "base": 3000},
        {"month": "1995-02", "what": "bill", "amount": 3000},
        {"month": "2000-10", "what": "left_job"},
        {"month": "2001-10", "what": "start_flexible"},
        {"month": "2010-10", "what": "stop_flexible"},
        {"month": "2011-10", "what": "pay_resident", "year": 2012},
        {"month": "2016-10", "what": "hired", "base": 9000},
        {"month": "2018-03", "what": "move", "region": "shanghai"},
        {"month": "2019-05", "what": "bill", "amount": 50000},
        {"month": "2020-01", "what": "deemed_service", "from": "1985-01", "to": "1989-12", "kind": "military"},
        {"month": "2022-03", "what": "left_job"},
        {"month": "2022-09", "what": "start_flexible", "base": 8000},
        {"month": "2022-09", "what": "back_pay", "from": "2022-04", "to": "2022-08"},
        {"month": "2024-02", "what": "move", "region": "hubei/wuhan"},
        {"month": "2030-02", "what": "bill", "amount": 30000},
    ],
}


def median(action: Callable[[], object]) -> tuple[float, float, float]:
    """Return the least, the median and the largest of several runs in seconds, after one that is not counted."""
    action()
    times = []
    for _ in range(RUNS):
        start = time.perf_counter()
        action()
        times.append(time.perf_counter() - start)
    return min(times), statistics.median(times), max(times)


def command(*arguments: str) -> Callable[[], object]:
    """Return a whole run of the command as something to time."""
    call = [sys.executable, "-m", "lifecycle", *arguments]
    return lambda: subprocess.run(call, check=True, capture_output=True, env={**os.environ, "LANG": "en_GB.UTF-8"})


def main() -> None:
    """Print the table."""
    with tempfile.TemporaryDirectory() as folder:
        chart = str(Path(folder) / "life.png")
        page = str(Path(folder) / "life.html")
        atlas = Atlas()
        example = simulate(Scenario.load(DEMO), atlas=atlas)
        life = Scenario.read(FORTY_YEARS)
        timeline = simulate(life, atlas=atlas)
        whole = Scenario.read(SIXTY_YEARS)
        figures = [
            ("a million additions, to compare machines by", lambda: sum(i * i for i in range(1_000_000)), None),
            ("python, doing nothing", lambda: subprocess.run([sys.executable, "-c", ""], check=True), None),
            ("lifecycle --help", command("--help"), 0.2),
            ("lifecycle run, table", command("run", str(DEMO)), 0.4),
            ("lifecycle run, table and PNG", command("run", str(DEMO), "--chart", chart), 1.5),
            ("lifecycle explain", command("explain", str(DEMO), "--month", "2025-02"), 0.4),
            ("40 years with all reasons, warm", lambda: simulate(life, atlas=atlas), 0.02),
            ("60 years with moves, money, bills, retiring, warm", lambda: simulate(whole, atlas=atlas), 0.03),
            ("40 years as JSON, warm", timeline.to_dict, None),
            ("the example to PNG, warm", lambda: example.plot("zh").save(chart), 0.35),
            ("the example to SVG, warm", lambda: example.plot("zh").rendered("svg"), None),
            ("chart of 40 years to PNG, warm", lambda: timeline.plot("zh").save(chart), None),
            (
                "the example's calendar and way to PNG, warm",
                lambda: (example.calendar("zh").save(chart), example.way("zh").save(chart)),
                None,
            ),
            ("lifecycle report", command("report", str(DEMO), "-o", page), 2.0),
            ("report of the example, warm", lambda: example.report("zh").save(page), None),
        ]
        table = Table("what", "least s", "median s", "most s", "to reach s")
        for name, action, aim in figures:
            least, middle, most = median(action)
            table.add_row(name, f"{least:.3f}", f"{middle:.3f}", f"{most:.3f}", f"{aim:g}" if aim else "–")
        Console().print(table)


if __name__ == "__main__":
    main()
