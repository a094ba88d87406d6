"""Who is visiting, and what the ring holds."""

from uuid import uuid4

import pytest

from meldpunt.people.access import Members, ring_of, visitor_of
from meldpunt.people.models import Member
from meldpunt.people.terms import NotThere, Role
from meldpunt.sealing.rules import pairs
from tests.factories.people import NOW, make_lead, make_member, make_organisation

pytestmark = pytest.mark.django_db


def test_locked_desk_has_no_ring() -> None:
    visitor = make_member(make_organisation()).locked
    assert (visitor.ring, visitor.unlocked, visitor.admitted) == (None, False, False)


def test_unlocked_desk_holds_own_key_and_organisation_key() -> None:
    organisation = make_organisation()
    member = make_member(organisation)
    assert member.ring.seeds == {member.id: member.seed} | organisation.seeds


def test_member_who_waits_holds_only_the_own_key() -> None:
    member = make_member(make_organisation(), admitted=False)
    assert (member.ring.seeds, member.unlocked.admitted) == ({member.id: member.seed}, False)


def test_another_seed_unlocks_nothing() -> None:
    member = make_member(make_organisation())
    assert visitor_of(member=member.id, seed=pairs.new_seed()).ring is None


@pytest.mark.parametrize("seed", [b"", bytes(31), bytes(33)])
def test_seed_of_another_length_unlocks_nothing(seed: bytes) -> None:
    member = make_member(make_organisation())
    assert visitor_of(member=member.id, seed=seed).ring is None


def test_keys_of_one_organisation_are_not_in_the_ring_of_another() -> None:
    one, other = make_organisation(), make_organisation()
    assert make_member(one).ring.seeds.keys() & other.seeds.keys() == set()


def test_grant_left_behind_opens_nothing_for_an_administrator() -> None:
    member = make_member(make_organisation())
    Member.objects.filter(pk=member.id).update(role=Role.ADMINISTRATOR.value)
    assert member.unlocked.admitted is False


def test_member_who_never_was_is_not_there() -> None:
    with pytest.raises(NotThere):
        visitor_of(member=uuid4(), seed=None)


def test_removed_member_is_not_there() -> None:
    organisation = make_organisation()
    gone, lead = make_member(organisation), make_lead(organisation)
    Member.objects.filter(pk=gone.id).update(removed_at=NOW, removed_by=lead.id, email=None)
    with pytest.raises(NotThere):
        visitor_of(member=gone.id, seed=gone.seed)
    with pytest.raises(NotThere):
        ring_of(member=gone.id, seed=gone.seed)
    assert Members().get_user(gone.id) is None


def test_session_finds_its_member() -> None:
    member = make_member(make_organisation())
    assert Members().get_user(member.id) == Member.objects.get(pk=member.id)


def test_visitor_prints_no_key() -> None:
    member = make_member(make_organisation())
    shown = repr(member.unlocked)
    assert [seed for seed in member.ring.seeds.values() if seed.hex() in shown or repr(seed) in shown] == []
