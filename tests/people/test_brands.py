"""The brands of an organisation: other names, hosts and looks, on one desk."""

import pytest

from meldpunt.journal.queries import entries_of_organisation
from meldpunt.journal.terms import OPERATOR
from meldpunt.people.actions import set_brands, set_host_names
from meldpunt.people.queries import (
    brand_facts,
    brand_name,
    host_names,
    left_by_brands,
    logo_of,
    names_of,
    organisation_by_host,
    organisation_by_slug,
    organisation_facts,
)
from meldpunt.people.terms import BrandLook, HostTaken, OrganisationFacts, SettingsRefused, Theme
from tests.factories.people import NOW, MadeOrganisation, make_organisation
from tests.people.pictures import png

pytestmark = pytest.mark.django_db
BLUE = Theme(accent="#1d4f91", accent_dark="#9cc4f5")


def brand(key: str = "bloom", *hosts: str, logo: bytes | None = None) -> BrandLook:
    return BrandLook(key, key.capitalize(), hosts or (f"{key}.example",), BLUE, logo)


def at(host: str) -> OrganisationFacts:
    """Return who lives at a host where somebody does."""
    found = organisation_by_host(host)
    assert found is not None
    return found


def put(organisation: MadeOrganisation, *brands: BrandLook) -> None:
    set_brands(organisation=organisation.id, brands=brands, by=OPERATOR, now=NOW)


@pytest.fixture
def organisation() -> MadeOrganisation:
    return make_organisation(name="Lily", host_names=["lily.example"])


@pytest.mark.parametrize("host", ["bloom.example", "BLOOM.example.", "leaf.example"])
def test_a_brand_is_the_organisation_under_another_name(organisation, host):
    put(organisation, brand("bloom", "bloom.example", "leaf.example"))
    found = at(host)
    assert (found.id, found.brand, found.name, found.host, found.theme) == (
        organisation.id,
        "bloom",
        "Bloom",
        "bloom.example",
        BLUE,
    )


def test_the_organisation_itself_stays_as_it_was(organisation):
    before = organisation_by_host("lily.example")
    put(organisation, brand())
    assert (organisation_by_host("lily.example"), organisation_facts(organisation.id)) == (before, before)


def test_a_brand_has_a_path_too(organisation):
    put(organisation, brand())
    assert organisation_by_slug("lily--bloom") == organisation_by_host("bloom.example")


def test_other_brands_take_the_place_of_those_before(organisation):
    put(organisation, brand("bloom"), brand("leaf"))
    put(organisation, brand("leaf"), brand("root"))
    assert [at(f"{name}.example").brand for name in ("bloom", "leaf", "root")] == ["", "leaf", "root"]


def test_names_of_a_brand_that_is_gone_lead_to_the_organisation(organisation):
    """Somebody fills in a form there, and receipts name them; the name to show stays the organisation's own."""
    put(organisation, brand("bloom", "bloom.example", "flower.example"), brand("leaf"))
    put(organisation, brand("leaf"))
    itself = organisation_facts(organisation.id)
    assert (at("bloom.example"), at("flower.example"), organisation_by_slug("lily--bloom")) == (itself, itself, itself)
    assert (itself.host, names_of(itself), names_of(at("leaf.example"))) == (
        "lily.example",
        ["lily.example", "bloom.example", "flower.example"],
        ["leaf.example"],
    )
    assert left_by_brands(organisation.id) == {"bloom.example": "bloom", "flower.example": "bloom"}


def test_one_name_of_a_brand_is_left_too(organisation):
    put(organisation, brand("bloom", "bloom.example", "flower.example"))
    put(organisation, brand("bloom", "flower.example"))
    assert (at("bloom.example").brand, at("flower.example").brand) == ("", "bloom")


def test_a_name_that_was_left_is_given_to_a_brand_again(organisation):
    put(organisation, brand())
    put(organisation)
    put(organisation, brand("rose", "bloom.example"))
    deeds = [line.deed for line in entries_of_organisation(organisation.id) if "host" in line.deed]
    assert (at("bloom.example").brand, left_by_brands(organisation.id)) == ("rose", {})
    assert sorted(deeds) == ["organisation.host_given", "organisation.host_left"]


def test_nobody_else_gets_a_name_that_was_left(organisation):
    put(organisation, brand())
    put(organisation)
    with pytest.raises(HostTaken):
        put(make_organisation(name="Other"), brand())


@pytest.mark.parametrize(("names", "leads"), [(["lily.example"], False), (["lily.example", "bloom.example"], True)])
def test_the_operator_frees_a_name_that_was_left(organisation, names, leads):
    put(organisation, brand())
    put(organisation)
    set_host_names(organisation=organisation.id, hosts=names, by=OPERATOR, now=NOW)
    assert (organisation_by_host("bloom.example") is not None, left_by_brands(organisation.id)) == (leads, {})


def test_without_a_name_of_its_own_the_organisation_shows_none():
    bare = make_organisation(name="Bare")
    put(bare, brand("root"))
    put(bare)
    assert (at("root.example").id, organisation_facts(bare.id).host) == (bare.id, "")


@pytest.mark.parametrize("hosts", [("bloom.example",), ("lily.example",), ("other.example",), ("Other.example.",)])
def test_a_name_belongs_to_one(organisation, hosts):
    """Not to two brands, not to the organisation itself, not to somebody else; and nothing changes."""
    make_organisation(name="Other", host_names=["other.example"])
    put(organisation, brand("first"))
    with pytest.raises(HostTaken):
        put(organisation, brand("bloom"), brand("leaf", *hosts))
    assert (organisation_by_host("bloom.example"), at("first.example").brand) == (None, "first")


def test_the_organisation_cannot_take_the_name_of_its_brand(organisation):
    put(organisation, brand())
    with pytest.raises(HostTaken):
        set_host_names(organisation=organisation.id, hosts=["bloom.example"], by=OPERATOR, now=NOW)


def test_other_host_names_leave_the_brands_alone(organisation):
    put(organisation, brand())
    set_host_names(organisation=organisation.id, hosts=["new.example"], by=OPERATOR, now=NOW)
    assert (at("bloom.example").brand, host_names()["lily"]) == ("bloom", ["new.example"])


def test_a_brand_has_a_logo_of_its_own(organisation):
    put(organisation, brand(logo=png(8, 8)), brand("leaf"))
    logos = [logo_of(organisation.id, brand=name) for name in ("", "bloom", "leaf", "none")]
    assert [logo is not None for logo in logos] == [False, True, False, False]


def test_a_look_that_cannot_be_read_is_refused(organisation):
    with pytest.raises(SettingsRefused):
        put(organisation, BrandLook("bloom", "Bloom", ("bloom.example",), Theme(accent="#eeeeee")))


def test_a_brand_that_is_gone_leaves_its_key_behind(organisation):
    """Cases that came by its page are still told apart."""
    put(organisation, brand())
    known = [brand_name(organisation.id, key) for key in ("", "bloom", "gone")]
    assert (known, brand_facts(organisation.id, "gone")) == (["", "Bloom", "gone"], organisation_facts(organisation.id))
