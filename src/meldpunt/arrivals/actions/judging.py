"""The signature of a mail, looked at again once it is known whose key that is."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import Final
from uuid import UUID

from meldpunt.arrivals.access.mails import key_of_mail, read_anew
from meldpunt.arrivals.models import Mail
from meldpunt.arrivals.rules.mail_facts import open_mail, seal_judged
from meldpunt.arrivals.terms import CannotRead, MailReader
from meldpunt.people.access import allow_unlocked
from meldpunt.people.terms import Deed, NotThere, Verdict, Visitor
from meldpunt.sealing.terms import KeyRing, SealingError

MOST: Final = 10
"""Mails of one thread that are read again, the newest: each takes a child process, while a person waits."""


def judge_mails_again(
    *,
    thread: UUID,
    signers: Sequence[bytes],
    reader: MailReader,
    by: Visitor,
    now: datetime,  # noqa: ARG001 - a signature is judged as of the moment its mail came; the caller records why
) -> None:
    """Read the mails of a thread again that an unknown key signed, and keep the verdict where one of `signers` made the signature.

    What cannot be read now stays as it was. Raises NotAllowed, DeskLocked.
    """
    ring = allow_unlocked(by, Deed.KEEP_FINDER_KEY)
    rows = Mail.objects.filter(organisation=by.organisation.id, thread=thread, sealed__isnull=False)
    unknown = [row for row in rows.order_by("-came_at", "-id") if _verdict(row, ring) is Verdict.UNKNOWN_KEY]
    for row in unknown[:MOST]:
        with suppress(CannotRead, NotThere, SealingError):
            _judge(row, ring, signers, reader)


def _judge(row: Mail, ring: KeyRing, signers: Sequence[bytes], reader: MailReader) -> None:
    """Keep what the signature of one mail is worth now. Raises CannotRead, NotThere, SealingError."""
    found = read_anew(row, ring, reader, signers=signers).encryption
    if found.verdict in {Verdict.UNKNOWN_KEY, Verdict.NONE}:
        return
    sealed = seal_judged(bytes(row.sealed or b""), found, id_=row.id, key=key_of_mail(row, ring))
    Mail.objects.filter(pk=row.pk, sealed__isnull=False).update(sealed=sealed)


def _verdict(row: Mail, ring: KeyRing) -> Verdict | None:
    try:
        return open_mail(bytes(row.sealed or b""), id_=row.id, key=key_of_mail(row, ring)).mail.encryption.verdict
    except SealingError:
        return None
