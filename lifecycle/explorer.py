"""What if one leaves a job: region, month, length of the gap and what follows as controls, the answer redrawn at each change."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any, Final

from lifecycle import months
from lifecycle.displays.bar import life_bars
from lifecycle.displays.life import heading
from lifecycle.displays.markup import SOFT, Markup, tag
from lifecycle.displays.rule import rule_html
from lifecycle.errors import LifecycleError
from lifecycle.language import Text, counted, current, say, using
from lifecycle.reasons import simulate
from lifecycle.regions.atlas import Atlas
from lifecycle.vocabulary import What
from lifecycle.whatif.elsewhere import known
from lifecycle.whatif.plan import Plan
from lifecycle.whatif.stopping import outcome
from lifecycle.words import label

if TYPE_CHECKING:
    from lifecycle.timeline import Timeline
    from lifecycle.whatif.sweep import Outcome

LONGEST: Final = 24
AT_LEAST: Final = 18  # months that are shown
AFTERWARDS: Final = 7
#: What may follow the gap, as the events are called.
THEN: Final = {"hired": What.HIRED, "flexible": What.START_FLEXIBLE, "resident": What.PAY_RESIDENT}
MILLISECONDS: Final = 1000


class Explorer:
    """Controls for the question what a gap after a job means; shown by a notebook, or moved by a program.

    ``timeline``, ``outcome`` and ``answer`` are those of the controls as they stand. Needs the ``notebook`` extra.
    """

    def __init__(
        self,
        regions: Iterable[str] | None = None,
        *,
        first: str = "2024-01",
        last: str = "2026-12",
        atlas: Atlas | None = None,
        lang: str | None = None,
    ) -> None:
        w = _widgets()
        self.lang, self.atlas = lang or current(), atlas or Atlas()
        ids = known(regions, self.atlas) if regions is not None else self.atlas.ids()
        if regions is not None:
            for id_ in ids:  # read what is going to be asked for, so that the first move is as quick as the others
                self.atlas.book(id_)
        every = [months.text(at) for at in range(months.month(first), months.month(last) + 1)]
        wide = {"description_width": "120px"}
        look = {"style": wide, "layout": w.Layout(width="560px")}
        self.region = w.Dropdown(
            options=[(self.atlas.file(id_).label.in_(self.lang), id_) for id_ in ids],
            description=self._said(say("Region")),
            **look,
        )
        self.last_paid = w.SelectionSlider(
            options=every, value=every[len(every) // 2], description=self._said(say("Last paid month")), **look
        )
        self.gap = w.IntSlider(4, 0, LONGEST, description=self._said(say("Gap, months")), **look)
        self.then = w.Dropdown(
            options=[(label(what, self.lang), name) for name, what in THEN.items()],
            value="flexible",
            description=self._said(say("Then")),
            **look,
        )
        self.back_pay = w.Checkbox(value=False, description=self._said(say("Pay the gap back at once")), **look)
        self.shown = w.HTML()
        self.controls = (self.region, self.last_paid, self.gap, self.then, self.back_pay)
        self.box = w.VBox([*self.controls, self.shown])
        self.milliseconds = 0.0
        for control in self.controls:
            control.observe(self._redraw, names="value")
        self._redraw()

    def __repr__(self) -> str:
        return (
            f"<Explorer {self.region.value}, last paid {self.last_paid.value}, gap of {self.gap.value}, then {self.then.value}>"
        )

    def _repr_mimebundle_(self, **which: Any) -> dict[str, Any]:
        return {**self.box._repr_mimebundle_(**which), "text/plain": repr(self)}

    @property
    def answer(self) -> Markup:
        """Return what the controls show, as HTML that a page can keep."""
        return Markup(self.shown.value)

    def _said(self, text: Text) -> str:
        return text.in_(self.lang)

    def _redraw(self, _: object = None) -> None:
        began = time.perf_counter()
        self.back_pay.disabled = self.then.value == "resident"  # their premium is for a year
        plan = Plan(
            last_paid=self.last_paid.value,
            then=self.then.value,
            back_pay=self.back_pay.value and not self.back_pay.disabled,
            gaps=(self.gap.value,),
        )
        with using(self.lang):
            self.timeline = simulate(plan.scenario(self.region.value, self.gap.value), atlas=self.atlas)
            self.outcome = outcome(self.timeline, plan, self.region.value, self.gap.value)
            self.shown.value = _answer(self.timeline, self.outcome, self.lang)
        self.milliseconds = (time.perf_counter() - began) * MILLISECONDS


def _widgets() -> Any:
    try:
        import ipywidgets  # type: ignore[import-untyped]
    except ImportError:
        raise LifecycleError(
            say("the library {name} is not installed", name="ipywidgets"),
            expected=say("the libraries for notebooks, which are an extra of this package"),
            todo=say('install them: pip install "lifecycle[{extra}]"', extra="notebook"),
        ) from None
    return ipywidgets


def _answer(timeline: Timeline, found: Outcome, lang: str) -> Markup:
    told = [tag("li", sentence.in_(lang)) for sentence in _sentences(found)]
    rule = [tag("div", say("The rule that decided:").in_(lang), style=SOFT), rule_html(found.rule, lang)] if found.rule else []
    shown = _until_whole(timeline)
    return tag(
        "div",
        heading(shown, lang),
        tag("ul", *told, style="margin:2px 0 8px 0;padding-left:20px"),
        life_bars(shown.rows, lang),
        *rule,
    )


def _until_whole(timeline: Timeline) -> Timeline:
    """Return the months of interest: until cover is whole again and a little longer."""
    broken = [at for at, row in enumerate(timeline) if row.benefit_factor < 1]
    return timeline[: max(AT_LEAST, max(broken, default=0) + AFTERWARDS)]


def _sentences(found: Outcome) -> Iterator[Text]:
    """Yield what a gap meant: months without cover then and finally, at part of the benefit, and when it is whole again."""
    then = counted("{n} month", "{n} months", found.months_without)
    if found.months_without and not found.months_without_finally:
        yield say("Without cover at the time: {then}; all of it covered once everything is settled.", then=then)
    elif found.months_without:
        yield say(
            "Without cover at the time: {then}; once everything is settled: {finally_}.",
            then=then,
            finally_=counted("{n} month", "{n} months", found.months_without_finally),
        )
    elif not found.months_reduced:
        yield say("Covered without a break.")
    if found.months_waiting:
        yield say("Waiting: {length}.", length=counted("{n} month", "{n} months", found.months_waiting))
    if found.months_reduced:
        yield say("At part of the benefit: {length}.", length=counted("{n} month", "{n} months", found.months_reduced))
    yield say("Covered again from {month}.", month=found.covered_again) if found.covered_again else say("Not covered again.")
    if found.assumed:
        yield say("Something in this is assumed; weakest source: {grade}.", grade=found.grade)
    else:
        yield say("Weakest source: {grade}.", grade=found.grade)
