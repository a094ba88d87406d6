"""What a browser posted: texts exactly as typed, files sealed while they stream in."""

from meldpunt.doors.look.posted.allowed import limits
from meldpunt.doors.look.posted.reading import MEGABYTE, Limits, Posted, read_posted
from meldpunt.doors.look.posted.terms import CannotRead, NotUtf8, Skipped, SkipReason, TooMuch

__all__ = (
    "MEGABYTE",
    "CannotRead",
    "Limits",
    "NotUtf8",
    "Posted",
    "SkipReason",
    "Skipped",
    "TooMuch",
    "limits",
    "read_posted",
)
