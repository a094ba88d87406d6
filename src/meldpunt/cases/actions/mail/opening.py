"""Adding what was in a mail that only its organisation can open elsewhere: its key's secret part is not on this server."""

from collections.abc import Sequence
from datetime import datetime

from meldpunt.arrivals.terms import SealedUpload
from meldpunt.cases.access.keys import conversation_of
from meldpunt.cases.actions.changing import hold, settle
from meldpunt.cases.actions.keys import hold_key, with_current_key
from meldpunt.cases.actions.messages import keep_message, readers_of, sealed_message
from meldpunt.cases.rules.messages import check_said
from meldpunt.cases.rules.report_states import check_open
from meldpunt.cases.terms import ReportState
from meldpunt.journal.actions import transaction
from meldpunt.journal.terms import Fact, finder
from meldpunt.people.terms import Deed, Visitor
from meldpunt.sealing.terms import PublicKey


def add_opened(
    *, number: str, text: str, uploads: Sequence[SealedUpload], seen_version: int, by: Visitor, now: datetime
) -> None:
    """Add what a member opened of the finder's own mail to the conversation, as the finder's words: no promise begins or ends with it.

    Raises CaseNotFound, CaseMovedOn, TransitionRefused, NothingSaid, ReportError, NotAllowed, DeskLocked.
    """
    check_said(text, files=len(uploads))
    thread, key = conversation_of(number=number, visitor=by)

    def attempt(current: PublicKey) -> None:
        message = sealed_message(text, uploads, key=key, to=readers_of(thread, current))
        with transaction():
            hold_key(by.organisation.id, current)
            case = hold(number=number, deed=Deed.ANSWER_FINDER, seen_version=seen_version, by=by)
            check_open(ReportState(case.report_state))
            keep_message(thread=thread, message=message, kind=None, by=finder(thread.pk), now=now)
            facts: dict[str, Fact] = {"files": len(uploads)}
            settle(case, deed="case.opened_added", facts=facts, by=by.actor, now=now)

    with_current_key(by.organisation.id, attempt)
