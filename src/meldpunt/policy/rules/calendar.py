"""Which calendar dates are reckoned with: that of the version a promise was made under; and what settings and policy say differently.

Invariant: what was promised under a version is reckoned as it was, whatever the settings say later. Versions that were stored
before they had a calendar, and the built-in one before its first report, go by the settings.
"""

import unicodedata
from collections.abc import Iterator
from datetime import date

from meldpunt.people.terms import OrganisationFacts
from meldpunt.policy.terms import Drift, PolicyTerms, PolicyText, Region


def region_of(terms: PolicyTerms, organisation: OrganisationFacts) -> Region:
    """Return the calendar that promises under these terms are reckoned with."""
    return terms.region or settings_region(organisation)


def settings_region(organisation: OrganisationFacts) -> Region:
    """Return the calendar that the settings say."""
    return Region(
        country=organisation.region,
        zone=organisation.zone,
        closed=organisation.closed_days,
        open=organisation.worked_days,
    )


def file_region(policy: PolicyText) -> Region:
    """Return the calendar that a policy file says."""
    place = policy.organisation
    return Region(country=place.country, zone=place.zone, closed=_iso(place.closed), open=_iso(place.open))


def drifts(policy: PolicyText, organisation: OrganisationFacts, *, today: date) -> Iterator[Drift]:
    """Yield what the settings say otherwise than the policy; days that are past count for nothing new, nor do capitals and spaces of the name."""
    if _folded(policy.organisation.name) != _folded(organisation.name):
        yield Drift("name", (policy.organisation.name,), (organisation.name,))
    written, kept = file_region(policy), settings_region(organisation)
    if written.zone != kept.zone:
        yield Drift("zone", (written.zone,), (kept.zone,))
    if written.country != kept.country:
        yield Drift("country", (written.country,), (kept.country,))
    yield from _days("closed", written.closed, kept.closed, today)
    yield from _days("open", written.open, kept.open, today)
    languages = tuple(language.value for language in policy.organisation.languages)
    if set(languages) != set(organisation.languages):
        yield Drift("languages", languages, organisation.languages)


def _folded(name: str) -> str:
    return "".join(unicodedata.normalize("NFKC", name).casefold().split())


def _days(key: str, written: tuple[str, ...], kept: tuple[str, ...], today: date) -> Iterator[Drift]:
    to_come, known = (tuple(sorted(day for day in days if day >= today.isoformat())) for days in (written, kept))
    if to_come != known:
        yield Drift(key, to_come, known)


def _iso(days: tuple[date, ...]) -> tuple[str, ...]:
    return tuple(sorted(day.isoformat() for day in days))
