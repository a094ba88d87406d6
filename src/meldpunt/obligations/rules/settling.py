"""What becomes of an obligation: kept, broken or fallen away, on top of what was settled before.

Invariants: settling twice changes nothing; breaking is never undone by the clock or by a later deed, only by a fact of before the date
that became known after it; a running date moves only to the finder's advantage, or as long as a question waits; whoever settles, and
when, does not matter to the moments that are kept.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

from meldpunt.obligations.terms import Away, Owing, Settled
from meldpunt.policy.rules.reckoning import reckon
from meldpunt.policy.terms import Reckoning, Region, Unit


def settle(owing: Owing, before: Settled | None, region: Region, *, now: datetime) -> Settled:
    """Return how this obligation stands; `region` is the calendar of today, `before` what was settled last.

    One that lost its beginning stands as it did when that was recorded, but for what falls away by it.
    """
    if owing.lost is not None:
        return _let_go(settle(replace(owing, lost=None), before, region, now=owing.lost.since), owing.lost)
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


def is_over_by(moment: datetime, settled: Settled) -> bool:
    """Tell whether it was kept or broken before a moment, so that what begins then is another one."""
    over = settled.broken_at or settled.fulfilled_at
    return over is not None and over < moment


def _let_go(settled: Settled, lost: Away) -> Settled:
    """Return how an obligation stands once its beginning is lost: what is over stays, the rest falls away; nothing is left to do about it."""
    if settled.is_open:
        return replace(settled, paused=False, lapsed_at=lost.since, lapsed_because=lost.why, ended_at=lost.since)
    return settled if settled.ended_at else replace(settled, ended_at=lost.since)


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
