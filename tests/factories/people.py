"""Organisations and members for tests: real keys, made without the slow password unless a test asks for one."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from itertools import count
from uuid import UUID, uuid4

from django.conf import settings

from meldpunt.journal.actions import transaction
from meldpunt.journal.terms import OPERATOR
from meldpunt.people.access import recovery_seeds, visitor_of
from meldpunt.people.actions import create_organisation
from meldpunt.people.actions.keys import first_pin, hand_out, put_behind
from meldpunt.people.models import Member, Organisation, RecoveryLock
from meldpunt.people.queries import organisation_facts
from meldpunt.people.rules.credentials import Stretched, stretch
from meldpunt.people.rules.permissions import opens_cases
from meldpunt.people.terms import OrganisationFacts, Role, Visitor
from meldpunt.sealing.rules import locks, pairs
from meldpunt.sealing.terms import KeyRing

NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
PASSWORD = "kleine groene olifant 7"
_numbers = count(1)


@dataclass(frozen=True)
class MadeOrganisation:
    """An organisation with the secrets that its making yields."""

    facts: OrganisationFacts
    recovery_code: str = field(repr=False)
    invitation_token: str = field(repr=False)

    @property
    def id(self) -> UUID:
        """Return the organisation's id."""
        return self.facts.id

    @property
    def seeds(self) -> dict[UUID, bytes]:
        """Return the organisation's keys, out of the recovery lock."""
        lock = RecoveryLock.objects.get(organisation=self.id)
        return recovery_seeds(lock, locks.open_token(self.recovery_code, use="recovery").seed)


@dataclass(frozen=True)
class MadeMember:
    """A member with the seed that unlocks the desk."""

    id: UUID
    email: str
    seed: bytes = field(repr=False)

    @property
    def unlocked(self) -> Visitor:
        """Return the member at an unlocked desk."""
        return visitor_of(member=self.id, seed=self.seed)

    @property
    def ring(self) -> KeyRing:
        """Return the keys at the member's unlocked desk."""
        ring = self.unlocked.ring
        assert ring is not None, "the seed is not the member's any more"
        return ring

    @property
    def locked(self) -> Visitor:
        """Return the member at a locked desk."""
        return visitor_of(member=self.id, seed=None)


def make_organisation(
    *, name: str = "", languages: Sequence[str] = ("nl", "en"), host_names: Sequence[str] = (), now: datetime = NOW
) -> MadeOrganisation:
    """Make an organisation that can receive reports."""
    number = next(_numbers)
    keys = create_organisation(
        name=name or f"Kliniek {number}",
        languages=languages,
        handler_email=f"first{number}@clinic.example",
        host_names=host_names,
        by=OPERATOR,
        now=now,
    )
    return MadeOrganisation(organisation_facts(keys.organisation), keys.recovery_code, keys.invitation_token)


def take_mail(organisation: MadeOrganisation, *, at: str = "melden@clinic.example", subaddress: str = "+") -> None:
    """Let mail come in at this address."""
    Organisation.objects.filter(pk=organisation.id).update(mail_in=at, subaddress=subaddress)


def make_member(
    organisation: MadeOrganisation,
    role: Role = Role.HANDLER,
    *,
    name: str = "",
    admitted: bool = True,
    password: str = "",
    language: str = "nl",
    now: datetime = NOW,
) -> MadeMember:
    """Make a member; admitted if the role opens cases, with a lock only if a password is given."""
    number, member_id, seed = next(_numbers), uuid4(), pairs.new_seed()
    seeds = organisation.seeds if admitted and opens_cases(role) else {}
    with transaction():
        member = Member.objects.create(
            id=member_id,
            organisation=Organisation.objects.get(pk=organisation.id),
            email=f"member{number}@clinic.example",
            name=name or f"Member {number}",
            language=language,
            role=role.value,
            public=pairs.public_key(seed, member_id).raw,
            joined_at=now,
        )
        hand_out(seeds=seeds, to=member, now=now)
        if password:
            put_behind(member=member, stretched=_stretched(password), seed=seed, pin=first_pin(organisation.id, seeds))
    return MadeMember(member_id, member.email or "", seed)


@cache
def _stretched(password: str) -> Stretched:
    """Stretch each password of the tests once."""
    return stretch(password, pepper=settings.MELDPUNT_SECRETS.pepper)


def make_lead(organisation: MadeOrganisation, **details: object) -> MadeMember:
    """Make an admitted lead."""
    return make_member(organisation, Role.LEAD, **details)  # type: ignore[arg-type]
