"""What is kept of mails goes with who sent them, and what is kept is not taken for lost."""

from datetime import datetime, timedelta

import pytest

from meldpunt.arrivals.jobs import expire_arrivals
from meldpunt.arrivals.models import Mail
from meldpunt.cases.actions import erase_finder, forget_contact
from meldpunt.cases.models import Case
from meldpunt.cases.terms import ErasureFlaw, ErasureRefused
from meldpunt.reports.jobs import remove_orphaned_files
from meldpunt.sealing.models import Wrap
from meldpunt.sealing.rules.keys import key_name
from meldpunt.sealing.terms import Purpose
from tests.cases.mailed import received
from tests.factories.arrivals import make_mail
from tests.factories.cases import MAILED, make_case
from tests.factories.mails import make_entry
from tests.factories.people import NOW, MadeOrganisation, make_member, make_organisation

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def organisation() -> MadeOrganisation:
    """Return an organisation."""
    return make_organisation()


def keys_left(organisation: MadeOrganisation) -> int:
    row = Mail.objects.get()
    name = key_name(purpose=Purpose.MAIL, organisation=organisation.id, thread=row.id)
    return Wrap.objects.filter(key__in=[name.id, row.id]).count()


def test_erasing_the_finder_destroys_what_the_mail_holds(organisation, new_files):
    number = received(organisation).number
    anna = make_member(organisation).unlocked
    version = Case.objects.get().version
    erase_finder(number=number, asked="Per telefoon", seen_version=version, by=anna, now=NOW)
    row = Mail.objects.get()
    assert (row.sealed, row.stored_as, keys_left(organisation), new_files()) == (None, None, 0, set())


def erase(organisation: MadeOrganisation, *mails: Mail) -> None:
    case, anna = Case.objects.get(), make_member(organisation).unlocked
    named = [mail.pk for mail in mails]
    erase_finder(number=case.number, asked="Per brief", mails=named, seen_version=case.version, by=anna, now=NOW)


def waiting(organisation: MadeOrganisation, end: str = "pending") -> Mail:
    received(organisation)
    return make_mail(organisation, end=end, thread=Case.objects.get().threads.get().pk)


@pytest.mark.parametrize("end", ["bounce", "undecryptable", "pending"])
def test_what_waits_for_the_case_goes_with_who_is_erased(organisation, end):
    mail = waiting(organisation, end)
    erase(organisation, mail)
    row = Mail.objects.get(pk=mail.pk)
    assert (row.sealed, row.stored_as, row.thread, row.settled_at, row.forget_at) == (
        None,
        None,
        None,
        NOW,
        NOW + timedelta(days=30),
    )


def test_a_mail_that_came_after_the_page_was_read_is_not_erased_unseen(organisation):
    mail = waiting(organisation)
    with pytest.raises(ErasureRefused) as refused:
        erase(organisation)
    assert (refused.value.flaw, Mail.objects.get(pk=mail.pk).settled_at) == (ErasureFlaw.NEW_MAIL, None)
    assert Case.objects.get().threads.get().notice_address is not None


def test_a_mail_of_another_case_is_not_erased_with_it(organisation):
    mail = waiting(organisation)
    other = make_mail(organisation)
    erase(organisation, mail, other)
    assert Mail.objects.get(pk=other.pk).sealed is not None


@pytest.mark.parametrize(
    ("end", "stays"),
    [("bounce", False), ("undecryptable", True), ("pending", True)],
    ids=["return", "shut", "message"],
)
def test_what_waits_unread_outlives_a_finder_who_goes_but_for_their_own_letters_that_came_back(
    organisation, end, stays
):
    """It may be from somebody else, and the finder does not know of it."""
    case = make_case(organisation, contact=MAILED)
    mail = make_mail(organisation, end=end, thread=case.row.threads.get().pk)
    forget_contact(by=case.finder(), now=NOW)
    row = Mail.objects.get(pk=mail.pk)
    assert (row.sealed is not None, row.settled_at is None) == (stays, stays)


def test_a_kept_mail_is_no_orphan(organisation, new_files):
    received(organisation)
    for minute in range(256):
        remove_orphaned_files(now=datetime.now(tz=NOW.tzinfo) + timedelta(days=2, minutes=minute))
    assert new_files() == {Mail.objects.get().stored_as}


def test_a_mail_goes_when_its_time_is_over(organisation):
    make_mail(organisation, settled_at=NOW, forget_at=NOW + timedelta(days=30))
    before = expire_arrivals(now=NOW + timedelta(days=29))
    assert (before, expire_arrivals(now=NOW + timedelta(days=30)), Mail.objects.count()) == (0, 1, 0)


def test_a_mail_that_waits_does_not_go(organisation):
    make_mail(organisation)
    expire_arrivals(now=NOW + timedelta(days=1000))
    assert Mail.objects.count() == 1


def test_a_finder_without_details_takes_a_mail_along(organisation):
    case = make_case(organisation)
    mail = make_entry(organisation, thread=case.row.threads.get().pk, settled_at=NOW)
    forget_contact(by=case.finder(), now=NOW)
    assert Mail.objects.get(pk=mail.pk).sealed is None
