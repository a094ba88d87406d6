"""What a finder does with the access code."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from meldpunt.arrivals.terms import Channel, SealedUpload
    from meldpunt.cases.terms import FinderPass
    from meldpunt.reports.terms import Contact, Identity


def enter(*, organisation: UUID, code: str, by: Channel, now: datetime) -> FinderPass:
    """Open a finder session; `.token` goes into the cookie. Raises CodeUnknown, after the same work, for any wrong code."""
    raise NotImplementedError


def write_as_finder(*, text: str, uploads: Sequence[SealedUpload], by: FinderPass, now: datetime) -> None:
    """Add a message with files to one's own report. Raises SessionOver, NothingSaid, ReportError."""
    raise NotImplementedError


def change_contact(*, identity: Identity, contact: Contact, by: FinderPass, now: datetime) -> None:
    """Replace who the finder is and how to reach them, both as a whole: what was there cannot be read here."""
    raise NotImplementedError


def forget_contact(*, by: FinderPass, now: datetime) -> None:
    """Destroy the key of name and contact, their sealed text, and the notice address."""
    raise NotImplementedError


def leave(*, by: FinderPass, now: datetime) -> None:
    """End the session; no error when it is over already."""
    raise NotImplementedError
