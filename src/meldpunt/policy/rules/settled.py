"""A policy as the rest of the house reckons with it: promises, modes, region, and how long a page stays."""

from collections.abc import Iterator
from typing import Final

from meldpunt.policy.rules.showing.promised import KINDS
from meldpunt.policy.terms import ContactMode, Need, PolicyText, Promise, PromiseKind, Region, Span, Undertaking, Unit

_DAYS: Final = {Unit.DAYS: 1, Unit.WORKING_DAYS: 2, Unit.WEEKS: 7, Unit.MONTHS: 31}


def promises_of(policy: PolicyText) -> tuple[Promise, ...]:
    """Return every promise with a clock, those of the key and of erasure too."""
    return tuple(_promises(policy))


def contact_modes_of(policy: PolicyText) -> tuple[ContactMode, ...]:
    """Return how a finder may ask to be reached; `none` is among them where it is optional."""
    none = () if policy.finder.contact_is is Need.REQUIRED else (ContactMode.NONE,)
    return (*none, *policy.finder.contact)


def region_of(policy: PolicyText) -> Region:
    """Return where the organisation's days are counted."""
    place = policy.organisation
    return Region(
        country=place.country,
        zone=place.zone,
        closed=tuple(day.isoformat() for day in place.closed),
        open=tuple(day.isoformat() for day in place.open),
    )


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
