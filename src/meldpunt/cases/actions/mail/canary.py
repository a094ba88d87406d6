"""A mail by which the way in is tested: taken in as a report, read back by its access code, and told to nobody.

Invariant: only what a machine sent from an address of ours, with a word of ours in its subject that came not at all or within a day, is taken for a
test; what a person wrote is a mail as any, and so is what a machine says about a test, such as a filter that held it back.
"""

from datetime import timedelta
from typing import Final
from uuid import UUID

from django.conf import settings

from meldpunt.arrivals.access import canary_of, word_of_canary
from meldpunt.arrivals.actions import drop_uploads, note_canary_came, note_canary_returned, sealed_part
from meldpunt.arrivals.rules.canary_words import words_in
from meldpunt.arrivals.terms import (
    Automatic,
    Channel,
    Ended,
    FormAlreadyUsed,
    MailEnd,
    OpenForm,
    SealedUpload,
    SentCanary,
    TryLater,
)
from meldpunt.cases.access import open_for_finder
from meldpunt.cases.actions.finder import enter
from meldpunt.cases.actions.intake import taken_in
from meldpunt.cases.actions.mail.arrived import Arrived
from meldpunt.cases.actions.sealing_in import Incoming
from meldpunt.cases.queries.mail_known import own_addresses
from meldpunt.cases.rules.mail_contents import words_of
from meldpunt.cases.terms import CaseError, PolicyChanged, Receipt
from meldpunt.outbox.rules import is_message_id_of
from meldpunt.policy.queries import policy_in_force
from meldpunt.reports.terms import Contact, Identity, ReportContent
from meldpunt.sealing.terms import SealingError

TWICE: Final = timedelta(days=1)
"""So long after a canary came, another copy is that of another way."""


def canary_ended(arrived: Arrived) -> Ended | None:
    """End a mail that is a canary, its return, or a machine's answer to it; None for any other mail. Raises TryLater, IntakeStopped."""
    came = arrived.came
    if came.automatic is Automatic.NO and came.bounce is None:
        return None
    canary = canary_of(came, organisation=arrived.organisation.id)
    if canary is None:
        return None
    if came.bounce is not None or came.automatic is Automatic.BOUNCE:
        _returned(arrived, canary)
    elif came.automatic is not Automatic.REPLY:
        is_late = canary.came_at is not None and arrived.now > canary.came_at + TWICE
        if is_late or not _is_from_us(arrived, canary):
            return None
        if canary.came_at is None:
            _take_in(arrived, canary)
    return Ended(MailEnd.CANARY)


def _is_from_us(arrived: Arrived, canary: SentCanary) -> bool:
    """Tell whether it is our letter: some that send rewrite its sender, others its Message-ID."""
    came, own = arrived.came, own_addresses(arrived.organisation, now=arrived.now)
    if word_of_canary(canary.id, organisation=canary.organisation) not in words_in([came.subject]):
        return False
    is_our_letter = is_message_id_of(came.message_id, canary.letter, secret=settings.MELDPUNT_SECRETS.mail)
    return is_our_letter or (came.sender is not None and came.sender.address.lower() in own)


def _returned(arrived: Arrived, canary: SentCanary) -> None:
    """Keep that it did not arrive, unless it is only late."""
    if arrived.came.bounce is None or arrived.came.bounce.is_permanent:
        note_canary_returned(canary=canary.id, by=arrived.by, now=arrived.now)


def _take_in(arrived: Arrived, canary: SentCanary) -> None:
    """Make a report of it, with a small file, and open that with its access code."""
    word = word_of_canary(canary.id, organisation=canary.organisation)
    file = sealed_part(
        content=word.encode(),
        name="test.txt",
        media_type="text/plain",
        organisation=canary.organisation,
        by=Channel.CANARY,
        now=arrived.now,
    )
    try:
        receipt = taken_in(_incoming(arrived, word, file), now=arrived.now)
    except (FormAlreadyUsed, PolicyChanged):
        drop_uploads(uploads=[file])
        raise TryLater from None  # another way brings it at this moment, or a policy is being published
    except BaseException:
        drop_uploads(uploads=[file])
        raise
    thread, said = _read_back(arrived, receipt)
    note_canary_came(canary=canary.id, thread=thread, is_read_back=word in said, by=arrived.by, now=arrived.now)


def _incoming(arrived: Arrived, word: str, file: SealedUpload) -> Incoming:
    """Return what is reported. The form's random follows from the word, so that one that is brought again is the same report."""
    organisation, came = arrived.organisation, arrived.came
    version, language = policy_in_force(organisation.id, now=arrived.now).number, organisation.language
    return Incoming(
        organisation,
        OpenForm(organisation.id, bytes.fromhex(word), arrived.now, version, language),
        ReportContent(where=organisation.slug, what=words_of(came) or came.subject),
        Identity(),
        Contact(),
        (file,),
        language,
        agreed=False,
        channel=Channel.CANARY,
    )


def _read_back(arrived: Arrived, receipt: Receipt) -> tuple[UUID | None, str]:
    """Return the thread that the access code opens, and what is said there; nothing where it opens none."""
    try:
        finder = enter(organisation=arrived.organisation.id, code=receipt.code, by=Channel.CANARY, now=arrived.now)
        opened = open_for_finder(by=finder, now=arrived.now)
    except (CaseError, SealingError):
        return None, ""
    return opened.id, opened.report.what
