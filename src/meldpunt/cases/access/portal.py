"""Opening one's own report with a finder session."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime
    from uuid import UUID

    from meldpunt.cases.terms import FinderPass, OpenedThread
    from meldpunt.reports.terms import OpenedFile


def open_for_finder(*, by: FinderPass, now: datetime) -> OpenedThread:
    """Open the thread of this session. Raises SessionOver."""
    raise NotImplementedError


def open_file_for_finder(*, file: UUID, by: FinderPass, now: datetime) -> OpenedFile:
    """Open one file of the thread of this session. Raises SessionOver, CaseNotFound."""
    raise NotImplementedError
