"""The address of a member's calendar feed: kept as a digest, revoked, and worthless for who may not see cases."""

import pytest
from django.db import IntegrityError, transaction

from meldpunt.journal.models import Entry
from meldpunt.people.access import reader_of_feed
from meldpunt.people.actions import (
    change_password,
    change_role,
    make_feed_address,
    remove_member,
    request_reset,
    reset_password,
    revoke_feed_address,
)
from meldpunt.people.models import FeedAddress
from meldpunt.people.queries import feed_of
from meldpunt.people.terms import FeedScope, NotAllowed, NotThere, Role
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
def organisation() -> MadeOrganisation:
    """Give an organisation."""
    return make_organisation()


@pytest.fixture
def anna(organisation: MadeOrganisation) -> MadeMember:
    """Give a handler."""
    return make_member(organisation, name="Anna")


def made(member: MadeMember, scope: FeedScope = FeedScope.ALL) -> str:
    return make_feed_address(scope=scope, by=member.unlocked, now=NOW)


def is_there(token: str) -> bool:
    try:
        reader_of_feed(token)
    except NotThere:
        return False
    return True


def test_the_address_leads_to_its_member_at_a_locked_desk(anna: MadeMember) -> None:
    visitor, scope = reader_of_feed(made(anna, FeedScope.MINE))
    assert (visitor.member, visitor.unlocked, scope) == (anna.id, False, FeedScope.MINE)


def test_only_a_digest_is_kept(anna: MadeMember) -> None:
    """Neither the token nor its bytes stand in the row or in the journal."""
    token = made(anna)
    row = FeedAddress.objects.values().get()
    facts = [str(entry.facts) for entry in Entry.objects.all()]
    assert (len(row["digest"]), token in str(row), any(token in each for each in facts)) == (32, False, False)


def test_a_changed_password_ends_it(organisation: MadeOrganisation) -> None:
    anna = make_member(organisation, password=PASSWORD)
    token = made(anna)
    change_password(old=PASSWORD, new="eight other words that nobody would guess", by=anna.locked, now=NOW)
    assert not is_there(token)


def test_a_lost_password_ends_it(anna: MadeMember) -> None:
    token, asked = made(anna), list[str]()

    def link_to(link: str) -> str:
        asked.append(link)
        return ""

    request_reset(email=anna.email, link_to=link_to, now=NOW)
    reset_password(token=asked[0], password="eight other words that nobody would guess", now=NOW)
    assert not is_there(token)


def test_the_journal_knows_who_made_and_revoked_it(anna: MadeMember) -> None:
    made(anna)
    revoke_feed_address(by=anna.unlocked, now=NOW)
    deeds = Entry.objects.filter(deed__startswith="member.feed").order_by("number").values_list("deed", "actor_id")
    assert list(deeds) == [("member.feed_made", anna.id), ("member.feed_revoked", anna.id)]


def test_a_new_address_takes_the_place_of_the_old_one(anna: MadeMember) -> None:
    tokens = [made(anna), made(anna)]
    assert [is_there(token) for token in tokens] == [False, True]


def test_a_revoked_address_leads_nowhere(anna: MadeMember) -> None:
    token = made(anna)
    revoke_feed_address(by=anna.unlocked, now=NOW)
    assert (is_there(token), feed_of(anna.id)) == (False, None)


def test_there_is_nothing_to_revoke_twice(anna: MadeMember) -> None:
    with pytest.raises(NotThere):
        revoke_feed_address(by=anna.unlocked, now=NOW)


@pytest.mark.parametrize("token", ["", "x", "0" * 54, "\ud800", "A" * 100_000, "../../etc/passwd"])
def test_what_is_no_token_leads_nowhere(token: str) -> None:
    assert not is_there(token)


def test_the_token_of_an_invitation_is_none(organisation: MadeOrganisation) -> None:
    assert not is_there(organisation.invitation_token)


def test_who_was_removed_has_none(organisation: MadeOrganisation, anna: MadeMember) -> None:
    token = made(anna)
    remove_member(member=anna.id, by=make_lead(organisation).unlocked, now=NOW)
    assert (is_there(token), FeedAddress.objects.count()) == (False, 0)


def test_who_opens_no_cases_any_more_has_none(organisation: MadeOrganisation, anna: MadeMember) -> None:
    """And does not get it back with the role."""
    token, lead = made(anna), make_lead(organisation).unlocked
    change_role(member=anna.id, role=Role.ADMINISTRATOR, by=lead, now=NOW)
    change_role(member=anna.id, role=Role.HANDLER, by=lead, now=NOW)
    assert (is_there(token), FeedAddress.objects.count()) == (False, 0)


def test_an_administrator_makes_none(organisation: MadeOrganisation) -> None:
    with pytest.raises(NotAllowed):
        made(make_member(organisation, Role.ADMINISTRATOR))


def test_who_was_removed_meanwhile_makes_none(organisation: MadeOrganisation, anna: MadeMember) -> None:
    """Not even in a request that had begun."""
    visitor = anna.unlocked
    remove_member(member=anna.id, by=make_lead(organisation).unlocked, now=NOW)
    with pytest.raises(NotAllowed):
        make_feed_address(scope=FeedScope.ALL, by=visitor, now=NOW)


@pytest.mark.parametrize("wrong", [{"scope": "some"}, {"digest": b"short"}])
def test_the_database_refuses_nonsense(anna: MadeMember, wrong: dict[str, object]) -> None:
    made(anna)
    with pytest.raises(IntegrityError), transaction.atomic():
        FeedAddress.objects.update(**wrong)
