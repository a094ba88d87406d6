"""Who the finder is and how to reach them: replaced as a whole, or deleted. What was there before cannot be read here.

Invariants: a page is judged only under what it offered itself; what is kept goes only when the finder says so, never because a
policy does not ask for it any more.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from django.db import DatabaseError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from meldpunt.cases.access import open_for_finder
from meldpunt.cases.actions import change_contact, forget_contact
from meldpunt.cases.terms import OpenedThread
from meldpunt.doors.look.needs import needed_of_person_in_words
from meldpunt.doors.portal import notices, person
from meldpunt.doors.portal.forms import PersonForm
from meldpunt.doors.portal.guards import FinderRequest, finder_page
from meldpunt.doors.portal.refitting import Left, refitted
from meldpunt.doors.portal.sessions import new_token
from meldpunt.policy.queries import offered_since, policy_in_force
from meldpunt.policy.terms import ContactMode, IdentityMode, Policy, PolicyTerms
from meldpunt.reports.terms import ReportError


@dataclass(frozen=True)
class Page:
    """What the page shows: `left` was typed and is not asked any more, `sure` marks that the next try may delete what was left before."""

    form: PersonForm
    status: int = 200
    notice: notices.Notice | None = None
    left: tuple[Left, ...] = ()
    sure: bool = False


@finder_page("GET", "POST")
def contact(request: FinderRequest) -> HttpResponse:
    """Ask for name and contact anew, or put them in the place of what was there."""
    now = timezone.now()
    policy = policy_in_force(request.organisation.id, now=now)
    thread = open_for_finder(by=request.finder, now=now)
    if request.method != "POST":
        return _show(request, Page(PersonForm(policy=policy, initial={"who": "anonymous", "reach": "none"})), thread)
    form = PersonForm(request.posted.texts, policy=policy)
    if request.posted.text("offered") != _offered(policy.terms) or _has_no_field(form):
        return _show(request, _up_to_date(form, policy), thread)
    if not form.is_valid():
        return _show(request, Page(form, status=422), thread)
    if _says_nothing(form):
        return HttpResponseRedirect(
            reverse("portal:delete_contact" if thread.has_identity else "portal:status"), status=303
        )
    if _gives_up(request, thread, policy.terms, now) and not request.posted.text("sure"):
        return _show(request, Page(form, status=409, notice=notices.GIVES_UP, sure=True), thread)
    return _change(request, Page(form), thread, now)


@finder_page("GET", "POST")
def delete(request: FinderRequest) -> HttpResponse:
    """Ask once more, or delete name and contact for good."""
    now = timezone.now()
    if request.method == "POST":
        forget_contact(by=request.finder, now=now)
        return HttpResponseRedirect(f"{reverse('portal:status')}?said=deleted", status=303)
    thread = open_for_finder(by=request.finder, now=now)
    return render(request, "portal/delete_contact.html", {"token": new_token(request.finder.token), "thread": thread})


def _change(request: FinderRequest, page: Page, thread: OpenedThread, now: datetime) -> HttpResponse:
    form = page.form
    try:
        change_contact(identity=form.identity(), contact=form.contact_wish(), by=request.finder, now=now)
    except ReportError as problem:
        form.add_error(problem.field if problem.field in form.fields else None, notices.NOT_STORABLE)
        return _show(request, replace(page, status=422), thread)
    except (DatabaseError, OSError) as problem:
        notices.log_trouble(problem)
        return _show(request, replace(page, status=503, notice=notices.CANNOT_CHANGE), thread)
    return HttpResponseRedirect(f"{reverse('portal:status')}?said=contact", status=303)


def _offered(terms: PolicyTerms) -> str:
    """Return what a page under these terms offers; the page brings it back."""
    return " ".join((*terms.identity_modes, *terms.contact_modes))


def _has_no_field(form: PersonForm) -> bool:
    """Tell whether something was typed for which this form has no field."""
    return any(form.typed.get(name, "").strip() and name not in form.fields for name in ("name", "contact"))


def _up_to_date(form: PersonForm, policy: Policy) -> Page:
    """Return the page as the policy in force has it, with what was typed; nothing of it is judged."""
    texts, left = refitted(form.typed, policy.terms)
    again = PersonForm(texts, policy=policy)
    again.leave_unjudged()
    notice = notices.OTHER_DETAILS if again.fields else notices.NO_DETAILS
    return Page(again, status=409, notice=notice, left=tuple(left))


def _says_nothing(form: PersonForm) -> bool:
    return form.identity().mode is IdentityMode.ANONYMOUS and form.contact_wish().mode is ContactMode.NONE


def _gives_up(request: FinderRequest, thread: OpenedThread, terms: PolicyTerms, now: datetime) -> bool:
    """Tell whether something may be kept that cannot be given again here: which address it was, nobody can read."""
    if not thread.has_identity:
        return False
    reached = person.REACHED & offered_since(request.organisation.id, thread.policy_version, now=now)
    kept = {thread.identity_mode, *reached} - {IdentityMode.ANONYMOUS}
    return bool(kept - {*terms.identity_modes, *terms.contact_modes})


def _show(request: FinderRequest, page: Page, thread: OpenedThread) -> HttpResponse:
    context = {
        "form": page.form,
        "offered": _offered(page.form.terms),
        "needed": needed_of_person_in_words(page.form.terms),
        "token": new_token(request.finder.token),
        "thread": thread,
        "notice": page.notice,
        "left": page.left,
        "sure": page.sure,
    }
    return render(request, "portal/contact.html", context, status=page.status)
