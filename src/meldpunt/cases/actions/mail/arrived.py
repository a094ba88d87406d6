"""A mail that is being taken in."""

from dataclasses import dataclass, field
from datetime import datetime

from meldpunt.arrivals.actions import sealed_mail
from meldpunt.arrivals.terms import Channel, Envelope, ReadMail, SealedMail, Suggestion
from meldpunt.cases.rules.mail_ends import received_at, the_report
from meldpunt.people.terms import OrganisationFacts


@dataclass(frozen=True)
class Arrived:
    """A mail, its bytes and what was read in it; an empty one where nothing could be. `is_by_member`: its sender works here."""

    raw: bytes = field(repr=False)
    envelope: Envelope
    organisation: OrganisationFacts
    came: ReadMail
    by: Channel
    now: datetime
    suggestion: Suggestion | None = None
    is_by_member: bool = False

    @property
    def is_handed_on(self) -> bool:
        """Whether somebody of ours put a mail of another here by forwarding it."""
        return (self.envelope.is_shared or self.is_by_member) and self.came.forwarded is not None

    @property
    def mail(self) -> ReadMail:
        """Return the mail that it is about: the one inside where it was handed on."""
        return the_report(self.came, is_handed_on=self.is_handed_on)

    @property
    def received_at(self) -> datetime:
        """Return since when it is here."""
        return received_at(self.mail, is_handed_on=self.is_handed_on, now=self.now)

    def seal(self) -> SealedMail:
        """Seal it as it came, and what was read in it."""
        return sealed_mail(
            raw=self.raw,
            mail=self.came,
            suggestion=self.suggestion,
            way=self.envelope.way,
            organisation=self.organisation.id,
            by=self.by,
            now=self.now,
        )
