"""Days as people read them, in Dutch and English, without asking the machine for its languages."""

from collections.abc import Mapping
from datetime import date
from typing import Final

_WEEKDAYS: Final[Mapping[str, tuple[str, ...]]] = {
    "nl": ("maandag", "dinsdag", "woensdag", "donderdag", "vrijdag", "zaterdag", "zondag"),
    "en": ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
}
_MONTHS: Final[Mapping[str, tuple[str, ...]]] = {
    "nl": (
        *("januari", "februari", "maart", "april", "mei", "juni"),
        *("juli", "augustus", "september", "oktober", "november", "december"),
    ),
    "en": (
        *("January", "February", "March", "April", "May", "June"),
        *("July", "August", "September", "October", "November", "December"),
    ),
}


def weekday(day: date, language: str) -> str:
    """Return the name of the day of the week: `Thursday`."""
    return _WEEKDAYS[language][day.weekday()]


def day_and_month(day: date, language: str, *, year: bool = False) -> str:
    """Return a day without its year, or with it: `Thursday 7 May`."""
    text = f"{weekday(day, language)} {day.day} {_MONTHS[language][day.month - 1]}"
    return f"{text} {day.year}" if year else text


def full_date(day: date, language: str) -> str:
    """Return a day with its year: `Thursday 7 May 2026`."""
    return day_and_month(day, language, year=True)
