"""A reader of mails that says what a test has it say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from meldpunt.arrivals.terms import Envelope, Mailbox, ReadMail
from meldpunt.people.terms import HeldKey

SENDER = Mailbox("Sam de Vries", "sam@finder.example")
MAIL = ReadMail(
    message_id="1@finder.example",
    sender=SENDER,
    to=(Mailbox("", "security@kliniek.example"),),
    subject="Open portaal",
    text="Iedereen kan elk dossier openen.",
    language="nl",
)


@dataclass
class SaysReader:
    """Reads every message as `mail`, or raises that; `calls` are the keys it was given."""

    mail: ReadMail | Exception = MAIL
    meanwhile: Callable[[], object] = lambda: None
    calls: list[Sequence[HeldKey]] = field(default_factory=list)

    def read(
        self, raw: bytes, *, keys: Sequence[HeldKey], signers: Sequence[bytes], envelope: Envelope, now: datetime
    ) -> ReadMail:
        """Return the mail."""
        del raw, signers, envelope, now
        self.calls.append(keys)
        self.meanwhile()
        if isinstance(self.mail, Exception):
            raise self.mail
        return self.mail
