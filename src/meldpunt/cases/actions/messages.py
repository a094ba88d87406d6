"""Messages and files of a conversation: sealed before the transaction, kept inside it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from uuid import UUID, uuid4

from meldpunt.arrivals.actions import take_drafts
from meldpunt.arrivals.terms import SealedUpload
from meldpunt.cases.actions.keys import KeyReplaced
from meldpunt.cases.models import Message, Thread
from meldpunt.cases.rules.messages import seal_message
from meldpunt.cases.terms import MessageKind, Says
from meldpunt.journal.terms import Actor, ActorKind
from meldpunt.reports.actions import add_files
from meldpunt.reports.rules.bodies import seal_file
from meldpunt.reports.terms import SealedFile
from meldpunt.sealing.actions import keep_wrapped
from meldpunt.sealing.rules.keys import key_name, key_with, new_key
from meldpunt.sealing.rules.wraps import wrap_all
from meldpunt.sealing.terms import ContentKey, PublicKey, Purpose, Wrapped

NOTHING: Final = Says()


@dataclass(frozen=True)
class SealedMessage:
    """A message with its files, ready to be kept; `own_key` tells that it is sealed under one of its own."""

    id: UUID
    sealed: bytes = field(repr=False)
    files: tuple[SealedFile, ...]
    wraps: tuple[Wrapped, ...]
    own_key: bool = False


def sealed_message(
    text: str, uploads: Sequence[SealedUpload], *, key: ContentKey, to: Sequence[PublicKey], message: UUID | None = None
) -> SealedMessage:
    """Seal a message under the conversation key, and the keys of its files to everybody who reads the conversation; `message` is its id."""
    message = message or uuid4()
    keys = file_keys(uploads, organisation=key.organisation, thread=key.thread)
    return SealedMessage(
        id=message,
        sealed=seal_message(text, message=message, key=key),
        files=tuple(seal_file(upload, key=one) for upload, one in zip(uploads, keys, strict=True)),
        wraps=tuple(wrap_all(keys, to=to)) if keys else (),
    )


def sealed_apart(
    text: str,
    uploads: Sequence[SealedUpload],
    *,
    thread: Thread,
    organisation: PublicKey,
    finder: Sequence[PublicKey],
    beside: Sequence[ContentKey] = (),
) -> SealedMessage:
    """Seal a message under a key of its own, which the organisation gets, and the `finder` if they are to read it; keys `beside` go to the organisation."""
    of, message = thread.case.organisation_id, uuid4()
    key = new_key(purpose=Purpose.CONVERSATION, organisation=of, thread=message)
    files = file_keys(uploads, organisation=of, thread=thread.pk)
    return SealedMessage(
        id=message,
        sealed=seal_message(text, message=message, key=key),
        files=tuple(seal_file(upload, key=one) for upload, one in zip(uploads, files, strict=True)),
        wraps=(*wrap_all([key, *files, *beside], to=[organisation]), *wrap_all([key, *files], to=finder)),
        own_key=True,
    )


def file_keys(uploads: Sequence[SealedUpload], *, organisation: UUID, thread: UUID) -> list[ContentKey]:
    """Return the content keys of accepted uploads: the secrets that already seal their bytes."""
    return [
        key_with(
            key_name(purpose=Purpose.FILE, organisation=organisation, thread=thread, file=upload.id), upload.secret
        )
        for upload in uploads
    ]


def keep_message(
    *,
    thread: Thread,
    message: SealedMessage,
    kind: MessageKind | None,
    says: Says = NOTHING,
    by: Actor,
    now: datetime,
) -> Message:
    """Keep a sealed message and return its row; `kind` is None for the finder's. Inside the caller's transaction, which records it."""
    of_member = by.kind is ActorKind.MEMBER
    row = Message.objects.create(
        thread=thread,
        uuid=message.id,
        from_finder=not of_member,
        kind=kind or "",
        by_id=by.id if of_member else None,
        at=now,
        sealed=message.sealed,
        assesses=says.assessment,
        fix_by=says.fix_by,
        no_date=says.no_date or "",
        own_key=message.own_key,
    )
    keep_wrapped(wrapped=message.wraps)
    if message.files:
        take_drafts(uploads=[file.id for file in message.files], by=by, now=now)
        add_files(report=thread.pk, files=message.files, by=by, now=now)
        links = Message.attachments.through
        links.objects.bulk_create(links(message_id=row.pk, attachment_id=file.id) for file in message.files)
    return row


def hold_reader(thread: Thread) -> None:
    """Make sure, inside the transaction, that the finder has the access code still that was sealed for; raises KeyReplaced."""
    if bytes(Thread.objects.values_list("finder_public", flat=True).get(pk=thread.pk)) != bytes(thread.finder_public):
        raise KeyReplaced


def readers_of(thread: Thread, current: PublicKey) -> tuple[PublicKey, PublicKey]:
    """Return who reads a conversation: the organisation and the finder."""
    return current, PublicKey(thread.pk, bytes(thread.finder_public))
