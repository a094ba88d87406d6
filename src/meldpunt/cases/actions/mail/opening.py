"""Adding what was in a mail that only its organisation can open elsewhere: its key's secret part is not on this server."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from meldpunt.arrivals.terms import SealedUpload
from meldpunt.cases.access.keys import case_of, conversation_of
from meldpunt.cases.access.mails import mails_of_case
from meldpunt.cases.actions.changing import hold, settle
from meldpunt.cases.actions.keys import hold_key, with_current_key
from meldpunt.cases.actions.messages import keep_message, sealed_apart
from meldpunt.cases.rules.messages import check_said
from meldpunt.cases.rules.report_states import check_open
from meldpunt.cases.terms import NoSuchMail, ReportState
from meldpunt.journal.actions import transaction
from meldpunt.journal.terms import Fact, finder
from meldpunt.people.terms import Deed, MessageFlaw, Visitor
from meldpunt.sealing.terms import PublicKey


def add_opened(
    *,
    number: str,
    mail: UUID,
    text: str,
    uploads: Sequence[SealedUpload],
    seen_version: int,
    by: Visitor,
    now: datetime,
) -> None:
    """Add what a member opened of the finder's own mail to the conversation, as the finder's words: no promise begins or ends with it.

    The organisation alone reads it: the finder may have sent what somebody else encrypted. It begins with where its words are from, so that nobody
    takes them for the finder's own hand. Raises NoSuchMail where `mail` is none of
    the case that only a key kept elsewhere opens, CaseNotFound, CaseMovedOn, TransitionRefused, NothingSaid, ReportError, NotAllowed, DeskLocked.
    """
    check_said(text, files=len(uploads))
    thread, _key = conversation_of(number=number, visitor=by)
    if mail not in _opened_elsewhere(number, by):
        raise NoSuchMail
    said = _with_source(text, thread.finder_language)
    check_said(said, files=len(uploads))

    def attempt(current: PublicKey) -> None:
        message = sealed_apart(said, uploads, thread=thread, organisation=current, finder=[])
        with transaction():
            hold_key(by.organisation.id, current)
            case = hold(number=number, deed=Deed.ANSWER_FINDER, seen_version=seen_version, by=by)
            check_open(ReportState(case.report_state))
            keep_message(thread=thread, message=message, kind=None, by=finder(thread.pk), now=now)
            facts: dict[str, Fact] = {"files": len(uploads)}
            settle(case, deed="case.opened_added", facts=facts, by=by.actor, now=now)

    with_current_key(by.organisation.id, attempt)


def _opened_elsewhere(number: str, by: Visitor) -> set[UUID]:
    """Return the mails of a case that are kept, and stay closed here because the secret part of their key is elsewhere."""
    _case, thread, ring = case_of(number=number, visitor=by, deed=Deed.ANSWER_FINDER)
    found = ((came.mail.id, came.mail.kept) for came in mails_of_case(thread, ring))
    elsewhere = MessageFlaw.SECRET_ELSEWHERE
    return {mail for mail, kept in found if kept is not None and kept.mail.encryption.flaw is elsewhere}


def _with_source(text: str, language: str) -> str:
    with translation.override(language):
        source = _(
            "From an encrypted mail of the finder. It was opened where its key is kept, and typed in by the organisation:"
        )
    return f"{source}\n\n{text}"
