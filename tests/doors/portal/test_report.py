"""The report form: what it takes, what it gives back, and that nothing that was typed is lost."""

import re
from unittest.mock import patch

import pytest
from django.db import OperationalError
from django.utils import timezone

from meldpunt.arrivals.models import UploadDraft
from meldpunt.arrivals.terms import FORM_LIFE
from meldpunt.cases.models import Case, Thread
from meldpunt.people.models import Organisation
from meldpunt.reports.models import Attachment

pytestmark = pytest.mark.django_db
TEXT = ("a.txt", b"hello", "text/plain")


def test_the_form_has_the_fields_that_programs_rely_on(finder):
    finder.get("/report")
    names = set(re.findall(r'name="(\w+)"', finder.page))
    promised = {
        "topic",
        "where",
        "what",
        "steps",
        "when",
        "kind",
        "impact",
        "files",
        "name",
        "contact",
        "language",
        "agree",
    }
    assert promised - names == set()


def test_the_form_needs_no_script_and_loads_nothing_from_elsewhere(finder):
    finder.get("/report")
    assert re.findall(r"<script|style=|https?://", finder.page) == []


def test_the_rules_stand_on_the_form_with_their_version(finder):
    finder.get("/report")
    assert "(version 1)" in finder.page


def test_a_report_with_the_two_compulsory_texts_is_taken_in(finder):
    assert finder.report().status_code == 200
    assert finder.element("case-number") == Case.objects.get().number


def test_the_receipt_is_kept_by_no_cache(finder):
    assert finder.report().headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize("name", ["where", "what"])
@pytest.mark.parametrize("text", ["", "   ", "\r\n"])
def test_without_a_compulsory_text_the_form_comes_back(finder, name, text):
    assert finder.report(**{name: text}).status_code == 422
    assert f'href="#id_{name}"' in finder.page
    assert Case.objects.count() == 0


def test_what_was_typed_survives_an_error_exactly(finder):
    typed = "\r\n  <b>first</b> & 'last' \"é\" 🙂\r\n"
    finder.report(where="", what=typed, steps="12. ", impact="</textarea><script>alert(1)</script>")
    finder.post("/report", [*finder.hidden().items(), ("where", "x"), ("what", typed), ("steps", "12. ")])
    finder.enter()
    assert "&lt;b&gt;first&lt;/b&gt; &amp; &#x27;last&#x27; &quot;é&quot; 🙂" in finder.page


def test_script_in_a_field_is_shown_as_text(finder):
    finder.report(where="", what="</textarea><script>alert(1)</script>", name='"><img src=x onerror=alert(1)>')
    assert re.findall(r"<script|<img", finder.page) == []


def test_a_name_counts_even_when_the_choice_was_left_at_nothing(finder):
    finder.report(name="Noor", who="anonymous")
    finder.enter()
    assert "We hold a name" in finder.page


def test_the_choice_for_a_name_without_one_is_an_error(finder):
    assert finder.report(who="name").status_code == 422


@pytest.mark.parametrize("contact", ["not an address", "a@b", "a@b.example\r\nBcc: c@d.example"])
def test_an_address_that_cannot_be_used_is_an_error(finder, contact):
    assert finder.report(reach="email", contact=contact).status_code == 422


@pytest.mark.parametrize(
    ("reach", "contact"), [("email", "a@b.example"), ("phone", "+31 20 555 01 23"), ("", "a@b.example")]
)
def test_an_address_that_can_be_used_is_taken(finder, reach, contact):
    assert finder.report(reach=reach, contact=contact).status_code == 200


@pytest.mark.parametrize("name", ["topic", "kind", "language", "still_open", "zone", "who", "reach"])
def test_a_choice_that_was_not_offered_is_an_error(finder, name):
    assert finder.report(**{name: "<script>"}).status_code == 422


def test_a_text_of_exactly_the_limit_is_taken(finder):
    assert finder.report(what="é" * 200_000).status_code == 200


def test_a_text_over_the_limit_comes_back_whole(finder):
    assert finder.report(what="x" * 200_001).status_code == 422
    assert "x" * 200_001 in finder.page


def test_a_nul_is_an_error_at_its_field(finder):
    assert finder.report(what="a\0b").status_code == 422
    assert 'href="#id_what"' in finder.page


@pytest.mark.parametrize("token", ["", "forged", "é" * 50, "A" * 300, "\0"])
def test_a_form_that_is_not_ours_comes_back_with_the_text_and_can_be_sent(finder, token):
    assert finder.report(form=token, what="Do not lose me").status_code == 422
    assert "Do not lose me" in finder.page
    assert finder.again().status_code == 200


def test_a_form_of_another_organisation_is_not_ours(finder):
    from tests.factories.people import make_organisation

    make_organisation(name="Elders", host_names=["elders.example"])
    finder.get("/report")
    assert (
        finder.post("/report", {**finder.hidden(), "where": "a", "what": "b"}, host="elders.example").status_code == 422
    )


def test_a_form_that_was_open_for_a_day_comes_back_with_the_text_and_can_be_sent(finder):
    finder.get("/report")
    with patch("meldpunt.doors.portal.report.timezone.now", return_value=timezone.now() + FORM_LIFE):
        assert finder.again(what="Do not lose me").status_code == 422
        assert "Do not lose me" in finder.page
        assert finder.again().status_code == 200


def test_sending_the_same_form_again_shows_the_same_receipt(finder):
    finder.get("/report")
    form = finder.hidden()
    receipts = []
    for _ in range(2):
        finder.post("/report", {**form, "where": "a", "what": "b"}, (TEXT,))
        receipts.append([finder.element(name) for name in ("case-number", "access-code", "digest")])
    assert receipts[0] == receipts[1]
    assert Case.objects.count() == 1


def test_sending_a_form_with_kept_files_again_shows_the_same_receipt(finder):
    finder.report((TEXT,), what="")
    form = finder.hidden()
    receipts = []
    for _ in range(2):
        finder.post("/report", {**form, "where": "a", "what": "b"})
        receipts.append([finder.element(name) for name in ("case-number", "access-code", "digest")])
    assert receipts[0] == receipts[1]
    assert Attachment.objects.count() == 1


def test_a_used_form_with_other_content_keeps_the_text_and_can_be_sent_as_another_report(finder):
    finder.get("/report")
    form = finder.hidden()
    finder.post("/report", {**form, "where": "a", "what": "first"})
    assert finder.post("/report", {**form, "where": "a", "what": "second text"}).status_code == 409
    assert "second text" in finder.page
    assert finder.again(what="second text").status_code == 200
    assert Case.objects.count() == 2


def test_a_used_form_with_kept_files_asks_for_the_files_again(finder):
    finder.report((TEXT,), what="")
    form = finder.hidden()
    finder.post("/report", {**form, "where": "a", "what": "first"})
    assert finder.post("/report", {**form, "where": "a", "what": "second"}).status_code == 409
    assert "uploads" not in finder.hidden()


def test_files_that_a_report_has_cannot_be_taken_by_another(finder):
    finder.report((TEXT,), what="")
    key = finder.hidden()["uploads"]
    finder.again()
    assert finder.report(uploads=key).status_code == 422
    assert Case.objects.count() == 1


def test_the_language_field_decides_the_language_of_the_case(finder):
    finder.report(language="nl")
    assert Case.objects.get().threads.get().finder_language == "nl"


def test_the_zone_is_written_behind_the_moment(finder):
    finder.report(when="20 November, 14:30", zone="Asia/Tokyo")
    finder.enter()
    assert "20 November, 14:30 (Asia/Tokyo)" in finder.page


def test_a_moment_without_a_zone_comes_back_as_it_was_typed(finder):
    finder.report(when="gisteren")
    finder.enter()
    assert ">gisteren<" in finder.page


@pytest.mark.parametrize("language", ["en", "nl"])
def test_an_organisation_with_one_language_asks_for_none_and_takes_reports(finder, organisation, language):
    Organisation.objects.filter(pk=organisation.id).update(languages=[language])
    assert finder.report().status_code == 200
    assert [thread.finder_language for thread in Thread.objects.all()] == [language]


def test_a_filled_trap_only_delays(finder):
    delay = float(finder.report(website="http://spam.example").headers["Meldpunt-Delay"])
    assert delay >= 10
    assert Case.objects.count() == 1


def test_a_patient_finder_waits_for_nothing(finder):
    finder.get("/report")
    with patch("meldpunt.doors.portal.report.timezone.now", return_value=timezone.now() + FORM_LIFE / 2):
        assert finder.again().has_header("Meldpunt-Delay") is False


def test_too_many_reports_are_slowed_then_refused_with_the_text_kept(finder, settings):
    settings.MELDPUNT = settings.MELDPUNT.model_copy(update={"reports_per_hour": 1})
    finder.client.defaults["REMOTE_ADDR"] = "192.0.2.7"
    statuses = [finder.report((TEXT,), what=f"number {number}").status_code for number in range(3)]
    assert statuses == [200, 200, 429]
    assert "number 2" in finder.page
    assert "a.txt" in finder.page
    assert int(finder.response.headers["Retry-After"]) > 0


def test_visitors_over_tor_are_slowed_and_not_refused(finder, settings):
    settings.MELDPUNT = settings.MELDPUNT.model_copy(update={"reports_per_hour": 1, "onion_host": "a.onion"})
    finder.client.defaults |= {"REMOTE_ADDR": "192.0.2.7", "HTTP_HOST": "a.onion"}
    with patch("meldpunt.doors.portal.report.timezone.now", return_value=timezone.now()):
        answers = [finder.report(what=f"number {number}") for number in range(40)]
    assert {answer.status_code for answer in answers} == {200}
    assert float(answers[-1].headers["Meldpunt-Delay"]) > float(answers[0].headers["Meldpunt-Delay"])


def test_when_the_intake_is_stopped_the_text_is_kept(finder, organisation):
    finder.get("/report")
    Organisation.objects.filter(pk=organisation.id).update(intake_stopped_at=timezone.now())
    assert finder.again(what="Do not lose me").status_code == 503
    assert "Do not lose me" in finder.page


def test_when_the_database_takes_nothing_the_text_is_kept(finder):
    finder.get("/report")
    with patch("meldpunt.doors.portal.report.take_in", side_effect=OperationalError("disk full")):
        assert finder.again(what="Do not lose me").status_code == 503
    assert "Do not lose me" in finder.page


def test_when_there_is_no_room_for_a_file_the_text_is_kept(finder):
    finder.get("/report")
    with patch("meldpunt.doors.look.posted.reading.begin_upload", side_effect=OSError(28, "No space left")):
        assert finder.again((TEXT,), what="Do not lose me").status_code == 422
    assert "Do not lose me" in finder.page
    assert "a.txt: we could not store it" in finder.page
    assert UploadDraft.objects.count() == 0


def test_another_method_is_refused(finder):
    assert finder.client.put("/report").status_code == 405


def test_a_get_with_a_body_is_a_get(finder):
    assert (
        finder.client.generic("GET", "/report", b'{"where": "x"}', content_type="application/json").status_code == 200
    )


def test_the_page_under_the_name_of_the_organisation_works_too(finder, organisation):
    finder.get(f"/o/{organisation.facts.slug}/report")
    address = finder.found(r'<form method="post" action="([^"]+)"')
    assert address == f"/o/{organisation.facts.slug}/report"
    assert finder.post(address, {**finder.hidden(), "where": "a", "what": "b"}).status_code == 200


def test_the_form_is_dutch_for_who_asks_for_it(finder):
    assert '<html lang="nl">' in finder.client.get("/report", headers={"accept-language": "nl"}).content.decode()
