"""Files on their way in: sealed while they stream, kept across a form error."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from meldpunt.arrivals.terms import Channel, SealedUpload


class OpenUpload:
    """A file that is being received: write chunks, then finish or abandon. Clear bytes never touch the disk."""

    def write(self, chunk: bytes) -> None:
        """Seal one chunk and write it."""
        raise NotImplementedError

    def finish(self) -> SealedUpload:
        """Write the last chunk, fsync file and folder, and return what was received."""
        raise NotImplementedError

    def abandon(self) -> None:
        """Remove what was written; safe to call twice and after finish."""
        raise NotImplementedError


def begin_upload(*, organisation: UUID, name: str, media_type: str, by: Channel, now: datetime) -> OpenUpload:
    """Open a sealed file for what is about to stream in.

    `name` and `media_type` are the finder's words: kept sealed, cleaned (control and direction characters, path
    parts, at most 255 characters) before they are shown.
    """
    raise NotImplementedError


def keep_drafts(*, organisation: UUID, upload_key: str | None, uploads: Sequence[SealedUpload], by: Channel,
                now: datetime) -> str:
    """Keep files for a form that goes back with an error; return the upload key for its hidden field `uploads`.

    `upload_key` is the key the form came with, or None to make a new one. Nothing stored can open the drafts.
    """
    raise NotImplementedError


def drop_draft(*, organisation: UUID, upload_key: str, file: UUID, by: Channel, now: datetime) -> None:
    """Remove one waiting file at the finder's wish; no error when it is gone already."""
    raise NotImplementedError
