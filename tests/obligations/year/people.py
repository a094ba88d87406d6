"""Who works in the five organisations, and the server that takes their mail."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from uuid import UUID

from meldpunt.outbox.terms import CarrierBusy, CarrierRefused, ReadyLetter
from meldpunt.people.access import visitor_of
from meldpunt.people.terms import Role, Visitor
from tests.factories.people import MadeOrganisation
from tests.obligations.year.houses import House
from tests.obligations.year.killing import Killed

NEVER: Final = datetime(9999, 1, 1, tzinfo=UTC)


@dataclass
class Person:
    """Somebody at a desk: when they are there, and on which days they are on holiday."""

    id: UUID
    address: str
    seed: bytes = field(repr=False)
    role: Role
    joined: datetime
    away: tuple[tuple[datetime, datetime], ...]
    left: datetime = NEVER

    @property
    def visitor(self) -> Visitor:
        """Return them at an unlocked desk."""
        return visitor_of(member=self.id, seed=self.seed)

    def is_member(self, at: datetime) -> bool:
        """Tell whether they belong to the organisation."""
        return self.joined <= at < self.left

    def works(self, at: datetime) -> bool:
        """Tell whether they are at work that day."""
        away = any(since <= at < until for since, until in self.away)
        return self.is_member(at) and not away and at.isoweekday() < 6


@dataclass
class Team:
    """An organisation with its people; `named` are warned last."""

    made: MadeOrganisation
    house: House
    people: list[Person]
    named: list[Person] = field(default_factory=list)
    version: int = 1


class Post:
    """The mail server: takes letters, refuses those to addresses that are gone, is away now and then."""

    def __init__(self) -> None:
        """Start with nothing taken."""
        self.calls = 0
        self.away = False
        self.killed = False

    def send(self, letter: ReadyLetter) -> None:
        """Take a letter, or not."""
        self.calls += 1
        if self.killed:
            raise Killed
        if self.away:
            raise CarrierBusy("421")
        if letter.to.startswith("gone"):
            raise CarrierRefused("550")
