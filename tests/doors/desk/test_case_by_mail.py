"""The page of a case says of its report and its messages how they came by mail, and what waits for it in the mail room."""

import html
from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from meldpunt.arrivals.models import Mail
from meldpunt.arrivals.terms import (
    Authentication,
    Channel,
    Encryption,
    Envelope,
    Mailbox,
    MailEnd,
    Suggestion,
    Way,
)
from meldpunt.cases.actions import receive_mail, write_as_finder
from meldpunt.cases.models import Case, Message
from meldpunt.cases.terms import DeclineReason
from meldpunt.outside.reading import ChildReader
from meldpunt.people.terms import MessageFlaw, Verdict
from meldpunt.policy.terms import Matter
from tests.cases.mailed import received
from tests.factories.cases import MadeCase, say_no
from tests.factories.mails import make_entry
from tests.factories.people import MadeMember, MadeOrganisation
from tests.factories.policy import publish_text
from tests.factories.policy_texts import WITHOUT_HOSTS
from tests.fakes.mail_reading import MAIL
from tests.outside.reading.test_domainkeys import NAME, RECORD, signed

pytestmark = pytest.mark.django_db
SENT = replace(
    MAIL,
    cc=(Mailbox("Kim", "kim@finder.example"),),
    quoted="> eerder gezegd",
    authentication=Authentication(dmarc="fail"),
    encryption=Encryption(verdict=Verdict.VALID, signed_by="ABCD1234", is_partly_signed=True),
)


def page(client: Client, number: str) -> str:
    return html.unescape(client.get(f"/desk/cases/{number}").text)


def test_report_that_came_by_mail(organisation: MadeOrganisation, client: Client) -> None:
    received(organisation, SENT, now=timezone.now())
    found = page(client, Case.objects.get().number)
    for part in (
        "How it came by mail",
        "Sam de Vries <sam@finder.example>",
        "Kim <kim@finder.example>",
        "They are never answered by themselves.",
        "> eerder gezegd",
        "does not stand behind this mail (DMARC)",
        "Only a part of what you read was signed.",
        "We do not know this key as anybody's.",
        f"/desk/mail/{Mail.objects.get().id}/original",
    ):
        assert part in found


@pytest.mark.parametrize(
    ("records", "said"),
    [
        (RECORD, "The signature is of finder.example, the domain of the address."),
        ({NAME: "v=DKIM1; p="}, "We checked the signature of the domain ourselves: it does not fit."),
    ],
)
def test_signature_of_the_domain_is_looked_at_with_the_dns(
    organisation: MadeOrganisation, client: Client, records: dict[str, str], said: str
) -> None:
    now = timezone.now()
    receive_mail(
        raw=signed(),
        envelope=Envelope(Way.LMTP),
        organisation=organisation.id,
        reader=ChildReader(lambda names: {name: records[name] for name in names}),
        by=Channel.MAIL,
        now=now,
    )
    assert said in page(client, Case.objects.get().number)


def test_case_whose_finder_got_no_receipt_says_what_to_do(organisation: MadeOrganisation, client: Client) -> None:
    received(organisation, MAIL, envelope=Envelope(Way.LMTP, sender=""), now=timezone.now())
    found = page(client, Case.objects.get().number)
    assert "No receipt was mailed." in found
    assert "Is it from a person? Mail a new access code." in found


def test_case_whose_finder_got_a_receipt_does_not_speak_of_it(organisation: MadeOrganisation, client: Client) -> None:
    received(organisation, MAIL, now=timezone.now())
    assert "No receipt was mailed." not in page(client, Case.objects.get().number)


def test_mail_without_a_subject_or_a_name_is_said_to_have_none(organisation: MadeOrganisation, client: Client) -> None:
    """Nobody chose that it is about a weakness, or a pseudonym."""
    received(organisation, replace(MAIL, subject="", sender=Mailbox("", "sam@finder.example")), now=timezone.now())
    queue = client.get("/desk/").text
    assert ("without a subject" in queue, "weakness" in queue) == (True, False)
    assert "<dt>Name</dt><dd>none given</dd>" in page(client, Case.objects.get().number)


def test_report_by_the_form_has_no_mail(case: MadeCase, client: Client) -> None:
    assert "How it came by mail" not in page(client, case.number)


def test_mail_of_a_case_is_downloaded_as_it_came(organisation: MadeOrganisation, client: Client) -> None:
    received(organisation, SENT, content=b"Subject: x\r\n\r\nbit for bit\r\n", now=timezone.now())
    answer = client.get(f"/desk/mail/{Mail.objects.get().id}/original")
    assert b"".join(answer.streaming_content) == b"Subject: x\r\n\r\nbit for bit\r\n"  # type: ignore[attr-defined]  # of a stream


def test_message_that_came_by_mail_says_so(case: MadeCase, organisation: MadeOrganisation, client: Client) -> None:
    message, now = uuid4(), timezone.now()
    write_as_finder(text="Nog iets.", uploads=(), once=message, by=case.finder(now=now), now=now)
    thread = case.row.threads.get()
    make_entry(organisation, read=SENT, thread=thread.pk, message=message, settled_at=now)
    found = page(client, case.number)
    assert '<span class="badge">by mail</span>' in found
    assert "How it came by mail" in found


def test_what_waits_for_the_case(case: MadeCase, organisation: MadeOrganisation, client: Client) -> None:
    row = make_entry(organisation, thread=case.row.threads.get().pk)
    found = page(client, case.number)
    assert "A mail for this case waits in the mail room:" in found
    assert f"/desk/mail/{row.id}" in found


def test_mail_that_waits_for_a_closed_case_is_what_to_do_now(
    case: MadeCase, organisation: MadeOrganisation, client: Client, member: MadeMember
) -> None:
    say_no(case, member.unlocked, DeclineReason.ALREADY_KNOWN, now=timezone.now())
    make_entry(organisation, thread=case.row.threads.get().pk)
    assert "Look at the mail that waits." in page(client, case.number)


def test_case_that_a_mail_is_for_stands_in_the_list(
    organisation: MadeOrganisation, client: Client, case: MadeCase
) -> None:
    make_entry(organisation, thread=case.row.threads.get().pk)
    make_entry(organisation, end=MailEnd.AUTOMATIC)
    assert client.get("/desk/mail").text.count(f"Case {case.number}") == 1


def test_report_that_may_belong_elsewhere(case: MadeCase, organisation: MadeOrganisation, client: Client) -> None:
    channel = '\n[[other_channel]]\nabout = ["question"]\nmail = "klanten@haven.example"\n'
    publish_text(organisation, WITHOUT_HOSTS + channel, now=timezone.now() - timedelta(days=1))
    suggestion = Suggestion(Matter.QUESTION, False, ("mijn abonnement",), ("wachtwoord",))
    thread = case.row.threads.get().pk
    make_entry(organisation, suggestion=suggestion, end=MailEnd.REPORT, thread=thread, settled_at=timezone.now())
    found = page(client, case.number)
    for part in ("It seems to be about a question of a customer.", "“mijn abonnement”", "“wachtwoord”"):
        assert part in found


def test_what_was_opened_elsewhere_is_added(organisation: MadeOrganisation, client: Client) -> None:
    shut = Encryption(encrypted=True, flaw=MessageFlaw.SECRET_ELSEWHERE, is_closed=True)
    received(organisation, replace(MAIL, text="", encryption=shut), now=timezone.now())
    number = Case.objects.get().number
    assert "Add what was opened" in page(client, number)
    sent = {
        "form": "opened",
        "mail": str(Mail.objects.get().pk),
        "seen_version": "1",
        "text": "Er staat een deur open.",
    }
    upload = SimpleUploadedFile("geopend.txt", b"x")
    assert client.post(f"/desk/cases/{number}/opened", sent | {"files": upload}).status_code == 303
    found = page(client, number)
    for part in ("getypt:\n\nEr staat een deur open.", "geopend.txt", "Hanna added what was in an encrypted mail"):
        assert part in found
    assert Case.objects.get().answered_at is None


def test_nothing_opened_is_not_added(organisation: MadeOrganisation, client: Client) -> None:
    received(organisation, SENT, now=timezone.now())
    number = Case.objects.get().number
    assert "Add what was opened" not in page(client, number)
    sent = {"form": "opened", "mail": str(Mail.objects.get().pk), "seen_version": "1", "text": " "}
    assert client.post(f"/desk/cases/{number}/opened", sent).status_code == 422


@pytest.mark.parametrize("named", ["", "x", "00000000-0000-4000-8000-000000000000", "own"])
def test_nothing_is_put_into_the_finders_mouth(organisation: MadeOrganisation, client: Client, named: str) -> None:
    """Only a mail that stayed closed here can have been opened elsewhere."""
    received(organisation, SENT, now=timezone.now())
    number = Case.objects.get().number
    mail = str(Mail.objects.get().pk) if named == "own" else named
    sent = {"form": "opened", "mail": mail, "seen_version": "1", "text": "Noem mijn naam gerust."}
    answer = client.post(f"/desk/cases/{number}/opened", sent)
    assert (answer.status_code, "Nothing was added." in answer.text, Message.objects.count()) == (409, True, 0)
