"""The organisation's page: who it is, what to report, all that its policy says, and the way in and back."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import now
from django.utils.translation import ngettext_lazy

from meldpunt.doors.look.policies import parts_of
from meldpunt.doors.public.guards import OpenRequest, open_page
from meldpunt.policy.queries import policy_in_force
from meldpunt.policy.terms import Promise, PromiseKind, Unit

SPANS = {
    Unit.HOURS: ngettext_lazy("%(amount)d hour", "%(amount)d hours", "amount"),
    Unit.WORKING_DAYS: ngettext_lazy("%(amount)d working day", "%(amount)d working days", "amount"),
    Unit.DAYS: ngettext_lazy("%(amount)d day", "%(amount)d days", "amount"),
    Unit.WEEKS: ngettext_lazy("%(amount)d week", "%(amount)d weeks", "amount"),
    Unit.MONTHS: ngettext_lazy("%(amount)d month", "%(amount)d months", "amount"),
}


@open_page
def show(request: OpenRequest) -> HttpResponse:
    """Show what the policy in force says."""
    policy = policy_in_force(request.organisation.id, now=now())
    answer = policy.terms.promise(PromiseKind.FIRST_ANSWER)
    context = {
        "policy": policy,
        "parts": parts_of(policy.terms.clauses),
        "answer_within": _span(answer),
        "answer_in_working_days": answer is not None and answer.unit is Unit.WORKING_DAYS,
    }
    return render(request, "public/home.html", context)


def _span(promise: Promise | None) -> str:
    return "" if promise is None else SPANS[promise.unit] % {"amount": promise.amount}
