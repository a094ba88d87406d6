"""Taking a mail in: the one verb for every way by which mail comes.

Invariants: what it returned for is stored; what it raised for is not, and nothing but TryLater is raised, whatever the bytes are. A mail that
something here stumbles over is kept as one that could not be read.
"""

from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from uuid import UUID

import structlog
from django.db import DatabaseError

from meldpunt.arrivals.queries import seen_mail
from meldpunt.arrivals.terms import (
    CannotRead,
    Channel,
    Ended,
    Envelope,
    MailEnd,
    MailReader,
    MailSeen,
    ReadMail,
    TryLater,
)
from meldpunt.cases.access import signers_of
from meldpunt.cases.actions.mail.admitting import is_admitted
from meldpunt.cases.actions.mail.arrived import Arrived
from meldpunt.cases.actions.mail.canary import canary_ended
from meldpunt.cases.actions.mail.endings import end
from meldpunt.cases.actions.mail.entries import keep_entry
from meldpunt.cases.queries.mail_known import own_addresses, thread_of_mail
from meldpunt.cases.queries.mail_threads import thread_of_recipients
from meldpunt.cases.queries.numbers import number_of_thread
from meldpunt.cases.rules.mail_ends import Decision, is_forged
from meldpunt.cases.terms import IntakeStopped
from meldpunt.people.access import openpgp_keyring
from meldpunt.people.queries import is_address_of_member, organisation_facts
from meldpunt.people.terms import NotThere, Verdict

log = structlog.get_logger("meldpunt.mail")
STUMBLED = "stumbled"


def receive_mail(
    *,
    raw: bytes,
    envelope: Envelope,
    organisation: UUID,
    reader: MailReader,
    by: Channel,
    now: datetime,
) -> Ended:
    """Take in a mail for an organisation and return how it ended, once that is stored.

    `reader` reads it, before anything is locked. The same mail again changes nothing. Raises TryLater where nothing was kept: intake is
    stopped, the disk is full, database or reader are busy, or its sender floods us.
    """
    try:
        arrived = Arrived(raw, envelope, organisation_facts(organisation), ReadMail(), by, now)
        return _received(arrived, reader)
    except MailSeen:
        return _seen(raw, organisation)
    except (IntakeStopped, NotThere, DatabaseError, OSError):
        raise TryLater from None


def _received(arrived: Arrived, reader: MailReader) -> Ended:
    if arrived.organisation.intake_stopped:
        raise IntakeStopped
    if seen_mail(raw=arrived.raw, organisation=arrived.organisation.id) is not None:
        raise MailSeen
    if not is_admitted(arrived):
        log.warning("a sender brings more mail than is taken in an hour")
        raise TryLater
    try:
        came = _read(arrived, reader)
        arrived = replace(arrived, came=came, is_by_member=_is_by_member(came, arrived.organisation.id))
        return canary_ended(arrived) or end(arrived, _thread_of(arrived))
    except CannotRead as problem:
        return _unreadable(arrived, problem.flaw.value)
    except (TryLater, MailSeen, IntakeStopped, NotThere, DatabaseError, OSError):
        raise
    except Exception as problem:  # noqa: BLE001 -- whatever it is about this mail: it is kept, and nothing of it is logged
        log.error("a mail waits in the mail room: something stumbled over it", error=type(problem).__name__)  # noqa: TRY400 -- a traceback may quote it
        return _unreadable(arrived, STUMBLED)


def _read(arrived: Arrived, reader: MailReader) -> ReadMail:
    """Read it, and once more where an unknown key signed it and only what was read told whose thread it is of. Raises CannotRead, TryLater."""
    organisation = arrived.organisation.id
    thread = thread_of_recipients(organisation, arrived.envelope.recipients)
    came = _read_with(arrived, reader, thread)
    if Verdict.UNKNOWN_KEY not in {each.encryption.verdict for each in (came, came.forwarded) if each is not None}:
        return came
    named = thread_of_mail(organisation, envelope=arrived.envelope, came=came, mail=came.forwarded or came)
    if named is None or named == thread or not signers_of(named):
        return came
    with suppress(CannotRead):
        return _read_with(arrived, reader, named)
    return came


def _read_with(arrived: Arrived, reader: MailReader, thread: UUID | None) -> ReadMail:
    keys = openpgp_keyring(arrived.organisation.id)
    envelope = replace(arrived.envelope, own=tuple(own_addresses(arrived.organisation, now=arrived.now)))
    signers = signers_of(thread) if thread else ()
    try:
        return reader.read(arrived.raw, keys=keys, signers=signers, envelope=envelope, now=arrived.now)
    except CannotRead as problem:
        if problem.is_for_now:
            raise TryLater from None
        raise


def _is_by_member(came: ReadMail, organisation: UUID) -> bool:
    return came.sender is not None and not is_forged(came) and is_address_of_member(organisation, came.sender.address)


def _thread_of(arrived: Arrived) -> UUID | None:
    organisation = arrived.organisation.id
    return thread_of_mail(organisation, envelope=arrived.envelope, came=arrived.came, mail=arrived.mail)


def _unreadable(arrived: Arrived, reason: str) -> Ended:
    keep_entry(arrived, Decision(MailEnd.UNREADABLE, reason))
    return Ended(MailEnd.UNREADABLE)


def _seen(raw: bytes, organisation: UUID) -> Ended:
    """Return what became of the mail when it came first."""
    try:
        before = seen_mail(raw=raw, organisation=organisation)
        number = number_of_thread(before.thread) if before is not None and before.thread is not None else ""
    except DatabaseError:
        raise TryLater from None
    if before is None:
        raise TryLater  # it was there a moment ago: nobody is told of what is not
    return Ended(MailEnd.SEEN, number)
