"""Opening a case at the desk."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from meldpunt.cases.terms import OpenedCase
    from meldpunt.people.terms import Visitor
    from meldpunt.reports.terms import OpenedFile


def open_for_member(*, number: str, visitor: Visitor, now: datetime) -> OpenedCase:
    """Open a case and write the opening into the journal. Raises CaseNotFound."""
    raise NotImplementedError


def open_file_for_member(*, number: str, file: UUID, visitor: Visitor, now: datetime) -> OpenedFile:
    """Open one file and write the opening into the journal. Raises CaseNotFound."""
    raise NotImplementedError
