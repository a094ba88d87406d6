"""What a handler does with a case. `seen_version` is the version of the page the handler acted on."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from meldpunt.arrivals.terms import SealedUpload
    from meldpunt.cases.terms import MessageKind
    from meldpunt.people.terms import Visitor


def assign(*, number: str, to: UUID | None, seen_version: int, by: Visitor, now: datetime) -> None:
    """Give the case to a member, or to nobody. Raises CaseNotFound, CaseMovedOn, NoSuchMember."""
    raise NotImplementedError


def write_as_handler(
    *,
    number: str,
    kind: MessageKind,
    text: str,
    uploads: Sequence[SealedUpload],
    seen_version: int,
    by: Visitor,
    now: datetime,
) -> None:
    """Answer the finder or ask for more, and tell them by mail that something is there.

    Raises CaseNotFound, CaseMovedOn, NothingSaid, ReportError.
    """
    raise NotImplementedError


def add_note(*, number: str, text: str, seen_version: int, by: Visitor, now: datetime) -> None:
    """Keep a note only handlers read. A note never conflicts: `seen_version` may be old. Raises CaseNotFound, NothingSaid."""
    raise NotImplementedError
