"""Which version follows which: one that was planned is never in force where a newer one begins no later.

The newest version that has begun is in force; so what is published later and begins earlier takes the place of all planned after it.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from meldpunt.policy.terms import Policy


@dataclass(frozen=True)
class Dated:
    """When the version with this number was published, and from when it is to be in force."""

    number: int
    published_at: datetime
    in_force_from: datetime


def replacements(versions: Iterable[Policy | Dated]) -> Mapping[int, int]:
    """Return the numbers of the versions that never were in force and never will be, each with the one that took its place."""
    every = sorted(versions, key=lambda version: version.number)
    found = {}
    for place, version in enumerate(every):
        newer = [later.number for later in every[place + 1 :] if later.in_force_from <= version.in_force_from]
        if newer and version.in_force_from > version.published_at:
            found[version.number] = newer[0]
    return found


def falling_away(versions: Sequence[Dated], *, begins: datetime, now: datetime) -> tuple[Dated, ...]:
    """Return the planned versions that one which begins then would replace."""
    gone = replacements(versions)
    return tuple(
        one
        for one in versions
        if one.in_force_from >= max(begins, now) and one.number not in gone and one.in_force_from > now
    )
