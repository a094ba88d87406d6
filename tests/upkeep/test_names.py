"""What the DNS says of the domains of mail and key, and what of that is told."""

from datetime import timedelta
from typing import Any

import pytest

from meldpunt.journal.terms import SYSTEM
from meldpunt.people.models import Organisation
from meldpunt.upkeep.actions import look_at_names, look_inside
from meldpunt.upkeep.jobs import try_inside, try_names
from meldpunt.upkeep.models import Check
from meldpunt.upkeep.rules import names as rules
from meldpunt.upkeep.terms import Part, Record, Trouble
from tests.factories.outbox import make_letter
from tests.factories.people import NOW, MadeOrganisation, make_organisation
from tests.factories.policy import make_haven, publish_text
from tests.fakes.names import FakeNames

MX, TXT, ADDRESS = Record.MX, Record.TXT, Record.ADDRESS
WELL = {
    ("clinic.example", MX): ("mail.clinic.example.",),
    ("clinic.example", TXT): ("some-word=1", "v=spf1 mx -all"),
    ("_dmarc.clinic.example", TXT): ("v=DMARC1; p=reject",),
}


@pytest.mark.parametrize(
    ("zone", "trouble"),
    [
        ({("a.example", MX): ("mail.a.example.",)}, None),
        ({("a.example", ADDRESS): ("192.0.2.1",)}, None),
        ({("a.example", MX): (".",), ("a.example", ADDRESS): ("192.0.2.1",)}, Trouble.NO_MX),
        ({}, Trouble.NO_MX),
    ],
    ids=["MX", "its own address", "says that it takes none", "nothing"],
)
def test_who_takes_mail(zone, trouble):
    assert rules.takes_mail(FakeNames(zone), "a.example") == trouble


@pytest.mark.parametrize(
    ("text", "trouble"),
    [("v=spf1 -all", None), ("v=spf1", None), ("v=spf10 -all", Trouble.NO_SPF), ("spf", Trouble.NO_SPF)],
)
def test_who_sends_mail(text, trouble):
    assert rules.names_senders(FakeNames({("a.example", TXT): (text,)}), "a.example") == trouble


@pytest.mark.parametrize("holder", ["mail.a.example", "a.example"])
def test_what_is_said_of_forged_mail_may_stand_above(holder):
    names = FakeNames({(f"_dmarc.{holder}", TXT): ("v=DMARC1; p=none",)})
    assert rules.judges_forgeries(names, "mail.a.example") is None


def test_nothing_is_said_of_forged_mail():
    names = FakeNames({("_dmarc.a.example", TXT): ("hello",)})
    assert rules.judges_forgeries(names, "a.example") is Trouble.NO_DMARC


@pytest.mark.parametrize(
    ("host", "trouble"), [("openpgpkey.a.example", None), ("a.example", None), ("b.example", Trouble.NO_DIRECTORY)]
)
def test_where_a_key_is_asked(host, trouble):
    assert rules.leads_to_keys(FakeNames({(host, ADDRESS): ("192.0.2.1",)}), "a.example") == trouble


@pytest.mark.parametrize(
    ("address", "domain"),
    [
        ("A@Clinic.Example", "clinic.example"),
        ("Desk <a@clinic.example>", "clinic.example"),
        ("a@localhost", ""),
        ("", ""),
    ],
)
def test_the_domain_of_an_address(address, domain):
    assert rules.domain_of(address) == domain


@pytest.fixture
def clinic(db: None, settings: Any) -> MadeOrganisation:  # noqa: ARG001 - what it is made in
    """Give an organisation that gets and sends mail."""
    settings.MELDPUNT = settings.MELDPUNT.model_copy(
        update={"smtp_host": "mail.clinic.example", "mail_from": "desk@clinic.example"}
    )
    made = make_organisation()
    Organisation.objects.filter(pk=made.id).update(mail_in="security@clinic.example")
    return made


def found(organisation: MadeOrganisation) -> dict[str, str]:
    return dict(Check.objects.filter(organisation=organisation.id).exclude(trouble="").values_list("part", "trouble"))


def look(organisation: MadeOrganisation, names: FakeNames) -> dict[str, str]:
    look_at_names(organisation=organisation.id, names=names, by=SYSTEM, now=NOW)
    return found(organisation)


def test_all_is_well(clinic):
    assert look(clinic, FakeNames(WELL)) == {}


@pytest.mark.parametrize(
    ("missing", "part", "trouble"),
    [
        (("clinic.example", MX), Part.MAIL_DOMAIN, Trouble.NO_MX),
        (("clinic.example", TXT), Part.SENDERS, Trouble.NO_SPF),
        (("_dmarc.clinic.example", TXT), Part.FORGERIES, Trouble.NO_DMARC),
    ],
)
def test_what_is_missing_is_told(clinic, missing, part, trouble):
    zone = {key: value for key, value in WELL.items() if key != missing}
    assert look(clinic, FakeNames(zone)) == {part.value: trouble.value}


def test_what_is_there_again_is_no_trouble_any_more(clinic):
    look(clinic, FakeNames())
    assert look(clinic, FakeNames(WELL)) == {}


def test_a_dns_that_does_not_answer_says_nothing_of_what_stands_there(clinic):
    assert look(clinic, FakeNames(silent=True)) == {Part.MAIL_DOMAIN.value: Trouble.NO_DNS.value}


@pytest.mark.django_db
def test_where_no_mail_comes_or_goes_nobody_is_asked():
    names = FakeNames()
    assert (look(make_organisation(), names), names.asked) == ({}, [])


@pytest.mark.usefixtures("clinic")
def test_the_dns_is_asked_once_a_day():
    names, hours = FakeNames(WELL), (0, 1, 2, 24, 25, 26)
    runs = [try_names(names=names, now=NOW + timedelta(hours=each)) for each in hours]
    assert runs == [0, 1, 0, 0, 1, 0]


def test_without_a_policy_of_its_own_nobody_misses_a_key(clinic):
    look_inside(organisation=clinic.id, by=SYSTEM, now=NOW)
    assert (found(clinic), Check.objects.count()) == ({}, 0)


@pytest.mark.django_db
def test_a_key_that_the_policy_offers_and_nobody_made_is_told():
    haven = make_haven()
    publish_text(haven)
    look_inside(organisation=haven.id, by=SYSTEM, now=NOW + timedelta(days=2))
    assert found(haven) == {Part.KEY.value: Trouble.KEY_ENDS.value}


def test_letters_that_do_not_leave_are_told_until_they_do(clinic):
    make_letter(now=NOW)
    for hours in (0, 2):
        assert try_inside(now=NOW + timedelta(hours=hours)) == 1
    assert found(clinic) == {Part.LETTERS.value: Trouble.LETTERS_WAIT.value}
    try_inside(now=NOW)
    assert found(clinic) == {}
