"""Letters for tests."""

from datetime import datetime
from uuid import UUID, uuid4

from meldpunt.cases.actions import note_told
from meldpunt.journal.actions import transaction
from meldpunt.journal.terms import SYSTEM
from meldpunt.outbox.actions import owe, settle_delivered, take_due
from meldpunt.outbox.rules import FACTS
from meldpunt.outbox.terms import Letter

SAMPLE = {
    "organisation": "Kliniek <&> Zoon",
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
