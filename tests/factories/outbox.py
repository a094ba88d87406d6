"""Letters for tests."""

from datetime import datetime
from uuid import UUID, uuid4

from meldpunt.cases.actions import note_told
from meldpunt.journal.actions import transaction
from meldpunt.journal.terms import SYSTEM
from meldpunt.outbox.actions import owe, settle_delivered, take_due
from meldpunt.outbox.rules import FACTS
from meldpunt.outbox.terms import Enclosed, Enclosure, Letter

CIPHERTEXT = Enclosed(
    Enclosure.CIPHERTEXT, b"-----BEGIN PGP MESSAGE-----\n\nhQEMAwAAAAAAAAAA\n=AAAA\n-----END PGP MESSAGE-----\n"
)
"""The shape of something encrypted; nothing opens it."""

PUBLIC_KEY = Enclosed(
    Enclosure.KEY,
    b"-----BEGIN PGP PUBLIC KEY BLOCK-----\n\nxjMEAAAAAAAAAAAA\n=AAAA\n-----END PGP PUBLIC KEY BLOCK-----\n",
)
"""The shape of a key; no program takes it."""

SAMPLE = {
    "organisation": "Kliniek <&> Zoon",
    "trouble": "no_form",
    "since": "2026-11-23T09:30+00:00",
    "phrase": "blauwe fiets",
    "number": "2026-00042",
    "due": "2026-11-30",
    "until": "2026-11-30T12:00:00+00:00",
    "link": "https://meld.clinic.example/case",
    "member": "Anna",
    "lead": "Bram",
    "begun": "1",
    "ended": "2",
    "soon": "3",
    "late": "1",
    "status": "accepted",
    "asked": "1",
    "answers": "1",
    "fix_by": "2026-12-24",
    "reason": "solved",
    "version": "3",
    "policy": "https://meld.clinic.example/policy/3",
    "once": "https://meld.clinic.example/case/link/abc",
    "fingerprint": "0123 4567 89AB CDEF 0123  4567 89AB CDEF 0123 4567",
    "matter": "phishing",
    "mail": "vals@clinic.example",
    "phone": "+31 20 000 0000",
    "page": "https://clinic.example/phishing",
    "word": "0123456789abcdef0123456789abcdef",
}


def facts_of(letter: Letter) -> dict[str, str]:
    """Return facts that fit a letter."""
    return {name: SAMPLE[name] for name in FACTS[letter]}


def make_letter(
    *,
    now: datetime,
    letter: Letter = Letter.NEW_REPORT,
    to: str = "anna@clinic.example",
    language: str = "nl",
    organisation: UUID | None = None,
) -> UUID:
    """Owe a letter; return its id."""
    with transaction():
        return owe(
            organisation=organisation or uuid4(),
            to=to,
            letter=letter,
            language=language,
            facts=facts_of(letter),
            now=now,
        )


def carry(*, now: datetime) -> None:
    """Let a mail server take what is due, and keep that finders were told."""
    for row in take_due(now=now, limit=100):
        settle_delivered(row=row, now=now)
    note_told(by=SYSTEM, now=now)
