"""How mails end that are neither a report nor a message."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.conf import settings

from meldpunt.arrivals.jobs import expire_arrivals
from meldpunt.arrivals.models import Answered, Mail
from meldpunt.arrivals.terms import Automatic, Encryption, Ended, Envelope, Mailbox, MailEnd, Way
from meldpunt.cases.models import Case
from meldpunt.cases.rules import mail_ends
from meldpunt.cases.rules.mail_ends import Decision, Known
from meldpunt.journal.models import Entry
from meldpunt.outbox.models import Owed
from meldpunt.outbox.rules import message_id
from meldpunt.people.models import Organisation
from meldpunt.people.terms import MessageFlaw
from tests.cases.mailed import received, written
from tests.factories.openpgp import make_key
from tests.factories.people import NOW, MadeOrganisation, make_member, make_organisation, take_mail
from tests.fakes.mail_reading import MAIL

pytestmark = pytest.mark.django_db
SHUT = Encryption(encrypted=True, flaw=MessageFlaw.NOT_OURS, is_closed=True)
PAID = written("9@finder.example", asks_for_key=True, text="Stuur mij uw sleutel.")


@pytest.fixture
def organisation() -> MadeOrganisation:
    """Return an organisation at which mail comes in."""
    organisation = make_organisation()
    take_mail(organisation, at="meld@kliniek.example")
    return organisation


def letters() -> list[str]:
    return list(Owed.objects.order_by("owed_at", "id").values_list("letter", flat=True))


@pytest.mark.parametrize("kind", [Automatic.REPLY, Automatic.GENERATED, Automatic.LIST, Automatic.BULK])
def test_what_a_machine_sent_waits_and_is_not_answered(organisation, kind):
    ended = received(organisation, replace(MAIL, automatic=kind))
    row = Mail.objects.get()
    assert (ended, row.end, row.reason, row.settled_at, row.thread, Case.objects.count(), letters()) == (
        Ended(MailEnd.AUTOMATIC),
        "automatic",
        kind.value,
        None,
        None,
        0,
        [],
    )


def test_our_own_mail_that_comes_back_is_forgotten(organisation):
    own = message_id(uuid4(), secret=settings.MELDPUNT_SECRETS.mail, sender="meld@kliniek.example")
    ours = Mailbox("Wij", "Meld@kliniek.example")
    ended = received(organisation, written(own, sender=ours, automatic=Automatic.GENERATED))
    row = Mail.objects.get()
    assert (ended.end, row.sealed, row.settled_at, row.forget_at) == (
        MailEnd.LOOP,
        None,
        NOW,
        NOW + timedelta(days=30),
    )


def test_a_person_at_our_own_address_waits_for_a_handler(organisation):
    ended = received(organisation, replace(MAIL, sender=Mailbox("Wij", "meld@kliniek.example")))
    assert (ended.end, Mail.objects.get().reason, letters()) == (MailEnd.PENDING, "own_address", [])


def test_who_asks_for_the_key_gets_it_and_waits_for_a_person_all_the_same(organisation):
    make_key(organisation)
    ended = received(organisation, PAID)
    row = Mail.objects.get()
    assert (ended, row.end, row.reason, row.sealed is None, row.settled_at, letters()) == (
        Ended(MailEnd.KEY_REQUEST),
        "pending",
        "key_sent",
        False,
        None,
        ["key_sent"],
    )


def test_who_asks_for_a_key_that_there_is_not_waits_for_a_handler(organisation):
    ended = received(organisation, PAID)
    assert (ended, Mail.objects.get().reason, letters()) == (Ended(MailEnd.PENDING), "key_request", [])


def test_who_asks_twice_a_day_is_answered_once(organisation):
    make_key(organisation)
    ends = [received(organisation, replace(PAID, message_id=f"{number}@finder.example")).end for number in range(2)]
    assert (ends, letters()) == ([MailEnd.KEY_REQUEST, MailEnd.PENDING], ["key_sent"])


def test_the_next_day_they_are_answered_again(organisation):
    make_key(organisation)
    received(organisation, PAID)
    later = replace(PAID, message_id="10@finder.example")
    assert received(organisation, later, now=NOW + timedelta(days=1)).end is MailEnd.KEY_REQUEST


def test_more_than_sixty_answers_an_hour_are_not_given(organisation):
    make_key(organisation)
    Answered.objects.bulk_create(
        Answered(organisation_id=organisation.id, mark=bytes([each]) * 32, at=NOW) for each in range(60)
    )
    assert (received(organisation, PAID).end, letters()) == (MailEnd.PENDING, [])


def test_who_was_answered_is_forgotten_after_a_day(organisation):
    Answered.objects.create(organisation_id=organisation.id, mark=bytes(32), at=NOW)
    expire_arrivals(now=NOW + timedelta(days=1))
    assert Answered.objects.count() == 0


@pytest.mark.parametrize("envelope", [Envelope(Way.LMTP, sender="")])
def test_the_null_sender_is_never_answered(organisation, envelope):
    make_key(organisation)
    assert (received(organisation, PAID, envelope=envelope).end, letters()) == (MailEnd.PENDING, [])


def test_what_is_encrypted_to_another_key_waits_and_its_sender_is_told(organisation):
    ended = received(organisation, replace(MAIL, text="", encryption=SHUT))
    row = Mail.objects.get()
    assert (ended.end, row.reason, row.settled_at, letters()) == (
        MailEnd.UNDECRYPTABLE,
        "not_ours",
        None,
        ["mail_unreadable"],
    )


def test_of_a_flood_every_report_is_kept_and_ten_are_answered(organisation):
    for number in range(12):
        received(organisation, written(f"{number}@finder.example"))
    assert (Case.objects.count(), letters().count("mail_received")) == (12, 10)


def test_members_are_told_once_that_something_waits(organisation):
    make_member(organisation)
    for number in range(2):
        received(organisation, written(f"{number}@finder.example", automatic=Automatic.BULK))
    assert letters() == ["mail_waits"]


def test_the_journal_says_that_a_mail_came_and_how_it_ended(organisation):
    received(organisation, replace(MAIL, automatic=Automatic.BULK))
    line = Entry.objects.get(deed="mail.came")
    assert (line.actor_kind, line.facts) == (
        "system",
        {"mail": str(Mail.objects.get().id), "way": "pipe", "end": "automatic", "reason": "bulk"},
    )


def test_what_may_not_be_answered_alone_is_not(organisation):
    """Nothing is sent elsewhere where the organisation did not say so."""
    assert Organisation.objects.get(pk=organisation.id).reroutes_alone is False


@pytest.mark.parametrize(
    ("known", "mail", "decided"),
    [
        (Known(), MAIL, Decision(MailEnd.REPORT)),
        (Known(is_platform=True), replace(MAIL, automatic=Automatic.GENERATED), Decision(MailEnd.REPORT, "platform")),
        (Known(has_thread=True, is_platform=True), MAIL, Decision(MailEnd.PENDING, "other_sender")),
        (Known(is_own=True, is_ours=True), MAIL, Decision(MailEnd.LOOP, "own_mail")),
        (Known(is_ours=True), replace(MAIL, automatic=Automatic.GENERATED), Decision(MailEnd.LOOP, "own_mail")),
        (Known(is_ours=True), MAIL, Decision(MailEnd.REPORT)),
        (Known(is_own=True), replace(MAIL, automatic=Automatic.BULK), Decision(MailEnd.AUTOMATIC, "bulk")),
        (Known(is_own=True), replace(MAIL, automatic=Automatic.BOUNCE), Decision(MailEnd.BOUNCE)),
        (Known(has_thread=True, is_participant=True), MAIL, Decision(MailEnd.MESSAGE)),
        (Known(has_thread=True, is_participant=True), replace(MAIL, asks_for_key=True), Decision(MailEnd.MESSAGE)),
        (Known(is_doubtful=True), MAIL, Decision(MailEnd.PENDING, "handed_on")),
        (Known(has_thread=True, is_participant=True), replace(MAIL, encryption=SHUT), Decision(MailEnd.UNDECRYPTABLE, "not_ours")),
        (Known(has_thread=True), replace(MAIL, automatic=Automatic.REPLY), Decision(MailEnd.PENDING, "reply")),
        (Known(has_thread=True), replace(MAIL, automatic=Automatic.BOUNCE), Decision(MailEnd.BOUNCE)),
    ],
)  # fmt: skip
def test_decided(known, mail, decided):
    assert mail_ends.end_of(mail, mail, known) == decided
