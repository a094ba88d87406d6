"""The way to a mail that came in: what was kept of it, and the mail as it came. Every opening is written into the journal."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Final
from uuid import UUID

from django.core.files.storage import storages

from meldpunt.arrivals.models import Mail
from meldpunt.arrivals.rules.mail_facts import open_mail
from meldpunt.arrivals.rules.places import file_bind
from meldpunt.arrivals.terms import (
    CannotRead,
    EntrySettled,
    Envelope,
    KeptMail,
    MailEnd,
    MailPart,
    MailReader,
    NoSuchPart,
    OpenedMail,
    ReadEntry,
    ReadMail,
    Way,
)
from meldpunt.journal.actions import record, transaction
from meldpunt.people.access import allow, allow_unlocked, openpgp_keyring
from meldpunt.people.terms import Deed, NotThere, Visitor
from meldpunt.sealing.access import open_key
from meldpunt.sealing.rules.keys import key_name
from meldpunt.sealing.rules.streams import open_stream
from meldpunt.sealing.terms import ContentKey, KeyRing, Purpose, SealingError

READ_AT_ONCE: Final = 128 * 1024


def open_entry(*, mail: UUID, visitor: Visitor, now: datetime) -> OpenedMail:
    """Open what was kept of a mail. Raises NotThere, NotAllowed, DeskLocked."""
    ring = allow_unlocked(visitor, Deed.OPEN_CASE)
    row = _row(mail, visitor)
    if row.sealed is not None:
        _write_down(row, "mail.opened", visitor, now)
    return _opened(row, ring)


def open_raw(*, mail: UUID, visitor: Visitor, now: datetime) -> Iterator[bytes]:
    """Yield a mail as it came, bit for bit. Raises NotThere, also where it was forgotten, NotAllowed, DeskLocked."""
    ring = allow_unlocked(visitor, Deed.OPEN_CASE)
    row = _row(mail, visitor)
    chunks = _chunks(row, ring)
    _write_down(row, "mail.taken_along", visitor, now)
    return chunks


def open_part(*, mail: UUID, place: int, reader: MailReader, visitor: Visitor, now: datetime) -> MailPart:
    """Return one file of a mail, read anew from the mail as it came; `place` counts from 0, in the order of the mail.

    Raises NotThere, NoSuchPart, CannotRead, NotAllowed, DeskLocked.
    """
    ring = allow_unlocked(visitor, Deed.OPEN_CASE)
    row = _row(mail, visitor)
    parts = read_anew(row, ring, reader).parts
    if place >= len(parts):
        raise NoSuchPart
    _write_down(row, "mail.file_opened", visitor, now)
    return parts[place]


def read_entry(*, mail: UUID, reader: MailReader, visitor: Visitor) -> ReadEntry:
    """Read a mail of the mail room anew from what came; who makes something of it writes that into the journal.

    Raises CannotRead where that has no time for it now, NotThere, EntrySettled, NotAllowed, DeskLocked.
    """
    ring = allow_unlocked(visitor, Deed.SORT_MAIL)
    row = _row(mail, visitor)
    if row.settled_at is not None:
        raise EntrySettled
    raw = _raw(row, ring)
    try:
        read = read_anew(row, ring, reader)
    except CannotRead as problem:
        if problem.is_for_now:
            raise
        read = None
    return ReadEntry(came_at=row.came_at, thread=row.thread, raw=raw, mail=_as_it_came(read, _kept(row, ring)))


def entry_to_sort(*, mail: UUID, visitor: Visitor) -> OpenedMail:
    """Return an open entry of the mail room for a deed with it; who does that writes it into the journal.

    Raises NotThere, EntrySettled, NotAllowed, DeskLocked.
    """
    ring = allow_unlocked(visitor, Deed.SORT_MAIL)
    row = _row(mail, visitor)
    if row.settled_at is not None:
        raise EntrySettled
    return _opened(row, ring)


def read_mail_file(*, content: bytes, reader: MailReader, visitor: Visitor, now: datetime) -> ReadMail:
    """Read a mail that a member has as a file; who holds no key of the organisation has nothing decrypted. Nothing is kept of it.

    That an encrypted one was opened is written into the journal. Raises CannotRead, NotAllowed.
    """
    allow(visitor, Deed.ENTER_REPORT)
    keys = openpgp_keyring(visitor.organisation.id) if visitor.admitted else []
    mail = reader.read(content, keys=keys, signers=(), envelope=Envelope(Way.FILE), now=now)
    if opened_with := mail.encryption.fingerprint:
        facts = {"fingerprint": opened_with}
        organisation = visitor.organisation.id
        with transaction():
            record(organisation=organisation, case=None, by=visitor.actor, deed="openpgp.opened", facts=facts, now=now)
    return mail


def opened_mails(*, organisation: UUID, thread: UUID, ring: KeyRing) -> list[OpenedMail]:
    """Return every mail that became part of a thread, oldest first; who opens the case writes that into the journal."""
    rows = Mail.objects.filter(organisation=organisation, thread=thread, settled_at__isnull=False)
    return [_opened(row, ring) for row in rows.order_by("came_at", "id")]


def read_anew(row: Mail, ring: KeyRing, reader: MailReader, *, signers: Sequence[bytes] = ()) -> ReadMail:
    """Read a mail anew, as of the moment at which it came; `signers` may have signed it. Raises CannotRead, NotThere."""
    keys = openpgp_keyring(row.organisation_id)
    return reader.read(_raw(row, ring), keys=keys, signers=signers, envelope=Envelope(Way(row.way)), now=row.came_at)


def _as_it_came(read: ReadMail | None, kept: KeptMail | None) -> ReadMail | None:
    """Return a mail with what only the way it came told of it: reading it anew does not know who brought it. Of one that could not be read nothing was told."""
    if read is None or kept is None or kept.mail == ReadMail():
        return read
    first = kept.mail
    return replace(
        read, authentication=first.authentication, automatic=first.automatic, defects=first.defects, bounce=first.bounce
    )


def _raw(row: Mail, ring: KeyRing) -> bytes:
    return b"".join(_chunks(row, ring))


def _row(mail: UUID, visitor: Visitor) -> Mail:
    row = Mail.objects.filter(organisation=visitor.organisation.id, pk=mail).first()
    if row is None:
        raise NotThere
    return row


def _opened(row: Mail, ring: KeyRing) -> OpenedMail:
    return OpenedMail(
        id=row.id,
        came_at=row.came_at,
        way=Way(row.way),
        end=MailEnd(row.end),
        reason=row.reason,
        thread=row.thread,
        message=row.message,
        size=row.size_class,
        settled_at=row.settled_at,
        settled_by=row.settled_by_id,
        kept=_kept(row, ring),
    )


def _kept(row: Mail, ring: KeyRing) -> KeptMail | None:
    if row.sealed is None:
        return None
    try:
        return open_mail(bytes(row.sealed), id_=row.id, key=key_of_mail(row, ring))
    except SealingError:
        return None


def key_of_mail(row: Mail, ring: KeyRing) -> ContentKey:
    """Return the key under which lies what was read in a mail. Raises SealingError."""
    name = key_name(purpose=Purpose.MAIL, organisation=row.organisation_id, thread=row.id)
    return open_key(key_id=name.id, purpose=name.purpose, organisation=name.organisation, thread=row.id, ring=ring)


def _chunks(row: Mail, ring: KeyRing) -> Iterator[bytes]:
    if row.stored_as is None:
        raise NotThere
    organisation = row.organisation_id
    try:
        key = open_key(key_id=row.id, purpose=Purpose.FILE, organisation=organisation, thread=row.id, ring=ring)
    except SealingError:
        raise NotThere from None
    return open_stream(_stored(row.stored_as), key.secret, file_bind(organisation, row.id))


def _stored(stored_as: str) -> Iterator[bytes]:
    with storages["sealed"].open(stored_as) as file:
        while chunk := file.read(READ_AT_ONCE):
            yield chunk


def _write_down(row: Mail, deed: str, visitor: Visitor, now: datetime) -> None:
    with transaction():
        record(
            organisation=row.organisation_id,
            case=None,
            by=visitor.actor,
            deed=deed,
            facts={"mail": str(row.id)},
            now=now,
        )
