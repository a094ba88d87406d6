"""Inviting, withdrawing, accepting."""

from datetime import timedelta
from uuid import uuid4

import pytest

from meldpunt.people import queries
from meldpunt.people.access import visitor_of
from meldpunt.people.actions import accept_invitation, expire_links, invite, withdraw_invitation
from meldpunt.people.models import Invitation, KeyGrant, Member
from meldpunt.people.rules.sessions import INVITATION_LIFE
from meldpunt.people.terms import (
    AddressNotUsable,
    AddressTaken,
    DeskLocked,
    LinkSpent,
    NotAllowed,
    NotThere,
    PasswordTooWeak,
    Role,
    SettingsRefused,
    SignedIn,
    Standing,
    Visitor,
)
from tests.factories.people import NOW, PASSWORD, make_lead, make_member, make_organisation
from tests.fakes.carrier import delivered

pytestmark = pytest.mark.django_db


def _invite(by: Visitor, role: Role = Role.HANDLER, email: str = "new@clinic.example") -> str:
    """Invite, and return the token out of the link."""
    tokens: list[str] = []

    def link_to(token: str) -> str:
        tokens.append(token)
        return f"https://meld.example/{token}"

    invite(email=email, role=role, language="en", link_to=link_to, by=by, now=NOW)
    return tokens[0]


def _accept(token: str, password: str = PASSWORD, now=NOW) -> SignedIn:
    return accept_invitation(token=token, name="Nora Nieuw", language="en", password=password, now=now)


@pytest.mark.parametrize("role", [Role.HANDLER, Role.LEAD])
def test_invited_by_an_unlocked_lead_the_new_member_opens_cases(role: Role) -> None:
    organisation = make_organisation()
    joined = _accept(_invite(make_lead(organisation).unlocked, role))
    visitor = _visitor(joined)
    assert (visitor.role, visitor.admitted) == (role, True)


def _visitor(joined: SignedIn) -> Visitor:
    """Return the new member at an unlocked desk."""
    return visitor_of(member=joined.member, seed=joined.seed)


def test_link_is_mailed() -> None:
    token = _invite(make_lead(make_organisation()).unlocked)
    assert [(letter.to, token in letter.body) for letter in delivered(now=NOW)] == [("new@clinic.example", True)]


def test_looking_at_the_link_uses_nothing_up() -> None:
    token = _invite(make_lead(make_organisation()).unlocked)
    assert queries.invitation_behind(token, now=NOW) == queries.invitation_behind(token, now=NOW)
    _accept(token)


def test_used_link_is_spent() -> None:
    token = _invite(make_lead(make_organisation()).unlocked)
    _accept(token)
    with pytest.raises(LinkSpent):
        _accept(token)
    assert queries.invitation_behind(token, now=NOW) is None


def test_grants_of_a_used_link_are_gone() -> None:
    _accept(_invite(make_lead(make_organisation()).unlocked))
    assert Invitation.objects.get(email="new@clinic.example").grants.count() == 0


@pytest.mark.parametrize("token", ["", "x", "0" * 54, "🔑"])
def test_what_is_no_link_is_spent_as_well(token: str) -> None:
    with pytest.raises(LinkSpent):
        _accept(token)


def test_expired_link_is_spent() -> None:
    token = _invite(make_lead(make_organisation()).unlocked)
    with pytest.raises(LinkSpent):
        _accept(token, now=NOW + INVITATION_LIFE)


def test_withdrawn_link_is_spent() -> None:
    lead = make_lead(make_organisation()).unlocked
    token = _invite(lead)
    (pending,) = [one for one in queries.pending_invitations(lead.organisation.id, now=NOW) if one.role is Role.HANDLER]
    withdraw_invitation(invitation=pending.id, by=lead, now=NOW)
    with pytest.raises(LinkSpent):
        _accept(token)


def test_invitation_of_another_organisation_is_not_there() -> None:
    _invite(make_lead(make_organisation()).unlocked)
    stranger = make_lead(make_organisation()).unlocked
    with pytest.raises(NotThere):
        withdraw_invitation(invitation=Invitation.objects.get(email="new@clinic.example").id, by=stranger, now=NOW)
    with pytest.raises(NotThere):
        withdraw_invitation(invitation=uuid4(), by=stranger, now=NOW)


def test_second_invitation_replaces_the_first() -> None:
    lead = make_lead(make_organisation()).unlocked
    first, second = _invite(lead), _invite(lead)
    with pytest.raises(LinkSpent):
        _accept(first)
    _accept(second)


def test_locked_lead_cannot_give_keys() -> None:
    with pytest.raises(DeskLocked):
        _invite(make_lead(make_organisation()).locked)


def test_lead_who_waits_cannot_give_keys() -> None:
    with pytest.raises(DeskLocked):
        _invite(make_lead(make_organisation(), admitted=False).unlocked)


def test_handler_cannot_invite() -> None:
    with pytest.raises(NotAllowed):
        _invite(make_member(make_organisation()).unlocked)


@pytest.mark.parametrize("role", [Role.HANDLER, Role.LEAD])
def test_administrator_cannot_invite_to_a_role_that_opens_cases(role: Role) -> None:
    with pytest.raises(NotAllowed):
        _invite(make_member(make_organisation(), Role.ADMINISTRATOR).unlocked, role)


def test_administrator_invites_an_administrator_without_keys() -> None:
    joined = _accept(_invite(make_member(make_organisation(), Role.ADMINISTRATOR).locked, Role.ADMINISTRATOR))
    assert KeyGrant.objects.filter(member=joined.member).count() == 0
    organisation = Member.objects.get(pk=joined.member).organisation_id
    assert [m.standing for m in queries.members_of(organisation) if m.id == joined.member] == [Standing.NO_ACCESS]


def test_address_of_a_member_is_refused() -> None:
    organisation = make_organisation()
    handler = make_member(organisation)
    with pytest.raises(AddressTaken):
        _invite(make_lead(organisation).unlocked, email=handler.email)


def test_address_that_became_a_members_meanwhile_is_refused() -> None:
    one, other = make_lead(make_organisation()), make_lead(make_organisation())
    first, second = _invite(one.unlocked), _invite(other.unlocked)
    _accept(first)
    with pytest.raises(AddressTaken):
        _accept(second)


def test_unusable_address_is_refused() -> None:
    with pytest.raises(AddressNotUsable):
        _invite(make_lead(make_organisation()).unlocked, email="nobody")


@pytest.mark.parametrize("weak", ["NoraNieuw123", "meldpunt duinzicht"])
def test_weak_password_leaves_the_link_as_it_was(weak: str) -> None:
    """Also one of the words of the page's own address."""
    made = make_organisation(host_names=["meldpunt.duinzicht.example"])
    token = _invite(make_lead(made).unlocked)
    with pytest.raises(PasswordTooWeak):
        _accept(token, weak)
    _accept(token)


def test_name_is_asked_for() -> None:
    token = _invite(make_lead(make_organisation()).unlocked)
    with pytest.raises(SettingsRefused):
        accept_invitation(token=token, name="  ", language="en", password=PASSWORD, now=NOW)


def test_links_that_ran_out_are_erased_with_their_keys() -> None:
    organisation = make_organisation()
    _invite(make_lead(organisation).unlocked)
    expire_links(now=NOW + INVITATION_LIFE - timedelta(seconds=1))
    assert len(queries.pending_invitations(organisation.id, now=NOW)) == 2
    expire_links(now=NOW + INVITATION_LIFE)
    assert [one.role for one in queries.pending_invitations(organisation.id, now=NOW)] == [Role.LEAD]
    assert KeyGrant.objects.filter(invitation__isnull=False).count() == 1


@pytest.mark.parametrize(
    ("role", "given"),
    [
        (Role.HANDLER, ()),
        (Role.LEAD, (Role.HANDLER, Role.LEAD, Role.ADMINISTRATOR)),
        (Role.ADMINISTRATOR, (Role.ADMINISTRATOR,)),
    ],
)
def test_page_offers_the_roles_that_may_be_given(role: Role, given: tuple[Role, ...]) -> None:
    assert queries.roles_to_give(make_member(make_organisation(), role).unlocked) == given


def test_locked_lead_is_offered_no_role_that_opens_cases() -> None:
    assert queries.roles_to_give(make_lead(make_organisation()).locked) == (Role.ADMINISTRATOR,)
