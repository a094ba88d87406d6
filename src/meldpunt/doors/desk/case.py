"""The page of one case: what now, the report, the conversation, and everything that can be done with it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import structlog
from django.http import HttpResponse
from django.utils import timezone
from django.utils.functional import Promise

from meldpunt.cases import access, queries
from meldpunt.cases.terms import (
    CaseMovedOn,
    DeclineReason,
    HandTo,
    Late,
    MessageKind,
    MessageView,
    NoDate,
    NoteView,
    OpenedCase,
    ReplyId,
    ReportState,
)
from meldpunt.doors.desk import drafts, posting
from meldpunt.doors.desk.answers import show
from meldpunt.doors.desk.duty_words import shown
from meldpunt.doors.desk.guards import desk_page
from meldpunt.doors.desk.mail_shown import Came, came_with, elsewhere
from meldpunt.doors.desk.reading import pieces_of
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.doors.desk.timeline import lines_of
from meldpunt.doors.desk.words import CLOSING_REASONS, DECLINES, MOVES, NO_DATES, SAID, word
from meldpunt.doors.look.reckoned import explained
from meldpunt.obligations.actions import catch_up
from meldpunt.obligations.queries import duties_of, fallen_of, has_facts, late_towards, laws_of, obligations_of
from meldpunt.obligations.terms import ShownObligation
from meldpunt.people.queries import handlers_of, member_names
from meldpunt.people.terms import Deed, Visitor
from meldpunt.policy.terms import PromiseKind

log = structlog.get_logger("meldpunt.desk")

TYPED = ("text", "reason", "kind", "assesses", "fix_by", "no_date")
"""The fields of the page's forms that are worth keeping."""
FORMS = ("answer", "note", "no", "opened")
"""The forms of the page that have such fields, as their field `form` names them."""


@dataclass(frozen=True)
class Again:
    """Why the page is shown again instead of doing what was asked: what was typed in which form, and what stood in the way."""

    typed: Mapping[str, Mapping[str, str]] = field(default_factory=dict, repr=False)
    moved: CaseMovedOn | None = None
    problem: str | Promise = ""
    restored: bool = False


@dataclass(frozen=True)
class Option:
    """One choice of a list: the value that is sent, the words, and (for a no) the ready text."""

    value: str
    words: str
    text: str = field(default="", repr=False)
    chosen: bool = False


@desk_page(Deed.OPEN_CASE)
def case(request: DeskRequest, number: str) -> HttpResponse:
    """Open the case, with what was being typed when the desk locked, and the dates that what was just done here leaves."""
    now = timezone.now()
    catch_up(number=number, by=request.visitor, now=now)
    kept = {form: drafts.restored(request, where=drafts.place_of(request.path, form), now=now) for form in FORMS}
    return show_case(request, number, Again(typed=kept, restored=any(kept.values())))


def show_case(request: DeskRequest, number: str, again: Again, *, status: int = 200) -> HttpResponse:
    """Answer with the page of the case, as it is now."""
    now = timezone.now()
    events = None if request.GET.get("events") == "all" else access.EVENTS
    opened = access.open_for_member(number=number, visitor=request.visitor, now=now, events=events)
    _log_damaged(opened)
    context = _context(opened, request.visitor, again, now=now)
    context["has_earlier"] = len(opened.timeline) == events
    context["lost"] = posting.give_up(request)
    context["said"] = word(SAID, request.GET.get("said", "")) if request.method == "GET" else ""
    return show(request, "case", context, status=status)


def answers_ready(opened: OpenedCase, visitor: Visitor, late: Late | None) -> list[queries.SavedReply]:
    """Return the saved replies that are sent as an answer or a question; a no is told in its own form, with its reason."""
    found = queries.saved_replies(**ready_texts(opened, visitor), late=late)
    return [reply for reply in found if reply.kind is not MessageKind.DECLINE]


def late_in(opened: OpenedCase, visitor: Visitor, promises: Sequence[ShownObligation], now: datetime) -> Late | None:
    """Return the broken promise that asks for a word to this finder; none while the law forbids to tell."""
    if opened.withholding is not None:
        return None
    return late_towards(promises, case=opened.id, organisation=visitor.organisation.id, now=now)


def ready_texts(opened: OpenedCase, visitor: Visitor) -> dict[str, str]:
    """Return the facts that fill the placeholders of saved replies."""
    names = {"handler": visitor.name, "organisation": visitor.organisation.name}
    return {"language": opened.language, "number": opened.number, **names}


def _context(opened: OpenedCase, visitor: Visitor, again: Again, *, now: datetime) -> dict[str, object]:
    filled = ready_texts(opened, visitor)
    names = member_names(visitor.organisation.id)
    advice = opened.advice
    promises = obligations_of(opened.id, now=now)
    late = late_in(opened, visitor, promises, now)
    return {
        "case": opened,
        "now": now,
        "again": again,
        "changes": lines_of(again.moved.changes, names) if again.moved else (),
        "advice": queries.advice_text(advice),
        "asked": queries.people_behind(advice.hand_to, organisation=visitor.organisation.id, now=now),
        "advised": queries.saved_reply(advice.reply, **filled) if advice.reply else None,
        "promises": explained(promises),
        "erasing": next((each for each in promises if _is_to_erase(each)), None),
        "late": late,
        "late_reply": queries.late_reply(late, **filled) if late else None,
        **_duties(opened, visitor, now),
        "pieces": pieces_of(opened.report),
        **_by_mail(opened, visitor, now),
        "timeline": lines_of(opened.timeline, names),
        "replies": answers_ready(opened, visitor, late),
        "no_dates": [Option(why, word(NO_DATES, why)) for why in NoDate],
        "onward": Option(advice.to, word(MOVES, advice.to)) if advice.to else None,
        "declines": _declines(filled, again) if opened.may_decline else [],
        "moves": [Option(state, word(MOVES, state)) for state in opened.possible if state is not ReportState.CLOSED],
        "closings": [Option(reason, word(CLOSING_REASONS, reason)) for reason in opened.closing_reasons],
        "handlers": _handlers(opened, visitor),
        "in_hand": opened.assigned_to == visitor.member,
        "open": opened.state is not ReportState.CLOSED,
        "beside": _beside(opened, again),
    }


def _is_to_erase(promise: ShownObligation) -> bool:
    return promise.kind is PromiseKind.ERASURE and promise.settled.ended_at is None


def _duties(opened: OpenedCase, visitor: Visitor, now: datetime) -> dict[str, object]:
    """Return what the page says of duties by law; only that none was chosen where no law holds and no fact was recorded."""
    if not laws_of(visitor.organisation.id) and not has_facts(opened.id):
        return {"has_no_law": True}
    duties = duties_of(visitor.organisation.id, opened.id)
    begun, fallen = shown(duties, now=now), fallen_of(opened.id, besides=duties)
    owed = [each for each in begun if each.owed]
    return {
        "has_duties": True,
        "duties": [*owed, *(each for each in begun if not each.owed)],
        "fallen": fallen,
        "several": len({each.duty.event for each in begun} | {each.event for each in fallen}) > 1,
        "first_duty": owed[0] if owed else None,
        "duty_asked": queries.people_behind(HandTo.BREACH_CONTACT, organisation=visitor.organisation.id, now=now)
        if owed and opened.advice.hand_to is not HandTo.BREACH_CONTACT
        else [],
    }


def _beside(opened: OpenedCase, again: Again) -> str:
    """Return the form in which it is said why nothing was done: the one that was sent, if the page still has it."""
    sent = next(iter(again.typed), "")
    there = opened.may_decline if sent == "no" else opened.state is not ReportState.CLOSED and sent != "opened"
    return sent if there else ""


def _log_damaged(opened: OpenedCase) -> None:
    """Tell the operator that a file cannot be opened and why, not which."""
    for file in [*opened.files, *(file for message in opened.messages for file in message.files)]:
        if file.trouble:
            log.error("cannot open a file", kind=file.trouble)


def _by_mail(opened: OpenedCase, visitor: Visitor, now: datetime) -> dict[str, object]:
    """Return the conversation, the mails by which its messages and the report came, and where that could belong instead."""
    came = came_with(opened)
    mail, untouched = came.get(None), opened.state is ReportState.RECEIVED and not (opened.messages or opened.notes)
    places = elsewhere(mail.shown.mail, visitor.organisation.id, now) if untouched and mail and mail.shown else []
    return {"talk": _talk(opened, came), "report_mail": mail, "elsewhere": places}


def _talk(
    opened: OpenedCase, came: Mapping[int | None, Came]
) -> list[tuple[bool, MessageView | NoteView, Came | None]]:
    """Return messages and notes in the order in which they were written; True stands before a note, behind a message its mail."""
    said: list[tuple[bool, MessageView | NoteView, Came | None]] = [
        (False, message, came.get(message.id)) for message in opened.messages
    ]
    said += [(True, note, None) for note in opened.notes]
    return sorted(said, key=lambda item: item[1].at)


def _declines(filled: Mapping[str, str], again: Again) -> list[Option]:
    """Return the three noes, each with its kind text, or with what was typed over it."""
    typed = again.typed.get("no", {})
    return [
        Option(
            reason,
            word(DECLINES, reason),
            typed["text"]
            if typed.get("reason") == reason
            else queries.saved_reply(ReplyId(reason.value), **filled).text,
            chosen=typed.get("reason") == reason,
        )
        for reason in DeclineReason
    ]


def _handlers(opened: OpenedCase, visitor: Visitor) -> list[Option]:
    present = handlers_of(visitor.organisation.id)
    return [Option(str(id_), name, chosen=id_ == opened.assigned_to) for id_, name in present.items()]
