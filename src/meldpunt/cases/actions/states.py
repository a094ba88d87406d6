"""Moving a report through its states (Vultron RM), closing and re-opening.

All raise CaseNotFound, CaseMovedOn and TransitionRefused (which says why, and what is possible).
"""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final
from uuid import UUID

from django.db.models import QuerySet

from meldpunt.cases.access.keys import conversation_of
from meldpunt.cases.actions.changing import hold, move, note_own_word, reopen_case, settle
from meldpunt.cases.actions.encrypted import encrypted_answer
from meldpunt.cases.actions.letters import end_notices, keep_notice, tell_finder
from meldpunt.cases.actions.messages import keep_message, sealed_message
from meldpunt.cases.models import Case, Thread
from meldpunt.cases.queries.facts import facts_of
from meldpunt.cases.queries.replies import saved_reply
from meldpunt.cases.queries.withholding import review_of
from meldpunt.cases.rules.mailed_facts import facts_of_closing, facts_of_state
from meldpunt.cases.rules.messages import check_said
from meldpunt.cases.rules.report_states import check_closing, check_reopening, check_step, way_of_no
from meldpunt.cases.rules.withholding import check_telling
from meldpunt.cases.terms import ClosingReason, DeclineReason, MessageKind, ReplyId, ReportState, says_of_no
from meldpunt.journal.actions import transaction
from meldpunt.outbox.terms import Enclosed, Letter
from meldpunt.people.terms import Deed, Visitor

NOTHING_NEW: Final[Mapping[str, str]] = MappingProxyType({})
NOTHING_SEALED: Final[Mapping[UUID, Enclosed | None]] = MappingProxyType({})


def change_state(*, number: str, to: ReportState, seen_version: int, by: Visitor, now: datetime) -> None:
    """Move the report to another state than Closed, one step. A told no is withdrawn when it becomes valid or accepted."""
    with transaction():
        case = hold(number=number, deed=Deed.CHANGE_STATE, seen_version=seen_version, by=by)
        before = ReportState(case.report_state)
        check_telling(is_withheld=review_of(case) is not None)
        check_step(before, to)
        move(case, to, member=by.member, now=now)
        if to in (ReportState.VALID, ReportState.ACCEPTED):
            case.declined_as = ""
        facts = {"before": before.value, "after": to.value}
        settle(case, deed="case.moved", facts=facts, by=by.actor, now=now)
        if to is not ReportState.INVALID:  # a no is told with its reason, by declining
            _tell_finders(case, by, now, new=facts_of_state(to))


def close(*, number: str, reason: ClosingReason, seen_version: int, by: Visitor, now: datetime) -> None:
    """Close from Accepted, Invalid or Deferred; the finder's notice address is erased after the last notice.

    With a no only after it was told, and never before the finder was answered: NoNotTold.
    """
    with transaction():
        case = hold(number=number, deed=Deed.CLOSE_CASE, seen_version=seen_version, by=by)
        check_telling(is_withheld=review_of(case) is not None)
        check_closing(facts_of(case), reason)
        _shut(case, reason, by, now)
        settle(case, deed="case.closed", facts={"reason": reason.value}, by=by.actor, now=now)


def decline(*, number: str, reason: DeclineReason, text: str, seen_version: int, by: Visitor, now: datetime) -> None:
    """Say no and why: walk the states to where a no rests, and send `text` to the finder.

    Not valid and not ours rest at Invalid (or Deferred, once it had been valid) for EVIDENCE_DAYS, so that the finder
    can add evidence; already known goes by way of Valid and Deferred and is closed at once. An empty `text` sends the
    saved reply for the reason, in the finder's language. Also raises ReportError, DeskLocked.
    """
    thread, key = conversation_of(number=number, visitor=by)
    said = text if text.strip() else _saved(reason, thread, number, by)
    check_said(said)
    message = sealed_message(said, (), key=key, to=())
    told_as = Letter.CLOSED if reason is DeclineReason.ALREADY_KNOWN else Letter.ANSWER
    enclosed = encrypted_answer(thread, said, number=number, told_as=told_as, now=now)
    with transaction():
        case = hold(number=number, deed=Deed.CLOSE_CASE, seen_version=seen_version, by=by)
        check_telling(is_withheld=review_of(case) is not None)
        way = way_of_no(ReportState(case.report_state), reason)
        said_no = says_of_no(reason)
        row = keep_message(thread=thread, message=message, kind=MessageKind.DECLINE, says=said_no, by=by.actor, now=now)
        note_own_word(case, MessageKind.DECLINE, now=now)
        case.declined_as = reason
        letters = _walk(case, way, reason, {thread.pk: enclosed}, by, now)
        keep_notice(letters.get(thread.pk), about=row, to=thread, now=now)
        settle(case, deed="case.declined", facts={"reason": reason.value}, by=by.actor, now=now)


def reopen(*, number: str, seen_version: int, by: Visitor, now: datetime) -> None:
    """Take a closed case up again, in the state it had before it was closed."""
    with transaction():
        case = hold(number=number, deed=Deed.REOPEN_CASE, seen_version=seen_version, by=by)
        check_reopening(ReportState(case.report_state))
        reopen_case(case, member=by.member, now=now)
        case.declined_as = ""
        settle(case, deed="case.reopened", facts={"after": case.report_state}, by=by.actor, now=now)


def _walk(
    case: Case,
    way: tuple[ReportState, ...],
    reason: DeclineReason,
    enclosed: Mapping[UUID, Enclosed | None],
    by: Visitor,
    now: datetime,
) -> dict[UUID, UUID | None]:
    """Take the way of a no; return the letter that was owed to each finder."""
    for state in way:
        if state is ReportState.CLOSED:
            return _shut(case, ClosingReason(reason.value), by, now, enclosed)
        move(case, state, member=by.member, now=now)
    return _tell_finders(case, by, now, enclosed)


def _shut(
    case: Case,
    reason: ClosingReason,
    by: Visitor,
    now: datetime,
    enclosed: Mapping[UUID, Enclosed | None] = NOTHING_SEALED,
) -> dict[UUID, UUID | None]:
    change = move(case, ReportState.CLOSED, member=by.member, now=now, reason=reason)
    case.closed_at = now
    case.closing_reason = reason
    letters: dict[UUID, UUID | None] = {}
    for thread in _threads(case):
        sent = enclosed.get(thread.pk)
        new = facts_of_closing(reason)
        letter = tell_finder(thread, Letter.CLOSED, number=case.number, by=by, enclosed=sent, now=now, **new)
        keep_notice(letter, about=change, to=thread, now=now)
        end_notices(thread, told=letter is not None)
        letters[thread.pk] = letter
    return letters


def _tell_finders(
    case: Case,
    by: Visitor,
    now: datetime,
    enclosed: Mapping[UUID, Enclosed | None] = NOTHING_SEALED,
    new: Mapping[str, str] = NOTHING_NEW,
) -> dict[UUID, UUID | None]:
    letters: dict[UUID, UUID | None] = {}
    for thread in _threads(case):
        sent = enclosed.get(thread.pk)
        told_as = Letter.ANSWER if sent else Letter.NEWS
        letters[thread.pk] = tell_finder(thread, told_as, number=case.number, by=by, enclosed=sent, now=now, **new)
    return letters


def _threads(case: Case) -> QuerySet[Thread]:
    return case.threads.select_related("report", "case")


def _saved(reason: DeclineReason, thread: Thread, number: str, by: Visitor) -> str:
    language, organisation = thread.finder_language, by.organisation.name
    return saved_reply(
        ReplyId(reason.value), language=language, number=number, handler=by.name, organisation=organisation
    ).text
