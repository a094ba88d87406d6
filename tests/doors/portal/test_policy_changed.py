"""A policy that is published while a finder fills in the form."""

from unittest.mock import patch

import pytest
from django.utils import timezone

from meldpunt.arrivals.terms import FORM_LIFE
from meldpunt.policy.models import PolicyVersion
from meldpunt.policy.queries import policy_version
from meldpunt.reports.models import Report
from tests.factories.policy import publish_text
from tests.factories.policy_texts import SMALL, with_lines

pytestmark = pytest.mark.django_db
TEXT = ("a.txt", b"hello", "text/plain")
REQUIRED = with_lines("[clauses]", '[finder]\nidentity = ["pseudonym", "name"]\ncontact_is = "required"\n\n[clauses]')
AGREE = r'(<input[^>]*name="agree"[^>]*>)'
POLICY_CHANGED = "Our policy changed while you were writing"
FORM_EXPIRED = "The form had been open for more than a day."
FORM_UNKNOWN = "This form was not handed out by this page"


def a_day_later():
    """Let the clock of the form be a day on."""
    return patch("meldpunt.doors.portal.report.timezone.now", return_value=timezone.now() + FORM_LIFE)


def told(finder):
    """Return which notices stand on the page, in their order."""
    found = [(finder.page.find(each), each) for each in (POLICY_CHANGED, FORM_EXPIRED, FORM_UNKNOWN)]
    return [each for at, each in sorted(found) if at >= 0]


@pytest.fixture
def overtaken(finder, organisation):
    """Show the form under version 1, publish, and send it."""
    finder.get("/report")
    publish_text(organisation, now=timezone.now())
    finder.again((TEXT,), what="It is wide open.", agree="on")
    return finder


def test_what_changed_is_shown_and_nothing_is_kept_yet(overtaken):
    assert (overtaken.response.status_code, Report.objects.count()) == (409, 0)
    assert told(overtaken) == [POLICY_CHANGED]
    assert '<del class="soft">Send no spam' in overtaken.page


def test_nothing_that_was_typed_is_lost(overtaken):
    assert overtaken.found(r'<textarea name="what"[^>]*>(.*?)</textarea>') == "\nIt is wide open."
    assert "a.txt" in overtaken.page


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


def test_a_form_older_than_a_day_is_not_accepted_under_a_policy_nobody_showed(finder, organisation):
    finder.get("/report")
    publish_text(organisation, now=timezone.now())
    with a_day_later():
        finder.again(what="It is wide open.", agree="on")
    assert (finder.response.status_code, Report.objects.count()) == (409, 0)
    assert told(finder) == [FORM_EXPIRED, POLICY_CHANGED]
    assert '<del class="soft">Send no spam' in finder.page
    assert "checked" not in finder.found(AGREE)


def test_sent_once_more_after_a_day_it_is_bound_to_the_version_that_was_shown_last(finder, organisation):
    finder.get("/report")
    publish_text(organisation, now=timezone.now())
    with a_day_later():
        finder.again(agree="on")
        finder.again(agree="on")
    report = Report.objects.get()
    assert (report.policy_version.number, report.agreed) == (2, True)


def test_a_form_older_than_a_day_keeps_its_tick_where_nothing_changed(finder):
    finder.get("/report")
    with a_day_later():
        finder.again(agree="on")
    assert (finder.response.status_code, told(finder)) == (422, [FORM_EXPIRED])
    assert "checked" in finder.found(AGREE)


def test_a_form_whose_version_nobody_knows_asks_for_agreement_anew(finder):
    finder.report(form="forged", agree="on")
    assert (finder.response.status_code, told(finder)) == (422, [FORM_UNKNOWN])
    assert finder.found(r'<textarea name="what"[^>]*>(.*?)</textarea>') == "\nIt is open."
    assert "checked" not in finder.found(AGREE)


def test_a_used_form_with_other_content_is_not_handed_out_under_a_policy_nobody_showed(finder, organisation):
    finder.get("/report")
    hidden = finder.hidden()
    finder.again(agree="on")
    publish_text(organisation, now=timezone.now())
    finder.post("/report", {**hidden, "where": "a", "what": "Something else", "agree": "on"})
    assert (finder.response.status_code, Report.objects.count()) == (409, 1)
    assert "checked" not in finder.found(AGREE)


def test_what_is_missing_is_not_told_before_what_changed(finder, organisation):
    finder.get("/report")
    publish_text(organisation, now=timezone.now())
    finder.again(what="")
    assert (finder.response.status_code, told(finder)) == (409, [POLICY_CHANGED])
    assert "Tell us what you found." not in finder.page


def test_a_file_that_was_not_kept_is_told_beside_what_changed(finder, organisation):
    finder.get("/report")
    publish_text(organisation, now=timezone.now())
    finder.again(uploads="gone")
    assert finder.response.status_code == 409
    assert "The files that you added earlier are no longer here." in finder.page


def test_a_form_is_judged_by_the_version_it_was_shown_under(finder, organisation):
    publish_text(organisation, now=timezone.now())
    finder.get("/report")
    by_mail = with_lines("[clauses]", '[finder]\ncontact = ["email"]\n\n[clauses]')
    publish_text(organisation, by_mail, now=timezone.now())
    finder.again(reach="phone", contact="+31 6 12345678")
    assert finder.response.status_code == 200


def corrected(organisation, finder, **texts):
    """Show the form under a policy with a clause of its own, correct its texts, and send the form."""
    own = (
        SMALL
        + '\n[[own_clause]]\nid = "tea"\nkind = "pledge"\nkept_by = "stand_in"\ntext = {{ nl = "{nl}", en = "{en}" }}\n'
    )
    first = {"nl": "Wij drinken thee.", "en": "We drink te."}
    publish_text(organisation, own.format(**first), now=timezone.now())
    finder.get("/report", **{"accept-language": "nl"})
    publish_text(organisation, own.format(**first | texts), now=timezone.now())
    sent = {**finder.hidden(), "where": "a", "what": "b"}
    return finder.post("/report", sent, **{"accept-language": "nl"})


def test_what_changed_in_another_language_alone_is_shown_in_that_one(finder, organisation):
    corrected(organisation, finder, en="We drink tea.")
    assert finder.response.status_code == 409
    assert 'Alleen in het Engels: <ins lang="en">We drink tea.</ins>' in finder.page
    assert '<del class="soft" lang="en">We drink te.</del>' in finder.page


def test_what_changed_in_both_is_shown_in_the_reader_s_language(finder, organisation):
    corrected(organisation, finder, en="We drink tea.", nl="Wij drinken koffie.")
    assert ("<ins>Wij drinken koffie.</ins>" in finder.page, "We drink tea." in finder.page) == (True, False)


def test_who_keeps_a_clause_is_no_reason_to_ask_anew(finder, organisation):
    publish_text(organisation, now=timezone.now())
    version = PolicyVersion.objects.get(number=2)
    for clause in version.terms["clauses"]:
        clause["kept_by_people"] = not clause["kept_by_people"]
    version.save()
    policy_version.cache_clear()
    finder.get("/report")
    publish_text(organisation, SMALL.replace("c@haven.example", "d@haven.example"), now=timezone.now())
    finder.again()
    assert finder.response.status_code == 200
