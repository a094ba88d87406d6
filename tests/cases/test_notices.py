"""Who is told by mail that a report came in."""

import pytest
from django.conf import settings

from meldpunt.cases.models import Thread
from meldpunt.cases.rules.messages import open_address
from meldpunt.outbox.models import Owed
from meldpunt.people.models import Organisation
from meldpunt.people.terms import Role
from meldpunt.policy.terms import ContactMode
from meldpunt.reports.terms import Contact
from tests.factories.cases import MAILED, make_case
from tests.factories.people import make_member, make_organisation

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
