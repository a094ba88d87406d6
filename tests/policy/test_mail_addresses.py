"""Whose mail it is, by the address it came to."""

from dataclasses import replace

import pytest

from meldpunt.people.models import Organisation
from meldpunt.people.terms import Role, Settings, SettingsRefused
from meldpunt.policy.actions import change_settings
from meldpunt.policy.models import PolicyVersion
from meldpunt.policy.queries import organisation_of_address
from meldpunt.policy.terms import PolicyRefused
from tests.factories.people import NOW, MadeOrganisation, make_member, make_organisation
from tests.factories.policy import make_haven, publish_text
from tests.factories.policy_texts import BY_MAIL, SMALL, WITHOUT_HOSTS

pytestmark = pytest.mark.django_db
BASE = Settings("Taker", ("nl",), "Europe/Amsterdam", "NL", "", "", finder_mail_enabled=True)


def by_mail(text: str) -> str:
    return text.replace("[clauses]\n", BY_MAIL)


def with_mail(address: str, subaddress: str = "+") -> MadeOrganisation:
    """Make an organisation whose settings name an address."""
    made = make_organisation()
    Organisation.objects.filter(pk=made.id).update(mail_in=address, subaddress=subaddress)
    return made


def whose(address: str) -> object:
    return organisation_of_address(address, now=NOW)


def test_the_address_of_the_settings():
    clinic, other = with_mail("security@clinic.example"), with_mail("security@other.example")
    asked = ("Security@Clinic.example", "security@other.example", "security+abc@clinic.example", "x@clinic.example")
    assert [whose(address) for address in asked] == [clinic.id, other.id, clinic.id, None]


def test_a_sign_of_its_own_and_none():
    with_mail("security@clinic.example", subaddress="")
    dashed = with_mail("security@other.example", subaddress="-")
    odd = with_mail("meld-punt@other.example", subaddress="-")
    asked = ("security+abc@clinic.example", "security+abc@other.example", "security-abc@other.example")
    assert [whose(address) for address in asked] == [None, None, dashed.id]
    assert whose("meld-punt-abc@other.example") == odd.id


def test_an_address_of_the_policy_in_force():
    haven = make_haven()
    assert whose("report@haven.example") is None
    publish_text(haven, by_mail(SMALL))
    asked = ("report@HAVEN.example", "report+abc@haven.example", "security@haven.example")
    assert [whose(address) for address in asked] == [haven.id, haven.id, None]


def test_an_address_of_two_policies_is_neithers():
    haven, other = make_haven(), make_organisation()
    publish_text(haven, by_mail(WITHOUT_HOSTS))
    row = PolicyVersion.objects.filter(organisation=haven.id).latest("number")
    row.pk, row.organisation_id = None, other.id
    row.save()
    assert whose("report@haven.example") is None


def test_the_settings_come_first():
    publish_text(make_haven(), by_mail(SMALL))
    clinic = with_mail("report@haven.example")
    assert whose("report@haven.example") == clinic.id


@pytest.mark.parametrize("address", ["", "@", "+", "nobody", "+@clinic.example", "a@b@clinic.example"])
def test_no_address(address):
    with_mail("security@clinic.example")
    make_organisation()
    assert whose(address) is None


def test_an_address_as_it_is_named_comes_before_one_with_a_token():
    with_mail("meld@other.example", subaddress="-")
    whole = with_mail("meld-lek@other.example", subaddress="")
    assert whose("meld-lek@other.example") == whole.id


def test_settings_refuse_an_address_of_anothers_policy():
    haven = make_haven()
    publish_text(haven, by_mail(SMALL))
    taker = make_organisation()
    lead = make_member(taker, Role.LEAD).unlocked
    for address, sign in (("Report@haven.example", "+"), ("report+a@haven.example", ""), ("report@haven.example", "-")):
        settings = replace(BASE, mail_in=address, subaddress=sign)
        with pytest.raises(SettingsRefused) as refused:
            change_settings(settings=settings, by=lead, now=NOW)
        assert (refused.value.field, refused.value.code) == ("mail_in", "taken")
    assert whose("report@haven.example") == haven.id


def test_a_policy_may_not_name_anothers_address():
    with_mail("report@haven.example")
    with pytest.raises(PolicyRefused) as refused:
        publish_text(make_haven(), by_mail(SMALL))
    (problem,) = refused.value.problems
    assert (problem.key, problem.values["address"]) == ("way_in[2].address", "report@haven.example")
