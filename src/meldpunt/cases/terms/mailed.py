"""The mails that tell a finder of something of ours: what became of them, and that one came back."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from meldpunt.cases.terms.errors import CaseError


class MailFlaw(StrEnum):
    """Why it cannot be recorded that a mail came back then, or that this was a mistake."""

    NOT_SENT = "not_sent"
    NOT_BACK = "not_back"
    BACK_ALREADY = "back_already"
    EARLY = "early"
    FUTURE = "future"


class MailRefused(CaseError):
    """It cannot be recorded that a mail came back; `flaw` says why."""

    def __init__(self, flaw: MailFlaw) -> None:
        """Keep why."""
        super().__init__(flaw.value)
        self.flaw = flaw


class NoSuchMail(CaseError):
    """There is no such mail about this case."""


@dataclass(frozen=True)
class Mail:
    """A mail to the finder, by the id of its letter. `message` is what it told of, None where that is the closing of the case.

    `told_at` is when our own mail server took it, `failed_at` when it was given up, `came_back_at` when it came back after all, as
    the member `by` recorded. `kept_since` is since when the address lies here that the finder is mailed at now; None where none does.
    """

    id: UUID
    message: int | None
    owed_at: datetime
    told_at: datetime | None
    failed_at: datetime | None
    came_back_at: datetime | None
    kept_since: datetime | None
    by: str = field(repr=False, default="")

    @property
    def is_lost(self) -> bool:
        """Whether it never left, or came back."""
        return self.failed_at is not None or self.came_back_at is not None

    @property
    def may_come_back(self) -> bool:
        """Whether it left, and did not come back as far as we know."""
        return self.told_at is not None and self.came_back_at is None

    @property
    def address_is_kept(self) -> bool:
        """Whether the address that it went to is the one that lies here now."""
        return self.kept_since is not None and self.kept_since <= self.owed_at
