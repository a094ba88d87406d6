"""An entry of the mail room that was not read, or lacks what others have: its page claims nothing about what nobody knows."""

import html
from dataclasses import replace

import pytest
from django.test import Client, override_settings

from meldpunt.arrivals.terms import MailEnd, ReadMail
from tests.factories.mails import READ, make_entry
from tests.factories.people import MadeOrganisation

pytestmark = pytest.mark.django_db


def page(organisation: MadeOrganisation, client: Client, end: MailEnd) -> str:
    row = make_entry(organisation, read=ReadMail(), end=end)
    return html.unescape(client.get(f"/desk/mail/{row.id}").text)


def test_of_what_was_not_read_nothing_is_claimed(organisation: MadeOrganisation, client: Client) -> None:
    found = page(organisation, client, MailEnd.UNREADABLE)
    claims = ("It was not encrypted", "Not signed", "There is no text in it", "nobody that it names")
    assert ([each for each in claims if each in found], "Nothing of it was read" in found) == ([], True)


@pytest.mark.parametrize(
    ("end", "is_quiet"), [(MailEnd.UNREADABLE, True), (MailEnd.UNDECRYPTABLE, True), (MailEnd.AUTOMATIC, False)]
)
def test_report_of_what_nobody_read_is_not_what_is_advised(
    organisation: MadeOrganisation, client: Client, end: MailEnd, *, is_quiet: bool
) -> None:
    assert ('<button class="quiet">Make a report of it' in page(organisation, client, end)) == is_quiet


def test_mail_of_nothing(organisation: MadeOrganisation, client: Client) -> None:
    found = page(organisation, client, MailEnd.AUTOMATIC)
    assert "A mail without a subject" in found
    assert "nobody that it names" in found


@override_settings(MELDPUNT_MAIL_READER="tests.fakes.mail_reader.FakeReader")
def test_file_of_what_cannot_be_read_again(organisation: MadeOrganisation, client: Client) -> None:
    answer = client.get(f"/desk/mail/{make_entry(organisation, raw=b'X-Broken: 1').id}/files/0")
    assert answer.status_code == 422
    assert "could not be taken out of the mail" in answer.text


def test_mail_of_several_senders_says_so(organisation: MadeOrganisation, client: Client) -> None:
    row = make_entry(organisation, read=replace(READ, defects=("senders",)))
    assert "It names more than one sender." in html.unescape(client.get(f"/desk/mail/{row.id}").text)
