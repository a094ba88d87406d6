"""When a promise is due, and why then. The rule in words: docs/reckoning.md."""

from meldpunt.policy.rules.reckoning.calendars import has_calendar, is_working_day, working_days
from meldpunt.policy.rules.reckoning.counting import due, end_of, reckon
from meldpunt.policy.rules.reckoning.dates import day_and_month
from meldpunt.policy.rules.reckoning.saying import reason, say, say_later, say_named, say_since

__all__ = [
    "day_and_month",
    "due",
    "end_of",
    "has_calendar",
    "is_working_day",
    "reason",
    "reckon",
    "say",
    "say_later",
    "say_named",
    "say_since",
    "working_days",
]
