"""A mail that is a report: sealed as a form is, with its parts as files and the mail as it came beside it."""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.utils import translation
from django.utils.translation import gettext as _

from meldpunt.arrivals.actions import drop_uploads, note_unthanked, receipt_leaves_at, sealed_part
from meldpunt.arrivals.rules.forms import RANDOM_SIZE
from meldpunt.arrivals.terms import Channel, MailPart, OpenForm, ReadMail, SealedUpload
from meldpunt.cases.actions.encrypted import enclose, usable_certificate
from meldpunt.cases.actions.finder_keys import learn_keys
from meldpunt.cases.actions.intake import bound_to
from meldpunt.cases.actions.keeping import keep_intake
from meldpunt.cases.actions.keys import with_current_key
from meldpunt.cases.actions.mail_letters import owe_mail_receipt
from meldpunt.cases.actions.mail_marks import remember_message_ids
from meldpunt.cases.actions.sealing_in import Incoming, code_of, manifest_of, seal_intake
from meldpunt.cases.models import Thread
from meldpunt.cases.queries.mail_known import own_addresses
from meldpunt.cases.queries.receipts import receipt_of, without_content
from meldpunt.cases.rules.mail_contents import (
    address_of,
    content_of,
    content_of_platform,
    keys_of,
    may_be_answered,
    sender_of,
)
from meldpunt.cases.rules.mail_ends import without_us
from meldpunt.cases.terms import Entered, Receipt
from meldpunt.journal.terms import SYSTEM
from meldpunt.outbox.actions import put_off
from meldpunt.outbox.terms import Enclosed, Words
from meldpunt.people.queries import organisation_facts
from meldpunt.people.terms import MessageFlaw, OrganisationFacts
from meldpunt.policy.queries import policy_in_force
from meldpunt.reports.terms import Contact, Identity, ReportContent
from meldpunt.sealing.rules.keys import new_secret
from meldpunt.sealing.terms import ContentKey, PublicKey

NAMELESS: Final = "part"


@dataclass(frozen=True)
class ToTake:
    """A mail that is to become a report of a finder, or of the outside `platform` of that name, as of the moment it really came.

    `is_answerable`: nothing of how it came stands against a receipt.
    """

    mail: ReadMail = field(repr=False)
    channel: Channel
    received_at: datetime
    platform: str = ""
    is_answerable: bool = True

    @property
    def is_from_finder(self) -> bool:
        """Whether its sender is the finder, and not a platform that hands on what a finder told it."""
        return self.channel is not Channel.PLATFORM

    @property
    def is_shown(self) -> bool:
        """Whether who has the access code may read what was in it: whoever saw an encrypted mail on its way can send it as their own."""
        return not self.mail.encryption.is_opened

    @property
    def gets_receipt(self) -> bool:
        """Whether its sender is a person who is told that it came (RFC 3834)."""
        return self.is_from_finder and self.is_answerable and may_be_answered(self.mail)


def report_by_mail(
    *,
    taking: ToTake,
    organisation: UUID,
    keep: Callable[[UUID], None],
    keys: Sequence[ContentKey] = (),
    by: Channel,
    now: datetime,
) -> str:
    """Open a case for a mail and return its number, once it is stored.

    `keep` runs in the transaction, with the id of the new thread, and raises what says that the mail was taken already; `keys` are wrapped with
    those of the report. Raises what `keep` raises, and IntakeStopped; then nothing was kept.
    """
    about = organisation_facts(organisation)
    mail = without_us(taking.mail, own_addresses(about, now=now), subaddress=about.subaddress)
    taking = replace(taking, mail=mail)
    uploads = parts_of(taking.mail, organisation=organisation, by=by, now=now)
    incoming = _incoming(taking, about, uploads)
    try:
        return _kept(incoming, taking, keep, keys, now)
    except BaseException:
        drop_uploads(uploads=uploads)
        raise


def parts_of(mail: ReadMail, *, organisation: UUID, by: Channel, now: datetime) -> list[SealedUpload]:
    """Seal every part of a mail that is a file into the store, in their order."""
    sealed: list[SealedUpload] = []
    try:
        sealed.extend(_part(part, organisation, by, now) for part in mail.parts)
    except BaseException:
        drop_uploads(uploads=sealed)
        raise
    return sealed


def said_instead(mail: ReadMail, language: str) -> str:
    """Say, in the finder's language, why a mail that is encrypted to a key of ours has no text; nothing for any other."""
    if mail.encryption.flaw is not MessageFlaw.SECRET_ELSEWHERE:
        return ""
    with translation.override(language):
        return _(
            "This mail is encrypted to a key whose secret part is not on this server. Open the encrypted message, which is "
            "attached, with your own program, and add what was in it."
        )


def language_of(mail: ReadMail, organisation: OrganisationFacts) -> str:
    """Return the language of a mail, or the organisation's where it is another or none was recognised."""
    return mail.language if mail.language in organisation.languages else organisation.language


def _part(part: MailPart, organisation: UUID, by: Channel, now: datetime) -> SealedUpload:
    return sealed_part(
        content=part.content,
        name=part.name or NAMELESS,
        media_type=part.media_type,
        organisation=organisation,
        by=by,
        now=now,
    )


def _incoming(taking: ToTake, organisation: OrganisationFacts, uploads: Sequence[SealedUpload]) -> Incoming:
    version = policy_in_force(organisation.id, now=taking.received_at).number
    language = language_of(taking.mail, organisation)
    random = secrets.token_bytes(RANDOM_SIZE)
    identity, contact = sender_of(taking.mail) if taking.is_from_finder else (Identity(), Contact())
    return Incoming(
        organisation,
        OpenForm(organisation.id, random, taking.received_at, version, language),
        _content(taking, language),
        identity,
        contact,
        tuple(uploads),
        language,
        agreed=False,
        channel=taking.channel,
        entered=Entered(taking.channel, taking.received_at),
        own_salt=b"" if taking.is_shown else new_secret(),
    )


def _content(taking: ToTake, language: str) -> ReportContent:
    if not taking.is_from_finder:
        return content_of_platform(taking.mail, taking.platform)
    return content_of(taking.mail, said=said_instead(taking.mail, language))


def _kept(
    incoming: Incoming, taking: ToTake, keep: Callable[[UUID], None], keys: Sequence[ContentKey], now: datetime
) -> str:
    code = code_of(incoming)
    shown = manifest_of(incoming, code)
    organisation = incoming.organisation
    policy = bound_to(organisation, incoming.form.policy_version, now=now)
    certificate = usable_certificate(keys_of(taking.mail), now=now) if taking.is_from_finder else None

    def thank(thread: Thread, number: str, _due: datetime | None) -> None:
        _tie(thread, taking, organisation, now)
        receipt = receipt_of(
            code,
            manifest=shown,
            number=number,
            received_at=taking.received_at,
            language=incoming.language,
            terms=policy.terms,
            organisation=organisation,
        )
        receipt = receipt if taking.is_shown else without_content(receipt)
        sent = taking.gets_receipt and _send_receipt(thread, receipt, taking.mail, policy.number, certificate, now)
        if taking.is_from_finder and not sent:
            note_unthanked(thread=thread.pk, by=SYSTEM, now=now)

    def attempt(current: PublicKey) -> str:
        sealed = seal_intake(incoming, code=code, manifest=shown, policy=policy, to=current, now=now, beside=keys)
        return keep_intake(
            intake=sealed,
            once=lambda: keep(sealed.report.id),
            thank=thank,
            policy=policy,
            to=current,
            by=incoming.channel,
            now=now,
        )

    return with_current_key(organisation.id, attempt)


def _send_receipt(
    thread: Thread, receipt: Receipt, mail: ReadMail, version: int, certificate: bytes | None, now: datetime
) -> bool:
    """Owe the sender the receipt, also where the server keeps no address: once, while theirs is at hand. Tell whether one leaves."""
    organisation, to = organisation_facts(thread.case.organisation_id), address_of(mail.sender)
    leaves_at = receipt_leaves_at(organisation=organisation.id, to=to, by=Channel.MAIL, now=now)
    if leaves_at is None:
        return False

    def encrypt(words: Words) -> Enclosed:
        return enclose(
            words,
            outer_subject=receipt.number,
            certificate=certificate or b"",
            to=to,
            organisation=organisation,
            now=now,
        )

    letter = owe_mail_receipt(
        thread,
        receipt,
        organisation=organisation,
        to=to,
        version=version,
        answers=[*mail.references, mail.message_id],
        encrypt=encrypt if certificate else None,
        now=now,
    )
    if letter is not None and leaves_at > now:
        put_off(letter=letter, until=leaves_at)
    return letter is not None


def _tie(thread: Thread, taking: ToTake, organisation: OrganisationFacts, now: datetime) -> None:
    """Know the mail when it is answered, and the keys that the finder sent along."""
    remember_message_ids(thread, organisation=organisation.id, ids=[taking.mail.message_id])
    if taking.is_from_finder:
        learn_keys(thread, keys=keys_of(taking.mail), is_report=True, now=now)
