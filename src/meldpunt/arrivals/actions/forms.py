"""Using up a form."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime
    from uuid import UUID

    from meldpunt.arrivals.terms import Channel, OpenForm


def use_form(*, form: OpenForm, uploads: Sequence[UUID], by: Channel, now: datetime) -> None:
    """Mark the form used and let go of its drafts, inside the caller's transaction; raises FormAlreadyUsed."""
    raise NotImplementedError
