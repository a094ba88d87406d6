"""Removing members, changing roles and own details."""

from uuid import uuid4

import pytest

from meldpunt.journal.queries import entries_of_organisation
from meldpunt.people import queries
from meldpunt.people.actions import (
    accept_invitation,
    change_own_details,
    change_role,
    invite,
    keep_draft,
    remove_member,
    request_reset,
)
from meldpunt.people.models import Draft, Invitation, KeyGrant, Member, PasswordLock, PasswordReset
from meldpunt.people.queries import invitation_behind
from meldpunt.people.terms import (
    DeskLocked,
    LastLead,
    LinkSpent,
    NotAllowed,
    NotThere,
    Role,
    SettingsRefused,
    Standing,
    Visitor,
)
from tests.factories.people import NOW, PASSWORD, MadeOrganisation, make_lead, make_member, make_organisation

pytestmark = pytest.mark.django_db


def test_removed_member_keeps_nothing_but_a_name(organisation: MadeOrganisation) -> None:
    lead, gone = make_lead(organisation), make_member(organisation, name="Wim", password=PASSWORD)
    keep_draft(member=gone.id, where="case", clear=b"x", now=NOW)
    request_reset(email=gone.email, link_to=str, now=NOW)
    remove_member(member=gone.id, by=lead.locked, now=NOW)
    left = [table.objects.filter(member=gone.id).count() for table in (PasswordLock, KeyGrant, Draft, PasswordReset)]
    assert left == [0, 0, 0, 0]
    row = Member.objects.get(pk=gone.id)
    assert (row.name, row.email, row.password, row.removed_by) == ("Wim", None, "", lead.id)
    assert queries.member_names(organisation.id)[gone.id] == "Wim"


def test_removed_member_is_not_on_the_page(organisation: MadeOrganisation) -> None:
    lead, gone = make_lead(organisation), make_member(organisation)
    remove_member(member=gone.id, by=lead.locked, now=NOW)
    assert [facts.id for facts in queries.members_of(organisation.id)] == [lead.id]
    assert list(queries.handlers_of(organisation.id)) == [lead.id]


def test_removed_members_sessions_end(organisation: MadeOrganisation) -> None:
    gone = make_member(organisation, password=PASSWORD)
    before = Member.objects.get(pk=gone.id).get_session_auth_hash()
    remove_member(member=gone.id, by=make_lead(organisation).locked, now=NOW)
    assert Member.objects.get(pk=gone.id).get_session_auth_hash() != before


def test_address_of_a_removed_member_is_free_again(organisation: MadeOrganisation) -> None:
    lead = make_lead(organisation)
    for gone in (make_member(organisation), make_member(organisation)):
        remove_member(member=gone.id, by=lead.locked, now=NOW)
    assert Member.objects.filter(email=None).count() == 2


def test_removed_member_is_not_there_twice(organisation: MadeOrganisation) -> None:
    lead, gone = make_lead(organisation), make_member(organisation)
    remove_member(member=gone.id, by=lead.locked, now=NOW)
    with pytest.raises(NotThere):
        remove_member(member=gone.id, by=lead.locked, now=NOW)


def test_removal_stands_in_the_journal(organisation: MadeOrganisation) -> None:
    lead, gone = make_lead(organisation), make_member(organisation)
    remove_member(member=gone.id, by=lead.locked, now=NOW)
    (line,) = entries_of_organisation(organisation.id, limit=1)
    assert (line.deed, line.actor.id, line.facts) == ("member.removed", lead.id, {"member": str(gone.id)})


def test_last_lead_is_not_removed(organisation: MadeOrganisation) -> None:
    lead, administrator = make_lead(organisation), make_member(organisation, Role.ADMINISTRATOR)
    with pytest.raises(LastLead):
        remove_member(member=lead.id, by=administrator.locked, now=NOW)
    with pytest.raises(LastLead):
        remove_member(member=lead.id, by=lead.unlocked, now=NOW)


def test_lead_who_waits_does_not_count_as_another_lead(organisation: MadeOrganisation) -> None:
    lead = make_lead(organisation)
    make_lead(organisation, admitted=False)
    with pytest.raises(LastLead):
        remove_member(member=lead.id, by=lead.unlocked, now=NOW)


def test_lead_of_another_organisation_does_not_count(organisation: MadeOrganisation) -> None:
    lead = make_lead(organisation)
    make_lead(make_organisation())
    with pytest.raises(LastLead):
        remove_member(member=lead.id, by=lead.unlocked, now=NOW)


def test_second_lead_may_leave(organisation: MadeOrganisation) -> None:
    leads = [make_lead(organisation), make_lead(organisation)]
    remove_member(member=leads[0].id, by=leads[0].unlocked, now=NOW)
    assert [facts.id for facts in queries.members_of(organisation.id)] == [leads[1].id]


def test_handler_removes_nobody(organisation: MadeOrganisation) -> None:
    with pytest.raises(NotAllowed):
        remove_member(member=make_lead(organisation).id, by=make_member(organisation).unlocked, now=NOW)


def test_member_of_another_organisation_is_not_there(organisation: MadeOrganisation) -> None:
    lead, stranger = make_lead(organisation), make_member(make_organisation())
    with pytest.raises(NotThere):
        remove_member(member=stranger.id, by=lead.unlocked, now=NOW)
    with pytest.raises(NotThere):
        change_role(member=uuid4(), role=Role.HANDLER, by=lead.unlocked, now=NOW)


def test_keys_go_with_a_role_that_opens_no_cases(organisation: MadeOrganisation) -> None:
    lead, handler = make_lead(organisation), make_member(organisation)
    change_role(member=handler.id, role=Role.ADMINISTRATOR, by=lead.locked, now=NOW)
    assert KeyGrant.objects.filter(member=handler.id).count() == 0
    assert handler.unlocked.admitted is False


def test_keys_stay_with_a_role_that_opens_cases(organisation: MadeOrganisation) -> None:
    lead, handler = make_lead(organisation), make_member(organisation)
    change_role(member=handler.id, role=Role.LEAD, by=lead.unlocked, now=NOW)
    assert (handler.unlocked.role, handler.unlocked.admitted) == (Role.LEAD, True)


def test_administrator_who_becomes_a_handler_waits_for_admission(organisation: MadeOrganisation) -> None:
    lead, administrator = make_lead(organisation), make_member(organisation, Role.ADMINISTRATOR)
    change_role(member=administrator.id, role=Role.HANDLER, by=lead.unlocked, now=NOW)
    standing = {facts.id: facts.standing for facts in queries.members_of(organisation.id)}
    assert standing == {lead.id: Standing.ADMITTED, administrator.id: Standing.WAITING}


@pytest.mark.parametrize("role", [Role.HANDLER, Role.LEAD])
def test_administrator_gives_nobody_a_role_that_opens_cases(organisation: MadeOrganisation, role: Role) -> None:
    administrator, other = make_member(organisation, Role.ADMINISTRATOR), make_member(organisation, Role.ADMINISTRATOR)
    for member in (administrator, other):
        with pytest.raises(NotAllowed):
            change_role(member=member.id, role=role, by=administrator.unlocked, now=NOW)


def test_locked_lead_gives_no_role_that_opens_cases(organisation: MadeOrganisation) -> None:
    administrator = make_member(organisation, Role.ADMINISTRATOR)
    with pytest.raises(DeskLocked):
        change_role(member=administrator.id, role=Role.HANDLER, by=make_lead(organisation).locked, now=NOW)


@pytest.mark.parametrize("role", Role)
def test_nobody_changes_their_own_role(organisation: MadeOrganisation, role: Role) -> None:
    make_lead(organisation)
    lead = make_lead(organisation)
    with pytest.raises(NotAllowed):
        change_role(member=lead.id, role=role, by=lead.unlocked, now=NOW)


def test_last_lead_stays_lead(organisation: MadeOrganisation) -> None:
    lead, administrator = make_lead(organisation), make_member(organisation, Role.ADMINISTRATOR)
    with pytest.raises(LastLead):
        change_role(member=lead.id, role=Role.ADMINISTRATOR, by=administrator.locked, now=NOW)


def test_own_details_change(organisation: MadeOrganisation) -> None:
    handler = make_member(organisation)
    change_own_details(name=" Ada ", language="en", by=handler.locked, now=NOW)
    assert (handler.locked.name, handler.locked.language) == ("Ada", "en")


@pytest.mark.parametrize(("name", "language"), [("", "nl"), ("Ada", "fr"), ("A\x00da", "nl"), ("x" * 121, "nl")])
def test_details_that_cannot_be_used_are_refused(organisation: MadeOrganisation, name: str, language: str) -> None:
    with pytest.raises(SettingsRefused):
        change_own_details(name=name, language=language, by=make_member(organisation).locked, now=NOW)


def _invited(by: Visitor, role: Role) -> str:
    """Invite somebody, and return the token of the link."""
    tokens: list[str] = []

    def link_to(token: str) -> str:
        tokens.append(token)
        return f"/{token}"

    invite(
        email="own@home.example",
        role=role,
        language="nl",
        link_to=link_to,
        by=by,
        now=NOW,
    )
    return tokens[0]


@pytest.mark.parametrize("way", ["removed", "handler", "administrator"])
def test_link_that_a_lead_sent_to_themselves_opens_nothing_once_they_are_no_lead(
    organisation: MadeOrganisation, way: str
) -> None:
    lead, leaver = make_lead(organisation), make_lead(organisation)
    token = _invited(leaver.unlocked, Role.LEAD)
    if way == "removed":
        remove_member(member=leaver.id, by=lead.unlocked, now=NOW)
    else:
        change_role(member=leaver.id, role=Role(way), by=lead.unlocked, now=NOW)
    with pytest.raises(LinkSpent):
        accept_invitation(token=token, name="Again", language="nl", password=PASSWORD, now=NOW)
    deeds = [line.deed for line in entries_of_organisation(organisation.id, limit=2)]
    assert deeds[1] == "member.invitation_withdrawn"


def test_invitations_without_keys_and_those_of_others_stay(organisation: MadeOrganisation) -> None:
    lead, leaver, stranger = make_lead(organisation), make_lead(organisation), make_lead(make_organisation())
    tokens = _invited(lead.unlocked, Role.ADMINISTRATOR), _invited(stranger.unlocked, Role.LEAD)
    remove_member(member=leaver.id, by=lead.unlocked, now=NOW)
    assert [invitation_behind(token, now=NOW) is not None for token in tokens] == [True, True]


def test_a_handler_who_leaves_takes_no_invitations_along(organisation: MadeOrganisation) -> None:
    lead, handler = make_lead(organisation), make_member(organisation)
    token = _invited(lead.unlocked, Role.HANDLER)
    remove_member(member=handler.id, by=lead.unlocked, now=NOW)
    assert invitation_behind(token, now=NOW) is not None


def test_address_a_removed_member_was_invited_at_goes_too(organisation: MadeOrganisation) -> None:
    lead = make_lead(organisation)
    token = _invited(lead.unlocked, Role.HANDLER)
    joined = accept_invitation(token=token, name="Nora Nieuw", language="nl", password=PASSWORD, now=NOW)
    remove_member(member=joined.member, by=lead.unlocked, now=NOW)
    assert Invitation.objects.filter(email="own@home.example").count() == 0
