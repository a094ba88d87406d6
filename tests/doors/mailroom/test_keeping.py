"""The mail room with cases behind it: a message that is brought again is known, and one too large is told of."""

import threading
from datetime import timedelta
from uuid import UUID

import pytest

from meldpunt.arrivals.models import Mail
from meldpunt.arrivals.terms import MailEnd, PostboxFlaw, PostboxTrouble
from meldpunt.cases.models import Case
from meldpunt.doors.mailroom.keeping import Keeping
from meldpunt.doors.mailroom.mailboxes import LookedInto, Round
from meldpunt.doors.mailroom.taking import Limits
from meldpunt.outside.reading import ChildReader
from tests.factories.people import make_organisation, take_mail
from tests.fakes.mail_reading import SaysReader
from tests.fakes.postbox import FakePostbox

pytestmark = pytest.mark.django_db
REPORT = b"Message-ID: <1@finder.example>\r\nFrom: sam@finder.example\r\nSubject: Open\r\n\r\nThe door is open.\r\n"


def rounds(postbox: FakePostbox, keeping: Keeping, organisation: UUID) -> Round:
    """Return the rounds of a process that was just started."""
    box = LookedInto("security", lambda: organisation, postbox.open, is_shared=False, keep=timedelta(days=7))
    return Round(box, keeping, lambda name, problem: None, threading.Event(), Limits().size)


def look(postbox: FakePostbox, keeping: Keeping, organisation: UUID) -> None:
    with postbox.open():
        rounds(postbox, keeping, organisation).look(postbox)


def test_ended_between_keeping_and_putting_away():
    """The next process takes it again, knows it, and puts it away: one case."""
    postbox, keeping, organisation = FakePostbox(), Keeping(SaysReader()), make_organisation().id
    postbox.bring(REPORT)

    def die(step: str, _name: str) -> None:
        if step == "put_away":
            raise PostboxTrouble(PostboxFlaw.UNREACHABLE)

    postbox.trouble = die
    for _ in range(2):
        with pytest.raises(PostboxTrouble):
            look(postbox, keeping, organisation)
    postbox.trouble = lambda step, name: None
    look(postbox, keeping, organisation)
    assert (Case.objects.count(), postbox.inside, len(postbox.away)) == (1, {}, 1)


def test_the_same_message_in_two_mailboxes():
    """As when it was sent to two addresses."""
    keeping, organisation = Keeping(SaysReader()), make_organisation().id
    for postbox in (FakePostbox(), FakePostbox()):
        postbox.bring(REPORT)
        look(postbox, keeping, organisation)
    assert Case.objects.count() == 1


def test_too_large_for_a_mailbox_is_an_entry():
    """Somebody is told that it came, and can look for the whole of it in the mailbox."""
    postbox, organisation = FakePostbox(), make_organisation().id
    postbox.bring(REPORT + b"x" * Limits().size)
    look(postbox, Keeping(ChildReader()), organisation)
    assert (list(Mail.objects.values_list("end", "reason")), Case.objects.count(), postbox.inside) == (
        [(MailEnd.UNREADABLE, "too_large")],
        0,
        {},
    )


def test_whose_address_it_is():
    organisation = make_organisation()
    take_mail(organisation, at="security@kliniek.example")
    keeping = Keeping(SaysReader())
    asked = ("security+abc@kliniek.example", "nobody@kliniek.example")
    assert [keeping.organisation_of(address) for address in asked] == [organisation.id, None]
