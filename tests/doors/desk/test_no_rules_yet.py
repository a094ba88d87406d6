"""The sheet of a report that came before the organisation's own first rules."""

import pytest
from django.test import Client
from django.utils import timezone

from meldpunt.reports.models import Report
from tests.doors.desk.test_entering import form_of, send
from tests.factories.people import MadeOrganisation
from tests.factories.policy import publish_text

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "When you told us, we had no rules of our own yet. The general rules of this desk, version 1, hold."),
        (
            "nl",
            "Toen u het ons vertelde, hadden wij nog geen eigen regels. De algemene regels van Meldpunt, versie 1,",
        ),
    ],
)
def test_the_sheet_claims_no_rules_before_the_first_ones(
    client: Client, organisation: MadeOrganisation, language: str, words: str
) -> None:
    form = form_of(client)
    publish_text(organisation, now=timezone.now())
    page = send(client, form, told="agreed", language=language).content.decode()
    assert (words in page, "rules 1 not-shown" in page, Report.objects.get().agreed) == (True, True, False)
