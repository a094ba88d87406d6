"""Whose mail it is, by the address it came to."""

import pytest

from meldpunt.people.models import Organisation
from meldpunt.policy.queries import organisation_of_address
from tests.factories.people import NOW, MadeOrganisation, make_organisation
from tests.factories.policy import make_haven, publish_text
from tests.factories.policy_texts import SMALL, WITHOUT_HOSTS

pytestmark = pytest.mark.django_db
BY_MAIL = '[[way_in]]\nkind = "mail"\naddress = "Report@haven.example"\n\n[clauses]\n'


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
    for made in (make_haven(), make_organisation(name="Haven")):
        publish_text(made, by_mail(WITHOUT_HOSTS))
    assert whose("report@haven.example") is None


def test_the_settings_come_first():
    clinic = with_mail("report@haven.example")
    publish_text(make_haven(), by_mail(SMALL))
    assert whose("report@haven.example") == clinic.id


@pytest.mark.parametrize("address", ["", "@", "+", "nobody", "+@clinic.example", "a@b@clinic.example"])
def test_no_address(address):
    with_mail("security@clinic.example")
    make_organisation()
    assert whose(address) is None
