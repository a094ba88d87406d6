"""When a policy is to be looked at again, as `review_by` in its file says."""

from datetime import date, timedelta
from typing import Final

from meldpunt.policy.terms import PolicyText, ReviewDay

NEAR: Final = timedelta(days=30)
"""How long before the day people are told."""


def review_day(policy: PolicyText, *, today: date) -> ReviewDay | None:
    """Return the day on which somebody has looked at it again, once that is near or past; it is past from the day after."""
    day = policy.review_by
    return None if day is None or day - today > NEAR else ReviewDay(day, passed=day < today)
