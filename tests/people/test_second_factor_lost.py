"""What a forgotten password and the recovery code do to a second factor: it is never dropped in silence."""

import pytest

from meldpunt.journal.queries import entries_of_organisation
from meldpunt.journal.terms import OPERATOR
from meldpunt.people import queries
from meldpunt.people.access import visitor_of
from meldpunt.people.actions import (
    clear_second_factor,
    finish_sign_in,
    recover,
    request_reset,
    reset_password,
    sign_in,
    start_rotation,
)
from meldpunt.people.models import KeyGrant, SpareCode
from meldpunt.people.terms import (
    CodeRefused,
    DeskLocked,
    FactorState,
    Halfway,
    KeysSubstituted,
    SignedIn,
)
from tests.factories.people import NOW, PASSWORD, MadeMember, MadeOrganisation, make_lead
from tests.factories.second_factor import code_of, make_factor, set_up, state
from tests.fakes.carrier import delivered

pytestmark = pytest.mark.django_db
NEW = "paarse trein onder de brug"


def told() -> list[str]:
    """Deliver, and return to whom letters went."""
    return sorted(letter.to for letter in delivered(now=NOW))


def token_for(member: MadeMember) -> str:
    """Ask for a link."""
    tokens: list[str] = []

    def link_to(token: str) -> str:
        tokens.append(token)
        return f"/{token}"

    request_reset(email=member.email, link_to=link_to, now=NOW)
    return tokens[0]


@pytest.mark.parametrize("code", ["", "123456", "x" * 25, "\x00"])
def test_mailed_link_alone_resets_nothing_of_who_has_a_factor(member: MadeMember, code: str) -> None:
    """Who reads the mail has one factor, not two."""
    make_factor(member)
    token = token_for(member)
    with pytest.raises(CodeRefused):
        reset_password(token=token, password=NEW, spare_code=code, now=NOW)
    assert (queries.reset_is_open(token, now=NOW), queries.reset_needs_spare_code(token, now=NOW)) == (True, True)
    assert state(member) is FactorState.READY


def test_code_of_the_app_does_not_reset(member: MadeMember) -> None:
    """Its secret opens only with the password that was lost."""
    app, _ = make_factor(member)
    with pytest.raises(CodeRefused):
        reset_password(token=token_for(member), password=NEW, spare_code=code_of(app, now=NOW), now=NOW)


def test_reset_with_a_spare_code_keeps_asking_for_a_code(member: MadeMember) -> None:
    """The factor is not dropped: only spare codes fit, and it must be set up anew before anything else."""
    app, codes = make_factor(member)
    fresh = reset_password(token=token_for(member), password=NEW, spare_code=codes[0], now=NOW)
    assert (state(member), SpareCode.objects.count()) == (FactorState.STALE, 9)
    assert visitor_of(member=fresh.member, seed=fresh.seed).must_set_up is True
    half = sign_in(email=member.email, password=NEW, now=NOW)
    assert isinstance(half, Halfway)
    for code in (codes[0], code_of(app, now=NOW)):
        with pytest.raises(CodeRefused):
            finish_sign_in(halfway=half, code=code, now=NOW)
    assert finish_sign_in(halfway=half, code=codes[1], now=NOW).seed == fresh.seed


def test_factor_is_set_up_anew_after_a_reset(member: MadeMember) -> None:
    _, codes = make_factor(member)
    fresh = reset_password(token=token_for(member), password=NEW, spare_code=codes[0], now=NOW)
    again = MadeMember(member.id, member.email, fresh.seed)
    new = set_up(again, password=NEW)
    assert (state(member), len(set(new) & set(codes)), SpareCode.objects.count()) == (FactorState.READY, 0, 10)
    assert again.unlocked.must_set_up is False


def test_reset_after_a_lead_cleared_needs_no_code(organisation: MadeOrganisation, member: MadeMember) -> None:
    make_factor(member)
    token = token_for(member)
    clear_second_factor(member=member.id, by=make_lead(organisation).unlocked, now=NOW)
    assert queries.reset_needs_spare_code(token, now=NOW) is False
    reset_password(token=token, password=NEW, now=NOW)
    assert state(member) is FactorState.NONE


def test_lead_whose_password_was_reset_clears_nobodys(organisation: MadeOrganisation, member: MadeMember) -> None:
    """Who reads a lead's mail has no key of the organisation, and drops no colleague's factor."""
    make_factor(member)
    lead = make_lead(organisation)
    fresh = reset_password(token=token_for(lead), password=NEW, now=NOW)
    for by in (visitor_of(member=lead.id, seed=fresh.seed), lead.locked):
        with pytest.raises(DeskLocked):
            clear_second_factor(member=member.id, by=by, now=NOW)
    assert state(member) is FactorState.READY


def test_lead_with_a_retired_key_alone_clears_nobodys(organisation: MadeOrganisation, member: MadeMember) -> None:
    make_factor(member)
    lead = make_lead(organisation)
    start_rotation(by=make_lead(organisation).unlocked, now=NOW)
    KeyGrant.objects.filter(member=lead.id, key__retired_at__isnull=True).delete()
    with pytest.raises(KeysSubstituted):
        clear_second_factor(member=member.id, by=lead.unlocked, now=NOW)
    assert state(member) is FactorState.READY


def test_reset_of_who_has_none_is_as_before(member: MadeMember) -> None:
    reset_password(token=token_for(member), password=NEW, now=NOW)
    assert isinstance(sign_in(email=member.email, password=NEW, now=NOW), SignedIn)


def test_recovery_code_clears_the_factor_and_says_so(organisation: MadeOrganisation) -> None:
    """The way back for the only lead, who lost phone and spare codes."""
    lead = make_lead(organisation, password=PASSWORD)
    make_factor(lead)
    recover(
        organisation=organisation.id,
        recovery_code=organisation.recovery_code,
        email=lead.email,
        name="Lea",
        language="nl",
        password=NEW,
        by=OPERATOR,
        now=NOW,
    )
    deeds = [line.deed for line in entries_of_organisation(organisation.id, limit=2)]
    assert (state(lead), deeds) == (FactorState.NONE, ["member.recovered", "member.factor_cleared"])
    assert told() == [lead.email, lead.email]
