"""Money, retirement and bills in sentences: of one month, and of a whole life."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from lifecycle.language import Text, counted, say
from lifecycle.regions.kinds import FEN_IN_YUAN
from lifecycle.row import Row
from lifecycle.vocabulary import Payer, State, key

if TYPE_CHECKING:
    from lifecycle.timeline import Timeline


def yuan(fen: int | None) -> Any:
    """Return an amount as a reader sees it, in yuan."""
    return say("unknown") if fen is None else say("{yuan} yuan", yuan=f"{fen / FEN_IN_YUAN:,.2f}")


def _months(n: int) -> Text:
    return counted("{n} month", "{n} months", n)


def money(row: Row, before: Row | None) -> Iterator[Text]:
    """Yield what was paid in a month, and so far."""
    paid = row.paid or row.own_fen or row.fund_fen
    if paid:
        yield say(
            "Paid this month by the person: {own}; by the unit: {unit}.", own=yuan(row.own_fen), unit=yuan(row.employer_fen)
        )
        if row.fund_fen or row.payer == key(Payer.FUND):
            yield say("Paid this month by the unemployment fund: {fund}.", fund=yuan(row.fund_fen))
    if row.cause.transition == "retires_after_top_up" and row.retirement is not None:
        bought, cost = _months(row.bought_months), yuan(row.retirement.top_up_fen)
        yield say("Bought at once: {bought}, for {cost}.", bought=bought, cost=cost)
    if before is not None and row.account_fen != before.account_fen:
        yield say("The personal account goes from {old} to {new}.", old=yuan(before.account_fen), new=yuan(row.account_fen))
    if paid or row.paid_own_fen or row.account_fen:
        yield from so_far(row)


def so_far(row: Row) -> Iterator[Text]:
    """Yield what was paid up to a month, and what is not in it."""
    yield say(
        "So far by the person: {own}; by the unit: {unit}; in the personal account: {account}.",
        own=yuan(row.paid_own_fen),
        unit=yuan(row.paid_employer_fen),
        account=yuan(row.account_fen),
    )
    unknown = (row.unknown_own_months, row.unknown_employer_months, row.unknown_account_months)
    if any(unknown):
        kinds = (
            (unknown[0], say("{length} of the person", length=_months(unknown[0]))),
            (unknown[1], say("{length} of the unit", length=_months(unknown[1]))),
            (unknown[2], say("{length} of the account", length=_months(unknown[2]))),
        )
        yield say("Not in these sums, the amount being unknown: {months}.", months=[text for n, text in kinds if n])
    if row.account_left_fen:
        yield say("Left behind in another region's account: {left}.", left=yuan(row.account_left_fen))
    if row.money_assumed:
        yield say(
            "These sums are assumed: they rest on growth that the scenario assumes, or on a base whose limits nobody knows."
        )


def retirement(row: Row, timeline: Timeline) -> Iterator[Text]:
    """Yield when one would retire if one went on like this, what is missing, and what filling it would cost."""
    at = row.retirement
    if at is None or row.state in (key(State.RETIRED), key(State.DECEASED)):
        return
    if row.month < at.month:
        yield say(
            "Going on like this, the month of retiring comes in {month}, in {region}.",
            month=at.month,
            region=timeline.region_label(at.region),
        )
    else:
        yield say(
            "The month of retiring, {month} in {region}, has passed without retiring.",
            month=at.month,
            region=timeline.region_label(at.region),
        )
    if at.required_months is None:
        yield say("How many months are asked for is unknown.")
    elif at.missing_months is None:
        required = _months(at.required_months)
        yield say("Asked for: {required}; what was paid before is unknown, and so is what is missing.", required=required)
    elif at.short:
        kinds = (
            (at.missing_months, say("{length} in all", length=_months(at.missing_months or 0))),
            (at.missing_actual_months, say("{length} really paid", length=_months(at.missing_actual_months or 0))),
            (at.missing_local_months, say("{length} paid there", length=_months(at.missing_local_months or 0))),
        )
        missing = [text for n, text in kinds if n]
        yield say("Asked for: {required}. Short of: {missing}.", required=_months(at.required_months), missing=missing)
        yield say("Filling them would cost at this month's base and rate: {cost}.", cost=yuan(at.top_up_fen))
        if at.top_up_assumed:
            yield say("This cost rests on the assumptions of the scenario.")
    else:
        yield say("Asked for: {required}; nothing is missing.", required=_months(at.required_months))


def promises(row: Row) -> Iterator[Text]:
    """Yield incentives and maternity where there is something to say."""
    if row.deemed_months:
        yield say("Months of service that count: {n}.", n=row.deemed_months)
    if row.converted_months:
        yield say("Resident years converted: {length}.", length=_months(row.converted_months))
    yield from incentives(row)
    if row.maternity is not None:
        yield (
            say("Enough continuous months for maternity benefit.")
            if row.maternity
            else say("Not enough continuous months for maternity benefit yet.")
        )


def incentives(row: Row) -> Iterator[Text]:
    """Yield by how much the serious-illness cap is raised."""
    if row.continuity_bonus_fen or row.no_claim_bonus_fen:
        yield say(
            "The serious-illness cap is raised by {continuous} for continuous years and {free} for years without claims.",
            continuous=yuan(row.continuity_bonus_fen),
            free=yuan(row.no_claim_bonus_fen),
        )
    if row.maternity is not None:
        yield (
            say("Enough continuous months for maternity benefit.")
            if row.maternity
            else say("Not enough continuous months for maternity benefit yet.")
        )


def bill_text(event: dict[str, Any]) -> Iterator[Text]:
    """Yield who pays a bill, then and once everything was settled."""
    if event.get("pool_fen") is None:
        yield say("the scale of benefits is unknown")
        return
    yield say("the pool pays {pool}", pool=yuan(event["pool_fen"]))
    yield say("the person {own}", own=yuan(event["own_fen"]))
    if event["account_fen"]:
        yield say("of it from the account {account}", account=yuan(event["account_fen"]))
    if event["pool_finally_fen"] != event["pool_fen"]:
        by = event.get("settled_by") or "–"
        yield say("once settled in {month} the pool pays {pool}", month=by, pool=yuan(event["pool_finally_fen"]))


def money_in_all(timeline: Timeline) -> Iterator[Text]:
    """Yield what a life paid and has at its end."""
    last = timeline.rows[-1]
    if last.paid_own_fen or last.paid_employer_fen or last.paid_fund_fen or last.account_fen:
        yield from so_far(last)
    elif last.unknown_own_months or last.unknown_employer_months:
        yield say("What was paid is unknown: no base, or no rate of this region, is known.")


def retirement_in_all(timeline: Timeline) -> Iterator[Text]:
    """Yield whether and when a life comes to retirement."""
    last = timeline.rows[-1]
    retired = next((row for row in timeline.rows if row.state == key(State.RETIRED)), None)
    if retired is not None:
        at = retired.retirement
        region = timeline.region_label(at.region if at else retired.region)
        yield say("Retired since {month} in {region}, with benefits for life.", month=retired.month, region=region)
        if at is not None and at.required_months is not None:
            counted_ = (retired.actual_months or 0) + retired.deemed_months + retired.converted_months + retired.bought_months
            yield say("Months that count: {counted}; asked for: {required}.", counted=counted_, required=at.required_months)
    else:
        yield from retirement(last, timeline)


def bills_in_all(timeline: Timeline) -> Iterator[Text]:
    """Yield what the bills of a life cost the person, then and once everything was settled."""
    bills = [event for row in timeline.rows for event in row.cause.events if "amount_fen" in event]
    if not bills:
        return
    known = [bill for bill in bills if bill["own_fen"] is not None and bill["own_finally_fen"] is not None]
    yield say(
        "Medical bills of {amount}: {own} for the person then, {finally_} once everything was settled.",
        amount=yuan(sum(bill["amount_fen"] for bill in bills)),
        own=yuan(sum(bill["own_fen"] for bill in known)),
        finally_=yuan(sum(bill["own_finally_fen"] for bill in known)),
    )
    if len(known) < len(bills):
        yield say("Bills whose scale of benefits is unknown, not in these sums: {n}.", n=len(bills) - len(known))
    yield say("Everything is taken to be on the list of what insurance pays for.")
