"""The words of the page itself: headings, names of columns and controls, what the footer says."""

from __future__ import annotations

from typing import Final

from lifecycle.language import Text, say

#: By the names that the templates have for them.
WORDS: Final[dict[str, Text]] = {
    "skip": say("Skip to the content"),
    "contents": say("Contents"),
    "lives": say("The lives"),
    "what_came_out": say("What came out"),
    "figure": say("The figure"),
    "figure_region": say("Figure, can be scrolled sideways"),
    "spells": say("The life in spells"),
    "spells_lead": say("Months that are alike, and why the first of them is as it is."),
    "months": say("Month by month"),
    "months_lead": say(
        "Each month answers why, by click or by Enter. Cover is told twice: as it was then, and once everything was settled."
    ),
    "months_lead_plain": say("Cover is told twice: as it was then, and once everything was settled."),
    "months_table": say("Table of months, can be scrolled"),
    "sources_table": say("Table of documents, can be scrolled"),
    "certainty": say("How far this can be believed"),
    "assumed_lead": say("Assumed: the sources are silent, or something about this life is unknown."),
    "nothing_assumed": say("No month's cover rests on an assumption."),
    "no_documents": say("No document decided about a month."),
    "rests_on": say("The documents, weakest first"),
    "assumptions": say("What was assumed about cover"),
    "money_assumptions": say("What was assumed about money and retirement"),
    "changes": say("How the rules changed meanwhile"),
    "no_changes": say("The rules that this life met stayed as they were."),
    "tasks": say("What has to be arranged"),
    "nothing_to_do": say("Nothing has to be arranged."),
    "tasks_unknown": say("What has to be arranged cannot be told:"),
    "month": say("Month"),
    "count": say("Count"),
    "region": say("Region"),
    "state": say("State"),
    "then": say("Cover then"),
    "finally": say("Cover finally"),
    "gap": say("Gap"),
    "waiting": say("Wait left"),
    "continuous": say("Continuous"),
    "accumulated": say("Accumulated"),
    "own": say("Person, yuan"),
    "unit": say("Unit, yuan"),
    "account": say("Account, yuan"),
    "reason": say("Reason"),
    "grade": say("Grade"),
    "document": say("Document"),
    "used_for": say("What is taken from it"),
    "search": say("Search months and reasons"),
    "year": say("Year"),
    "every_year": say("every year"),
    "every_state": say("every state"),
    "only_uncovered": say("only months without cover"),
    "only_event": say("only months in which something happened"),
    "only_assumed": say("only assumed"),
    "filters": say("Choose months"),
    "all_again": say("All months again"),
    "shown": say("Months shown: {{shown}} of {{all}}"),
    "close": say("Close"),
    "new_tab": say("opens in a new tab"),
    "nothing": say("This life has no months to show."),
    "grades": say("What the grades of sources mean"),
    "advice": say("A simulation, not legal advice."),
}

#: Those that the script writes.
SCRIPTED: Final = ("shown", "close", "new_tab")
