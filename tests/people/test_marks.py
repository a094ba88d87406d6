"""Somebody who writes to the database exchanges the key of a member, an invitation or the recovery code before a rotation."""

from collections.abc import Callable
from uuid import UUID, uuid4

import pytest

from meldpunt.journal.queries import entries_of_organisation
from meldpunt.journal.terms import OPERATOR, SYSTEM
from meldpunt.people import queries
from meldpunt.people.access import doubts
from meldpunt.people.actions import (
    accept_invitation,
    invite,
    readmit,
    recover,
    replace_recovery_code,
    rotate_batch,
    sign_in,
    start_rotation,
)
from meldpunt.people.models import Invitation, KeyGrant, Member, RecoveryLock
from meldpunt.people.terms import Doubts, KeysSubstituted, Role, Standing
from meldpunt.sealing.rules import pairs
from meldpunt.sealing.rules.pairs import fingerprint_words
from tests.factories.people import (
    NOW,
    PASSWORD,
    MadeMember,
    MadeOrganisation,
    make_lead,
    make_member,
)
from tests.fakes.carrier import delivered

pytestmark = pytest.mark.django_db
THIEF = bytes([7]) * 32
"""The seed of a key pair that the thief has."""


def _stolen(member: UUID) -> MadeMember:
    """Return a member as whoever has the thief's seed would be at the desk."""
    return MadeMember(member, "", THIEF)


def _give_thief_the_row_of(member: UUID) -> None:
    Member.objects.filter(pk=member).update(public=pairs.public_key(THIEF, member).raw)


def _holds_current(organisation: MadeOrganisation, **recipient: UUID) -> bool:
    return KeyGrant.objects.filter(key=queries.current_key(organisation.id).id, **recipient).exists()


def _standings(organisation: MadeOrganisation, lead: MadeMember) -> dict[UUID, Standing]:
    doubted = doubts(lead.unlocked).members
    return {facts.id: facts.standing for facts in queries.members_of(organisation.id, doubted=doubted)}


def _rotate(lead: MadeMember) -> None:
    start_rotation(by=lead.unlocked, now=NOW)
    assert rotate_batch(limit=10, by=lead.unlocked, now=NOW) == 0


def test_every_way_of_giving_leaves_a_mark_that_fits(organisation: MadeOrganisation, lead: MadeMember) -> None:
    token = organisation.invitation_token
    accept_invitation(token=token, name="Anna", language="nl", password=PASSWORD, now=NOW)
    waiting = make_member(organisation, admitted=False)
    words = fingerprint_words(bytes(Member.objects.get(pk=waiting.id).public))
    readmit(member=waiting.id, fingerprint=words, by=lead.unlocked, now=NOW)
    invite(email="n@x.example", role=Role.HANDLER, language="nl", link_to=str, by=lead.unlocked, now=NOW)
    _rotate(lead)
    code = replace_recovery_code(by=lead.unlocked, now=NOW)
    recover(
        organisation=organisation.id,
        recovery_code=code,
        email="rita@x.example",
        name="Rita",
        language="nl",
        password=PASSWORD,
        by=OPERATOR,
        now=NOW,
    )
    assert doubts(lead.unlocked) == Doubts()
    assert KeyGrant.objects.count() == 6


def test_exchanged_key_of_a_member_gets_nothing_new(organisation: MadeOrganisation, lead: MadeMember) -> None:
    member = make_member(organisation)
    _give_thief_the_row_of(member.id)
    _rotate(lead)
    assert _stolen(member.id).unlocked.admitted is False
    assert _holds_current(organisation, member=member.id) is False


def test_others_get_the_new_key_all_the_same(organisation: MadeOrganisation, lead: MadeMember) -> None:
    other, victim = make_member(organisation), make_member(organisation)
    _give_thief_the_row_of(victim.id)
    _rotate(lead)
    assert (other.unlocked.admitted, lead.unlocked.admitted) == (True, True)
    assert queries.intake_is_open(organisation.id) is True


def test_invitation_of_a_thief_gets_nothing_new(organisation: MadeOrganisation, lead: MadeMember) -> None:
    invitation = Invitation.objects.get(organisation=organisation.id)
    Invitation.objects.update(public=pairs.public_key(THIEF, invitation.id).raw)
    _rotate(lead)
    assert _holds_current(organisation, invitation=invitation.id) is False


def test_recovery_code_of_a_thief_gets_nothing_new(organisation: MadeOrganisation, lead: MadeMember) -> None:
    lock = RecoveryLock.objects.get(organisation=organisation.id)
    RecoveryLock.objects.update(public=pairs.public_key(THIEF, lock.id).raw)
    _rotate(lead)
    assert _holds_current(organisation, recovery=lock.id) is False
    assert doubts(lead.unlocked) == Doubts(recovery=True)
    replace_recovery_code(by=lead.unlocked, now=NOW)
    assert doubts(lead.unlocked) == Doubts()


def _unmark(grant: KeyGrant) -> None:
    KeyGrant.objects.filter(pk=grant.pk).update(mark=b"")


def _mark_of_another(grant: KeyGrant) -> None:
    other = KeyGrant.objects.exclude(pk=grant.pk).filter(key=grant.key_id, member__isnull=False).earliest("id")
    KeyGrant.objects.filter(pk=grant.pk).update(mark=other.mark)


def _guess(grant: KeyGrant) -> None:
    KeyGrant.objects.filter(pk=grant.pk).update(mark=b"\x07" + bytes(32))


def _lengthen(grant: KeyGrant) -> None:
    KeyGrant.objects.filter(pk=grant.pk).update(mark=bytes(grant.mark) + b"\0")


def _make_up_a_member(grant: KeyGrant) -> None:
    """Move the grant, with its mark, to a member that nobody invited, who has the same public key."""
    member = grant.recipient
    Member.objects.filter(pk=member.id).update(email=None, removed_at=NOW, removed_by=uuid4())
    made_up = Member.objects.get(pk=member.id)
    made_up.id, made_up.email, made_up.removed_at, made_up.removed_by = uuid4(), "x@x.example", None, None
    made_up.save(force_insert=True)
    KeyGrant.objects.filter(pk=grant.pk).update(member=made_up)


@pytest.mark.parametrize("change", [_unmark, _mark_of_another, _guess, _lengthen, _make_up_a_member])
def test_mark_that_does_not_fit_is_not_carried_on(
    organisation: MadeOrganisation, lead: MadeMember, change: Callable[[KeyGrant], None]
) -> None:
    member = make_member(organisation)
    change(KeyGrant.objects.get(member=member.id))
    _rotate(lead)
    holders = set(KeyGrant.objects.filter(member__isnull=False).values_list("member", flat=True))
    assert holders == {lead.id}


def test_mark_of_an_older_key_does_not_fit_the_next(organisation: MadeOrganisation, lead: MadeMember) -> None:
    member = make_member(organisation)
    old = bytes(KeyGrant.objects.get(member=member.id).mark)
    _rotate(lead)
    KeyGrant.objects.filter(member=member.id).update(mark=old)
    assert doubts(lead.unlocked).members == {member.id}


def test_leads_are_told_and_nobody_else(organisation: MadeOrganisation, lead: MadeMember) -> None:
    other, victim = make_lead(organisation), make_member(organisation)
    make_member(organisation, Role.ADMINISTRATOR)
    _give_thief_the_row_of(victim.id)
    _rotate(lead)
    assert sorted(letter.to for letter in delivered(now=NOW)) == sorted([lead.email, other.email])


def test_nobody_is_told_when_all_marks_fit(organisation: MadeOrganisation, lead: MadeMember) -> None:
    make_member(organisation)
    _rotate(lead)
    assert delivered(now=NOW) == []


def test_journal_says_who_got_nothing(organisation: MadeOrganisation, lead: MadeMember) -> None:
    victim = make_member(organisation)
    lock, invitation = RecoveryLock.objects.get(), Invitation.objects.get()
    KeyGrant.objects.filter(member=None).update(mark=b"")
    _give_thief_the_row_of(victim.id)
    _rotate(lead)
    told = {
        line.deed: (line.actor, dict(line.facts))
        for line in entries_of_organisation(organisation.id)
        if line.deed.startswith("keys.withheld")
    }
    assert told == {
        "keys.withheld_from_member": (SYSTEM, {"member": str(victim.id)}),
        "keys.withheld_from_recovery": (SYSTEM, {"recovery": str(lock.id)}),
        "keys.withheld_from_invitation": (SYSTEM, {"invitation": str(invitation.id)}),
    }


def test_doubted_member_is_named_before_the_rotation_and_waits_after_it(
    organisation: MadeOrganisation, lead: MadeMember
) -> None:
    victim = make_member(organisation)
    _give_thief_the_row_of(victim.id)
    assert _standings(organisation, lead)[victim.id] is Standing.DOUBTED
    _rotate(lead)
    assert _standings(organisation, lead)[victim.id] is Standing.WAITING


def test_comparing_the_words_ends_the_doubt(organisation: MadeOrganisation, lead: MadeMember) -> None:
    member = make_member(organisation)
    _unmark(KeyGrant.objects.get(member=member.id))
    words = fingerprint_words(bytes(Member.objects.get(pk=member.id).public))
    readmit(member=member.id, fingerprint=words, by=lead.unlocked, now=NOW)
    _rotate(lead)
    assert _standings(organisation, lead)[member.id] is Standing.ADMITTED


def test_rows_from_before_there_were_marks_are_doubted_all_but_ones_own(
    organisation: MadeOrganisation, lead: MadeMember
) -> None:
    other, invitation = make_lead(organisation), Invitation.objects.get()
    KeyGrant.objects.update(mark=b"")
    expected = Doubts(frozenset({other.id}), frozenset({invitation.id}), recovery=True)
    assert doubts(lead.unlocked) == expected
    _rotate(lead)
    assert lead.unlocked.admitted is True


def test_lead_whose_own_row_was_exchanged_starts_nothing(organisation: MadeOrganisation, lead: MadeMember) -> None:
    """Between the unlocking and the rotation; the key that is current stays."""
    unlocked, before = lead.unlocked, queries.current_key(organisation.id)
    _give_thief_the_row_of(lead.id)
    with pytest.raises(KeysSubstituted):
        start_rotation(by=unlocked, now=NOW)
    assert (queries.current_key(organisation.id), queries.running_rotation(organisation.id)) == (before, None)


def test_doubts_are_none_at_a_locked_desk(organisation: MadeOrganisation, lead: MadeMember) -> None:
    KeyGrant.objects.update(mark=b"")
    administrator = make_member(organisation, Role.ADMINISTRATOR)
    assert [doubts(visitor) for visitor in (lead.locked, administrator.unlocked)] == [Doubts(), Doubts()]


def test_interrupted_rotation_gives_a_doubted_member_nothing_either(
    organisation: MadeOrganisation, lead: MadeMember
) -> None:
    other, victim = make_lead(organisation), make_member(organisation)
    _give_thief_the_row_of(victim.id)
    start_rotation(by=lead.unlocked, now=NOW)
    assert rotate_batch(limit=10, by=other.unlocked, now=NOW) == 0
    assert _holds_current(organisation, member=victim.id) is False


def test_key_exchanged_while_a_rotation_runs_is_doubted(organisation: MadeOrganisation, lead: MadeMember) -> None:
    victim = make_member(organisation)
    start_rotation(by=lead.unlocked, now=NOW)
    _give_thief_the_row_of(victim.id)
    assert doubts(lead.unlocked).members == {victim.id}


def test_signing_in_goes_on_where_marks_do_not_fit(organisation: MadeOrganisation, lead: MadeMember) -> None:
    KeyGrant.objects.update(mark=b"")
    sign_in(email=lead.email, password=PASSWORD, now=NOW)
    assert queries.intake_is_open(organisation.id) is True
