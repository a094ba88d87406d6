"""`security.txt` says what the policy says, is signed once, and never lapses (RFC 9116)."""

from datetime import UTC, datetime, timedelta

import pytest

from meldpunt.journal.queries import entries_of_organisation
from meldpunt.journal.terms import OPERATOR
from meldpunt.people.actions import change_settings, import_public_key, replace_openpgp_key, set_host_names
from meldpunt.people.queries import brand_facts, organisation_facts
from meldpunt.people.terms import NoKey, Settings
from meldpunt.policy.actions import sign_security_text
from meldpunt.policy.jobs import keep_keys, keep_security_texts
from meldpunt.policy.queries import security_text
from meldpunt.policy.rules.security_text import LIFE, contacts_of
from tests.factories.openpgp import ADDRESS, key_of, make_key
from tests.factories.people import NOW, MadeOrganisation, make_lead, make_organisation
from tests.factories.policy import publish_text
from tests.factories.policy_texts import SMALL, policy_of, with_lines
from tests.fakes.openpgp import FakeOpenPgp

HOST = "report.haven.example"
SITE = f"http://{HOST}:8000"
FAKE = FakeOpenPgp()
DAY = timedelta(days=1)


@pytest.fixture
def organisation(db: None) -> MadeOrganisation:  # noqa: ARG001 -- the database is there
    return make_organisation(name="Haven", host_names=[HOST])


def text(organisation: MadeOrganisation, now: datetime = NOW) -> str:
    return security_text(organisation_facts(organisation.id), now=now)


def lines(organisation: MadeOrganisation, name: str, now: datetime = NOW) -> list[str]:
    """Return the values of a field, in order."""
    found = [line.removeprefix("- ").split(": ", 1) for line in text(organisation, now).splitlines() if ": " in line]
    return [value for field, value in found if field == name]


def sign(organisation: MadeOrganisation, now: datetime = NOW) -> bool:
    return sign_security_text(organisation=organisation.id, keys=FAKE, by=OPERATOR, now=now)


def is_signed(organisation: MadeOrganisation, now: datetime = NOW) -> bool:
    return text(organisation, now).startswith("-----BEGIN PGP SIGNED MESSAGE-----\n")


def test_built_in_policy_names_the_form(organisation):
    assert text(organisation) == (
        f"Contact: {SITE}/report\n"
        "Expires: 2027-05-22T00:00:00Z\n"
        "Preferred-Languages: nl, en\n"
        f"Canonical: {SITE}/.well-known/security.txt\n"
        f"Policy: {SITE}/policy\n"
    )


def test_ways_in_stand_in_the_order_of_the_policy(organisation):
    ways = '[[way_in]]\nkind = "phone"\naddress = "+31 20 000 00 01"\n[[way_in]]\nkind = "platform"\nname = "P"\naddress = "https://p.example/haven"\n'
    publish_text(organisation, with_lines('[[way_in]]\nkind = "form"\n', ways + '[[way_in]]\nkind = "form"\n'))
    assert lines(organisation, "Contact") == [
        "tel:+31-20-000-00-01",
        "https://p.example/haven",
        f"{SITE}/report",
        "mailto:security@haven.example",
    ]


def test_contact_of_the_policy_stands_there_once():
    policy = policy_of(
        with_lines(
            '[[way_in]]\nkind = "form"\n',
            'phone = "+31 20 000 00 01"\npage = "https://haven.example/contact"\n[[way_in]]\nkind = "mail"\naddress = "security@haven.example"\n[[way_in]]\nkind = "form"\n',
        )
    )
    assert contacts_of(policy, site=SITE) == (
        "mailto:security@haven.example",
        f"{SITE}/report",
        "tel:+31-20-000-00-01",
        "https://haven.example/contact",
    )


@pytest.mark.parametrize(
    ("country", "number", "called"),
    [("NL", "088 123 45 67", "tel:+31-88-123-45-67"), ("BE", "02-500 00 01", "tel:+32-2-500-00-01")],
)
def test_a_number_as_people_write_it_is_called_with_its_country(country, number, called):
    more = f'country = "{country}"\n[contact]\nphone = "{number}"\n'
    assert called in contacts_of(policy_of(with_lines("[contact]\n", more)), site=SITE)


def test_every_host_name_is_canonical_but_an_onion(organisation):
    names = [HOST, "haven.example", "abc.onion"]
    set_host_names(organisation=organisation.id, hosts=names, by=OPERATOR, now=NOW)
    places = [f"http://{name}:8000/.well-known/security.txt" for name in names[:2]]
    assert lines(organisation, "Canonical") == places


@pytest.mark.django_db
def test_organisation_without_host_names_is_found_by_its_short_name():
    make_organisation(host_names=[HOST], now=NOW - DAY)
    second = make_organisation()
    assert lines(second, "Policy") == [f"http://127.0.0.1:8000/o/{second.facts.slug}/policy"]


def test_key_page_is_named_once_there_is_a_key(organisation):
    publish_text(organisation)
    before = lines(organisation, "Encryption")
    make_key(organisation)
    assert (before, lines(organisation, "Encryption")) == ([], [f"{SITE}/openpgp-key"])


def test_page_that_tells_how_to_get_the_key_is_named(organisation):
    publish_text(organisation, SMALL + '\n[key]\noffer = "on_request"\nwithin = "4 hours"\n')
    assert lines(organisation, "Encryption") == [f"{SITE}/openpgp-key"]


def test_text_is_the_same_all_day(organisation):
    assert text(organisation, datetime(2026, 11, 23, 0, 0, tzinfo=UTC)) == text(
        organisation, datetime(2026, 11, 23, 23, 59, 59, tzinfo=UTC)
    )


def test_without_a_secret_key_nothing_is_signed(organisation):
    own = FAKE.make(user_id=f"A <{ADDRESS}>", until=NOW + LIFE).certificate
    import_public_key(organisation=organisation.id, content=own, address=ADDRESS, keys=FAKE, by=OPERATOR, now=NOW)
    with pytest.raises(NoKey):
        sign(organisation)
    assert not is_signed(organisation)


def test_signed_text_is_kept_and_served(organisation):
    make_key(organisation)
    assert [sign(organisation), sign(organisation), is_signed(organisation)] == [True, False, True]
    assert text(organisation) == text(organisation, NOW + 40 * DAY)


def test_signing_is_written_down(organisation):
    make_key(organisation)
    sign(organisation)
    (newest,) = entries_of_organisation(organisation.id, limit=1)
    assert (newest.deed, newest.facts["until"]) == ("security_text.signed", "2027-05-22")


@pytest.mark.parametrize(("days", "again"), [(89, False), (90, True), (200, True)])
def test_text_is_signed_anew_at_half_of_its_life(organisation, days, again):
    """Its end is at the start of a day, so at 9:30 of day 90 less than half is left."""
    make_key(organisation)
    sign(organisation)
    assert sign(organisation, NOW + days * DAY) == again


def test_new_policy_is_served_at_once_and_signed_next(organisation):
    make_key(organisation)
    sign(organisation)
    publish_text(organisation)
    assert ("mailto:security@haven.example" in text(organisation), is_signed(organisation)) == (True, False)
    assert (sign(organisation), is_signed(organisation)) == (True, True)


def test_other_languages_are_signed_too(organisation):
    make_key(organisation)
    sign(organisation)
    lead = make_lead(organisation)
    settings = Settings("Haven", ("nl",), "Europe/Amsterdam", "NL", "", "", finder_mail_enabled=True)
    change_settings(settings=settings, by=lead.unlocked, now=NOW)
    assert (sign(organisation), lines(organisation, "Preferred-Languages")) == (True, ["nl"])


def test_signature_of_a_replaced_key_is_served_no_longer(organisation):
    make_key(organisation)
    sign(organisation)
    replace_openpgp_key(organisation=organisation.id, address=ADDRESS, keys=FAKE, by=OPERATOR, now=NOW)
    assert (is_signed(organisation), sign(organisation), is_signed(organisation)) == (False, True, True)


def test_signed_text_that_ended_is_not_served(organisation):
    """The worker stood still for half a year."""
    make_key(organisation)
    sign(organisation)
    assert (is_signed(organisation, NOW + 179 * DAY), is_signed(organisation, NOW + 180 * DAY)) == (True, False)
    assert lines(organisation, "Expires", NOW + 200 * DAY) == ["2027-12-08T00:00:00Z"]


def test_policy_that_offers_a_key_gets_one(organisation):
    publish_text(organisation)
    made = [keep_keys(keys=FAKE, now=NOW), keep_keys(keys=FAKE, now=NOW)]
    assert (made, key_of(organisation).address) == ([1, 0], "security@haven.example")


def test_policy_that_offers_no_key_gets_none(organisation):
    publish_text(organisation, f'{SMALL}\n[key]\noffer = "none"\n')
    assert keep_keys(keys=FAKE, now=NOW) == 0


def test_built_in_policy_makes_no_key(organisation):  # noqa: ARG001 -- it is there
    assert keep_keys(keys=FAKE, now=NOW) == 0


def test_under_the_built_in_policy_it_is_signed_with_the_key_that_is_there(organisation):
    """RFC 9116, 2.3 recommends a signature, whoever wrote the policy."""
    assert (keep_security_texts(keys=FAKE, now=NOW), is_signed(organisation)) == (0, False)
    make_key(organisation)
    assert (keep_security_texts(keys=FAKE, now=NOW), is_signed(organisation)) == (1, True)
    assert lines(organisation, "Encryption") == [f"{SITE}/openpgp-key"]


def test_key_is_renewed_before_it_ends_and_then_left_alone(organisation):
    make_key(organisation)
    moments = [NOW, NOW + 669 * DAY, NOW + 670 * DAY, NOW + 671 * DAY]
    assert [keep_keys(keys=FAKE, now=moment) for moment in moments] == [0, 0, 1, 0]


def test_trouble_of_one_organisation_is_no_trouble_of_others(organisation):
    """A secret part that does not open any more, as after `--new-secrets`."""
    from meldpunt.people.models import OpenPgpKey

    other = make_organisation()
    make_key(organisation)
    make_key(other)
    OpenPgpKey.objects.filter(organisation=organisation.id).update(secret=b"\x04spoilt")
    later = NOW + 700 * DAY
    assert [keep_keys(keys=FAKE, now=later), keep_security_texts(keys=FAKE, now=later)] == [1, 1]


BRANDED = with_lines(
    "[contact]\n", '[[brand]]\nid = "harbour"\nname = "Harbour"\nhosts = ["report.harbour.example"]\n\n[contact]\n'
)


def test_brand_has_a_signed_text_of_its_own(organisation):
    publish_text(organisation, BRANDED)
    keep_keys(keys=FAKE, now=NOW)
    signed = [keep_security_texts(keys=FAKE, now=NOW), keep_security_texts(keys=FAKE, now=NOW)]
    served = security_text(brand_facts(organisation.id, "harbour"), now=NOW)
    places = [line for line in served.splitlines() if line.startswith("Canonical")]
    assert (signed, places) == ([2, 0], ["Canonical: http://report.harbour.example:8000/.well-known/security.txt"])
    assert (served.startswith("-----BEGIN"), lines(organisation, "Canonical")) == (
        True,
        [f"{SITE}/.well-known/security.txt"],
    )


def test_a_page_of_thanks_is_acknowledged(organisation):
    """The organisation's own, where the policy says that names come on it."""
    thanks = '\n[credit]\nhall_of_fame = true\npage = "https://www.haven.example/thanks"\n'
    publish_text(organisation, SMALL + thanks)
    assert lines(organisation, "Acknowledgments") == ["https://www.haven.example/thanks"]
