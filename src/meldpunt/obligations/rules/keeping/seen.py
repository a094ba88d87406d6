"""How much people answer, as seen in the past."""

from collections import Counter
from collections.abc import Iterable
from datetime import datetime
from statistics import median
from zoneinfo import ZoneInfo

from meldpunt.policy.terms import Region


def per_day_seen(answered: Iterable[datetime], region: Region) -> float | None:
    """Return how many reports somebody answers on a day, None for who answered none.

    The median of the days on which they answered any: a day without reports says nothing of what they can do.
    """
    zone = ZoneInfo(region.zone)
    days = Counter(moment.astimezone(zone).date() for moment in answered)
    return float(median(days.values())) if days else None
