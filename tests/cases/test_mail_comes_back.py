"""Our own letters that come back into our own mailbox: however that came about, it ends."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from email.message import EmailMessage

import pytest
from django.conf import settings

from meldpunt.arrivals.models import Mail
from meldpunt.arrivals.terms import Automatic, Bounced, Channel, Envelope, Mailbox, MailEnd, ReadMail, Way
from meldpunt.cases.access import open_for_member
from meldpunt.cases.actions import make_report_of_entry, receive_mail
from meldpunt.cases.models import Case
from meldpunt.cases.rules.mail_ends import without_us
from meldpunt.outbox.actions import owe
from meldpunt.outbox.models import Owed
from meldpunt.outbox.rules import is_own_message_id
from meldpunt.outbox.terms import Letter, ReadyLetter
from meldpunt.outside.letters import message
from meldpunt.people.models import Member, Organisation
from tests.cases.mailed import received, written
from tests.factories.people import NOW, MadeOrganisation, make_member, make_organisation, take_mail
from tests.fakes.carrier import delivered
from tests.fakes.mail_reading import MAIL, SaysReader
from tests.outside.reading.mails import read

pytestmark = pytest.mark.django_db
BOX = "meld@kliniek.example"
ROUNDS = 30
FORM = replace(MAIL, sender=Mailbox("Website", BOX), automatic=Automatic.GENERATED)
"""What a web site's contact form sends: from our own address, by a machine, with a Message-ID of its own."""

type Changes = Callable[[EmailMessage], None]
"""What a mail server on the way makes of a letter."""


class Reads:
    """Reads mails as the child process does."""

    def read(self, raw: bytes, *, envelope: Envelope, **_ignored: object) -> ReadMail:
        """Return the mail."""
        return read(raw, sender=envelope.sender, own=envelope.own)


@pytest.fixture
def organisation() -> MadeOrganisation:
    """Give an organisation that mails from the address at which its mail comes in, whose only member reads it there."""
    organisation = make_organisation()
    take_mail(organisation, at=BOX)
    Organisation.objects.filter(pk=organisation.id).update(mail_from=BOX)
    member = make_member(organisation)
    Member.objects.filter(pk=member.id).update(email=BOX)
    return organisation


def unchanged(_mail: EmailMessage) -> None:
    """Leave it as it is."""


def renamed(mail: EmailMessage) -> None:
    """Give it another Message-ID, as some services do."""
    del mail["Message-ID"]
    mail["Message-ID"] = f"<{len(mail.as_bytes())}{mail['Date'].replace(' ', '')}{next(COUNT)}@relay.example>"


def stripped(mail: EmailMessage) -> None:
    """Leave nothing that says that a machine sent it."""
    renamed(mail)
    del mail["Auto-Submitted"]


def from_elsewhere(mail: EmailMessage) -> None:
    """Make it a mail of somebody else, as a list does."""
    renamed(mail)
    del mail["From"]
    mail["From"] = "list@relay.example"


COUNT = iter(range(10_000))


def came_back(organisation: MadeOrganisation, letter: ReadyLetter, changes: Changes, now: datetime) -> MailEnd:
    """Let a letter come back."""
    mail = message(letter)
    changes(mail)
    return receive_mail(
        raw=mail.as_bytes(),
        envelope=Envelope(Way.LMTP, (BOX,), BOX),
        organisation=organisation.id,
        reader=Reads(),
        by=Channel.MAIL,
        now=now,
    ).end


def rounds(organisation: MadeOrganisation, changes: Changes) -> list[MailEnd]:
    """Deliver what is owed to ourselves, an hour later each time, until nothing is owed; return how it ended."""
    ends = []
    for hour in range(ROUNDS):
        now = NOW + timedelta(hours=hour)
        ends += [came_back(organisation, letter, changes, now) for letter in delivered(now=now)]
    return ends


def test_form_of_a_web_site_waits_for_a_person_and_is_not_answered(organisation):
    ended = received(organisation, FORM)
    row = Mail.objects.get()
    assert (ended.end, row.reason, row.sealed is not None, row.settled_at, Case.objects.count()) == (
        MailEnd.AUTOMATIC,
        "generated",
        True,
        None,
        0,
    )


def test_form_that_always_has_the_same_message_id_loses_no_second_mail(organisation):
    ends = [received(organisation, FORM, content=b"Message-ID: <1@form>\r\n\r\n%d" % each).end for each in range(2)]
    assert ends == [MailEnd.AUTOMATIC, MailEnd.AUTOMATIC]


@pytest.mark.parametrize("letter", [Letter.MAIL_WAITS, Letter.CHANNEL_DEAD, Letter.NEW_REPORT])
def test_letter_that_comes_back_as_it_left_is_forgotten(organisation, letter):
    facts = {
        Letter.MAIL_WAITS: {"phrase": "Blauwe reiger"},
        Letter.CHANNEL_DEAD: {"trouble": "form", "since": NOW.isoformat()},
        Letter.NEW_REPORT: {"phrase": "Blauwe reiger", "number": "2026-0001", "due": ""},
    }[letter]
    owe(
        organisation=organisation.id,
        to=BOX,
        letter=letter,
        language="nl",
        facts={"organisation": "Kliniek", **facts},
        sender=BOX,
        now=NOW,
    )
    assert (rounds(organisation, unchanged), Mail.objects.filter(sealed__isnull=False).count()) == ([MailEnd.LOOP], 0)


@pytest.mark.parametrize(
    ("changes", "ends"),
    [
        (unchanged, [MailEnd.LOOP]),
        (renamed, [MailEnd.AUTOMATIC]),
        (stripped, [MailEnd.PENDING]),
        (from_elsewhere, [MailEnd.AUTOMATIC]),
    ],
)
def test_letter_about_what_waits_brings_no_second_letter(organisation, changes, ends):
    received(organisation, FORM)
    assert (rounds(organisation, changes), Owed.objects.count()) == (ends, 1)


def test_letter_that_bounces_brings_no_second_letter(organisation):
    received(organisation, FORM)
    (letter,) = delivered(now=NOW)
    for number in range(3):
        report = Bounced(BOX, "5.1.1", is_permanent=True, message_id=letter.message_id)
        received(organisation, written(f"{number}@relay.example", automatic=Automatic.BOUNCE, bounce=report))
    assert Owed.objects.count() == 1


def test_who_answers_the_letter_by_a_machine_gets_no_second_one(organisation):
    received(organisation, FORM)
    for number in range(3):
        delivered(now=NOW)
        received(organisation, written(f"{number}@member.example", automatic=Automatic.REPLY))
    assert Owed.objects.count() == 1


def test_machine_that_writes_the_next_day_is_told_of_again(organisation):
    received(organisation, FORM)
    delivered(now=NOW)
    received(organisation, replace(FORM, message_id="2@form"), now=NOW + timedelta(days=1))
    assert Owed.objects.count() == 2


def test_person_who_writes_is_told_of_beside_what_a_machine_sent(organisation):
    received(organisation, FORM)
    delivered(now=NOW)
    received(organisation, written("2@finder.example", subject="Sleutel", asks_for_key=True))
    assert Owed.objects.filter(letter="mail_waits").count() == 2


def test_message_id_that_somebody_else_made_is_not_ours(organisation):
    received(organisation, FORM)
    (letter,) = delivered(now=NOW)
    own, _, proof = letter.message_id.partition(".")
    secret = settings.MELDPUNT_SECRETS.mail
    made = [letter.message_id, f"<{letter.message_id.upper()}>", f"{own}@x", f"{own[::-1]}.{proof}", "", ".", "é.é@x"]
    assert [is_own_message_id(each, secret=secret) for each in made] == [True, True, *[False] * 5]


def test_report_that_a_member_forwards_of_our_own_letter_waits_for_a_person(organisation):
    inner = replace(MAIL, sender=Mailbox("Meldpunt", BOX))
    member = make_member(organisation)
    address = Member.objects.get(pk=member.id).email or ""
    ended = received(organisation, written("2@clinic.example", sender=Mailbox("Anna", address), forwarded=inner))
    assert (ended.end, Mail.objects.get().reason, Case.objects.count()) == (MailEnd.PENDING, "own_address", 0)


@pytest.mark.parametrize(
    ("sender", "asked", "finder"),
    [
        ("sam@finder.example", "else@finder.example", "sam@finder.example"),
        (BOX, "sam@finder.example", "sam@finder.example"),
        (BOX, "Meld+abcdefghijklmnop@kliniek.example", None),
        ("meld+abcdefghijklmnop@kliniek.example", BOX, None),
        (BOX, None, None),
    ],
)
def test_finder_is_never_ourselves(sender, asked, finder):
    mail = replace(MAIL, sender=Mailbox("", sender), reply_to=Mailbox("", asked) if asked else None)
    found = without_us(mail, {BOX}, subaddress="+").sender
    assert (found and found.address) == finder


def test_report_that_is_made_of_a_form_goes_to_whom_it_asks_to_answer_and_thanks_nobody(organisation):
    mail = replace(FORM, reply_to=Mailbox("Sam", "sam@finder.example"))
    received(organisation, mail)
    anna = make_member(organisation).unlocked
    row = Mail.objects.get()
    number = make_report_of_entry(mail=row.id, reader=SaysReader(mail), by=anna, now=NOW)
    assert open_for_member(number=number, visitor=anna, now=NOW).contact == "sam@finder.example"
    assert Owed.objects.filter(letter="mail_received").count() == 0
