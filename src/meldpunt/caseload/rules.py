"""Places in a list as short texts for addresses (they hold a moment and a row's key, nothing secret), and the parts of the due list."""

from base64 import urlsafe_b64decode, urlsafe_b64encode
from datetime import UTC, datetime, time, timedelta
from zoneinfo import ZoneInfo

from meldpunt.caseload.terms import BadCursor, DueFilter
from meldpunt.cases.terms import Mark
from meldpunt.obligations.terms import Span

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
LAST_MICROSECOND = int((datetime.max.replace(tzinfo=UTC) - EPOCH) / timedelta(microseconds=1))
LAST_ROW = 2**63 - 1
LAST_MAIL = 2**128 - 1
LONGEST = 80


def to_cursor(mark: Mark, *, backwards: bool) -> str:
    """Return a place and the direction to read from it."""
    microseconds = (mark.at - EPOCH) // timedelta(microseconds=1)
    text = f"{'b' if backwards else 'f'}.{microseconds}.{mark.row}"
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def from_cursor(cursor: str, *, last: int = LAST_ROW) -> tuple[Mark, bool]:
    """Return the place, and whether to read backwards; raises BadCursor. `last` is the highest row there can be."""
    try:
        text = urlsafe_b64decode(cursor[:LONGEST].encode("ascii") + b"=" * (-len(cursor) % 4)).decode("ascii")
        direction, microseconds, row = text.split(".")
        moment, key = int(microseconds), int(row)
    except ValueError:
        raise BadCursor from None
    if direction not in {"b", "f"} or not (0 <= moment <= LAST_MICROSECOND and 0 <= key <= last):
        raise BadCursor
    return Mark(EPOCH + timedelta(microseconds=moment), key), direction == "b"


def span_of(which: DueFilter, *, now: datetime, zone: str) -> Span:
    """Return the time a part of the due list is about; days are those of the zone."""
    place = ZoneInfo(zone)
    today = now.astimezone(place).date()
    tomorrow, later = (datetime.combine(today + timedelta(days=days), time(), place) for days in (1, 8))
    return {
        DueFilter.ALL: Span(),
        DueFilter.OVERDUE: Span(before=now),
        DueFilter.TODAY: Span(now, tomorrow),
        DueFilter.WEEK: Span(tomorrow, later),
    }[which]


def within(moment: datetime, span: Span) -> bool:
    """Tell whether a moment lies in a span."""
    return (span.after is None or moment >= span.after) and (span.before is None or moment < span.before)
