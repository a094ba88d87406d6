"""What a handler does with a case. Each form carries the version it was made from: who comes second sees what changed."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from meldpunt.cases import actions
from meldpunt.cases.access import open_for_member
from meldpunt.cases.terms import (
    CaseMovedOn,
    ClosingReason,
    DeclineReason,
    MessageKind,
    NoSuchMail,
    NoSuchMember,
    NotFilledIn,
    NothingSaid,
    ReportState,
    SaysRefused,
    TransitionRefused,
)
from meldpunt.doors.desk import posting
from meldpunt.doors.desk.answers import go_to, show
from meldpunt.doors.desk.case import TYPED, Again, answers_ready, late_in, show_case
from meldpunt.doors.desk.duty_words import shown
from meldpunt.doors.desk.forms import AnswerForm, AssignForm, CloseForm, DeclineForm, MoveForm, NoteForm, SeenForm
from meldpunt.doors.desk.guards import desk_page
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.doors.desk.words import SAYS_FLAWS, word
from meldpunt.obligations.queries import duties_of, obligations_of
from meldpunt.people.terms import Deed
from meldpunt.reports.terms import ReportError

CONFLICT = 409
NOT_USABLE = 422
REFUSALS = (TransitionRefused, NoSuchMember, NoSuchMail, SaysRefused, NotFilledIn, NothingSaid, ReportError)
"""What a deed can refuse, each with words of its own; nothing was done."""


@desk_page(Deed.ANSWER_FINDER, page="desk:case", keeps=TYPED, takes_files=True)
def answer(request: DeskRequest, number: str) -> HttpResponse:
    """Send an answer or a question with its files, or put a saved reply into the text first."""
    form = AnswerForm(request.POST)
    if "insert" in request.POST:
        return _with_reply(request, number)
    if not form.is_valid():
        return _again(request, number, form)
    if problem := posting.too_much(request):
        return show_case(request, number, Again(typed=_typed(request), problem=problem), status=NOT_USABLE)
    kind = MessageKind(form.cleaned_data["kind"])

    def write(seen_version: int, now: datetime) -> None:
        actions.write_as_handler(
            number=number,
            kind=kind,
            text=form.cleaned_data["text"],
            uploads=posting.uploads_of(request),
            says=form.says,
            seen_version=seen_version,
            by=request.visitor,
            now=now,
        )

    return _done(request, number, form, write, said="asked" if kind is MessageKind.ASK else "answered")


@desk_page(Deed.ANSWER_FINDER, page="desk:case", keeps=TYPED, takes_files=True)
def opened(request: DeskRequest, number: str) -> HttpResponse:
    """Add what was opened elsewhere of an encrypted mail of the finder."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _again(request, number, form)
    if problem := posting.too_much(request):
        return show_case(request, number, Again(typed=_typed(request), problem=problem), status=NOT_USABLE)
    text, uploads = form.cleaned_data["text"], posting.uploads_of(request)

    def add(seen_version: int, now: datetime) -> None:
        actions.add_opened(
            number=number,
            mail=_named(request),
            text=text,
            uploads=uploads,
            seen_version=seen_version,
            by=request.visitor,
            now=now,
        )

    return _done(request, number, form, add, said="opened_added")


@desk_page(Deed.WRITE_NOTE, page="desk:case", keeps=TYPED)
def note(request: DeskRequest, number: str) -> HttpResponse:
    """Keep a note that only handlers read."""
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _again(request, number, form)

    def write(seen_version: int, now: datetime) -> None:
        text = form.cleaned_data["text"]
        actions.add_note(number=number, text=text, seen_version=seen_version, by=request.visitor, now=now)

    return _done(request, number, form, write, said="noted")


@desk_page(Deed.ASSIGN_CASE, page="desk:case")
def assign(request: DeskRequest, number: str) -> HttpResponse:
    """Give the case to somebody, or to nobody."""
    form = AssignForm(request.POST)
    if not form.is_valid():
        return _again(request, number, form)

    def give(seen_version: int, now: datetime) -> None:
        to: UUID | None = form.cleaned_data["to"]
        actions.assign(number=number, to=to, seen_version=seen_version, by=request.visitor, now=now)

    taken = form.cleaned_data["to"] == request.visitor.member
    return _done(request, number, form, give, said="taken" if taken else "assigned")


@desk_page(Deed.CHANGE_STATE, page="desk:case")
def move(request: DeskRequest, number: str) -> HttpResponse:
    """Take the report to another state."""
    form = MoveForm(request.POST)
    if not form.is_valid():
        return _again(request, number, form)

    def go(seen_version: int, now: datetime) -> None:
        to = ReportState(form.cleaned_data["to"])
        actions.change_state(number=number, to=to, seen_version=seen_version, by=request.visitor, now=now)

    return _done(request, number, form, go, said="moved")


@desk_page(Deed.CLOSE_CASE, page="desk:case")
def close(request: DeskRequest, number: str) -> HttpResponse:
    """Ask first, then close the case with a reason; what cannot be done is said without asking."""
    form = CloseForm(request.POST)
    if not form.is_valid():
        return _again(request, number, form)
    reason = ClosingReason(form.cleaned_data["reason"])
    if not form.cleaned_data["sure"]:
        now = timezone.now()
        opened = open_for_member(number=number, visitor=request.visitor, now=now)
        if reason in opened.closing_reasons and opened.version == form.cleaned_data["seen_version"]:
            owed = [duty for duty in shown(duties_of(request.visitor.organisation.id, opened.id), now=now) if duty.owed]
            return show(request, "case_close", {"case": opened, "reason": reason, "duties": owed, "now": now})

    def shut(seen_version: int, now: datetime) -> None:
        actions.close(number=number, reason=reason, seen_version=seen_version, by=request.visitor, now=now)

    return _done(request, number, form, shut, said="closed")


@desk_page(Deed.CLOSE_CASE, page="desk:case", keeps=TYPED)
def decline(request: DeskRequest, number: str) -> HttpResponse:
    """Say no and why, kindly."""
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return _again(request, number, form)

    def say_no(seen_version: int, now: datetime) -> None:
        reason, text = DeclineReason(form.cleaned_data["reason"]), form.cleaned_data["text"]
        actions.decline(number=number, reason=reason, text=text, seen_version=seen_version, by=request.visitor, now=now)

    return _done(request, number, form, say_no, said="declined")


@desk_page(Deed.REOPEN_CASE, page="desk:case")
def reopen(request: DeskRequest, number: str) -> HttpResponse:
    """Take a closed case up again."""
    form = SeenForm(request.POST)
    if not form.is_valid():
        return _again(request, number, form)

    def take_up(seen_version: int, now: datetime) -> None:
        actions.reopen(number=number, seen_version=seen_version, by=request.visitor, now=now)

    return _done(request, number, form, take_up, said="reopened")


def _done(
    request: DeskRequest, number: str, form: SeenForm, deed: Callable[[int, datetime], None], *, said: str
) -> HttpResponse:
    """Do the deed and go back to the case, or show the case again with what was typed and what stood in the way."""
    typed = _typed(request)
    try:
        deed(form.cleaned_data["seen_version"], timezone.now())
    except CaseMovedOn as moved:
        return show_case(request, number, Again(typed=typed, moved=moved), status=CONFLICT)
    except REFUSALS as refused:
        problem, status = _why_not(refused)
        return show_case(request, number, Again(typed=typed, problem=problem), status=status)
    return go_to("desk:case", number=number, said=said, anchor="main")


def _named(request: DeskRequest) -> UUID:
    """Return the mail that the form is about. Raises NoSuchMail."""
    try:
        return UUID(request.POST.get("mail", ""))
    except ValueError:
        raise NoSuchMail from None


def _why_not(refused: Exception) -> tuple[str, int]:
    """Return in words what stood in the way, and the status of the answer."""
    if isinstance(refused, TransitionRefused):
        return _(refused.reason), CONFLICT
    if isinstance(refused, NoSuchMember):
        return _("This person cannot work on cases any more. Choose somebody else."), CONFLICT
    if isinstance(refused, SaysRefused):
        return word(SAYS_FLAWS, refused.flaw), NOT_USABLE
    if isinstance(refused, NoSuchMail):
        return _(
            "The case has no such mail, or it was opened here, or is not kept any more. Nothing was added."
        ), CONFLICT
    if isinstance(refused, NotFilledIn):
        text = _("The text still says “%(blank)s”. Write the reason in its place, or take it out.")
        return text % {"blank": refused.blank}, NOT_USABLE
    return _("There is nothing to send yet, or it is too long. Write up to 200,000 characters."), NOT_USABLE


def _again(request: DeskRequest, number: str, form: SeenForm) -> HttpResponse:
    """Show the case again with the first thing that is wrong with the form."""
    problem = next(str(error) for errors in form.errors.values() for error in errors)
    return show_case(request, number, Again(typed=_typed(request), problem=problem), status=NOT_USABLE)


def _with_reply(request: DeskRequest, number: str) -> HttpResponse:
    """Put the chosen saved reply behind what was typed, to be sent as what it is; nothing is sent yet."""
    typed = request.POST.get("text", "").strip()
    now = timezone.now()
    opened = open_for_member(number=number, visitor=request.visitor, now=now)
    late = late_in(opened, request.visitor, obligations_of(opened.id, now=now), now)
    ready = {reply.id.value: reply for reply in answers_ready(opened, request.visitor, late)}
    found = ready.get(request.POST.get("reply", ""))
    text = "\n\n".join(part for part in (typed, found.text if found else "") if part)
    kind = found.kind if found else MessageKind.ANSWER
    kept = {name: request.POST[name] for name in ("assesses", "fix_by", "no_date") if name in request.POST}
    return show_case(request, number, Again(typed={"answer": {**kept, "text": text, "kind": kind}}))


def _typed(request: HttpRequest) -> dict[str, dict[str, str]]:
    """Return what was typed, under the name of its form."""
    return {request.POST.get("form", ""): {name: request.POST[name] for name in TYPED if name in request.POST}}
