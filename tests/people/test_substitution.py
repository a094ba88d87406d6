"""Somebody who writes to the database puts another key in place of the organisation's."""

from uuid import uuid4

import pytest

from meldpunt.journal.queries import entries_of_organisation
from meldpunt.journal.terms import OPERATOR
from meldpunt.outbox.terms import ReadyLetter
from meldpunt.people import queries
from meldpunt.people.access import visitor_of
from meldpunt.people.actions import (
    invite,
    readmit,
    recover,
    resume_intake,
    rotate_batch,
    sign_in,
    start_rotation,
    unlock,
)
from meldpunt.people.actions.keys import hand_out
from meldpunt.people.models import KeyGrant, Member, OrganisationKey
from meldpunt.people.rules.keys import vouch
from meldpunt.people.terms import KeysSubstituted, NotAllowed, Role, SignInRefused
from meldpunt.sealing.rules import pairs
from meldpunt.sealing.rules.pairs import fingerprint_words
from tests.factories.people import (
    NOW,
    PASSWORD,
    MadeMember,
    MadeOrganisation,
    make_lead,
    make_member,
    make_organisation,
)
from tests.fakes.carrier import delivered

pytestmark = pytest.mark.django_db


def _replace_public_half(organisation: MadeOrganisation) -> None:
    false = pairs.public_key(pairs.new_seed(), uuid4()).raw
    OrganisationKey.objects.filter(organisation=organisation.id, retired_at=None).update(public=false)


def _replace_key_and_hand_it_to_everybody(organisation: MadeOrganisation) -> None:
    """Forge as well as it can be done without anybody's secret: every member gets the false key's seed."""
    seed = pairs.new_seed()
    key = OrganisationKey.objects.get(organisation=organisation.id, retired_at=None)
    OrganisationKey.objects.filter(pk=key.id).update(public=pairs.public_key(seed, key.id).raw)
    for member in Member.objects.filter(organisation=organisation.id):
        hand_out(seeds={key.id: seed}, to=member, now=NOW)


def _forge_rotation(organisation: MadeOrganisation) -> None:
    """Pretend a rotation: a new current key, vouched for with a guess."""
    seed, key_id = pairs.new_seed(), uuid4()
    old = OrganisationKey.objects.get(organisation=organisation.id, retired_at=None)
    OrganisationKey.objects.filter(pk=old.id).update(retired_at=NOW)
    public = pairs.public_key(seed, key_id)
    OrganisationKey.objects.create(
        id=key_id,
        organisation_id=organisation.id,
        public=public.raw,
        follows=old,
        succession=vouch(organisation=organisation.id, old_seed=seed, new=public, new_seed=seed),
        made_at=NOW,
    )
    for member in Member.objects.filter(organisation=organisation.id):
        hand_out(seeds={key_id: seed}, to=member, now=NOW)


def _add_key_without_history(organisation: MadeOrganisation) -> None:
    seed, key_id = pairs.new_seed(), uuid4()
    OrganisationKey.objects.filter(organisation=organisation.id, retired_at=None).update(retired_at=NOW)
    OrganisationKey.objects.create(
        id=key_id, organisation_id=organisation.id, public=pairs.public_key(seed, key_id).raw, made_at=NOW
    )


FORGERIES = (
    _replace_public_half,
    _replace_key_and_hand_it_to_everybody,
    _forge_rotation,
    _add_key_without_history,
)


def _letters() -> list[ReadyLetter]:
    return delivered(now=NOW)


@pytest.mark.parametrize("forge", FORGERIES)
def test_signing_in_stops_intake(organisation: MadeOrganisation, lead: MadeMember, forge) -> None:
    forge(organisation)
    sign_in(email=lead.email, password=PASSWORD, now=NOW)
    assert queries.intake_is_open(organisation.id) is False


@pytest.mark.parametrize("forge", FORGERIES)
def test_unlocking_stops_intake(organisation: MadeOrganisation, lead: MadeMember, forge) -> None:
    forge(organisation)
    unlock(member=lead.id, password=PASSWORD, now=NOW)
    assert queries.organisation_facts(organisation.id).intake_stopped is True


def test_everybody_is_told_once(organisation: MadeOrganisation, lead: MadeMember) -> None:
    administrator = make_member(organisation, Role.ADMINISTRATOR)
    _replace_public_half(organisation)
    for _ in range(2):
        sign_in(email=lead.email, password=PASSWORD, now=NOW)
    assert sorted(letter.to for letter in _letters()) == sorted([lead.email, administrator.email])


def test_alarm_stands_in_the_journal(organisation: MadeOrganisation, lead: MadeMember) -> None:
    _replace_public_half(organisation)
    sign_in(email=lead.email, password=PASSWORD, now=NOW)
    deeds = [line.deed for line in entries_of_organisation(organisation.id)]
    assert deeds == ["member.signed_in", "keys.substituted", "organisation.created"]


def test_untouched_key_stops_nothing(organisation: MadeOrganisation, lead: MadeMember) -> None:
    for _ in range(2):
        sign_in(email=lead.email, password=PASSWORD, now=NOW)
    assert queries.intake_is_open(organisation.id) is True


def test_true_rotations_stop_nothing_for_a_member_who_was_away(
    organisation: MadeOrganisation, lead: MadeMember
) -> None:
    other = make_lead(organisation)
    for _ in range(3):
        start_rotation(by=other.unlocked, now=NOW)
        assert rotate_batch(limit=10, by=other.unlocked, now=NOW) == 0
    sign_in(email=lead.email, password=PASSWORD, now=NOW)
    assert queries.intake_is_open(organisation.id) is True
    assert lead.unlocked.admitted is True


def test_forgery_after_a_true_rotation_is_seen(organisation: MadeOrganisation, lead: MadeMember) -> None:
    other = make_lead(organisation)
    start_rotation(by=other.unlocked, now=NOW)
    rotate_batch(limit=10, by=other.unlocked, now=NOW)
    _replace_key_and_hand_it_to_everybody(organisation)
    sign_in(email=lead.email, password=PASSWORD, now=NOW)
    assert queries.intake_is_open(organisation.id) is False


def test_member_without_any_grant_left_still_sees_a_forgery(organisation: MadeOrganisation, lead: MadeMember) -> None:
    KeyGrant.objects.filter(member=lead.id).delete()
    _replace_public_half(organisation)
    sign_in(email=lead.email, password=PASSWORD, now=NOW)
    assert queries.intake_is_open(organisation.id) is False


def test_false_key_is_never_handed_on(organisation: MadeOrganisation, lead: MadeMember) -> None:
    waiting = make_member(organisation, admitted=False)
    words = fingerprint_words(bytes(Member.objects.get(pk=waiting.id).public))
    _replace_public_half(organisation)
    with pytest.raises(KeysSubstituted):
        readmit(member=waiting.id, fingerprint=words, by=lead.unlocked, now=NOW)
    with pytest.raises(KeysSubstituted):
        start_rotation(by=lead.unlocked, now=NOW)
    with pytest.raises(KeysSubstituted):
        invite(email="n@x.example", role=Role.HANDLER, language="nl", link_to=str, by=lead.unlocked, now=NOW)


def test_recovery_code_does_not_hand_out_a_false_key(organisation: MadeOrganisation) -> None:
    _replace_public_half(organisation)
    with pytest.raises(KeysSubstituted):
        recover(
            organisation=organisation.id,
            recovery_code=organisation.recovery_code,
            email="r@x.example",
            name="Rita",
            language="nl",
            password=PASSWORD,
            by=OPERATOR,
            now=NOW,
        )


def test_intake_resumes_once_the_true_key_is_back(organisation: MadeOrganisation, lead: MadeMember) -> None:
    key = OrganisationKey.objects.get(organisation=organisation.id)
    _replace_public_half(organisation)
    sign_in(email=lead.email, password=PASSWORD, now=NOW)
    key.save()
    resume_intake(password=PASSWORD, by=lead.unlocked, now=NOW)
    assert queries.intake_is_open(organisation.id) is True


@pytest.mark.parametrize("forge", [_replace_public_half, _replace_key_and_hand_it_to_everybody])
def test_intake_stays_stopped_while_the_false_key_is_there(organisation, lead: MadeMember, forge) -> None:
    forge(organisation)
    sign_in(email=lead.email, password=PASSWORD, now=NOW)
    with pytest.raises(KeysSubstituted):
        resume_intake(password=PASSWORD, by=lead.unlocked, now=NOW)
    assert queries.intake_is_open(organisation.id) is False


def test_resuming_asks_for_the_right_password_and_role(organisation: MadeOrganisation, lead: MadeMember) -> None:
    with pytest.raises(SignInRefused):
        resume_intake(password="wrong", by=lead.unlocked, now=NOW)
    with pytest.raises(NotAllowed):
        resume_intake(password=PASSWORD, by=make_member(organisation).unlocked, now=NOW)


def test_one_organisations_alarm_leaves_another_alone(organisation: MadeOrganisation, lead: MadeMember) -> None:
    other = make_organisation()
    _replace_public_half(organisation)
    sign_in(email=lead.email, password=PASSWORD, now=NOW)
    assert queries.intake_is_open(other.id) is True


def test_unlocked_desk_of_a_forged_organisation_still_opens_old_keys(organisation, lead: MadeMember) -> None:
    _replace_public_half(organisation)
    signed_in = sign_in(email=lead.email, password=PASSWORD, now=NOW)
    assert visitor_of(member=lead.id, seed=signed_in.seed).admitted is True
