"""The organisation's page: who it is, what to report, what it promises and asks, and the way in and back."""

from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import get_language, ngettext_lazy

from meldpunt.doors.public.guards import OpenRequest, open_page
from meldpunt.policy.queries import policy_in_force
from meldpunt.policy.terms import ContactMode, IdentityMode, Policy, Promise, PromiseKind, Unit

SPANS = {
    Unit.WORKING_DAYS: ngettext_lazy("%(amount)d working day", "%(amount)d working days", "amount"),
    Unit.DAYS: ngettext_lazy("%(amount)d day", "%(amount)d days", "amount"),
    Unit.WEEKS: ngettext_lazy("%(amount)d week", "%(amount)d weeks", "amount"),
    Unit.MONTHS: ngettext_lazy("%(amount)d month", "%(amount)d months", "amount"),
}


@dataclass(frozen=True)
class Shown:
    """A policy in the words of the page; a span is empty where nothing is promised."""

    answer_within: str
    answer_in_working_days: bool
    word_at_least_every: str
    page_days: int
    rules: tuple[str, ...]
    anonymous: bool
    pseudonym: bool
    email: bool
    phone: bool


@open_page
def show(request: OpenRequest) -> HttpResponse:
    """Show what the policy in force says."""
    policy = policy_in_force(request.organisation.id, now=now())
    return render(request, "public/home.html", {"policy": _in_words(policy, get_language() or "en")})


def _in_words(policy: Policy, language: str) -> Shown:
    terms = policy.terms
    answer = terms.promise(PromiseKind.FIRST_ANSWER)
    return Shown(
        answer_within=_span(answer),
        answer_in_working_days=answer is not None and answer.unit == Unit.WORKING_DAYS,
        word_at_least_every=_span(terms.promise(PromiseKind.SILENCE)),
        page_days=terms.page_days,
        rules=tuple(clause.text(language) for clause in terms.rules),
        anonymous=IdentityMode.ANONYMOUS in terms.identity_modes,
        pseudonym=IdentityMode.PSEUDONYM in terms.identity_modes,
        email=ContactMode.EMAIL in terms.contact_modes,
        phone=ContactMode.PHONE in terms.contact_modes,
    )


def _span(promise: Promise | None) -> str:
    return "" if promise is None else SPANS[promise.unit] % {"amount": promise.amount}
