"""Questions about versions that are planned: which one is next, and which ones are never in force."""

from datetime import datetime
from uuid import UUID

from meldpunt.policy.models import PolicyVersion
from meldpunt.policy.queries.versions import in_force_and_newest
from meldpunt.policy.rules import succession as rules
from meldpunt.policy.rules.succession import Dated
from meldpunt.policy.terms import Policy


def replaced_by(organisation: UUID, number: int) -> int | None:
    """Return which version took the place of a planned one that never is in force; None for every other."""
    return rules.replacements(_dates(organisation)).get(number)


def in_force_and_planned(organisation: UUID, *, now: datetime) -> tuple[Policy, Dated | None]:
    """Return the version in force, and the one that follows it as things stand; None where none is planned."""
    current, newest = in_force_and_newest(organisation, now)
    if newest <= current.number:
        return current, None
    later = [one for one in _dates(organisation) if one.number > current.number]
    return current, min(later, key=lambda one: (one.in_force_from, -one.number))


def falling_away(organisation: UUID, *, begins: datetime, now: datetime) -> tuple[Dated, ...]:
    """Return the planned versions that will never be in force when one that begins then is published now."""
    return rules.falling_away(_dates(organisation), begins=begins, now=now)


def replaced_with(organisation: UUID, number: int) -> tuple[Dated, ...]:
    """Return the planned versions of which the one with this number took the place."""
    dates = _dates(organisation)
    gone = rules.replacements(dates)
    return tuple(one for one in dates if gone.get(one.number) == number)


def _dates(organisation: UUID) -> tuple[Dated, ...]:
    rows = PolicyVersion.objects.filter(organisation=organisation).order_by("number")
    return tuple(Dated(*row) for row in rows.values_list("number", "published_at", "in_force_from"))
