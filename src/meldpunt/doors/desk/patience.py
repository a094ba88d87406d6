"""What a wrong password or a wrong address costs: first the answer comes later, then nothing is tried any more for a while."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase

from meldpunt.arrivals.rules.allowance import Allowance
from meldpunt.arrivals.terms import Act, Budget, Verdict
from meldpunt.people.terms import RecoveryRefused, SignInRefused

DELAY = "Meldpunt-Delay"
NOWHERE = UUID(int=0)
"""Stands for the organisation where the sign-in page belongs to none."""

_budget = Budget(
    burst=settings.MELDPUNT.sign_ins_per_hour / 4,
    per_hour=settings.MELDPUNT.sign_ins_per_hour,
    slowed=settings.MELDPUNT.sign_ins_per_hour,
)
_allowance = Allowance({Act.WRONG_PASSWORD: _budget, Act.WRONG_ADDRESS: _budget})


class Exhausted(Exception):
    """From this side so many passwords were wrong that none is looked at for `seconds`."""

    def __init__(self, seconds: int) -> None:
        """Remember for how long."""
        super().__init__("too many wrong passwords")
        self.seconds = seconds


@contextmanager
def one_try(request: HttpRequest, *, now: datetime) -> Iterator[Verdict]:
    """Count a password before it is looked at, so that guesses that come together cannot all slip past the count.

    Within it the password is tried; the count is given back unless it proved wrong. Raises Exhausted.
    """
    verdict = charge(request, now=now)
    if verdict.refused:
        raise Exhausted(verdict.retry_after)
    wrong = False
    try:
        yield verdict
    except (SignInRefused, RecoveryRefused):
        wrong = True
        raise
    finally:
        if not wrong:
            _allowance.give_back(
                act=Act.WRONG_PASSWORD, address=_address(request), organisation=_organisation(request), now=now
            )


def charge(request: HttpRequest, *, act: Act = Act.WRONG_PASSWORD, now: datetime) -> Verdict:
    """Count one act of this visitor and say what to do with it."""
    return _allowance.charge(act=act, address=_address(request), organisation=_organisation(request), now=now)


def slowed[Response: HttpResponseBase](response: Response, verdict: Verdict) -> Response:
    """Let the answer wait as long as the verdict says."""
    if verdict.delay:
        response.headers[DELAY] = f"{verdict.delay:.1f}"
    return response


def _address(request: HttpRequest) -> str | None:
    address: str | None = request.META.get("REMOTE_ADDR")
    return address


def _organisation(request: HttpRequest) -> UUID:
    return getattr(getattr(request, "organisation", None), "id", NOWHERE)
