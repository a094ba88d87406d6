"""A policy that names other ways in than the form: the page says how to report, and the way back stays."""

import pytest
from django.utils import timezone

from meldpunt.reports.models import Report
from tests.factories.policy import publish_text
from tests.factories.policy_texts import with_lines

pytestmark = pytest.mark.django_db
BY_MAIL = with_lines('kind = "form"', 'kind = "mail"\naddress = "security@haven.example"').replace(
    "format = 1", 'format = 1\n[finder]\nidentity = ["pseudonym", "name"]\n', 1
)


@pytest.fixture
def by_mail(organisation):
    publish_text(organisation, BY_MAIL, now=timezone.now())
    return organisation


@pytest.mark.usefixtures("by_mail")
def test_the_page_says_how_to_report_instead(finder):
    page = finder.get("/report")
    assert (page.status_code, "<textarea" in page.text, "mailto:security@haven.example" in page.text) == (
        200,
        False,
        True,
    )
    assert 'href="/case"' in page.text


@pytest.mark.usefixtures("by_mail")
@pytest.mark.parametrize("path", ["/", "/policy"])
def test_no_page_leads_to_a_form(finder, path):
    page = finder.get(path).text
    assert ("Report a problem</a>" in page, "mailto:security@haven.example" in page) == (False, True)


def test_the_form_that_was_open_is_taken(finder, organisation):
    """Nothing typed is lost: what changed is shown, and then it goes its way."""
    finder.get("/report")
    publish_text(organisation, BY_MAIL, now=timezone.now())
    told = finder.again()
    done = finder.again(agree="on", who="pseudonym", name="Sam")
    assert (told.status_code, done.status_code, Report.objects.count()) == (409, 200, 1)


@pytest.mark.usefixtures("by_mail")
def test_a_form_that_nobody_handed_out_is_told_the_ways(finder):
    page = finder.post("/report", {"form": "x", "where": "a", "what": "b"})
    assert (page.status_code, "mailto:security@haven.example" in page.text, Report.objects.count()) == (422, True, 0)


@pytest.mark.usefixtures("by_mail")
def test_the_way_back_stays(finder):
    assert finder.get("/case").status_code == 200
