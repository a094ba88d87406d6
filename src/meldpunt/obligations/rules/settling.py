"""What becomes of an obligation: kept, broken or fallen away, on top of what was settled before.

Invariants: settling twice changes nothing; breaking is never undone by the clock or by a later deed, only by a fact of before the date
that became known after it; a running date moves only to the finder's advantage, or as long as a question waits; whoever settles, and
when, does not matter to the moments that are kept.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from meldpunt.cases.terms import PromisedFacts
from meldpunt.obligations.terms import Away, Lapse, Owing, Settled
from meldpunt.policy.rules.reckoning import reckon
from meldpunt.policy.terms import Reckoning, Region, Unit


def settle(owing: Owing, before: Settled | None, region: Region, *, now: datetime) -> Settled:
    """Return how this obligation stands; `region` is the calendar of today, `before` what was settled last."""
    reckoning, used = _reckoned(owing, before, region)
    fulfilled, away = owing.fulfilled_at, _fell_away(owing.away, reckoning.due)
    in_time = fulfilled is not None and fulfilled <= reckoning.due
    if away is not None and not in_time:
        return Settled(reckoning, used, lapsed_at=away.since, lapsed_because=away.why, ended_at=away.since)
    broken = not in_time and (now > reckoning.due or fulfilled is not None or _was_broken(before, reckoning))
    return Settled(
        reckoning,
        used,
        paused=owing.paused and not broken and fulfilled is None,
        fulfilled_at=fulfilled,
        fulfilled_by=owing.fulfilled_by,
        broken_at=reckoning.due if broken else None,
        ended_at=fulfilled or next((each.since for each in owing.away if broken and each.until is None), None),
    )


def settle_both(
    owing: Owing, known: Owing, before: Settled | None, region: Region, *, now: datetime
) -> tuple[Settled, Settled]:
    """Return how an obligation stands, and how it does by what is `known` to a finder who may not know that its clock stood still.

    Nobody keeps how the second one was settled, so that the first goes by its calendar: the one that the first was made with, unless
    that of today is better for the date that the finder knows and that is not over.
    """
    if known == owing:
        settled = settle(owing, before, region, now=now)
        return settled, settled
    made_with = before.region if before else region
    told = settle(known, settle(known, None, made_with, now=now), region, now=now)
    if before and told.region != made_with:
        before = replace(before, reckoning=_date(owing, told.region), region=told.region)
    return settle(owing, before, told.region, now=now), told


def later_today(owing: Owing, settled: Settled, region: Region) -> Reckoning | None:
    """Return how a running date would be reckoned with the calendar of today where that is later, so that the earlier date holds; else None."""
    if not settled.is_open:
        return None
    today = _date(owing, region)
    return today if today.due > settled.due_at else None


def without_cause(before: Settled, facts: PromisedFacts, *, cause: str, now: datetime) -> Settled:
    """Return how an obligation stands whose beginning turned out not to have been told: broken stays broken, what was done while that holds.

    The rest falls away, and so does what was kept by something that was not told either. Where the finder read after all what it began
    with, they are not told that it never came: they took the closed case up again, and from then on another one counts.
    """
    if before.fulfilled_at is not None and not _still_done(before.fulfilled_at, facts):
        before = replace(before, fulfilled_at=None, fulfilled_by=None)
    is_told = any(str(word.id) == cause and word.told_at for word in facts.own)
    if before.is_open:
        why = Lapse.CLOSED if is_told else Lapse.NOT_TOLD
        return replace(before, paused=False, lapsed_at=now, lapsed_because=why, ended_at=now)
    if before.lapsed_because is Lapse.NOT_TOLD and is_told:
        before = replace(before, lapsed_because=Lapse.CLOSED)
    return before if before.ended_at else replace(before, ended_at=now)


def _still_done(moment: datetime, facts: PromisedFacts) -> bool:
    """Tell whether what was told, or erased, at a moment still is."""
    told = [*(word.told_at for word in facts.own), *(move.told_at for move in facts.moves)]
    return moment in told or any(held.until == moment for held in facts.details)


def _was_broken(before: Settled | None, reckoning: Reckoning) -> bool:
    """Tell whether it was broken by this date already, whatever the clock says today."""
    return before is not None and before.broken_at is not None and before.broken_at >= reckoning.due


def _reckoned(owing: Owing, before: Settled | None, region: Region) -> tuple[Reckoning, Region]:
    """Return the date and the calendar it goes by: the one it was made with, unless that of today is better for the finder.

    What is over keeps its date. Times in which the clock stood still are the one reason for a later one.
    """
    if before is None:
        return _date(owing, region), region
    today = (_date(owing, region), region)
    if _same_start(before.reckoning, today[0]):
        if not before.is_open or before.due_at <= today[0].due:
            return before.reckoning, before.region
        return today
    as_made = (_date(owing, before.region), before.region)
    if before.is_open and today[0].due < as_made[0].due:
        return today
    return as_made


def _date(owing: Owing, region: Region) -> Reckoning:
    """Return the date by a calendar; a day that was named is that day there, and never before the one on which it was named."""
    if owing.day is not None:
        first = owing.started_at.astimezone(ZoneInfo(region.zone)).date()
        named = replace(owing.promise, amount=max((owing.day - first).days, 0), unit=Unit.DAYS)
        return replace(reckon(named, owing.started_at, region, owing.waits), counted=(), skipped=())
    return reckon(owing.promise, owing.started_at, region, owing.waits)


def _same_start(before: Reckoning, today: Reckoning) -> bool:
    """Tell whether nothing about the obligation itself moved its date."""
    return before.received == today.received and before.waits == today.waits


def _fell_away(times: Iterable[Away], due: datetime) -> Away | None:
    """Return the time without object in which the date passed, or that is still on."""
    return next((each for each in times if each.since <= due and (each.until is None or each.until > due)), None)
