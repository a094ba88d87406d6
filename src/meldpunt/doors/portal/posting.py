"""Reading what a finder posts, with the limits and the counting of this door."""

from datetime import datetime
from functools import cache

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from meldpunt.arrivals.rules.allowance import Allowance
from meldpunt.arrivals.terms import Act, Budget, Channel, Verdict
from meldpunt.doors.look.posted import Limits, Posted, read_posted

MEGABYTE = 1024 * 1024


def limits() -> Limits:
    """Return how much may be attached here."""
    here = settings.MELDPUNT
    return Limits(file=here.max_file_mb * MEGABYTE, total=here.max_report_mb * MEGABYTE, count=here.max_files)


def read_form_of(request: HttpRequest) -> Posted:
    """Read the body of a request; its files are sealed as they stream. Raises CannotRead."""
    organisation = request.organisation.id  # type: ignore[attr-defined]  # set by the middleware, checked by the guard
    return read_posted(request, organisation=organisation, limits=limits(), by=Channel.FORM, now=timezone.now())


def charge(request: HttpRequest, act: Act, *, now: datetime) -> Verdict:
    """Count one act of this visitor and say what to do with it. Visitors over Tor share one budget, which only delays."""
    host = request.get_host().partition(":")[0]
    address = None if host.endswith(".onion") else request.META.get("REMOTE_ADDR")
    organisation = request.organisation.id  # type: ignore[attr-defined]  # as above
    return _allowance().charge(act=act, address=address, organisation=organisation, now=now)


@cache
def _allowance() -> Allowance:
    here = settings.MELDPUNT
    return Allowance(
        {
            Act.REPORT: _budget(here.reports_per_hour),
            Act.WRONG_CODE: _budget(here.codes_per_hour),
            Act.MESSAGE: _budget(here.reports_per_hour * 3),
        }
    )


def _budget(per_hour: float) -> Budget:
    return Budget(burst=per_hour, per_hour=per_hour, slowed=per_hour)
