"""What a handler does with a case. `seen_version` is the version of the page the handler acted on."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID, uuid4
from zoneinfo import ZoneInfo

from meldpunt.arrivals.terms import SealedUpload
from meldpunt.cases.access.keys import conversation_of, internal_key
from meldpunt.cases.actions.changing import hold, note_own_word, settle
from meldpunt.cases.actions.encrypted import encrypted_answer
from meldpunt.cases.actions.keys import hold_key, with_current_key
from meldpunt.cases.actions.letters import keep_notice, tell_finder
from meldpunt.cases.actions.messages import NOTHING, keep_message, readers_of, sealed_message
from meldpunt.cases.models import Note
from meldpunt.cases.queries.replies import blank_in
from meldpunt.cases.queries.withholding import review_of
from meldpunt.cases.rules.mailed_facts import facts_of_word
from meldpunt.cases.rules.messages import check_said, seal_note
from meldpunt.cases.rules.promised import check_says, codes_of
from meldpunt.cases.rules.report_states import check_open
from meldpunt.cases.terms import MessageKind, NoSuchMember, NotFilledIn, ReportState, Says
from meldpunt.journal.actions import transaction
from meldpunt.outbox.terms import Letter
from meldpunt.people.queries import handlers_of
from meldpunt.people.terms import Deed, Visitor
from meldpunt.sealing.terms import PublicKey


def assign(*, number: str, to: UUID | None, seen_version: int, by: Visitor, now: datetime) -> None:
    """Give the case to a member, or to nobody. Raises CaseNotFound, CaseMovedOn, NoSuchMember."""
    with transaction():
        case = hold(number=number, deed=Deed.ASSIGN_CASE, seen_version=seen_version, by=by)
        if to is not None and to not in handlers_of(by.organisation.id):
            raise NoSuchMember
        case.assigned_to_id = to
        settle(case, deed="case.assigned", facts={"to": str(to) if to else None}, by=by.actor, now=now)


def write_as_handler(
    *,
    number: str,
    kind: MessageKind,
    text: str,
    uploads: Sequence[SealedUpload],
    says: Says = NOTHING,
    seen_version: int,
    by: Visitor,
    now: datetime,
) -> None:
    """Answer the finder or ask for more, and tell them by mail: what was written where they have a key, else that something is there. `says` is what this answer holds of what is promised.

    Raises CaseNotFound, CaseMovedOn, TransitionRefused, NothingSaid, NotFilledIn, SaysRefused, ReportError, DeskLocked.
    """
    check_said(text, files=len(uploads))
    if blank := blank_in(text):
        raise NotFilledIn(blank)
    check_says(says, today=now.astimezone(ZoneInfo(by.organisation.zone)).date())
    thread, key = conversation_of(number=number, visitor=by)
    asked = facts_of_word(kind, NOTHING, is_withheld=True)
    enclosed = encrypted_answer(thread, text, number=number, files=len(uploads), now=now, new=asked)

    def attempt(current: PublicKey) -> None:
        message = sealed_message(text, uploads, key=key, to=readers_of(thread, current))
        with transaction():
            hold_key(by.organisation.id, current)
            case = hold(number=number, deed=Deed.ANSWER_FINDER, seen_version=seen_version, by=by)
            check_open(ReportState(case.report_state))
            row = keep_message(thread=thread, message=message, kind=kind, says=says, by=by.actor, now=now)
            note_own_word(case, kind, now=now)
            facts = {"kind": kind.value, "files": len(uploads), **codes_of(says)}
            settle(case, deed="case.answered", facts=facts, by=by.actor, now=now)
            as_what = Letter.ANSWER if enclosed else Letter.NEWS
            new = {} if enclosed else facts_of_word(kind, says, is_withheld=review_of(case) is not None)
            letter = tell_finder(thread, as_what, number=number, by=by, enclosed=enclosed, now=now, **new)
            keep_notice(letter, about=row, to=thread, now=now)

    with_current_key(by.organisation.id, attempt)


def add_note(*, number: str, text: str, seen_version: int, by: Visitor, now: datetime) -> None:
    """Keep a note only handlers read. Raises CaseNotFound, CaseMovedOn, TransitionRefused, NothingSaid, ReportError, DeskLocked."""
    check_said(text)
    key = internal_key(number=number, visitor=by)
    note = uuid4()
    sealed = seal_note(text, note=note, key=key)
    with transaction():
        case = hold(number=number, deed=Deed.WRITE_NOTE, seen_version=seen_version, by=by)
        check_open(ReportState(case.report_state))
        Note.objects.create(case=case, uuid=note, by_id=by.member, at=now, sealed=sealed)
        settle(case, deed="case.noted", facts={}, by=by.actor, now=now)
