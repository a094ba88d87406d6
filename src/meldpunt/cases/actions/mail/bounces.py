"""A mail of ours that did not arrive: the delivery report is recorded on the mail it is about, or waits for a person."""

from functools import partial
from typing import Final
from uuid import UUID

from meldpunt.arrivals.terms import Bounced, Ended, MailEnd
from meldpunt.cases.actions.mail.arrived import Arrived
from meldpunt.cases.actions.mail.entries import count_only, keep_entry
from meldpunt.cases.actions.returning import note_bounced
from meldpunt.cases.actions.telling import note_told
from meldpunt.cases.queries.mail_threads import letter_of_message_id, thread_of_references
from meldpunt.cases.queries.numbers import number_of_thread
from meldpunt.cases.rules.mail_ends import Decision
from meldpunt.cases.terms import MailRefused, NoSuchMail
from meldpunt.journal.terms import SYSTEM

NO_SUCH_ADDRESS: Final = ("5.1.1", "5.1.2", "5.1.3", "5.1.10")
"""What says that an address does not exist, or takes no mail (RFC 3463, RFC 7505)."""


def end_bounce(arrived: Arrived, thread: UUID | None) -> Ended:
    """Record a delivery report on the mail of ours that it is about; where none is found it waits in the mail room. Raises MailSeen."""
    report = arrived.came.bounce
    about = thread or _thread_named(arrived, report)
    if report is not None and about is not None and not report.is_permanent:
        return _counted(arrived, "delayed")
    letter = letter_of_message_id(about, report.message_id) if about and report and report.message_id else None
    if about is None or report is None or letter is None:
        keep_entry(arrived, Decision(MailEnd.BOUNCE, "unmatched"), thread=about)
        return Ended(MailEnd.BOUNCE, number_of_thread(about) if about else "")
    return _recorded(arrived, about, letter, report)


def _thread_named(arrived: Arrived, report: Bounced | None) -> UUID | None:
    if report is None or not report.message_id:
        return None
    return thread_of_references(arrived.organisation.id, [report.message_id])


def _recorded(arrived: Arrived, thread: UUID, letter: UUID, report: Bounced) -> Ended:
    note_told(by=SYSTEM, now=arrived.now)  # a report may be quicker than the job that keeps that the mail left
    number = number_of_thread(thread)
    beside = partial(
        note_bounced,
        thread=thread,
        mail=letter,
        address_dead=report.status in NO_SUCH_ADDRESS,
        by=SYSTEM,
        now=arrived.now,
    )
    try:
        count_only(arrived, Decision(MailEnd.BOUNCE, "recorded"), beside=beside)
    except (NoSuchMail, MailRefused):
        return _counted(arrived, "known")
    return Ended(MailEnd.BOUNCE, number)


def _counted(arrived: Arrived, reason: str) -> Ended:
    count_only(arrived, Decision(MailEnd.BOUNCE, reason))
    return Ended(MailEnd.BOUNCE)
