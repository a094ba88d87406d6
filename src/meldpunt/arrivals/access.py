"""The way to forms and waiting uploads; the keys come from the form, never from a table."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from meldpunt.arrivals.terms import OpenForm, SealedUpload


def new_form(*, organisation: UUID, policy_version: int, language: str, now: datetime) -> str:
    """Return a fresh form token (URL-safe text) for the hidden field `form`."""
    raise NotImplementedError


def read_form(*, token: str, organisation: UUID) -> OpenForm:
    """Read a token back; raises BadForm. Expiry is judged later: `OpenForm.expired(now)`."""
    raise NotImplementedError


def open_drafts(*, upload_key: str, organisation: UUID, now: datetime) -> tuple[SealedUpload, ...]:
    """Return the files that wait for the form with this upload key, in the order they were sent.

    An unknown, expired or malformed key gives no files: raises DraftsGone.
    """
    raise NotImplementedError
