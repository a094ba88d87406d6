"""A mail is taken in once, and what was taken in is stored; what could not be is brought again."""

from dataclasses import replace
from uuid import UUID

import pytest
from django.db import OperationalError

from meldpunt.arrivals.models import Mail
from meldpunt.arrivals.terms import CannotRead, Channel, Ended, Envelope, MailEnd, MailFlaw, TryLater, Way
from meldpunt.cases.actions import receive_mail
from meldpunt.cases.models import Case
from meldpunt.people.models import Organisation
from tests.cases.mailed import PIPE, raw, received
from tests.factories.people import NOW, MadeOrganisation, make_organisation
from tests.fakes.mail_reading import MAIL, SaysReader

pytestmark = pytest.mark.django_db
MAIL_OF_NOBODY = UUID(int=9)


@pytest.fixture
def organisation() -> MadeOrganisation:
    """Return an organisation."""
    return make_organisation()


def test_the_same_mail_again_is_the_same_case(organisation):
    first = received(organisation)
    assert (received(organisation), Case.objects.count()) == (Ended(MailEnd.SEEN, first.number), 1)


@pytest.mark.parametrize(
    "again",
    [
        raw().replace(b"\r\n", b"\n"),
        b"Received: from relay.example\r\n" + raw(),
        b"Delivered-To: meld@kliniek.example\r\n" + raw() + b"\r\n\r\n",
        raw().replace(b"Message-ID: <1@finder.example>", b"message-id:\r\n <1@finder.example>"),
    ],
)
def test_what_changes_on_the_way_makes_no_second_mail(organisation, again):
    received(organisation)
    assert received(organisation, content=again, envelope=Envelope(Way.LMTP)).end is MailEnd.SEEN


@pytest.mark.parametrize("other", [raw("2@finder.example"), raw(body="Iets anders")])
def test_another_mail_is_another_case(organisation, other):
    received(organisation)
    assert received(organisation, content=other).end is MailEnd.REPORT


def test_without_a_message_id_sender_moment_and_subject_tell_mails_apart(organisation):
    bare = b"From: sam@finder.example\r\nDate: %s\r\n\r\nHallo\r\n"
    ends = [received(organisation, content=bare % day).end for day in (b"Mon", b"Tue", b"Mon")]
    assert ends == [MailEnd.REPORT, MailEnd.REPORT, MailEnd.SEEN]


def test_a_mail_to_two_organisations_is_a_case_for_each(organisation):
    received(organisation)
    assert received(make_organisation()).end is MailEnd.REPORT


def test_by_two_ways_at_once_it_is_one_case(organisation):
    """While the one is being read, the other is stored."""
    reader = SaysReader(MAIL, meanwhile=lambda: received(organisation))
    ended = receive_mail(
        raw=raw(), envelope=PIPE, organisation=organisation.id, reader=reader, by=Channel.MAIL, now=NOW
    )
    assert (ended, Case.objects.count()) == (Ended(MailEnd.SEEN, Case.objects.get().number), 1)


def test_what_comes_too_late_leaves_no_files(organisation, new_files):
    reader = SaysReader(MAIL, meanwhile=lambda: received(organisation))
    receive_mail(raw=raw(), envelope=PIPE, organisation=organisation.id, reader=reader, by=Channel.MAIL, now=NOW)
    assert new_files() == {Mail.objects.get().stored_as}


@pytest.mark.parametrize("flaw", [flaw for flaw in MailFlaw if flaw is not MailFlaw.BUSY])
def test_what_cannot_be_read_waits_in_the_mail_room(organisation, flaw):
    ended = received(organisation, CannotRead(flaw))
    row = Mail.objects.get()
    assert (ended, row.end, row.reason, row.settled_at, row.thread) == (
        Ended(MailEnd.UNREADABLE),
        "unreadable",
        flaw.value,
        None,
        None,
    )


def test_what_something_stumbles_over_waits_in_the_mail_room(organisation):
    received(organisation, RecursionError())
    assert (Mail.objects.get().end, Mail.objects.get().reason) == ("unreadable", "stumbled")


def test_what_could_not_be_read_comes_once_too(organisation):
    ends = [received(organisation, CannotRead(MailFlaw.DAMAGED)).end for _ in range(2)]
    assert ends == [MailEnd.UNREADABLE, MailEnd.SEEN]


def test_a_busy_reader_is_asked_again_later(organisation):
    with pytest.raises(TryLater):
        received(organisation, CannotRead(MailFlaw.BUSY))
    assert Mail.objects.count() == 0


@pytest.mark.parametrize("problem", [OperationalError("locked"), OSError(28, "No space left on device"), TryLater()])
def test_where_nothing_can_be_stored_it_is_brought_again(organisation, problem):
    with pytest.raises(TryLater):
        received(organisation, problem)
    assert Mail.objects.count() == 0


def test_while_intake_is_stopped_it_is_brought_again(organisation):
    Organisation.objects.filter(pk=organisation.id).update(intake_stopped_at=NOW)
    with pytest.raises(TryLater):
        received(organisation)
    assert Mail.objects.count() == 0


def test_for_nobody_it_is_brought_again(organisation):
    gone = replace(organisation, facts=replace(organisation.facts, id=MAIL_OF_NOBODY))
    with pytest.raises(TryLater):
        received(gone)


@pytest.mark.parametrize(
    "content", [b"", b"\0", b"\n\n", b"x" * 100_000, "Message-ID: \ud800".encode("utf-8", "surrogatepass")]
)
def test_whatever_the_bytes_are_they_end_somehow(organisation, content):
    assert received(organisation, content=content).end is MailEnd.REPORT
