"""The organisation's OpenPGP key: made, taken over, renewed and replaced, and never lost."""

from datetime import timedelta

import pytest

from meldpunt.journal.queries import entries_of_organisation
from meldpunt.journal.terms import OPERATOR
from meldpunt.people.access import openpgp_secret
from meldpunt.people.actions import (
    import_public_key,
    import_secret_key,
    make_openpgp_key,
    renew_openpgp_key,
    replace_openpgp_key,
)
from meldpunt.people.models import OpenPgpKey
from meldpunt.people.queries import openpgp_key, openpgp_keys
from meldpunt.people.rules.openpgp import LIFE, MAX_KEY, directory_name, is_due, mail_address, user_id
from meldpunt.people.terms import (
    KeyFlaw,
    KeyHeld,
    KeyNotRenewable,
    KeyRefused,
    NoKey,
    OpenPgpKeyFacts,
    ReadKey,
    SettingsRefused,
)
from meldpunt.sealing.terms import CannotOpen
from tests.factories.openpgp import ADDRESS, key_of, make_key
from tests.factories.people import NOW, MadeOrganisation, make_organisation
from tests.fakes.openpgp import FakeOpenPgp

database = pytest.mark.django_db
FAKE = FakeOpenPgp()
YEAR = timedelta(days=365)


@pytest.fixture
def organisation(db: None) -> MadeOrganisation:  # noqa: ARG001 -- the database is there
    return make_organisation(name="Haven")


def given(address: str = ADDRESS, *, until: timedelta = YEAR) -> ReadKey:
    return FAKE.make(user_id=f"Anna <{address}>", until=NOW + until)


def take(organisation: MadeOrganisation, content: bytes | None, *, secret: bool = False) -> OpenPgpKeyFacts:
    use = import_secret_key if secret else import_public_key
    use(organisation=organisation.id, content=content or b"", address=ADDRESS, keys=FAKE, by=OPERATOR, now=NOW)
    return key_of(organisation)


def refused(organisation: MadeOrganisation, content: bytes | None, *, secret: bool = False) -> KeyFlaw:
    with pytest.raises(KeyRefused) as caught:
        take(organisation, content, secret=secret)
    assert openpgp_key(organisation.id) is None
    return caught.value.flaw


def deeds(organisation: MadeOrganisation) -> list[str]:
    return [line.deed for line in entries_of_organisation(organisation.id, limit=10) if "openpgp" in line.deed]


def test_key_is_made_for_two_years(organisation):
    key = make_key(organisation)
    assert (key.address, key.expires_at, key.signs, key.imported) == (ADDRESS, NOW + LIFE, True, False)


def test_making_is_written_down(organisation):
    make_key(organisation)
    assert deeds(organisation) == ["openpgp.made"]


def test_second_key_is_not_made_by_accident(organisation):
    first = make_key(organisation)
    with pytest.raises(KeyHeld):
        make_key(organisation)
    assert key_of(organisation).fingerprint == first.fingerprint


@database
def test_key_for_nobodys_address_is_not_made():
    with pytest.raises(SettingsRefused):
        make_key(make_organisation(), address="security")


def test_secret_part_is_sealed(organisation):
    make_key(organisation)
    (row,) = OpenPgpKey.objects.all()
    opened = openpgp_secret(organisation.id)
    assert opened not in bytes(row.secret or b"")
    assert b'"secret": true' in opened


def test_sealed_secret_opens_nowhere_else(organisation):
    other = make_organisation()
    make_key(organisation)
    make_key(other)
    sealed = OpenPgpKey.objects.get(organisation=organisation.id).secret
    OpenPgpKey.objects.filter(organisation=other.id).update(secret=sealed)
    with pytest.raises(CannotOpen):
        openpgp_secret(other.id)


def test_replaced_key_is_kept_with_its_secret_part(organisation):
    first = make_key(organisation)
    replace_openpgp_key(organisation=organisation.id, address=ADDRESS, keys=FAKE, by=OPERATOR, now=NOW + YEAR)
    found = [(key.fingerprint == first.fingerprint, key.signs, key.retired_at) for key in openpgp_keys(organisation.id)]
    assert found == [(False, True, None), (True, True, NOW + YEAR)]


def test_there_is_nothing_to_replace(organisation):
    with pytest.raises(NoKey):
        replace_openpgp_key(organisation=organisation.id, address=ADDRESS, keys=FAKE, by=OPERATOR, now=NOW)


def test_renewed_key_is_the_same_for_two_years_more(organisation):
    first = make_key(organisation)
    renew_openpgp_key(organisation=organisation.id, keys=FAKE, by=OPERATOR, now=NOW + YEAR)
    key = key_of(organisation)
    assert (key.fingerprint, key.expires_at, key.renewed_at) == (first.fingerprint, NOW + YEAR + LIFE, NOW + YEAR)
    assert deeds(organisation) == ["openpgp.renewed", "openpgp.made"]


def test_public_key_cannot_be_renewed_here(organisation):
    take(organisation, given().certificate)
    with pytest.raises(NoKey):
        renew_openpgp_key(organisation=organisation.id, keys=FAKE, by=OPERATOR, now=NOW)


def test_renewal_that_renews_nothing_changes_nothing(organisation):
    """The part that is encrypted to ends by itself, where only its maker can move that."""

    class Stubborn(FakeOpenPgp):
        def renew(self, *, certificate, secret, until):
            return super().renew(certificate=certificate, secret=secret, until=min(until, NOW + timedelta(days=9)))

    before = make_key(organisation)
    with pytest.raises(KeyNotRenewable):
        renew_openpgp_key(organisation=organisation.id, keys=Stubborn(), by=OPERATOR, now=NOW)
    assert key_of(organisation) == before


def test_public_key_of_ones_own_is_used(organisation):
    own = given()
    key = take(organisation, own.certificate)
    assert (key.fingerprint, key.signs, key.imported, key.expires_at) == (own.fingerprint, False, True, NOW + YEAR)
    assert deeds(organisation) == ["openpgp.imported"]


def test_secret_key_of_ones_own_is_used(organisation):
    own = given()
    assert take(organisation, own.secret, secret=True).signs
    assert openpgp_secret(organisation.id) == own.secret


def test_newer_copy_of_the_same_key_keeps_its_secret_part(organisation):
    own = given()
    take(organisation, own.secret, secret=True)
    assert own.secret is not None
    newer = FAKE.renew(certificate=own.certificate, secret=own.secret, until=NOW + 2 * YEAR)
    key = take(organisation, newer.certificate)
    assert (key.expires_at, key.signs, len(openpgp_keys(organisation.id))) == (NOW + 2 * YEAR, True, 1)


def test_own_key_takes_the_place_of_the_one_made_here(organisation):
    made, own = make_key(organisation), given()
    take(organisation, own.certificate)
    assert [key.fingerprint for key in openpgp_keys(organisation.id) if key.retired_at] == [made.fingerprint]


def test_key_that_was_replaced_comes_back(organisation):
    own = given()
    take(organisation, own.certificate)
    take(organisation, given().certificate)
    assert (take(organisation, own.certificate).fingerprint, len(openpgp_keys(organisation.id))) == (own.fingerprint, 2)


@pytest.mark.parametrize("content", [b"", b"hello", b"\xff\x00" * 400])
def test_garbage_is_refused(organisation, content):
    assert refused(organisation, content) == KeyFlaw.UNREADABLE


def test_five_megabytes_are_refused_unread(organisation):
    assert refused(organisation, b"x" * 5_000_000) == KeyFlaw.TOO_LARGE
    assert refused(organisation, b"x" * MAX_KEY) == KeyFlaw.UNREADABLE


def test_several_keys_are_refused(organisation):
    assert refused(organisation, given().certificate + given().certificate) == KeyFlaw.SEVERAL


def test_key_that_ended_is_refused(organisation):
    assert refused(organisation, given(until=timedelta(0)).certificate) == KeyFlaw.EXPIRED


def test_revoked_key_is_refused(organisation):
    revoked = given().certificate.replace(b'{"', b'{"revoked": true, "', 1)
    assert refused(organisation, revoked) == KeyFlaw.REVOKED


def test_key_of_somebody_else_is_refused(organisation):
    assert refused(organisation, given("anna@elsewhere.example").certificate) == KeyFlaw.OTHER_ADDRESS


def test_secret_key_given_by_mistake_is_refused(organisation):
    assert refused(organisation, given().secret) == KeyFlaw.SECRET_GIVEN


def test_public_key_where_a_secret_one_is_wanted_is_refused(organisation):
    assert refused(organisation, given().certificate, secret=True) == KeyFlaw.SECRET_MISSING


def test_refused_key_leaves_the_one_in_use(organisation):
    made = make_key(organisation)
    with pytest.raises(KeyRefused):
        take(organisation, b"hello")
    assert key_of(organisation) == made


@pytest.mark.parametrize(
    ("typed", "address"),
    [(" Security@Haven.EXAMPLE ", "Security@haven.example"), ("a+b@x.example", "a+b@x.example")],
)
def test_address_is_tidied(typed, address):
    assert mail_address(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "@",
        "a@",
        "@b.example",
        "a@localhost",
        "a b@c.example",
        "a@b@c.example",
        "<a@b.example>",
        "a@b.example\nx",
        "é@b.example",
        "a" * 65 + "@b.example",
        ".a@b.example",
    ],
)
def test_what_is_no_address_is_refused(typed):
    with pytest.raises(SettingsRefused):
        mail_address(typed)


@pytest.mark.parametrize(
    ("name", "id_"),
    [("Haven", "Haven <a@b.example>"), ('A <x@y> "B", C', "A x y B C <a@b.example>"), ("<>", "<a@b.example>")],
)
def test_name_cannot_look_like_an_address(name, id_):
    assert user_id(name, "a@b.example") == id_


def test_programs_look_under_the_name_of_the_standard():
    """The examples of draft-koch-openpgp-webkey-service and of our own list of standards."""
    assert directory_name("Joe.Doe@Example.ORG") == "iy9q119eutrkn8s1mk4r39qejnbu3n5q"
    assert directory_name("security@kantelhost.example") == "t5s8ztdbon8yzntexy6oz5y48etqsnbb"


@pytest.mark.parametrize(("days", "due"), [(61, False), (60, True), (0, True), (-5, True)])
def test_key_is_renewed_sixty_days_before_its_end(days, due):
    assert is_due(NOW + timedelta(days=days), NOW) == due


def test_key_without_end_is_never_due():
    assert not is_due(None, NOW)


@database
def test_two_keys_at_once_make_one():
    """Whoever comes second waits for the organisation's row, and then sees the first one's key."""
    organisation = make_organisation()

    class Slow(FakeOpenPgp):
        def make(self, *, user_id, until):
            make_key(organisation)
            return super().make(user_id=user_id, until=until)

    with pytest.raises(KeyHeld):
        make_openpgp_key(organisation=organisation.id, address=ADDRESS, keys=Slow(), by=OPERATOR, now=NOW)
    assert len(openpgp_keys(organisation.id)) == 1
