"""A policy as the rest of the house reckons with it: clauses, promises, modes, and how long a page stays."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from typing import Final
from zoneinfo import ZoneInfo

from meldpunt.policy.rules.calendar import file_region
from meldpunt.policy.rules.showing import clauses_of
from meldpunt.policy.rules.showing.promised import KINDS
from meldpunt.policy.terms import (
    ContactMode,
    Need,
    PolicyTerms,
    PolicyText,
    Promise,
    PromiseKind,
    Span,
    Undertaking,
    Unit,
)

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
            yield Promise(
                PromiseKind(kind),
                undertaking.within.amount,
                undertaking.within.unit,
                undertaking.says,
                undertaking.pauses,
                undertaking.calendar or "",
            )
    if policy.key.within is not None:
        yield Promise(PromiseKind.KEY, policy.key.within.amount, policy.key.within.unit)
    kept = policy.retention.identity
    yield Promise(PromiseKind.ERASURE, kept.amount, kept.unit)
