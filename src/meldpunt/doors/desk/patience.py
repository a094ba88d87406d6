"""What a wrong password costs: first the answer comes later, then nothing is tried any more for a while."""

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from meldpunt.arrivals.rules.allowance import Allowance
from meldpunt.arrivals.terms import Act, Budget

DELAY = "Meldpunt-Delay"
NOWHERE = UUID(int=0)
"""Stands for the organisation where the sign-in page belongs to none."""

_budget = Budget(
    burst=settings.MELDPUNT.sign_ins_per_hour / 4,
    per_hour=settings.MELDPUNT.sign_ins_per_hour,
    slowed=settings.MELDPUNT.sign_ins_per_hour,
)
_allowance = Allowance({Act.WRONG_PASSWORD: _budget})


def exhausted(request: HttpRequest, *, now: datetime) -> int:
    """Return for how many seconds this visitor must wait before another password is even looked at; 0 for none."""
    return _allowance.wait(
        act=Act.WRONG_PASSWORD, address=_address(request), organisation=_organisation(request), now=now
    )


def charge(request: HttpRequest, response: HttpResponseBase, *, now: datetime) -> None:
    """Count a wrong password and let the answer wait."""
    verdict = _allowance.charge(
        act=Act.WRONG_PASSWORD, address=_address(request), organisation=_organisation(request), now=now
    )
    if verdict.delay:
        response.headers[DELAY] = f"{verdict.delay:.1f}"


def _address(request: HttpRequest) -> str | None:
    address: str | None = request.META.get("REMOTE_ADDR")
    return address


def _organisation(request: HttpRequest) -> UUID:
    return getattr(getattr(request, "organisation", None), "id", NOWHERE)
