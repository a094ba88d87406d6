"""The page and the receipt of who sent us something encrypted, and may not have written it."""

import html
import re

import pytest
from django.utils import timezone

from meldpunt.arrivals.terms import Encryption
from meldpunt.outbox.access import ready_letter
from meldpunt.outbox.models import Owed
from tests.cases.mailed import received, written
from tests.doors.portal.conftest import Finder
from tests.factories.people import MadeOrganisation, take_mail

pytestmark = pytest.mark.django_db
SECRET = "The password of the gate is hunter2."
OPENED = Encryption(encrypted=True, fingerprint="ABCD", is_opened=True)


def opened(finder: Finder, organisation: MadeOrganisation) -> str:
    """Report by an encrypted mail, and fetch the code by the link in the receipt; return the page that shows the code."""
    take_mail(organisation, at="meld@kliniek.example")
    mail = written("1@finder.example", text=SECRET, encryption=OPENED, language="en")
    received(organisation, mail, now=timezone.now())
    link = re.search(r"/case/link/([^?\s]+)", ready_letter(Owed.objects.get(letter="mail_received")).body)
    assert link is not None
    finder.post("/case/link", {"link": link[1], "language": "en"})
    return html.unescape(finder.page)


def test_receipt_has_no_salt_and_says_why(finder: Finder, organisation: MadeOrganisation) -> None:
    page = opened(finder, organisation)
    assert ("So we keep the salt of this proof" in page, 'id="salt"' in page) == (True, False)


def test_text_file_has_none_of_it_either(finder: Finder, organisation: MadeOrganisation) -> None:
    opened(finder, organisation)
    file = finder.post("/report/receipt.txt", {"receipt": finder.hidden()["receipt"]})
    text = file.content.decode()
    assert ("So we keep the salt of this proof" in text, "\r\nwhat " in text) == (True, False)


@pytest.mark.parametrize(
    ("language", "said"), [("en", "You sent this encrypted."), ("nl", "U hebt dit versleuteld gestuurd.")]
)
def test_page_says_that_it_was_read(finder: Finder, organisation: MadeOrganisation, language: str, said: str) -> None:
    page = opened(finder, organisation)
    code = re.search(r'id="access-code">(.*?)</p>', page)
    assert code is not None
    finder.post("/case", {"code": re.sub(r"<[^>]+>", "", code[1])})
    finder.get("/case/status", **{"accept-language": language})
    assert (said in finder.page, "hunter2" in finder.page) == (True, False)
