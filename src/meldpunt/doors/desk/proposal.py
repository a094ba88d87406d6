"""A policy that waits for a second person: read, approved or sent back by somebody else, withdrawn by who proposed it."""

from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate

from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csp import csp_override

from meldpunt.doors.desk import drafts
from meldpunt.doors.desk.answers import go_to, show
from meldpunt.doors.desk.files import INERT, disposition
from meldpunt.doors.desk.guards import desk_page
from meldpunt.doors.desk.policy_shown import readings_of, told, waiting_for
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.doors.desk.words import SAID, word
from meldpunt.doors.look.policies import changes_of
from meldpunt.doors.look.unseen import MOST, how_many
from meldpunt.people.terms import Deed, HostTaken, NotThere
from meldpunt.policy import actions
from meldpunt.policy.queries import proposal_of, review
from meldpunt.policy.rules.proposals import Review, Row
from meldpunt.policy.terms import (
    LONGEST_REMARK,
    DatesPassed,
    NoProposal,
    NotYours,
    OwnProposal,
    PolicyRefused,
    ProposalChanged,
    ProposerGone,
    PublishedMeanwhile,
    RemarkRefused,
    SameAsBefore,
)

CONFLICT, UNUSABLE = 409, 422
WHY: Mapping[type[Exception], Promise] = {
    NoProposal: _("This does not wait any more: it was withdrawn, sent back or published. Nothing was done."),
    ProposalChanged: _("The proposal changed while you were reading. Nothing was done. Below is what waits now."),
    PublishedMeanwhile: _("Another version was published after this was proposed. Nothing was done."),
    SameAsBefore: _("This is what was published last. Nothing was done."),
    OwnProposal: _("You proposed this yourself. Somebody else reads and approves it. Nothing was done."),
    ProposerGone: _(
        "Who proposed this may not publish any more. Nothing was done. Send it back, then propose it yourself."
    ),
    DatesPassed: _("A date in the file has passed. Nothing was done. Say below that it may be published so."),
    PolicyRefused: _("This cannot be published as things stand. Nothing was done. Below is why."),
    HostTaken: _("Somebody else was given a host name of this file meanwhile. Nothing was done."),
    NotYours: _("Only who proposed this withdraws it. You can send it back. Nothing was done."),
}
"""Why a deed was not done. What was typed stays."""


@desk_page(Deed.PUBLISH_POLICY)
def proposal(request: DeskRequest) -> HttpResponse:
    """Show what waits, or what came back."""
    kept = drafts.restored(request, where=request.path, now=timezone.now())
    return _show(request, remark=kept.get("remark", ""), said=word(SAID, request.GET.get("said", "")))


@desk_page(Deed.PUBLISH_POLICY, page="desk:proposal")
def approve(request: DeskRequest) -> HttpResponse:
    """Publish it as the second person."""

    def deed() -> HttpResponse:
        actions.approve(
            seen=request.POST.get("seen", ""),
            with_passed_dates="with_passed_dates" in request.POST,
            by=request.visitor,
            now=timezone.now(),
        )
        return go_to("desk:policy", said="policy_approved")

    return _tried(request, deed)


@desk_page(Deed.PUBLISH_POLICY, page="desk:proposal", keeps=("remark",))
def send_back(request: DeskRequest) -> HttpResponse:
    """Give it back to who proposed it, with a remark."""
    remark = request.POST.get("remark", "").replace("\r\n", "\n")

    def deed() -> HttpResponse:
        actions.send_back(seen=request.POST.get("seen", ""), remark=remark, by=request.visitor, now=timezone.now())
        return go_to("desk:proposal", said="policy_sent_back")

    try:
        return _tried(request, deed, remark=remark)
    except RemarkRefused:
        return _show(request, remark=remark, wrong=True, status=UNUSABLE)


@desk_page(Deed.PUBLISH_POLICY, page="desk:proposal")
def withdraw(request: DeskRequest) -> HttpResponse:
    """Give it up: what waits, or what came back."""

    def deed() -> HttpResponse:
        organisation = request.visitor.organisation.id
        actions.withdraw_proposal(organisation=organisation, by=request.visitor.actor, now=timezone.now())
        return go_to("desk:policy", said="policy_withdrawn")

    return _tried(request, deed)


@desk_page(Deed.PUBLISH_POLICY)
def file(request: DeskRequest, digest: str, name: str) -> HttpResponse:
    """Hand out a file of the proposal that was looked at, and none of another that took its place."""
    found = proposal_of(request.visitor.organisation.id)
    if found is not None and found.digest != digest:
        return _show(request, notice=str(WHY[ProposalChanged]), status=CONFLICT)
    if found is None or name not in found.files:
        raise NotThere
    return _handed_out(request, found.files[name], name)


@csp_override(INERT)
def _handed_out(_request: DeskRequest, content: bytes, name: str) -> HttpResponse:
    """Return a download of no particular kind."""
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer.headers["Content-Disposition"] = disposition(name)
    answer.headers["X-Content-Type-Options"] = "nosniff"
    return answer


def _tried(request: DeskRequest, deed: Callable[[], HttpResponse], *, remark: str = "") -> HttpResponse:
    """Do it, or show what is there now and why it was not done."""
    try:
        return deed()
    except tuple(WHY) as refused:
        return _show(request, remark=remark, notice=str(WHY[type(refused)]), status=CONFLICT)


def _show(
    request: DeskRequest, *, remark: str = "", said: str = "", notice: str = "", wrong: bool = False, status: int = 200
) -> HttpResponse:
    waiting = waiting_for(request.visitor)
    context: dict[str, object] = {"said": said, "notice": notice, "waiting": waiting}
    if waiting is not None:
        seen = review(request.visitor.organisation, waiting.proposal, now=timezone.now())
        context |= _reviewed(request, seen) | {"remark": remark, "wrong": wrong, "longest": LONGEST_REMARK}
    return show(request, "proposal", context, status=status)


def _drawn(rows: Sequence[Row]) -> list[Row]:
    """Return the rows from the first on, up to as many boxes for unseen characters as one text has: a crafted file would make a huge page."""
    places = accumulate(how_many(row.text)[1] for row in rows)
    return [row for row, so_far in zip(rows, places, strict=True) if so_far <= MOST]


def _reviewed(request: DeskRequest, seen: Review) -> dict[str, object]:
    languages, rows = request.visitor.organisation.languages, _drawn(seen.rows or ())
    return {
        "review": seen,
        "rows": rows,
        "left_out": len(seen.rows or ()) - len(rows),
        "problems": [told(problem) for problem in seen.problems],
        "comparisons": [(each.before, changes_of(each.differences), each.changed) for each in seen.comparisons],
        "readings": readings_of(seen.policy, languages) if seen.policy else [],
        "approvers": ", ".join(seen.approvers.values()),
    }
