"""Withholding progress because the law demands it: asked for on a page of its own, which says what it does, and ended on another."""

from django.http import HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from meldpunt.cases.access import open_for_member
from meldpunt.cases.actions import end_withholding, withhold
from meldpunt.cases.terms import (
    CaseMovedOn,
    Ground,
    NotWithheld,
    OpenedCase,
    TransitionRefused,
    WithholdingRefused,
)
from meldpunt.doors.desk import drafts
from meldpunt.doors.desk.answers import go_to, show, show_form
from meldpunt.doors.desk.forms import SeenForm, WithholdForm
from meldpunt.doors.desk.guards import desk_page
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.doors.desk.words import CASE_MOVED, WITHHOLDING_FLAWS, word
from meldpunt.people.terms import Deed
from meldpunt.reports.terms import ReportError

TYPED = ("why", "ground", "review_on", "said")
FIELDS = {"past": "review_on", "far": "review_on", "no_reason": "why"}


@desk_page(Deed.WITHHOLD_PROGRESS, keeps=TYPED)
def begin(request: DeskRequest, number: str) -> HttpResponse:
    """Say what it means, ask why and until when, and do it; while it holds, decide it anew."""
    now = timezone.now()
    opened = open_for_member(number=number, visitor=request.visitor, now=now)
    if request.method != "POST":
        kept = drafts.restored(request, where=request.path, now=now)
        initial = _decided(opened) | kept | {"seen_version": opened.version}
        return _shown(request, opened, WithholdForm(None, initial=initial))
    form = WithholdForm(request.POST)
    if not form.is_valid() or not _done(request, number, form):
        return _shown(request, opened, form)
    return go_to("desk:case", number=number, said="withheld", anchor="main")


@desk_page(Deed.WITHHOLD_PROGRESS)
def end(request: DeskRequest, number: str) -> HttpResponse:
    """Ask first, then let the finder be told again."""
    opened = open_for_member(number=number, visitor=request.visitor, now=timezone.now())
    if opened.withholding is None:
        return go_to("desk:case", number=number, anchor="main")
    form = SeenForm(request.POST if request.method == "POST" else None, initial={"seen_version": opened.version})
    if request.method != "POST" or not form.is_valid():
        return show_form(request, "withhold_end", form, {"case": opened})
    try:
        end_withholding(
            number=number, seen_version=form.cleaned_data["seen_version"], by=request.visitor, now=timezone.now()
        )
    except CaseMovedOn as moved:
        again = SeenForm(None, initial={"seen_version": moved.version})
        return show(request, "withhold_end", {"form": again, "case": opened, "moved": True}, status=409)
    except NotWithheld:
        return go_to("desk:case", number=number, anchor="main")
    return go_to("desk:case", number=number, said="withholding_ended", anchor="main")


def _decided(opened: OpenedCase) -> dict[str, object]:
    """Return the choices of the decision that holds; without one nothing is chosen beforehand."""
    if opened.withholding is None:
        return {}
    return {"ground": opened.withholding.ground.value, "said": "yes" if opened.withholding.said else "no"}


def _done(request: DeskRequest, number: str, form: WithholdForm) -> bool:
    """Do it, or say in the form what stands in the way."""
    chosen = form.cleaned_data
    try:
        withhold(
            number=number,
            ground=Ground(chosen["ground"]),
            reason=chosen["why"],
            review_on=chosen["review_on"],
            said=chosen["said"] == "yes",
            seen_version=chosen["seen_version"],
            by=request.visitor,
            now=timezone.now(),
        )
    except WithholdingRefused as refused:
        form.add_error(FIELDS[refused.flaw], word(WITHHOLDING_FLAWS, refused.flaw))
    except CaseMovedOn as moved:
        form.data = {**form.data, "seen_version": str(moved.version)}
        form.add_error(None, CASE_MOVED)
    except TransitionRefused as refused:
        form.add_error(None, _(refused.reason))
    except ReportError:
        form.add_error("why", _("This text cannot be kept: it is too long, or has signs in it that cannot be shown."))
    return not form.errors


def _shown(request: DeskRequest, opened: OpenedCase, form: WithholdForm) -> HttpResponse:
    return show_form(request, "withhold", form, {"case": opened})
