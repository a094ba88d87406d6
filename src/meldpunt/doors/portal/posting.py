"""Reading what a finder posts, with the limits and the counting of this door."""

from datetime import datetime
from functools import cache
from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from meldpunt.arrivals.rules.allowance import Allowance
from meldpunt.arrivals.terms import Act, Budget, Channel, Verdict
from meldpunt.doors.look.attachments import Attached, keep_waiting
from meldpunt.doors.look.posted import MEGABYTE, Limits, Posted, limits, read_posted

SMALLEST = 64 * 1024
"""What a file counts for at least when it waits: many small ones fill a table."""


def read_form_of(request: HttpRequest) -> Posted:
    """Read the body of a request; its files are sealed as they stream. Raises CannotRead."""
    return _read(request, limits())


def read_texts_of(request: HttpRequest) -> Posted:
    """Read the body of a request for a page without a field for files: what is sent there is never stored. Raises CannotRead."""
    return _read(request, Limits(file=0, total=0, count=0))


def charge(request: HttpRequest, act: Act, *, now: datetime) -> Verdict:
    """Count one act of this visitor and say what to do with it. Visitors over Tor share one budget, which only delays."""
    organisation = request.organisation.id  # type: ignore[attr-defined]  # as below
    return _allowance().charge(act=act, address=_address(request), organisation=organisation, now=now)


def keep(request: HttpRequest, attached: Attached, *, now: datetime) -> Attached:
    """Keep the new files of a form that goes back to the finder.

    Nobody has accepted these, so what may wait is counted by its size; what is too much is not kept, and said to be so.
    """
    return keep_waiting(attached, may_wait=lambda size: may_wait(request, size, now=now), now=now)


def may_wait(request: HttpRequest, size: int, *, now: datetime) -> bool:
    """Count a file of `size` bytes that is to wait for a form; False when this visitor has as much waiting as they may."""
    return _allowance().afford(
        act=Act.WAITING_MEGABYTE,
        cost=max(size, SMALLEST) / MEGABYTE,
        address=_address(request),
        organisation=request.organisation.id,  # type: ignore[attr-defined]  # as below
        now=now,
    )


def _address(request: HttpRequest) -> str | None:
    return None if _came_over_tor(request) else request.META.get("REMOTE_ADDR")


def _came_over_tor(request: HttpRequest) -> bool:
    """Tell whether our onion service brought this visitor.

    The host name alone proves nothing, because the visitor writes it. But what Tor brings comes from the machine that runs it, and
    that has no public address.
    """
    own = {settings.MELDPUNT.onion_host, request.organisation.onion_host}  # type: ignore[attr-defined]  # as below
    host = request.get_host().partition(":")[0]
    return host.endswith(".onion") and host in own and not _is_public(request.META.get("REMOTE_ADDR") or "")


def _is_public(address: str) -> bool:
    try:
        return ip_address(address).is_global
    except ValueError:
        return False


def _read(request: HttpRequest, allowed: Limits) -> Posted:
    organisation = request.organisation.id  # type: ignore[attr-defined]  # set by the middleware, checked by the guard
    return read_posted(request, organisation=organisation, limits=allowed, by=Channel.FORM, now=timezone.now())


@cache
def _allowance() -> Allowance:
    here = settings.MELDPUNT
    return Allowance(
        {
            Act.REPORT: _budget(here.reports_per_hour),
            Act.WRONG_CODE: _budget(here.codes_per_hour),
            Act.MESSAGE: _budget(here.reports_per_hour * 3),
            Act.WAITING_MEGABYTE: Budget(burst=here.max_report_mb * 2, per_hour=here.max_report_mb / 4, slowed=0),
        }
    )


def _budget(per_hour: float) -> Budget:
    return Budget(burst=per_hour, per_hour=per_hour, slowed=per_hour)
