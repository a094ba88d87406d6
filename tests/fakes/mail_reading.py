"""A reader of mails that says what a test has it say."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from meldpunt.arrivals.terms import Encryption, Envelope, Mailbox, ReadMail
from meldpunt.people.terms import HeldKey, Verdict

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
    """Reads every message as `mail`, or raises that; `calls` are the keys it was given. Where `is_signed`, one of the signers made it."""

    mail: ReadMail | Exception = MAIL
    meanwhile: Callable[[], object] = lambda: None
    calls: list[Sequence[HeldKey]] = field(default_factory=list)
    is_signed: bool = False

    def read(
        self, raw: bytes, *, keys: Sequence[HeldKey], signers: Sequence[bytes], envelope: Envelope, now: datetime
    ) -> ReadMail:
        """Return the mail."""
        del raw, envelope, now
        self.calls.append(keys)
        self.meanwhile()
        if isinstance(self.mail, Exception):
            raise self.mail
        if self.is_signed:
            verdict = Verdict.VALID if signers else Verdict.UNKNOWN_KEY
            return replace(self.mail, encryption=Encryption(verdict=verdict, signed_by="ABCD1234"))
        return self.mail


def signed() -> SaysReader:
    """Return a reader for which every message is signed by who may have."""
    return SaysReader(is_signed=True)
