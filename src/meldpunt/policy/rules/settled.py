"""A policy as the rest of the house reckons with it: clauses, promises, modes, and how long a page stays."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from meldpunt.policy.rules.calendar import file_region
from meldpunt.policy.rules.showing import clauses_of
from meldpunt.policy.rules.showing.promised import KINDS
from meldpunt.policy.terms import (
    ClosedEnd,
    ContactMode,
    Need,
    Outside,
    PolicyTerms,
    PolicyText,
    Promise,
    PromiseKind,
    Span,
    Undertaking,
    Unit,
)

_FROM_FINDER: Final = frozenset(
    {PromiseKind.RECEIPT, PromiseKind.FIRST_ANSWER, PromiseKind.FIX, PromiseKind.PUBLICATION, PromiseKind.KEY}
)
"""Promises whose time begins with something that the finder sends, at whatever hour."""
_DAYS: Final = {Unit.DAYS: 1, Unit.WORKING_DAYS: 2, Unit.WEEKS: 7, Unit.MONTHS: 31}


def terms_of(policy: PolicyText) -> PolicyTerms:
    """Return what a version of this policy says, and what follows from it."""
    return PolicyTerms(
        clauses=clauses_of(policy),
        promises=promises_of(policy),
        page_days=days_at_most(policy.retention.finder_page),
        identity_modes=policy.finder.identity,
        contact_modes=contact_modes_of(policy),
        topics=policy.finder.topics,
        region=file_region(policy),
        page_span=policy.retention.finder_page,
    )


def in_force_from(takes_effect: date | None, *, zone: str, published_at: datetime) -> datetime:
    """Return from which moment (UTC) a version is in force: the start of its day in the zone, never before it is published."""
    if takes_effect is None:
        return published_at
    return max(published_at, datetime.combine(takes_effect, time(), ZoneInfo(zone)).astimezone(UTC))


def promises_of(policy: PolicyText) -> tuple[Promise, ...]:
    """Return every promise with a clock, those of the key and of erasure too."""
    return tuple(_promises(policy))


def contact_modes_of(policy: PolicyText) -> tuple[ContactMode, ...]:
    """Return how a finder may ask to be reached; `none` is among them where it is optional."""
    none = () if policy.finder.contact_is is Need.REQUIRED else (ContactMode.NONE,)
    return (*none, *policy.finder.contact)


def days_at_most(span: Span) -> int:
    """Return how many days a span has at most, for what is kept and then erased; never fewer than promised to stay."""
    return -(-span.amount // 24) if span.unit is Unit.HOURS else span.amount * _DAYS[span.unit]


def _promises(policy: PolicyText) -> Iterator[Promise]:
    for kind in KINDS:
        undertaking: Undertaking | None = getattr(policy.promises, kind)
        if undertaking is not None:
            promise = _promise(policy, PromiseKind(kind), undertaking.within)
            yield replace(
                promise,
                says=undertaking.says,
                pauses=undertaking.pauses,
                calendar=undertaking.calendar or "",
            )
    if policy.key.within is not None:
        yield _promise(policy, PromiseKind.KEY, policy.key.within)
    kept = policy.retention.identity
    yield Promise(PromiseKind.ERASURE, kept.amount, kept.unit)


def _promise(policy: PolicyText, kind: PromiseKind, within: Span) -> Promise:
    """Return a promise that is counted as the policy says; what a machine erases waits for no opening."""
    counting = policy.counting
    from_opening = counting.outside_office_hours is Outside.NEXT_OPENING and kind in _FROM_FINDER
    return Promise(
        kind,
        within.amount,
        within.unit,
        office=counting.office_hours or "" if from_opening else "",
        moves=counting.closed_last_day is ClosedEnd.NEXT_WORKING_DAY,
    )
