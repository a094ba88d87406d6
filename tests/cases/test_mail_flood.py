"""Very much mail from one envelope sender: what is more than its number stays with the mail server that brings it, and nothing is lost."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.db import connection

from meldpunt.arrivals.jobs import expire_arrivals
from meldpunt.arrivals.models import CameFrom, Mail
from meldpunt.arrivals.terms import Envelope, MailEnd, TryLater, Way
from meldpunt.cases.actions.mail_marks import address_to_answer
from meldpunt.cases.models import Case, Thread
from meldpunt.people.models import Member
from meldpunt.people.queries import organisation_facts
from tests.cases.mailed import received, written
from tests.cases.test_report_of_platform import PLATFORM
from tests.factories.people import NOW, MadeOrganisation, make_member, make_organisation, take_mail
from tests.factories.policy import make_haven, publish_text
from tests.factories.policy_texts import SMALL
from tests.fakes.mail_reading import MAIL

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
SAM = "sam@finder.example"


@pytest.fixture(autouse=True)
def _few(settings):
    """Take two mails of an address and three of a domain."""
    settings.MELDPUNT = settings.MELDPUNT.model_copy(update={"mails_per_hour": 2, "mails_of_domain_per_hour": 3})


@pytest.fixture
def organisation() -> MadeOrganisation:
    """Return an organisation."""
    return make_organisation()


def brought(organisation: MadeOrganisation, number: int, sender: str | None = SAM, *, way=Way.LMTP, now=NOW) -> bool:
    """Bring a mail, and tell whether it was kept."""
    try:
        return received(organisation, written(f"{number}@x"), envelope=Envelope(way, sender=sender), now=now).end in {
            MailEnd.REPORT,
            MailEnd.SEEN,
        }
    except TryLater:
        return False


@pytest.mark.parametrize("way", [Way.LMTP, Way.PIPE])
def test_what_is_more_than_its_number_is_not_kept(organisation, way):
    kept = [brought(organisation, each, way=way) for each in range(4)]
    assert (kept, Case.objects.count(), Mail.objects.count()) == ([True, True, False, False], 2, 2)


def test_what_was_not_kept_is_taken_when_it_is_brought_again(organisation):
    for each in range(3):
        brought(organisation, each)
    assert (brought(organisation, 2, now=NOW + HOUR), Case.objects.count()) == (True, 3)


def test_what_was_kept_is_known_when_it_is_brought_again_at_the_limit(organisation):
    for each in range(2):
        brought(organisation, each)
    assert (brought(organisation, 0), Case.objects.count()) == (True, 2)


def test_what_was_refused_is_not_counted(organisation):
    for minutes in range(0, 60, 10):
        for each in range(3):
            brought(organisation, each + minutes * 10, now=NOW + timedelta(minutes=minutes))
    assert brought(organisation, 9999, now=NOW + HOUR) is True


def test_senders_of_one_domain_have_a_number_together(organisation):
    kept = [brought(organisation, each, f"sam{each}@finder.example") for each in range(4)]
    assert kept == [True, True, True, False]


@pytest.mark.parametrize("sender", [" SAM@Finder.Example ", "Sam@finder.example"])
def test_another_spelling_is_no_other_sender(organisation, sender):
    for each in range(2):
        brought(organisation, each)
    assert brought(organisation, 2, sender) is False


def test_domain_has_no_number_unless_it_is_set(organisation, settings):
    """Whoever forges a provider's domain makes nobody else wait."""
    settings.MELDPUNT = settings.MELDPUNT.model_copy(update={"mails_of_domain_per_hour": 0})
    assert all(brought(organisation, each, f"{each}@finder.example") for each in range(5))


def test_mail_to_the_address_of_a_case_is_not_counted(organisation):
    take_mail(organisation)
    assert [brought(organisation, each) for each in range(3)] == [True, True, False]
    to = address_to_answer(Thread.objects.earliest("pk"), organisation_facts(organisation.id), now=NOW)
    answer = received(organisation, written("9@x"), envelope=Envelope(Way.LMTP, (to,), SAM))
    assert answer.end is MailEnd.MESSAGE


def test_null_sender_has_the_number_of_an_address(organisation):
    assert [brought(organisation, each, "") for each in range(3)] == [True, True, False]


@pytest.mark.parametrize("sender", ["@", "@@", "a@", "\0", "a" * 70_000 + "@x", "\N{SNOWMAN}@\N{SNOWMAN}"])
def test_sender_that_is_no_address_is_counted_all_the_same(organisation, sender):
    assert [brought(organisation, each, sender) for each in range(3)] == [True, True, False]


def test_other_senders_and_other_organisations_do_not_wait(organisation):
    for each in range(3):
        brought(organisation, each)
    assert (brought(organisation, 7, "kim@else.example"), brought(make_organisation(), 8)) == (True, True)


@pytest.mark.parametrize(("way", "sender"), [(Way.MAILBOX, SAM), (Way.LMTP, None)])
def test_what_comes_out_of_a_mailbox_or_from_nobody_knows_whom_is_not_counted(organisation, way, sender):
    assert all(brought(organisation, each, sender, way=way) for each in range(5))


def test_members_who_hand_mail_on_are_not_counted(organisation):
    address = Member.objects.get(pk=make_member(organisation).id).email
    assert (all(brought(organisation, each, address) for each in range(5)), CameFrom.objects.count()) == (True, 0)


def test_platform_of_the_policy_is_not_counted():
    haven = make_haven()
    publish_text(haven, SMALL.replace("[clauses]", PLATFORM + "[clauses]"))
    assert all(brought(haven, each, f"bounce+{each}@Loket.example") for each in range(5))


def test_mail_that_cannot_be_read_is_counted_too(organisation):
    for each in range(2):
        received(
            organisation,
            ValueError("x"),
            content=b"Message-ID: <%d@x>\r\n\r\n" % each,
            envelope=Envelope(Way.LMTP, sender=SAM),
        )
    assert brought(organisation, 2) is False


def test_no_address_is_stored(organisation):
    received(organisation, replace(MAIL, sender=None), envelope=Envelope(Way.LMTP, sender=SAM))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {CameFrom._meta.db_table}")
        assert not any(
            "finder" in str(value) or b"finder" in bytes(str(value), "utf-8") for row in cursor for value in row
        )


def test_another_day_another_mark(organisation):
    brought(organisation, 1)
    brought(organisation, 2, now=NOW + timedelta(days=1))
    assert CameFrom.objects.values("mark").distinct().count() == 4


def test_senders_are_forgotten_after_an_hour(organisation):
    brought(organisation, 1)
    expire_arrivals(now=NOW + HOUR)
    assert CameFrom.objects.count() == 0
