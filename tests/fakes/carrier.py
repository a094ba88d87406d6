"""A carrier that keeps what it is given, or fails as it is told to."""

from datetime import datetime

from meldpunt.outbox.jobs import deliver_due
from meldpunt.outbox.terms import ReadyLetter


class FakeCarrier:
    """Holds the letters in `taken`; `fails` are the errors of the next sendings, in order."""

    def __init__(self, *fails: Exception) -> None:
        """Start with nothing taken."""
        self.taken: list[ReadyLetter] = []
        self.fails = list(fails)

    def send(self, letter: ReadyLetter) -> None:
        """Take the letter, or raise the next error."""
        if self.fails:
            raise self.fails.pop(0)
        self.taken.append(letter)


def delivered(*, now: datetime) -> list[ReadyLetter]:
    """Deliver what is due, and return it."""
    carrier = FakeCarrier()
    deliver_due(carrier=carrier, now=now)
    return carrier.taken
