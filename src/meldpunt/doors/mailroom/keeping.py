"""What is behind the door: every message is handed to its organisation's cases."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime
from uuid import UUID

from meldpunt.arrivals.terms import Channel, Envelope, MailReader
from meldpunt.cases.actions import receive_mail
from meldpunt.doors.mailroom.connections import connected
from meldpunt.policy.queries import organisation_of_address


@dataclass(frozen=True)
class Keeping:
    """Takes messages for cases (`taking.Intake`). `authserv_id`: our mail server's name, for messages of which nothing else is known."""

    reader: MailReader
    authserv_id: str = ""

    def organisation_of(self, address: str) -> UUID | None:
        """Return whose `address` is."""
        with connected():
            return organisation_of_address(address, now=datetime.now(tz=UTC))

    def take(self, raw: bytes, envelope: Envelope, organisation: UUID) -> None:
        """Return once it is stored. Raises TryLater."""
        known = envelope if envelope.authserv_id else replace(envelope, authserv_id=self.authserv_id)
        with connected():
            receive_mail(
                raw=raw,
                envelope=known,
                organisation=organisation,
                reader=self.reader,
                by=Channel.MAIL,
                now=datetime.now(tz=UTC),
            )
