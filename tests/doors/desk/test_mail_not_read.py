"""An entry of the mail room that could not be read: its page claims nothing about what nobody looked at."""

import html

import pytest
from django.test import Client

from meldpunt.arrivals.terms import MailEnd, ReadMail
from tests.factories.mails import make_entry
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
