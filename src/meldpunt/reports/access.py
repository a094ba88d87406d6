"""Opening files of a report with the keys that somebody's ring opened."""

from collections.abc import Iterator, Mapping
from uuid import UUID

from django.core.files.storage import storages

from meldpunt.arrivals.rules.places import file_bind
from meldpunt.arrivals.terms import SealedUpload
from meldpunt.reports.models import Attachment
from meldpunt.reports.rules.bodies import open_file
from meldpunt.reports.rules.pictures import is_picture
from meldpunt.reports.terms import FileSummary, NoSuchFile, OpenedFile
from meldpunt.sealing.access import open_keys
from meldpunt.sealing.rules.keys import key_name
from meldpunt.sealing.rules.streams import open_stream
from meldpunt.sealing.terms import ContentKey, KeyRing, Purpose, SealingError

READ_AT_ONCE = 256 * 1024


def open_file_list(*, report: UUID, keys: Mapping[UUID, ContentKey]) -> dict[UUID, FileSummary]:
    """Return what is known of every file of a report that these keys open, by id, in the order they came.

    One that is damaged says so, and spoils nothing else.
    """
    rows = Attachment.objects.filter(report=report).order_by("added_at", "position", "id")
    return {row.id: _summary_or_trouble(row, keys[row.id]) for row in rows if row.id in keys}


def open_one_file(*, organisation: UUID, report: UUID, file: UUID, ring: KeyRing) -> OpenedFile:
    """Open one file of a report; raises NoSuchFile when it is not there, is damaged, or this ring does not open it."""
    row = Attachment.objects.filter(report=report, pk=file).first()
    name = key_name(purpose=Purpose.FILE, organisation=organisation, thread=report, file=file)
    key = open_keys(wanted=[name], ring=ring).get(file)
    if row is None or key is None:
        raise NoSuchFile
    try:
        summary = _summary(row, key)
    except SealingError:
        raise NoSuchFile from None
    return OpenedFile(
        id=summary.id,
        name=summary.name,
        media_type=summary.media_type,
        size=summary.size,
        sha256=summary.sha256,
        scrubbed=summary.scrubbed,
        chunks=open_stream(_stored(row.stored_as), key.secret, file_bind(organisation, file)),
    )


def stored_chunks(*, upload: SealedUpload, organisation: UUID) -> Iterator[bytes]:
    """Yield the clear bytes of an upload that was sealed a moment ago."""
    return open_stream(_stored(upload.stored_as), upload.secret, file_bind(organisation, upload.id))


def stored_head(*, upload: SealedUpload, organisation: UUID) -> bytes:
    """Return the first bytes of an upload, at least 4 KB if it has as many; none of an empty one."""
    if upload.head is not None:
        return upload.head
    return next(stored_chunks(upload=upload, organisation=organisation), b"")


def tells_of_place(*, upload: SealedUpload, organisation: UUID) -> bool:
    """Tell whether an upload is a picture that may still tell about place, device or person."""
    head = stored_head(upload=upload, organisation=organisation)
    return not upload.scrubbed and is_picture(head, name=upload.name, media_type=upload.media_type)


def _summary_or_trouble(row: Attachment, key: ContentKey) -> FileSummary:
    try:
        return _summary(row, key)
    except SealingError as problem:
        trouble = type(problem).__name__
        return FileSummary(row.id, "", "", 0, b"", scrubbed=row.scrubbed, added_at=row.added_at, trouble=trouble)


def _summary(row: Attachment, key: ContentKey) -> FileSummary:
    facts = open_file(bytes(row.sealed), file=row.id, key=key)
    return FileSummary(
        id=row.id,
        name=facts["name"],
        media_type=facts["media_type"],
        size=facts["size"],
        sha256=bytes.fromhex(facts["sha256"]),
        scrubbed=row.scrubbed,
        added_at=row.added_at,
    )


def _stored(stored_as: str) -> Iterator[bytes]:
    with storages["sealed"].open(stored_as) as file:
        while chunk := file.read(READ_AT_ONCE):
            yield chunk
