"""Taking in a report: the one place where content becomes a sealed case."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from meldpunt.arrivals.terms import Channel, OpenForm, SealedUpload
    from meldpunt.cases.terms import Receipt
    from meldpunt.reports.terms import Contact, Identity, ReportContent


def take_in(
    *,
    organisation: UUID,
    form: OpenForm,
    content: ReportContent,
    identity: Identity,
    contact: Contact,
    uploads: Sequence[SealedUpload],
    language: str,
    by: Channel,
    now: datetime,
) -> Receipt:
    """Seal a report, open a case for it and return the receipt.

    The same content under the same form gives the same receipt again, whenever. Raises FormAlreadyUsed (other
    content under a used form), FormExpired, IntakeStopped, and the ReportErrors of `reports.terms`.
    """
    raise NotImplementedError
