"""A new key for the organisation."""

from uuid import uuid4

import pytest

from meldpunt.journal.actions import transaction
from meldpunt.journal.queries import entries_of_organisation
from meldpunt.journal.terms import OPERATOR
from meldpunt.people import queries
from meldpunt.people.access import visitor_of
from meldpunt.people.actions import accept_invitation, recover, remove_member, rotate_batch, start_rotation
from meldpunt.people.models import KeyGrant, OrganisationKey
from meldpunt.people.terms import (
    DeskLocked,
    KeysSubstituted,
    NoRotation,
    NotAllowed,
    Role,
    RotationRunning,
    RotationStuck,
)
from meldpunt.sealing.access import open_key
from meldpunt.sealing.actions import keep_wraps
from meldpunt.sealing.models import Wrap
from meldpunt.sealing.rules.keys import new_key
from meldpunt.sealing.terms import ContentKey, Purpose
from tests.factories.people import (
    NOW,
    PASSWORD,
    MadeMember,
    MadeOrganisation,
    make_lead,
    make_member,
    make_organisation,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def lead(organisation: MadeOrganisation) -> MadeMember:
    """Return an admitted lead."""
    return make_lead(organisation)


def _sealed(organisation: MadeOrganisation, count: int) -> list[ContentKey]:
    """Return content keys wrapped to the organisation's current key."""
    keys = [new_key(purpose=Purpose.REPORT, organisation=organisation.id, thread=uuid4()) for _ in range(count)]
    with transaction():
        for key in keys:
            keep_wraps(key=key, to=[queries.current_key(organisation.id)])
    return keys


def _opens(member: MadeMember, key: ContentKey) -> bool:
    opened = open_key(
        key_id=key.id, purpose=key.purpose, organisation=key.organisation, thread=key.thread, ring=member.ring
    )
    return opened == key


def _left(organisation: MadeOrganisation) -> int | None:
    rotation = queries.running_rotation(organisation.id)
    return rotation.left if rotation else None


def _rotate(lead: MadeMember) -> None:
    start_rotation(by=lead.unlocked, now=NOW)
    while rotate_batch(limit=2, by=lead.unlocked, now=NOW):
        pass


def test_new_key_is_current_at_once(organisation: MadeOrganisation, lead: MadeMember) -> None:
    before = queries.current_key(organisation.id)
    rotation = start_rotation(by=lead.unlocked, now=NOW)
    assert (rotation.retiring, rotation.current) == (before.id, queries.current_key(organisation.id).id)
    assert queries.is_current_key(organisation.id, before.id) is False
    assert queries.is_current_key(organisation.id, rotation.current) is True


def test_cases_open_before_during_and_after(organisation: MadeOrganisation, lead: MadeMember) -> None:
    handler, keys = make_member(organisation), _sealed(organisation, 5)
    start_rotation(by=lead.unlocked, now=NOW)
    assert [_opens(handler, key) for key in keys] == [True] * 5
    assert rotate_batch(limit=2, by=lead.unlocked, now=NOW) == 3
    assert [_opens(handler, key) for key in keys] == [True] * 5
    assert rotate_batch(limit=10, by=lead.unlocked, now=NOW) == 0
    assert [_opens(handler, key) for key in keys] == [True] * 5


def test_retired_key_goes_when_nothing_uses_it(organisation: MadeOrganisation, lead: MadeMember) -> None:
    _sealed(organisation, 1)
    old = start_rotation(by=lead.unlocked, now=NOW).retiring
    assert old in lead.ring.seeds
    rotate_batch(limit=10, by=lead.unlocked, now=NOW)
    assert OrganisationKey.objects.get(pk=old).gone_at == NOW
    assert KeyGrant.objects.filter(key=old).count() == 0
    assert Wrap.objects.filter(recipient=old).count() == 0
    assert old not in lead.ring.seeds
    assert queries.running_rotation(organisation.id) is None


def test_interrupted_rotation_is_taken_up_by_another_lead(organisation: MadeOrganisation, lead: MadeMember) -> None:
    other, keys = make_lead(organisation), _sealed(organisation, 3)
    start_rotation(by=lead.unlocked, now=NOW)
    rotate_batch(limit=1, by=lead.unlocked, now=NOW)
    remove_member(member=lead.id, by=other.unlocked, now=NOW)
    assert _left(organisation) == 2
    assert rotate_batch(limit=5, by=other.unlocked, now=NOW) == 0
    assert [_opens(other, key) for key in keys] == [True] * 3


def test_second_rotation_waits_for_the_first(organisation: MadeOrganisation, lead: MadeMember) -> None:
    _sealed(organisation, 1)
    start_rotation(by=lead.unlocked, now=NOW)
    with pytest.raises(RotationRunning):
        start_rotation(by=lead.unlocked, now=NOW)
    assert rotate_batch(limit=1, by=lead.unlocked, now=NOW) == 0
    start_rotation(by=lead.unlocked, now=NOW)


def test_without_a_rotation_there_is_no_batch(lead: MadeMember) -> None:
    with pytest.raises(NoRotation):
        rotate_batch(limit=1, by=lead.unlocked, now=NOW)


def test_members_who_wait_get_nothing(organisation: MadeOrganisation, lead: MadeMember) -> None:
    waiting, administrator = make_member(organisation, admitted=False), make_member(organisation, Role.ADMINISTRATOR)
    _rotate(lead)
    assert [member.unlocked.admitted for member in (waiting, administrator)] == [False, False]


def test_leaver_gets_nothing_of_the_new_key(organisation: MadeOrganisation, lead: MadeMember) -> None:
    leaver = make_member(organisation)
    remove_member(member=leaver.id, by=lead.unlocked, now=NOW)
    _rotate(lead)
    assert KeyGrant.objects.filter(member=leaver.id).count() == 0


def test_open_invitation_survives_a_rotation(organisation: MadeOrganisation, lead: MadeMember) -> None:
    keys = _sealed(organisation, 1)
    _rotate(lead)
    joined = accept_invitation(
        token=organisation.invitation_token, name="Anna", language="nl", password=PASSWORD, now=NOW
    )
    member = MadeMember(joined.member, "", joined.seed)
    assert [_opens(member, key) for key in keys] == [True]


def test_recovery_code_survives_a_rotation(organisation: MadeOrganisation, lead: MadeMember) -> None:
    keys = _sealed(organisation, 1)
    _rotate(lead)
    recovered = recover(
        organisation=organisation.id,
        recovery_code=organisation.recovery_code,
        email="rita@clinic.example",
        name="Rita",
        language="nl",
        password=PASSWORD,
        by=OPERATOR,
        now=NOW,
    )
    assert visitor_of(member=recovered.member, seed=recovered.seed).admitted is True
    assert [_opens(MadeMember(recovered.member, "", recovered.seed), key) for key in keys] == [True]


def test_wrap_that_does_not_open_stops_the_rotation_and_is_kept(
    organisation: MadeOrganisation, lead: MadeMember
) -> None:
    _sealed(organisation, 2)
    broken = Wrap.objects.earliest("id")
    Wrap.objects.filter(pk=broken.pk).update(sealed=b"\x01broken")
    start_rotation(by=lead.unlocked, now=NOW)
    assert rotate_batch(limit=5, by=lead.unlocked, now=NOW) == 1
    with pytest.raises(RotationStuck):
        rotate_batch(limit=5, by=lead.unlocked, now=NOW)
    assert Wrap.objects.filter(pk=broken.pk).exists() is True
    assert _left(organisation) == 1


def test_rotation_stands_in_the_journal(organisation: MadeOrganisation, lead: MadeMember) -> None:
    _rotate(lead)
    deeds = [line.deed for line in entries_of_organisation(organisation.id, limit=2)]
    assert deeds == ["keys.rotation_finished", "keys.rotation_started"]


def test_only_an_unlocked_lead_rotates(organisation: MadeOrganisation, lead: MadeMember) -> None:
    with pytest.raises(DeskLocked):
        start_rotation(by=lead.locked, now=NOW)
    for role in (Role.HANDLER, Role.ADMINISTRATOR):
        with pytest.raises(NotAllowed):
            start_rotation(by=make_member(organisation, role).unlocked, now=NOW)


def test_rotation_leaves_other_organisations_alone(lead: MadeMember) -> None:
    other = make_organisation()
    keys = _sealed(other, 1)
    _rotate(lead)
    assert [_opens(make_lead(other), key) for key in keys] == [True]


def test_desk_unlocked_before_the_rotation_does_not_start_another(lead: MadeMember) -> None:
    stale = lead.unlocked
    _rotate(lead)
    with pytest.raises(KeysSubstituted):
        start_rotation(by=stale, now=NOW)
