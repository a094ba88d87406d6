"""How long the finder's page stays is told in the unit of the policy, wherever it is told."""

import json

import pytest
from django.core import signing
from django.utils import timezone

from meldpunt.doors.portal.receipt import SALT
from tests.doors.portal.conftest import HOST
from tests.doors.portal.test_receipt import text_file
from tests.factories.people import make_organisation
from tests.factories.policy import publish_text
from tests.factories.policy_texts import SMALL

SAID = {"en": "6 months", "nl": "6 maanden"}


@pytest.fixture
def organisation(db):  # noqa: ARG001 - what it is made in
    made = make_organisation(name="Haven", host_names=[HOST, "report.haven.example"], languages=("nl", "en"))
    publish_text(made, SMALL, now=timezone.now())
    return made


@pytest.mark.parametrize("language", SAID)
@pytest.mark.parametrize("address", ["/", "/policy", "/privacy"])
def test_a_page_says_it_as_the_policy_does(finder, address, language):
    finder.get(address, **{"accept-language": language})
    assert (SAID[language] in finder.page, "186" in finder.page) == (True, False)


def test_the_receipt_says_it_as_the_policy_does(finder):
    finder.report()
    told = "Your page stays for 6 months after your report is closed."
    assert (told in finder.page, told in text_file(finder).content.decode()) == (True, True)


def test_a_receipt_shown_before_an_upgrade_is_still_handed_out(finder):
    finder.report()
    signer = signing.Signer(salt=SALT)
    facts = json.loads(signer.unsign(finder.hidden()["receipt"]))
    del facts["page_stays"]
    answer = finder.client.post("/report/receipt.txt", {"receipt": signer.sign(json.dumps(facts | {"page_days": 180}))})
    assert "Your page stays for 180 days after your report is closed." in answer.content.decode()
