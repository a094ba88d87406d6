"""Which days count: weekends, public holidays by name, and an organisation's own days.

Working days are Monday to Friday without public holidays; an organisation's own list wins over the calendar, and of its two
lists the closed days win.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from typing import Final

import holidays

from meldpunt.policy.terms import Region, Why

SATURDAY: Final = 5
ATW: Final = "NL-ATW"
"""The Dutch Algemene termijnenwet, art. 3: Good Friday and every 5 May are recognised holidays, which `NL` alone does not say."""
_KINDS: Final = {ATW: ("public", "optional")}
_PLAIN: Final = {"O. L. H. Hemelvaart": "Hemelvaartsdag", "O. L. V. Hemelvaart": "Maria-Hemelvaart"}
_AND: Final = {"nl": " en ", "en": " and "}


def has_calendar(country: str) -> bool:
    """Tell whether the public holidays of a country, of a part of it, or of a named calendar are known."""
    code, _, part = country.partition("-")
    parts = holidays.list_supported_countries().get(code)
    return country == ATW or (parts is not None and (not part or part in parts))


def is_working_day(day: date, region: Region) -> bool:
    """Tell whether people work on this day."""
    return why_closed(day, region) is None


def why_closed(day: date, region: Region) -> Why | None:
    """Return why people do not work on this day, None where they do."""
    written = day.isoformat()
    if written not in region.open:
        if day.weekday() >= SATURDAY:
            return Why.WEEKEND
        if day in public_holidays(region.country, day.year):
            return Why.HOLIDAY
    return Why.CLOSED if written in region.closed else None


@lru_cache(maxsize=512)
def working_days(region: Region, year: int) -> tuple[date, ...]:
    """Return the working days of a year, in order."""
    first = date(year, 1, 1)
    days = (first + timedelta(days=number) for number in range((date(year, 12, 31) - first).days + 1))
    return tuple(day for day in days if is_working_day(day, region))


def holiday_name(country: str, day: date, language: str) -> str:
    """Return what a public holiday is called in a language (`nl`, `en`); in another one where its calendar does not know that."""
    names = public_holidays(country, day.year, language)[day].split("; ")
    return _AND[language].join(_PLAIN.get(name, name) for name in names)


@lru_cache(maxsize=256)
def public_holidays(country: str, year: int, language: str = "") -> Mapping[date, str]:
    """Return the public holidays of a country (`NL`), a part of it (`DE-BY`) or a named calendar (`NL-ATW`); none where it is unknown."""
    code, _, part = country.partition("-")
    if country == ATW:
        part = ""
    try:
        known = holidays.country_holidays(code, subdiv=part or None)
        return dict(
            holidays.country_holidays(
                code,
                subdiv=part or None,
                years=year,
                language=_spoken(known, language),
                categories=_KINDS.get(country),
            )
        )
    except NotImplementedError:
        # Settings refuse it; without its holidays dates come early, in the finder's favour, and intake goes on.
        return {}


def _spoken(known: holidays.HolidayBase, language: str) -> str | None:
    """Return the calendar's name for a language; English where it does not know it, None (its own language) without English."""
    english = next((each for each in known.supported_languages if each.startswith("en")), None)
    return language if language in known.supported_languages else english
