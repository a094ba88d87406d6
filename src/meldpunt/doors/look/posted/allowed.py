"""How much may be attached here, by the operator's settings."""

from django.conf import settings

from meldpunt.doors.look.posted.reading import MEGABYTE, Limits


def limits() -> Limits:
    """Return how much may be attached here."""
    here = settings.MELDPUNT
    return Limits(file=here.max_file_mb * MEGABYTE, total=here.max_report_mb * MEGABYTE, count=here.max_files)
