"""A mail that is being taken in."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from meldpunt.arrivals.actions import sealed_mail
from meldpunt.arrivals.terms import Channel, Envelope, ReadMail, SealedMail, Suggestion
from meldpunt.cases.rules.mail_ends import is_answerable, is_vouched_for, received_at, the_report
from meldpunt.people.terms import OrganisationFacts


@dataclass(frozen=True)
class Arrived:
    """A mail, its bytes and what was read in it; an empty one where nothing could be. `is_by_member`: its sender works here, and is not forged.

    `copy_for` is a thread that it is for beside the first.
    """

    raw: bytes = field(repr=False)
    envelope: Envelope
    organisation: OrganisationFacts
    came: ReadMail
    by: Channel
    now: datetime
    suggestion: Suggestion | None = None
    is_by_member: bool = False
    copy_for: UUID | None = None

    @property
    def is_handed_on(self) -> bool:
        """Whether somebody of ours put a mail of another here by forwarding it."""
        return self.came.forwarded is not None and self.is_by_member

    @property
    def is_doubtful(self) -> bool:
        """Whether a stranger's mail has another inside: of a colleague who is no member, or of a finder who reports that other mail."""
        return self.envelope.is_shared and self.came.forwarded is not None and not self.is_handed_on

    @property
    def mail(self) -> ReadMail:
        """Return the mail that it is about: the one inside where it was handed on."""
        return the_report(self.came, is_handed_on=self.is_handed_on)

    @property
    def received_at(self) -> datetime:
        """Return since when it is here."""
        is_believed = self.is_handed_on and is_vouched_for(self.came)
        return received_at(self.mail, is_vouched_for=is_believed, now=self.now)

    @property
    def is_answerable(self) -> bool:
        """Whether what comes from a machine alone may be sent to who it is from."""
        return self.envelope.sender != "" and is_answerable(self.came)

    def seal(self) -> SealedMail:
        """Seal it as it came, and what was read in it."""
        return sealed_mail(
            raw=self.raw,
            mail=self.came,
            suggestion=self.suggestion,
            way=self.envelope.way,
            organisation=self.organisation.id,
            copy_for=self.copy_for,
            by=self.by,
            now=self.now,
        )
