"""Who is told by mail that a report came in."""

from datetime import timedelta

import pytest
from django.conf import settings

from meldpunt.cases.actions.letters import GATHER
from meldpunt.cases.jobs import forget_unwanted_addresses
from meldpunt.cases.models import Thread
from meldpunt.cases.rules.messages import open_address
from meldpunt.cases.terms import DeclineReason, ReportState
from meldpunt.outbox.access import ready_letter
from meldpunt.outbox.jobs import deliver_due
from meldpunt.outbox.models import Owed
from meldpunt.people.models import Organisation
from meldpunt.people.terms import Role
from meldpunt.policy.terms import ContactMode
from meldpunt.reports.terms import Contact
from tests.factories.cases import MAILED, NAMED, NO_CONTACT, answer, go, make_case, say_no
from tests.factories.people import NOW, MadeOrganisation, make_member, make_organisation
from tests.fakes.carrier import FakeCarrier

pytestmark = pytest.mark.django_db


def test_owes_every_handler_a_notice() -> None:
    """And nobody who opens no cases."""
    organisation = make_organisation()
    make_member(organisation)
    make_member(organisation, Role.LEAD)
    make_member(organisation, Role.ADMINISTRATOR)
    before = Owed.objects.count()
    make_case(organisation)
    assert list(Owed.objects.order_by("owed_at")[before:].values_list("letter", flat=True)) == ["new_report"] * 2


def test_owes_no_second_notice_while_the_first_waits() -> None:
    """A flood of reports is no flood of mail."""
    organisation = make_organisation()
    make_member(organisation)
    before = Owed.objects.count()
    make_case(organisation)
    make_case(organisation)
    assert Owed.objects.count() - before == 1


@pytest.mark.parametrize(("enabled", "letters"), [(True, ["received"]), (False, [])])
def test_owes_the_finder_a_mail_only_when_both_want_it(*, enabled: bool, letters: list[str]) -> None:
    """The organisation may switch mail to finders off; then their address is not kept for it."""
    organisation = make_organisation()
    Organisation.objects.filter(pk=organisation.id).update(finder_mail_enabled=enabled)
    make_case(organisation, contact=MAILED)
    owed = list(Owed.objects.filter(letter="received").values_list("letter", flat=True))
    assert (owed, Thread.objects.get().notice_address is not None) == (letters, enabled)


@pytest.fixture
def unkept() -> MadeOrganisation:
    """Give an organisation that lets the server keep no finder's address."""
    organisation = make_organisation()
    Organisation.objects.filter(pk=organisation.id).update(finder_mail_enabled=False)
    return organisation


def finders_letters() -> list[tuple[str, str]]:
    """Return the letters to finders and where they go."""
    rows = Owed.objects.filter(letter__in=("received", "news", "closed")).order_by("owed_at", "letter")
    return [(row.letter, ready_letter(row).to) for row in rows]


def test_who_acts_at_an_unlocked_desk_mails_to_the_sealed_contact(unkept: MadeOrganisation) -> None:
    """An answer and a new state, which are one piece of news, and a no; the server keeps no address before or after."""
    case, anna = make_case(unkept, contact=MAILED), make_member(unkept).unlocked
    answer(case, anna)
    go(case, anna, ReportState.VALID)
    say_no(case, anna, DeclineReason.ALREADY_KNOWN)
    expected = [("closed", MAILED.value), ("news", MAILED.value)]
    assert (finders_letters(), Thread.objects.get().notice_address) == (expected, None)


@pytest.mark.parametrize(
    "contact",
    [NO_CONTACT, Contact(ContactMode.EMAIL, "sam@finder.example"), Contact(ContactMode.PHONE, "06", notices=True)],
)
def test_who_did_not_ask_for_mail_gets_none(unkept: MadeOrganisation, contact: Contact) -> None:
    """The handler's keys open the contact, and the wish in it counts."""
    case = make_case(unkept, identity=NAMED, contact=contact)
    answer(case, make_member(unkept).unlocked)
    assert finders_letters() == []


def test_switching_it_off_erases_what_was_kept() -> None:
    """Of that organisation alone; the wish stays in the sealed contact, and a handler's act mails."""
    off, on = make_organisation(), make_organisation()
    case, other = make_case(off, contact=MAILED), make_case(on, contact=MAILED)
    Organisation.objects.filter(pk=off.id).update(finder_mail_enabled=False)
    erased = [forget_unwanted_addresses(now=NOW), forget_unwanted_addresses(now=NOW)]
    kept = Thread.objects.filter(notice_address__isnull=False).values_list("case__number", "case__organisation")
    answer(case, make_member(off).unlocked)
    assert (erased, list(kept), finders_letters()[0][0]) == ([1, 0], [(other.number, on.id)], "news")


def test_locked_desk_opens_no_address(unkept: MadeOrganisation) -> None:
    """A state is clear and can be changed; the mail needs the keys."""
    case = make_case(unkept, contact=MAILED)
    go(case, make_member(unkept).locked, ReportState.VALID)
    assert finders_letters() == []


def test_news_of_one_minute_is_one_mail_for_each_finder() -> None:
    """Two states and an answer say the same; another case's finder is another, and the next minute has its own."""
    organisation = make_organisation()
    case, other = make_case(organisation, contact=MAILED), make_case(organisation, contact=MAILED)
    anna = make_member(organisation).unlocked
    go(case, anna, ReportState.VALID, ReportState.ACCEPTED)
    answer(case, anna)
    answer(other, anna)
    counts = [Owed.objects.filter(letter="news").count()]
    for later in (GATHER - timedelta(seconds=1), GATHER):
        answer(case, anna, now=NOW + later)
        counts.append(Owed.objects.filter(letter="news").count())
    assert counts == [2, 2, 3]


def test_last_mail_comes_last() -> None:
    """Closing says that it was the last one: the news before it must not be overtaken."""
    organisation = make_organisation()
    case, anna = make_case(organisation, contact=MAILED), make_member(organisation).unlocked
    answer(case, anna)
    say_no(case, anna, DeclineReason.ALREADY_KNOWN, now=NOW + timedelta(seconds=1))
    expected = [ready_letter(Owed.objects.get(letter=letter)).subject for letter in ("received", "news", "closed")]
    carrier = FakeCarrier()
    deliver_due(carrier=carrier, now=NOW + GATHER + timedelta(seconds=1))
    assert [letter.subject for letter in carrier.taken if letter.to == MAILED.value] == expected


def test_the_notice_address_opens_with_the_servers_key() -> None:
    """So that clocks can send without an unlocked desk."""
    make_case(make_organisation(), contact=MAILED)
    thread = Thread.objects.get()
    secret = settings.MELDPUNT_SECRETS.notice
    assert open_address(bytes(thread.notice_address or b""), thread=thread.pk, secret=secret) == MAILED.value


def test_an_address_that_is_none_does_not_block_the_report() -> None:
    """It stays readable for the desk, and no mail is tried."""
    make_case(make_organisation(), contact=Contact(ContactMode.EMAIL, "geen adres", notices=True))
    assert Thread.objects.get().notice_address is None
