"""Who the finder is and how to reach them: replaced as a whole, or deleted. What was there before cannot be read here."""

from django.db import DatabaseError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from meldpunt.cases.access import open_for_finder
from meldpunt.cases.actions import change_contact, forget_contact
from meldpunt.doors.look.needs import needed_of_person_in_words
from meldpunt.doors.portal import notices
from meldpunt.doors.portal.forms import PersonForm
from meldpunt.doors.portal.guards import FinderRequest, finder_page
from meldpunt.doors.portal.sessions import new_token
from meldpunt.policy.queries import policy_in_force
from meldpunt.reports.terms import ReportError


@finder_page("GET", "POST")
def contact(request: FinderRequest) -> HttpResponse:
    """Ask for name and contact anew, or put them in the place of what was there."""
    now = timezone.now()
    policy = policy_in_force(request.organisation.id, now=now)
    if request.method != "POST":
        return _show(request, PersonForm(policy=policy, initial={"who": "anonymous", "reach": "none"}))
    form = PersonForm(request.posted.texts, policy=policy)
    if not form.is_valid():
        return _show(request, form, status=422)
    try:
        change_contact(identity=form.identity(), contact=form.contact_wish(), by=request.finder, now=now)
    except ReportError as problem:
        form.add_error(problem.field if problem.field in form.fields else None, notices.NOT_STORABLE)
        return _show(request, form, status=422)
    except (DatabaseError, OSError) as problem:
        notices.log_trouble(problem)
        return _show(request, form, status=503, notice=notices.CANNOT_CHANGE)
    return HttpResponseRedirect(f"{reverse('portal:status')}?said=contact", status=303)


@finder_page("GET", "POST")
def delete(request: FinderRequest) -> HttpResponse:
    """Ask once more, or delete name and contact for good."""
    now = timezone.now()
    if request.method == "POST":
        forget_contact(by=request.finder, now=now)
        return HttpResponseRedirect(f"{reverse('portal:status')}?said=deleted", status=303)
    thread = open_for_finder(by=request.finder, now=now)
    return render(request, "portal/delete_contact.html", {"token": new_token(request.finder.token), "thread": thread})


def _show(
    request: FinderRequest, form: PersonForm, *, status: int = 200, notice: notices.Notice | None = None
) -> HttpResponse:
    thread = open_for_finder(by=request.finder, now=timezone.now())
    context = {
        "form": form,
        "needed": needed_of_person_in_words(form.terms),
        "token": new_token(request.finder.token),
        "thread": thread,
        "notice": notice,
    }
    return render(request, "portal/contact.html", context, status=status)
