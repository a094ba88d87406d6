"""Telling who sent misdirected mail where to go, and forgetting it."""

import html
from dataclasses import replace
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from meldpunt.arrivals.models import Mail
from meldpunt.arrivals.terms import Automatic, Mailbox, ReadMail, Suggestion
from meldpunt.outbox.access import ready_letter
from meldpunt.outbox.models import Owed
from meldpunt.outbox.terms import ReadyLetter
from meldpunt.policy.terms import Matter
from tests.factories.mails import READ, make_entry
from tests.factories.people import MadeOrganisation
from tests.factories.policy import publish_text
from tests.factories.policy_texts import WITHOUT_HOSTS

pytestmark = pytest.mark.django_db
ELSEWHERE = """
[[other_channel]]
about = ["fraud", "complaint"]
mail = "klanten@haven.example"
"""
COMPLAINT = Suggestion(Matter.COMPLAINT, True, ("klacht", "onbeleefd"))


def at(mail: Mail, end: str = "") -> str:
    return f"/desk/mail/{mail.id}{end}"


def page(client: Client, address: str) -> str:
    return html.unescape(client.get(address).text)


@pytest.fixture
def with_channel(organisation: MadeOrganisation) -> MadeOrganisation:
    """Give an organisation whose policy sends fraud and complaints elsewhere."""
    publish_text(organisation, WITHOUT_HOSTS + ELSEWHERE, now=timezone.now() - timedelta(days=1))
    return organisation


def letters() -> list[ReadyLetter]:
    """Return the letters to who sent a mail."""
    found = [ready_letter(row) for row in Owed.objects.order_by("id")]
    return [letter for letter in found if letter.to == "sam@finder.example"]


def test_told_where_to_go_and_forgotten(with_channel: MadeOrganisation, client: Client) -> None:
    mail = make_entry(with_channel, reason="misdirected", suggestion=COMPLAINT)
    found = page(client, at(mail))
    for part in (
        "It seems to be about a complaint.",
        "“klacht”",
        'value="complaint" selected',
        "klanten@haven.example",
    ):
        assert part in found
    answer = client.post(at(mail, "/reroute"), {"matter": "complaint"})
    assert answer.headers["Location"] == "/desk/mail?said=mail_rerouted"
    [letter] = letters()
    assert [part in letter.body for part in ("klanten@haven.example", "klachten", "Ik heb een vraag")] == [
        True,
        True,
        False,
    ]
    row = Mail.objects.get()
    assert (row.end, row.sealed, row.stored_as) == ("rerouted", None, None)


def test_two_who_tell_it_tell_it_once(with_channel: MadeOrganisation, client: Client) -> None:
    mail = make_entry(with_channel)
    client.post(at(mail, "/reroute"), {"matter": "fraud"})
    assert client.post(at(mail, "/reroute"), {"matter": "fraud"}).status_code == 409
    assert len(letters()) == 1


@pytest.mark.parametrize("matter", ["", "weakness", "question", "\x00"])
def test_no_channel_for_that(with_channel: MadeOrganisation, client: Client, matter: str) -> None:
    mail = make_entry(with_channel)
    answer = client.post(at(mail, "/reroute"), {"matter": matter})
    assert answer.status_code == 422
    assert (Mail.objects.get().settled_at, letters()) == (None, [])


@pytest.mark.parametrize(
    "read", [ReadMail(), ReadMail(sender=Mailbox("", "not an address")), replace(READ, automatic=Automatic.LIST)]
)
def test_nobody_or_a_machine_is_never_told(with_channel: MadeOrganisation, client: Client, read: ReadMail) -> None:
    mail = make_entry(with_channel, read=read)
    assert client.post(at(mail, "/reroute"), {"matter": "fraud"}).status_code == 422
    assert (Mail.objects.get().settled_at, Owed.objects.exists()) == (None, False)


def test_without_channels_nothing_is_offered(organisation: MadeOrganisation, client: Client) -> None:
    assert "/reroute" not in page(client, at(make_entry(organisation, suggestion=COMPLAINT)))
