"""When figures are made: every night on the organisation's own clock, and when somebody asks."""

from datetime import datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

AT_NIGHT: Final = time(4)
"""After any change to or from summer time, and before anybody works."""


def is_due(made_at: datetime | None, zone: str, *, now: datetime) -> bool:
    """Tell whether figures are to be made: there are none, or a night has passed since. A clock that was set back makes them anew."""
    return made_at is None or made_at > now or made_at < last_night(zone, now=now)


def last_night(zone: str, *, now: datetime) -> datetime:
    """Return the last moment at which figures were to be made by night."""
    place = ZoneInfo(zone)
    local = now.astimezone(place)
    night = datetime.combine(local.date(), AT_NIGHT, place)
    return night if night <= local else _nights_after(night, -1)


def next_night(zone: str, *, now: datetime) -> datetime:
    """Return the next moment at which figures are made by night."""
    return _nights_after(last_night(zone, now=now), 1)


def _nights_after(night: datetime, days: int) -> datetime:
    return datetime.combine(night.date() + timedelta(days=days), AT_NIGHT, night.tzinfo)
