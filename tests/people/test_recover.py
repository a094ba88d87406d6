"""When every password is lost."""

from typing import Any
from uuid import uuid4

import pytest

from meldpunt.journal.queries import entries_of_organisation
from meldpunt.journal.terms import OPERATOR
from meldpunt.people import queries
from meldpunt.people.access import ring_of, visitor_of
from meldpunt.people.actions import recover, replace_recovery_code, sign_in
from meldpunt.people.models import Member, RecoveryLock
from meldpunt.people.terms import (
    AddressNotUsable,
    AddressTaken,
    DeskLocked,
    NotAllowed,
    PasswordTooWeak,
    RecoveryRefused,
    Role,
    SignedIn,
    SignInRefused,
)
from tests.factories.people import NOW, PASSWORD, MadeOrganisation, make_lead, make_member, make_organisation
from tests.fakes.carrier import delivered

pytestmark = pytest.mark.django_db
NEW = "paarse trein onder de brug"


def _recover(of: MadeOrganisation, /, **changes: object) -> SignedIn:
    asked: dict[str, Any] = {
        "organisation": of.id,
        "recovery_code": of.recovery_code,
        "email": "rita@clinic.example",
        "name": "Rita",
        "language": "nl",
        "password": NEW,
        "by": OPERATOR,
        "now": NOW,
    }
    return recover(**asked | changes)


def test_recovery_code_makes_a_lead_with_all_keys(organisation: MadeOrganisation) -> None:
    made = _recover(organisation)
    assert visitor_of(member=made.member, seed=made.seed).role is Role.LEAD
    assert ring_of(member=made.member, seed=made.seed).seeds == {made.member: made.seed} | organisation.seeds


def test_recovered_lead_signs_in(organisation: MadeOrganisation) -> None:
    made = _recover(organisation)
    assert sign_in(email="rita@clinic.example", password=NEW, now=NOW) == made
    assert queries.intake_is_open(organisation.id) is True


def test_member_who_forgot_the_password_keeps_the_account(organisation: MadeOrganisation) -> None:
    handler = make_member(organisation, password=PASSWORD)
    made = _recover(organisation, email=handler.email)
    assert made.member == handler.id
    assert Member.objects.get(pk=handler.id).role == Role.LEAD.value
    assert handler.unlocked.ring is None
    with pytest.raises(SignInRefused):
        sign_in(email=handler.email, password=PASSWORD, now=NOW)


def test_code_may_be_typed_without_groups_and_in_small_letters(organisation: MadeOrganisation) -> None:
    typed = organisation.recovery_code.replace("-", "").lower()
    assert visitor_of(member=(made := _recover(organisation, recovery_code=typed)).member, seed=made.seed).admitted


@pytest.mark.parametrize("code", ["", "x", "0" * 54])
def test_wrong_code_is_refused(organisation: MadeOrganisation, code: str) -> None:
    with pytest.raises(RecoveryRefused):
        _recover(organisation, recovery_code=code)


def test_code_of_another_organisation_is_refused(organisation: MadeOrganisation) -> None:
    with pytest.raises(RecoveryRefused):
        _recover(organisation, recovery_code=make_organisation().recovery_code)


def test_unknown_organisation_is_refused(organisation: MadeOrganisation) -> None:
    with pytest.raises(RecoveryRefused):
        _recover(organisation, organisation=uuid4())


def test_member_of_another_organisation_is_not_taken_over(organisation: MadeOrganisation) -> None:
    stranger = make_member(make_organisation())
    with pytest.raises(AddressTaken):
        _recover(organisation, email=stranger.email)
    assert stranger.unlocked.admitted is True


@pytest.mark.parametrize(
    ("change", "error"), [({"password": "short"}, PasswordTooWeak), ({"email": "nobody"}, AddressNotUsable)], ids=str
)
def test_what_cannot_be_used_is_refused(organisation: MadeOrganisation, change, error) -> None:
    with pytest.raises(error):
        _recover(organisation, **change)
    assert Member.objects.count() == 0


def test_leads_are_told_and_the_journal_knows(organisation: MadeOrganisation) -> None:
    lead = make_lead(organisation)
    _recover(organisation)
    assert sorted(letter.to for letter in delivered(now=NOW)) == sorted([lead.email, "rita@clinic.example"])
    (line,) = entries_of_organisation(organisation.id, limit=1)
    assert (line.deed, line.actor) == ("member.recovered", OPERATOR)


def test_replaced_code_opens_nothing_any_more(organisation: MadeOrganisation) -> None:
    code = replace_recovery_code(by=make_lead(organisation).unlocked, now=NOW)
    with pytest.raises(RecoveryRefused):
        _recover(organisation)
    made = _recover(organisation, recovery_code=code)
    assert visitor_of(member=made.member, seed=made.seed).admitted is True
    assert RecoveryLock.objects.count() == 1


def test_only_an_unlocked_lead_replaces_the_code(organisation: MadeOrganisation) -> None:
    with pytest.raises(DeskLocked):
        replace_recovery_code(by=make_lead(organisation).locked, now=NOW)
    with pytest.raises(NotAllowed):
        replace_recovery_code(by=make_member(organisation, Role.ADMINISTRATOR).unlocked, now=NOW)
