"""A policy that is published while a finder fills in the form."""

import pytest
from django.utils import timezone

from meldpunt.reports.models import Report
from tests.factories.policy import publish_text
from tests.factories.policy_texts import SMALL, with_lines

pytestmark = pytest.mark.django_db
TEXT = ("a.txt", b"hello", "text/plain")
REQUIRED = with_lines("[clauses]", '[finder]\nidentity = ["pseudonym", "name"]\ncontact_is = "required"\n\n[clauses]')


@pytest.fixture
def overtaken(finder, organisation):
    """Show the form under version 1, publish, and send it."""
    finder.get("/report")
    publish_text(organisation, now=timezone.now())
    finder.again((TEXT,), what="It is wide open.", agree="on")
    return finder


def test_what_changed_is_shown_and_nothing_is_kept_yet(overtaken):
    assert (overtaken.response.status_code, Report.objects.count()) == (409, 0)
    assert "Our policy changed while you were writing" in overtaken.page
    assert '<del class="soft">Send no spam' in overtaken.page


def test_nothing_that_was_typed_is_lost(overtaken):
    assert ("It is wide open." in overtaken.page, "a.txt" in overtaken.page) == (True, True)


def test_agreement_is_asked_anew(overtaken):
    assert "checked" not in overtaken.found(r'(<input[^>]*name="agree"[^>]*>)')


def test_sent_once_more_it_is_bound_to_the_version_that_was_shown_last(overtaken):
    overtaken.again(what="It is wide open.", agree="on")
    report = Report.objects.get()
    assert (overtaken.response.status_code, report.policy_version.number, report.agreed) == (200, 2, True)


def test_a_report_that_is_here_already_gets_its_receipt_all_the_same(finder, organisation):
    finder.get("/report")
    hidden = finder.hidden()
    sent = {**hidden, "where": "a", "what": "b"}
    finder.post("/report", sent)
    number = finder.element("case-number")
    publish_text(organisation, now=timezone.now())
    finder.post("/report", sent)
    assert finder.element("case-number") == number


def test_a_version_with_the_same_clauses_asks_nothing(finder, organisation):
    publish_text(organisation, now=timezone.now())
    finder.get("/report")
    publish_text(organisation, SMALL.replace("c@haven.example", "d@haven.example"), now=timezone.now())
    finder.again()
    assert (finder.response.status_code, Report.objects.get().policy_version.number) == (200, 2)


def test_a_policy_that_asks_for_name_and_address_gets_both(finder, organisation):
    publish_text(organisation, REQUIRED, now=timezone.now())
    finder.report()
    assert finder.response.status_code == 422
    finder.again(name="Fox", contact="fox@finder.example")
    assert finder.response.status_code == 200
