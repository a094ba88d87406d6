"""A mail that is a message of a conversation: by the finder it is with, or accepted by a handler.

Nobody's key is at hand when a mail comes. So its text is sealed under a key of its own, which organisation and finder get, or the organisation alone.
While a mail is sealed its finder may be erased, or get another code: under the lock of the case the thread is read once more.
"""

from collections.abc import Callable, Sequence
from datetime import datetime
from uuid import UUID

from meldpunt.arrivals.actions import drop_uploads
from meldpunt.arrivals.terms import Channel, ReadMail, SealedUpload
from meldpunt.cases.actions.changing import note_finder_word, reopen_case, settle
from meldpunt.cases.actions.finder_keys import learn_keys
from meldpunt.cases.actions.keys import hold_key, with_current_key
from meldpunt.cases.actions.letters import kept_address, tell_handlers
from meldpunt.cases.actions.mail.reports import parts_of, said_instead
from meldpunt.cases.actions.mail_marks import remember_message_ids
from meldpunt.cases.actions.messages import SealedMessage, hold_reader, keep_message, readers_of, sealed_apart
from meldpunt.cases.models import Case, Thread
from meldpunt.cases.rules.mail_contents import keys_of, words_of
from meldpunt.cases.rules.mail_ends import is_participant as is_from
from meldpunt.cases.terms import ReportState
from meldpunt.journal.actions import transaction
from meldpunt.journal.terms import Fact, finder
from meldpunt.outbox.terms import Letter
from meldpunt.sealing.terms import ContentKey, PublicKey


class FinderChanged(Exception):
    """The finder of the thread is not mailed any more where the mail came from: nothing was kept, and how it ends is to be decided anew."""


def message_by_mail(
    *,
    thread: UUID,
    mail: ReadMail,
    keep: Callable[[UUID], None],
    keys: Sequence[ContentKey] = (),
    is_participant: bool,
    by: Channel,
    now: datetime,
) -> str:
    """Add a mail to a conversation as the finder's word, as if it had been written on the page, and return the case's number once it is stored.

    `keep` runs in the transaction, with the id of the new message, and raises what says that the mail was taken already; `keys` are wrapped
    with those of the message. Only what a participant sent teaches us keys, and where to answer. Raises what `keep` raises, IntakeStopped, and
    FinderChanged where who sent it takes part no more.
    """
    organisation = _thread(thread).case.organisation_id
    uploads = parts_of(mail, organisation=organisation, by=by, now=now)

    def attempt(current: PublicKey) -> str:
        row = _thread(thread)
        message = _sealed(row, mail, uploads, keys, current)
        with transaction():
            hold_key(organisation, current)
            held = _hold(row)
            if is_participant and not is_from(mail, kept_address(held)):
                raise FinderChanged
            keep(message.id)
            _add(held, message, len(uploads), now)
            if is_participant:
                remember_message_ids(held, organisation=organisation, ids=[mail.message_id])
                learn_keys(held, keys=keys_of(mail), is_report=False, now=now)
            return held.case.number

    try:
        return with_current_key(organisation, attempt)
    except BaseException:
        drop_uploads(uploads=uploads)
        raise


def _thread(thread: UUID) -> Thread:
    return Thread.objects.select_related("case").get(pk=thread)


def _hold(row: Thread) -> Thread:
    """Lock the case and return the thread as it is now. Raises KeyReplaced where the finder got another code: what was sealed is sealed again."""
    case = Case.objects.select_for_update().get(pk=row.case_id)
    hold_reader(row)
    held = _thread(row.pk)
    held.case = case
    return held


def _sealed(
    thread: Thread,
    mail: ReadMail,
    uploads: Sequence[SealedUpload],
    beside: Sequence[ContentKey],
    current: PublicKey,
) -> SealedMessage:
    """Seal text and files for both who read the conversation; what was opened here for the organisation alone: anybody may have encrypted it."""
    organisation, finder = readers_of(thread, current)
    return sealed_apart(
        words_of(mail) or said_instead(mail, thread.finder_language),
        uploads,
        thread=thread,
        organisation=organisation,
        finder=[] if mail.encryption.is_opened else [finder],
        beside=beside,
    )


def _add(thread: Thread, message: SealedMessage, files: int, now: datetime) -> None:
    """Keep the message; a closed case opens again, and the finder's word is the last."""
    case, actor = thread.case, finder(thread.pk)
    keep_message(thread=thread, message=message, kind=None, by=actor, now=now)
    if case.report_state == ReportState.CLOSED:
        reopen_case(case, member=None, now=now)
    note_finder_word(case, now=now)
    facts: dict[str, Fact] = {"files": files, "state": case.report_state, "channel": Channel.MAIL.value}
    settle(case, deed="case.finder_wrote", facts=facts, by=actor, now=now)
    tell_handlers(case, Letter.FINDER_WROTE, now=now)
