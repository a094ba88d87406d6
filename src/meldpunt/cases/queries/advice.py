"""Advice in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import datetime

    from meldpunt.cases.terms import Advice


@dataclass(frozen=True)
class AdviceText:
    """What now?, in the reader's language."""

    step: str
    why: str
    hand_to: str
    by: datetime | None
    avoid: tuple[str, ...]


def advice_text(advice: Advice) -> AdviceText:
    """Return the advice in the active language."""
    raise NotImplementedError
