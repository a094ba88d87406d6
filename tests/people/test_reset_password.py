"""A lost password: a new key, which opens nothing until a lead re-admits."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meldpunt.outbox.terms import ReadyLetter
from meldpunt.people import queries
from meldpunt.people.access import ring_of, visitor_of
from meldpunt.people.actions import (
    expire_links,
    keep_draft,
    readmit,
    remove_member,
    request_reset,
    reset_password,
    sign_in,
)
from meldpunt.people.models import Draft, Member, PasswordReset
from meldpunt.people.rules.sessions import RESET_LIFE
from meldpunt.people.terms import (
    DeskLocked,
    FingerprintChanged,
    LinkSpent,
    NotAllowed,
    NotThere,
    PasswordTooWeak,
    Role,
    SignedIn,
    SignInRefused,
    Standing,
)
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
NEW = "paarse trein onder de brug"


def _ask(member: MadeMember, now=NOW) -> str:
    """Ask for a link; return its token, or nothing when no letter leaves."""
    tokens: list[str] = []

    def link_to(token: str) -> str:
        tokens.append(token)
        return f"https://x.example/{token}"

    request_reset(email=member.email, link_to=link_to, now=now)
    return tokens[0] if tokens else ""


def _reset(member: MadeMember) -> SignedIn:
    return reset_password(token=_ask(member), password=NEW, now=NOW)


def _letters() -> list[ReadyLetter]:
    return delivered(now=NOW)


def _standing(member: MadeMember) -> tuple[Standing, str]:
    facts = {facts.id: facts for facts in queries.members_of(member.locked.organisation.id)}[member.id]
    return facts.standing, facts.fingerprint


def test_link_goes_to_the_member_alone(member: MadeMember) -> None:
    token = _ask(member)
    assert [(letter.to, token in letter.body) for letter in _letters()] == [(member.email, True)]


@pytest.mark.parametrize("asked_at", ["https://203.0.113.5", "//evil.example", "https://user@evil.example:444"])
def test_link_leads_to_the_organisation_wherever_it_was_asked_for(asked_at: str) -> None:
    organisation = make_organisation(host_names=["meld.x.example"])
    member = make_member(organisation)
    request_reset(email=member.email, link_to=lambda _: f"{asked_at}/desk/reset/abc", now=NOW)
    (letter,) = _letters()
    links = [line for line in letter.body.splitlines() if "/desk/reset/abc" in line]
    assert links == ["http://meld.x.example:8000/desk/reset/abc"]


def test_nobody_is_mailed_for_an_unknown_address() -> None:
    request_reset(email="nobody@clinic.example", link_to=str, now=NOW)
    assert _letters() == []


def test_an_unknown_address_costs_the_same_statements(member: MadeMember) -> None:
    statements = []
    for email in ("nobody@clinic.example", member.email):
        with CaptureQueriesContext(connection) as asked:
            request_reset(email=email, link_to=lambda token: f"/{token}", now=NOW)
        words = [query["sql"].split()[0] for query in asked.captured_queries]
        statements.append([word for word in words if word in {"SELECT", "INSERT", "UPDATE", "DELETE"}])
    assert statements[0] == statements[1]


def test_an_unknown_address_leaves_nobodys_link_behind(member: MadeMember) -> None:
    token = _ask(member)
    request_reset(email="nobody@clinic.example", link_to=str, now=NOW + timedelta(minutes=6))
    assert reset_password(token=token, password=NEW, now=NOW).member == member.id


def test_asking_again_at_once_sends_no_second_letter(member: MadeMember) -> None:
    token = _ask(member)
    _ask(member, NOW + timedelta(minutes=4))
    assert (len(_letters()), reset_password(token=token, password=NEW, now=NOW).member) == (1, member.id)


def test_newest_link_counts(member: MadeMember) -> None:
    old, new = _ask(member), _ask(member, NOW + timedelta(minutes=5))
    with pytest.raises(LinkSpent):
        reset_password(token=old, password=NEW, now=NOW)
    reset_password(token=new, password=NEW, now=NOW)


def test_new_password_signs_in_and_the_old_one_does_not(member: MadeMember) -> None:
    _reset(member)
    assert sign_in(email=member.email, password=NEW, now=NOW).member == member.id
    with pytest.raises(SignInRefused):
        sign_in(email=member.email, password=PASSWORD, now=NOW)


def test_reset_never_opens_cases(member: MadeMember) -> None:
    fresh = _reset(member)
    visitor = visitor_of(member=fresh.member, seed=fresh.seed)
    assert (visitor.unlocked, visitor.admitted) == (True, False)
    assert _standing(member)[0] is Standing.WAITING


def test_seed_of_before_unlocks_nothing_any_more(member: MadeMember) -> None:
    _reset(member)
    assert member.unlocked.ring is None


def test_drafts_that_nobody_can_read_any_more_are_erased(member: MadeMember) -> None:
    keep_draft(member=member.id, where="case/2026-00001/answer", clear=b"x", now=NOW)
    _reset(member)
    assert Draft.objects.count() == 0


def test_all_leads_are_told(organisation: MadeOrganisation, member: MadeMember) -> None:
    leads = [make_lead(organisation), make_lead(organisation)]
    make_member(organisation, Role.ADMINISTRATOR)
    _reset(member)
    told = [letter.to for letter in _letters() if letter.to != member.email]
    assert sorted(told) == sorted(lead.email for lead in leads)


def test_used_link_is_spent(member: MadeMember) -> None:
    token = _ask(member)
    reset_password(token=token, password=NEW, now=NOW)
    assert queries.reset_is_open(token, now=NOW) is False
    with pytest.raises(LinkSpent):
        reset_password(token=token, password=NEW, now=NOW)


def test_expired_link_is_spent(member: MadeMember) -> None:
    token = _ask(member)
    assert queries.reset_is_open(token, now=NOW + RESET_LIFE - timedelta(seconds=1)) is True
    with pytest.raises(LinkSpent):
        reset_password(token=token, password=NEW, now=NOW + RESET_LIFE)


@pytest.mark.parametrize("token", ["", "0" * 54, "é"])
def test_what_is_no_link_is_spent_as_well(token: str) -> None:
    with pytest.raises(LinkSpent):
        reset_password(token=token, password=NEW, now=NOW)


def test_removed_members_link_is_spent(organisation: MadeOrganisation, member: MadeMember) -> None:
    token = _ask(member)
    remove_member(member=member.id, by=make_lead(organisation).locked, now=NOW)
    with pytest.raises(LinkSpent):
        reset_password(token=token, password=NEW, now=NOW)


def test_weak_password_leaves_the_link_as_it_was(member: MadeMember) -> None:
    token = _ask(member)
    with pytest.raises(PasswordTooWeak):
        reset_password(token=token, password="short", now=NOW)
    assert queries.reset_is_open(token, now=NOW) is True


def test_links_that_ran_out_are_erased(member: MadeMember) -> None:
    _ask(member)
    assert expire_links(now=NOW + RESET_LIFE) == 1
    assert PasswordReset.objects.count() == 0


def test_readmitted_member_opens_cases(organisation: MadeOrganisation, member: MadeMember) -> None:
    fresh, lead = _reset(member), make_lead(organisation)
    readmit(member=member.id, fingerprint=_standing(member)[1], by=lead.unlocked, now=NOW)
    assert ring_of(member=fresh.member, seed=fresh.seed).seeds == {member.id: fresh.seed} | organisation.seeds
    assert _standing(member)[0] is Standing.ADMITTED


def test_all_leads_hear_of_a_readmission(organisation: MadeOrganisation, member: MadeMember) -> None:
    leads = [make_lead(organisation), make_lead(organisation)]
    readmit(member=member.id, fingerprint=_standing(member)[1], by=leads[0].unlocked, now=NOW)
    assert sorted(letter.to for letter in _letters()) == sorted(lead.email for lead in leads)


def test_key_that_changed_after_comparing_gets_nothing(organisation: MadeOrganisation, member: MadeMember) -> None:
    compared = _standing(member)[1]
    fresh = _reset(member)
    with pytest.raises(FingerprintChanged):
        readmit(member=member.id, fingerprint=compared, by=make_lead(organisation).unlocked, now=NOW)
    assert visitor_of(member=fresh.member, seed=fresh.seed).admitted is False


@pytest.mark.parametrize("words", ["", "000 000 000 000 000 000 000 000"])
def test_other_words_admit_nobody(organisation: MadeOrganisation, member: MadeMember, words: str) -> None:
    with pytest.raises(FingerprintChanged):
        readmit(member=member.id, fingerprint=words, by=make_lead(organisation).unlocked, now=NOW)


def test_only_an_unlocked_lead_readmits(organisation: MadeOrganisation, member: MadeMember) -> None:
    words = _standing(member)[1]
    with pytest.raises(DeskLocked):
        readmit(member=member.id, fingerprint=words, by=make_lead(organisation).locked, now=NOW)
    for role in (Role.HANDLER, Role.ADMINISTRATOR):
        with pytest.raises(NotAllowed):
            readmit(member=member.id, fingerprint=words, by=make_member(organisation, role).unlocked, now=NOW)


def test_administrator_is_not_admitted(organisation: MadeOrganisation) -> None:
    administrator = make_member(organisation, Role.ADMINISTRATOR)
    with pytest.raises(NotAllowed):
        readmit(
            member=administrator.id,
            fingerprint=_standing(administrator)[1],
            by=make_lead(organisation).unlocked,
            now=NOW,
        )


def test_lead_of_another_organisation_finds_nobody(member: MadeMember) -> None:
    with pytest.raises(NotThere):
        readmit(member=member.id, fingerprint=_standing(member)[1], by=make_lead(make_organisation()).unlocked, now=NOW)


def test_reset_keeps_the_members_role(member: MadeMember) -> None:
    _reset(member)
    assert Member.objects.get(pk=member.id).role == Role.HANDLER.value
