"""Setting up a second factor, spare codes anew, removing, clearing, and who needs one."""

import pytest

from meldpunt.journal.queries import entries_of_organisation
from meldpunt.people import queries
from meldpunt.people.access import factor_offer
from meldpunt.people.actions import (
    change_settings,
    clear_second_factor,
    finish_sign_in,
    remove_second_factor,
    renew_spare_codes,
    set_up_second_factor,
    sign_in,
)
from meldpunt.people.models import SecondFactor, SpareCode
from meldpunt.people.terms import (
    CodeRefused,
    DeskLocked,
    FactorNeed,
    FactorState,
    FactorThere,
    Halfway,
    NotAllowed,
    NotThere,
    Role,
    Settings,
    SignedIn,
    SignInRefused,
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
from tests.factories.second_factor import app_of, code_of, make_factor, set_up, state
from tests.fakes.carrier import delivered

pytestmark = pytest.mark.django_db
NEW = "paarse trein onder de brug"


def told() -> list[str]:
    """Deliver, and return to whom letters went."""
    return sorted(letter.to for letter in delivered(now=NOW))


def test_set_up_gives_ten_spare_codes_and_asks_a_code_from_then_on(member: MadeMember) -> None:
    codes = set_up(member)
    assert (len(codes), state(member)) == (10, FactorState.READY)
    assert isinstance(sign_in(email=member.email, password=PASSWORD, now=NOW), Halfway)


def test_set_up_stands_in_the_journal_and_the_member_is_told(member: MadeMember) -> None:
    set_up(member)
    (line,) = entries_of_organisation(member.locked.organisation.id, limit=1)
    assert (line.deed, told()) == ("member.factor_set_up", [member.email])


def test_code_that_confirmed_does_not_sign_in(member: MadeMember) -> None:
    offer = factor_offer(by=member.unlocked)
    code = code_of(app_of(offer), now=NOW)
    set_up_second_factor(password=PASSWORD, offered=offer.sealed, code=code, by=member.unlocked, now=NOW)
    half = sign_in(email=member.email, password=PASSWORD, now=NOW)
    assert isinstance(half, Halfway)
    with pytest.raises(CodeRefused):
        finish_sign_in(halfway=half, code=code, now=NOW)


@pytest.mark.parametrize("wrong", [{"code": "x"}, {"code": ""}, {"offered": ""}, {"offered": "é"}, {"offered": "AAAA"}])
def test_nothing_counts_before_a_code_confirmed_it(member: MadeMember, wrong: dict[str, str]) -> None:
    with pytest.raises(CodeRefused):
        set_up(member, **wrong)
    assert state(member) is FactorState.NONE


def test_set_up_needs_the_password(member: MadeMember) -> None:
    """A desk left open is not enough to lock its member out."""
    with pytest.raises(SignInRefused):
        set_up(member, password=NEW)
    assert state(member) is FactorState.NONE


def test_offer_of_a_colleague_is_not_taken(organisation: MadeOrganisation, member: MadeMember) -> None:
    offer = factor_offer(by=make_member(organisation).unlocked)
    with pytest.raises(CodeRefused):
        set_up(member, offered=offer.sealed, code=code_of(app_of(offer), now=NOW))


def test_second_set_up_does_not_replace_the_first(member: MadeMember) -> None:
    """Two tabs: what the first one confirmed stays."""
    set_up(member)
    before = SecondFactor.objects.get(member=member.id)
    with pytest.raises(FactorThere):
        set_up(member)
    after = SecondFactor.objects.get(member=member.id)
    assert (bytes(after.sealed or b""), SpareCode.objects.count()) == (bytes(before.sealed or b""), 10)


def test_locked_desk_offers_nothing(member: MadeMember) -> None:
    with pytest.raises(DeskLocked):
        factor_offer(by=member.locked)


def test_offer_comes_back_with_the_form(member: MadeMember) -> None:
    offer = factor_offer(by=member.unlocked)
    assert factor_offer(kept=offer.sealed, by=member.unlocked).secret == offer.secret
    assert factor_offer(kept="x", by=member.unlocked).secret != offer.secret


def test_new_spare_codes_replace_the_old_ones(member: MadeMember) -> None:
    app, old = make_factor(member)
    new = renew_spare_codes(password=PASSWORD, code=code_of(app, now=NOW), by=member.unlocked, now=NOW).codes
    assert (len(set(old) & set(new)), SpareCode.objects.count(), told()) == (0, 10, [member.email])
    with pytest.raises(CodeRefused):
        remove_second_factor(password=PASSWORD, code=old[0], by=member.unlocked, now=NOW)
    remove_second_factor(password=PASSWORD, code=new[0], by=member.unlocked, now=NOW)


@pytest.mark.parametrize("verb", [renew_spare_codes, remove_second_factor])
def test_changes_need_password_and_code(member: MadeMember, verb) -> None:
    _, codes = make_factor(member)
    for password, code, refusal in ((NEW, codes[0], SignInRefused), (PASSWORD, "x", CodeRefused)):
        with pytest.raises(refusal):
            verb(password=password, code=code, by=member.unlocked, now=NOW)
    assert (state(member), SpareCode.objects.count()) == (FactorState.READY, 10)
    assert SecondFactor.objects.get(member=member.id).wrong == 1


@pytest.mark.parametrize("verb", [renew_spare_codes, remove_second_factor])
def test_who_has_none_changes_nothing(member: MadeMember, verb) -> None:
    with pytest.raises(NotThere):
        verb(password=PASSWORD, code="123456", by=member.unlocked, now=NOW)


def test_removed_factor_is_gone_and_told(member: MadeMember) -> None:
    app, _ = make_factor(member)
    remove_second_factor(password=PASSWORD, code=code_of(app, now=NOW), by=member.unlocked, now=NOW)
    assert (state(member), SpareCode.objects.count(), told()) == (FactorState.NONE, 0, [member.email])
    assert isinstance(sign_in(email=member.email, password=PASSWORD, now=NOW), SignedIn)


def test_lead_clears_and_all_who_should_know_are_told(organisation: MadeOrganisation, member: MadeMember) -> None:
    leads = [make_lead(organisation), make_lead(organisation)]
    make_member(organisation, Role.ADMINISTRATOR)
    make_factor(member)
    clear_second_factor(member=member.id, by=leads[0].unlocked, now=NOW)
    (line,) = entries_of_organisation(organisation.id, limit=1)
    assert (line.deed, line.actor.id, line.facts) == (
        "member.factor_cleared",
        leads[0].id,
        {"member": str(member.id)},
    )
    assert told() == sorted([member.email, *(lead.email for lead in leads)])
    assert isinstance(sign_in(email=member.email, password=PASSWORD, now=NOW), SignedIn)


def test_lead_who_is_cleared_is_told_once(organisation: MadeOrganisation) -> None:
    one, other = make_lead(organisation), make_lead(organisation)
    make_factor(other)
    clear_second_factor(member=other.id, by=one.unlocked, now=NOW)
    assert told() == sorted([one.email, other.email])


def test_only_another_lead_clears(organisation: MadeOrganisation) -> None:
    lead = make_lead(organisation)
    make_factor(lead)
    others = [make_member(organisation, role).unlocked for role in (Role.HANDLER, Role.ADMINISTRATOR)]
    for by in (lead.unlocked, *others):
        with pytest.raises(NotAllowed):
            clear_second_factor(member=lead.id, by=by, now=NOW)
    with pytest.raises(NotThere):
        clear_second_factor(member=lead.id, by=make_lead(make_organisation()).unlocked, now=NOW)
    assert state(lead) is FactorState.READY


def test_clearing_what_is_not_there(organisation: MadeOrganisation, member: MadeMember) -> None:
    with pytest.raises(NotThere):
        clear_second_factor(member=member.id, by=make_lead(organisation).unlocked, now=NOW)


def need(wanted: FactorNeed, by: MadeMember) -> None:
    """Change the setting alone."""
    facts = by.locked.organisation
    settings = Settings(
        name=facts.name,
        languages=facts.languages,
        zone=facts.zone,
        region=facts.region,
        mail_from="",
        notice_phrase="",
        finder_mail_enabled=True,
        second_factor=wanted,
    )
    change_settings(settings=settings, by=by.locked, now=NOW)


def test_organisation_asks_for_it_from_the_next_page_on(organisation: MadeOrganisation, member: MadeMember) -> None:
    lead = make_lead(organisation)
    found = []
    for wanted in (FactorNeed.NOBODY, FactorNeed.MANAGERS, FactorNeed.EVERYBODY, FactorNeed.NOBODY):
        need(wanted, lead)
        found.append((lead.unlocked.must_set_up, member.unlocked.must_set_up))
    assert found == [(False, False), (True, False), (True, True), (False, False)]


def test_what_the_organisation_asks_stands_in_the_journal(organisation: MadeOrganisation) -> None:
    need(FactorNeed.EVERYBODY, make_lead(organisation))
    (line,) = entries_of_organisation(organisation.id, limit=1)
    assert (line.deed, line.facts) == ("settings.second_factor_changed", {"second_factor": "everybody"})


def test_members_page_says_who_has_one(organisation: MadeOrganisation, member: MadeMember) -> None:
    other = make_member(organisation)
    make_factor(member)
    assert {facts.id: facts.second_factor for facts in queries.members_of(organisation.id)} == {
        member.id: FactorState.READY,
        other.id: FactorState.NONE,
    }
