"""Files on their way in: sealed while they stream, kept across a form error.

Neither leaves a line in the journal: nothing has come in before a report, a message or an answer takes the files along.
"""

import contextlib
import hashlib
import json
import os
import secrets
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from uuid import UUID, uuid4

from django.core.files.storage import storages
from django.db.transaction import get_connection

from meldpunt.arrivals.models import UploadDraft
from meldpunt.arrivals.rules.drafts import draft_facts, draft_info, new_upload_key, opening_key
from meldpunt.arrivals.rules.names import clean_media_type, clean_name
from meldpunt.arrivals.rules.places import file_bind, stored_name
from meldpunt.arrivals.terms import HEAD, Channel, DraftsGone, SealedUpload
from meldpunt.journal.actions import transaction
from meldpunt.journal.terms import Actor
from meldpunt.sealing.rules.bodies import seal_under
from meldpunt.sealing.rules.keys import new_secret
from meldpunt.sealing.rules.streams import StreamSealer


class OpenUpload:
    """A file that is being received: write chunks, then finish or abandon. Clear bytes never touch the disk."""

    def __init__(self, *, organisation: UUID, name: str, media_type: str) -> None:
        """Open the sealed file."""
        self._id, self._secret = uuid4(), new_secret()
        self._name, self._media_type = clean_name(name), clean_media_type(media_type)
        self._stored_as = stored_name(secrets.token_bytes(16))
        self._path = Path(storages["sealed"].path(self._stored_as))
        self._sealer = StreamSealer(self._secret, file_bind(organisation, self._id))
        self._digest, self._size, self._head = hashlib.sha256(), 0, b""
        self._file: int | None = _create(self._path)

    def write(self, chunk: bytes) -> None:
        """Seal one chunk and write it."""
        self._digest.update(chunk)
        self._size += len(chunk)
        self._head += chunk[: HEAD - len(self._head)]
        self._write(self._sealer.update(chunk))

    def finish(self, *, scrubbed: bool = False) -> SealedUpload:
        """Write the last chunk, fsync file and folder, and return what was received."""
        self._write(self._sealer.finish())
        if self._file is not None:
            os.fsync(self._file)
        self._close()
        _fsync_folder(self._path.parent)
        return SealedUpload(
            id=self._id,
            name=self._name,
            media_type=self._media_type,
            size=self._size,
            sha256=self._digest.digest(),
            secret=self._secret,
            stored_as=self._stored_as,
            scrubbed=scrubbed,
            head=self._head,
        )

    def abandon(self) -> None:
        """Remove what was written; safe to call twice and after finish."""
        self._close()
        self._path.unlink(missing_ok=True)

    def _write(self, sealed: bytes) -> None:
        view = memoryview(sealed)
        while view and self._file is not None:
            view = view[os.write(self._file, view) :]

    def _close(self) -> None:
        if self._file is not None:
            os.close(self._file)
            self._file = None


def begin_upload(*, organisation: UUID, name: str, media_type: str, by: Channel, now: datetime) -> OpenUpload:  # noqa: ARG001 - no journal yet
    """Open a sealed file for what is about to stream in.

    `name` and `media_type` are the sender's words: cleaned here (no path, no control or direction characters, at most 200
    bytes), and kept sealed.
    """
    return OpenUpload(organisation=organisation, name=name, media_type=media_type)


def keep_drafts(
    *,
    organisation: UUID,
    upload_key: str | None,
    uploads: Sequence[SealedUpload],
    by: Channel,  # noqa: ARG001 - no journal yet
    now: datetime,
) -> str:
    """Keep files for a form that goes back with an error; return the upload key for its hidden field `uploads`.

    `upload_key` is the key the form came with, or None to make a new one. Nothing stored can open the drafts. Raises
    DraftsGone for a malformed key.
    """
    text = upload_key or new_upload_key()
    key = opening_key(text)
    with transaction():
        start = UploadDraft.objects.filter(locator=key.locator).count()
        UploadDraft.objects.bulk_create(
            UploadDraft(
                id=upload.id,
                organisation_id=organisation,
                locator=key.locator,
                sealed=seal_under(
                    key.secret, json.dumps(draft_facts(upload)).encode(), draft_info(organisation, upload.id)
                ),
                stored_as=upload.stored_as,
                position=start + index,
                created_at=now,
            )
            for index, upload in enumerate(uploads)
        )
    return text


def drop_draft(*, organisation: UUID, upload_key: str, file: UUID, by: Channel, now: datetime) -> None:  # noqa: ARG001 - no journal yet
    """Remove one waiting file at the finder's wish; no error when it is gone already. Raises DraftsGone for a malformed key."""
    key = opening_key(upload_key)
    mine = UploadDraft.objects.filter(pk=file, locator=key.locator, organisation=organisation, taken=False)
    names = list(mine.values_list("stored_as", flat=True))
    with transaction():
        gone, _ = mine.delete()
    if gone:
        discard_file(stored_as=names[0])


def take_drafts(*, uploads: Sequence[UUID], by: Channel | Actor, now: datetime) -> None:  # noqa: ARG001 - the caller records it
    """Tell that these files belong to a report or a message now, inside the transaction that keeps it.

    Raises DraftsGone when another report or message has one of them already.
    """
    waited = _how_many_waited(uploads)
    if waited and UploadDraft.objects.filter(pk__in=uploads, taken=False).update(taken=True) != waited:
        raise DraftsGone


def discard_file(*, stored_as: str) -> None:
    """Remove the stored bytes of a file that no row names; no error when they are gone already."""
    with contextlib.suppress(FileNotFoundError):
        storages["sealed"].delete(stored_as)


def _how_many_waited(uploads: Sequence[UUID]) -> int:
    """Return how many of these files ever waited for a form; most come with it.

    Every report with files asks, so the statement is made by hand: making it anew took longer than adding the file's row.
    """
    here, facts = get_connection(), UploadDraft._meta  # noqa: SLF001 - documented as public
    asked = [facts.pk.get_db_prep_value(upload, here) for upload in uploads]
    places = ", ".join(["%s"] * len(asked))
    with here.cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM {facts.db_table} WHERE {facts.pk.column} IN ({places})", asked)  # noqa: S608 - names of our own
        return int(cursor.fetchone()[0])


def _create(path: Path) -> int:
    """Open a new file for its owner only; the folder's own entry is made durable when the folder is new."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    try:
        return os.open(path, flags, 0o600)
    except FileNotFoundError:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        _fsync_folder(path.parent.parent)
        return os.open(path, flags, 0o600)


def _fsync_folder(folder: Path) -> None:
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
