"""Load the life of the introduction, print its spells and the reason of one month; with a path, save the chart there."""

import sys
from pathlib import Path

from lifecycle import Scenario, simulate

life = simulate(Scenario.load(Path(__file__).with_name("demo.toml")))
print(life.title.en)
print(life)
print()

print("first      last     months  state         cover")
for spell in life.spells():
    first, last = spell.first, spell.last
    print(f"{first.month} .. {last.month}  {len(spell):4d}  {first.state:14s}{first.coverage}")
print()

print(life.explain("2025-02", lang="en"))

if len(sys.argv) > 1:
    life.plot(lang="en").save(sys.argv[1])
    print(f"\nchart: {sys.argv[1]}")
