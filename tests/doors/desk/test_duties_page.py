"""The pages of duties by law: facts, stages with their questions and file, evidence, and which laws hold."""

import json
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from meldpunt.obligations.models import LawAnswers, LawFact, LawHeld, LawSubmission
from meldpunt.obligations.terms.law import FactKind, Law
from meldpunt.people.models import Organisation
from meldpunt.people.terms import Role
from tests.factories.cases import MadeCase
from tests.factories.desk import client_of
from tests.factories.duties import duty, hold_laws, notified, submit, tell
from tests.factories.people import MadeMember, MadeOrganisation, make_member

HOUR = timedelta(hours=1)
STAGE = "duties/1/gdpr-notification"


@pytest.fixture
def lead(organisation: MadeOrganisation) -> MadeMember:
    """Give the lead who said that the GDPR and the NIS2 law of the Netherlands hold."""
    return hold_laws(organisation, Law.GDPR, Law.CBW, now=timezone.now())


@pytest.fixture
def breach(case: MadeCase, lead: MadeMember, member: MadeMember) -> MadeCase:  # noqa: ARG001 - who chose
    """Give the case with a breach that is known since an hour."""
    now = timezone.now()
    tell(case, member, FactKind.BREACH, now - HOUR, now=now, reasons="Seen in the log by <Anna> & co")
    return case


def at(case: MadeCase, page: str = "") -> str:
    """Return the address of a page of a case."""
    return f"/desk/cases/{case.number}/{page}".rstrip("/")


def fact(**changes: str) -> dict[str, str]:
    """Return a filled-in form of a fact of this minute, as the clock of Amsterdam shows it."""
    here = timezone.now().astimezone(ZoneInfo("Europe/Amsterdam"))
    filled = {"kind": "breach", "event": "1", "day": f"{here:%Y-%m-%d}", "time": f"{here:%H:%M}", "reasons": "Seen."}
    return filled | changes


def evidence(**changes: str) -> dict[str, str]:
    """Return filled-in evidence of this minute."""
    here = timezone.now().astimezone(ZoneInfo("Europe/Amsterdam"))
    filled = {
        "form": "evidence",
        "day": f"{here:%Y-%m-%d}",
        "time": f"{here:%H:%M}",
        "who": "Hanna",
        "reference": "AP-1",
        "incomplete": "on",
    }
    return filled | changes


def test_without_laws_the_case_says_nothing_of_them(client: Client, case: MadeCase) -> None:
    assert 'id="duties"' not in client.get(at(case)).text


@pytest.mark.usefixtures("lead")
def test_with_laws_the_case_offers_to_record_a_fact(client: Client, case: MadeCase) -> None:
    page = client.get(at(case)).text
    assert (page.count('id="duties"'), f'href="{at(case, "duties")}"' in page) == (1, True)


def test_the_case_explains_each_end_and_says_it_first(client: Client, breach: MadeCase) -> None:
    page = client.get(at(breach)).text
    panel, now = page.partition('id="duties"')[2], page.partition('class="what-now"')[2].partition("</section>")[0]
    assert ("72 hours" in panel, "art. 33(1)" in panel, "Notify the authority" in now) == (True, True, True)


@pytest.mark.usefixtures("lead")
def test_after_a_move_an_end_that_stays_names_the_zone_it_was_reckoned_in(
    client: Client, case: MadeCase, member: MadeMember
) -> None:
    noon = timezone.now().replace(hour=12, minute=0) - timedelta(days=1)  # the same day in both zones
    tell(case, member, FactKind.SIGNIFICANT_INCIDENT, noon, now=noon)
    submit(case, member, "cbw-notification", noon, now=noon)
    Organisation.objects.filter(pk=case.organisation.id).update(zone="America/New_York")
    panel = client.get(at(case)).text.partition('id="duties"')[2]
    assert "time zone Europe/Amsterdam · began" in panel


@pytest.mark.usefixtures("lead")
def test_a_fact_is_recorded_on_the_organisations_clock(client: Client, case: MadeCase) -> None:
    answer = client.post(at(case, "duties"), fact(day="2026-01-15", time="09:30"))
    assert answer.status_code == 303
    assert LawFact.objects.get().at == datetime(2026, 1, 15, 9, 30, tzinfo=ZoneInfo("Europe/Amsterdam"))


@pytest.mark.usefixtures("lead")
def test_a_time_that_was_there_twice_counts_as_the_first(client: Client, case: MadeCase) -> None:
    client.post(at(case, "duties"), fact(day="2025-10-26", time="02:30"))
    assert LawFact.objects.get().at.isoformat() == "2025-10-26T00:30:00+00:00"


@pytest.mark.usefixtures("lead")
@pytest.mark.parametrize(
    "wrong",
    [
        {"day": "2999-01-01"},
        {"day": "9999-12-31"},
        {"day": "0001-01-01"},
        {"day": "2018-05-24"},
        {"day": "31-12-2025"},
        {"day": ""},
        {"day": "2026-03-29", "time": "02:30"},
        {"time": "25:00"},
        {"reasons": " "},
        {"reasons": "x" * 20_001},
        {"reasons": "a\0b"},
        {"kind": "nonsense"},
        {"kind": "exploited"},
        {"event": "2"},
        {"event": "-1"},
        {"event": "9" * 400},
        {"until_day": "2999-01-01"},
    ],
)
def test_what_cannot_be_is_asked_again_with_what_was_typed(
    client: Client, case: MadeCase, wrong: dict[str, str]
) -> None:
    answer = client.post(at(case, "duties"), fact(**{"reasons": "Getypte redenen"} | wrong))
    assert (answer.status_code, 'id="errors"' in answer.text, LawFact.objects.count()) == (422, True, 0)
    assert "Getypte redenen" in answer.text or "reasons" in wrong


def test_reasons_are_shown_as_they_were_typed(client: Client, breach: MadeCase) -> None:
    assert "Seen in the log by &lt;Anna&gt; &amp; co" in client.get(at(breach, "duties")).text


def test_a_fact_is_taken_back_with_a_reason(client: Client, breach: MadeCase) -> None:
    where = at(breach, f"duties/facts/{LawFact.objects.get().uuid}")
    asked = client.get(where).text
    empty = client.post(where, {"because": " "})
    done = client.post(where, {"because": "It was a test."})
    page = client.get(at(breach, "duties")).text
    assert ("Take this fact back?" in asked, empty.status_code, done.status_code) == (True, 422, 303)
    assert ("It was a test." in page, "Nothing, by the facts that were recorded." in page) == (True, True)
    assert client.get(where).status_code == 302


def test_the_page_of_a_stage_says_what_the_law_asks(client: Client, breach: MadeCase) -> None:
    page = client.get(at(breach, STAGE)).text
    assert [words in page for words in ("art. 33(3)(a)", "to be checked", "72 hours", "legal advice")] == [True] * 4


@pytest.mark.parametrize("where", ["duties/2/gdpr-notification", "duties/1/nonsense", "duties/1/cbw-warning"])
def test_a_stage_that_did_not_begin_is_not_there(client: Client, breach: MadeCase, where: str) -> None:
    assert [client.get(at(breach, where)).status_code, client.post(at(breach, where)).status_code] == [404, 404]


def test_answers_are_saved_and_shown_again(client: Client, breach: MadeCase) -> None:
    typed = {"seen_version": "0", "breach_nature": "Een lijst\r\nmet namen", "aware_at": "2026-01-15T09:30"}
    answer = client.post(at(breach, STAGE), typed)
    page = client.get(at(breach, STAGE)).text
    assert (answer.status_code, "Een lijst\r\nmet namen" in page, 'value="2026-01-15T09:30"' in page) == (
        303,
        True,
        True,
    )


def test_two_who_save_do_not_overwrite_each_other(client: Client, breach: MadeCase) -> None:
    client.post(at(breach, STAGE), {"seen_version": "0", "breach_nature": "Van een ander"})
    answer = client.post(at(breach, STAGE), {"seen_version": "0", "breach_nature": "Van mij"})
    assert (answer.status_code, "Van mij" in answer.text, "Van een ander" in answer.text) == (409, True, True)
    assert 'name="seen_version" value="1"' in answer.text


@pytest.mark.parametrize("seen", ["", "x", "-1", "9" * 30, "\uff11"])
def test_nonsense_about_what_was_seen_saves_nothing(client: Client, breach: MadeCase, seen: str) -> None:
    answer = client.post(at(breach, STAGE), {"seen_version": seen, "breach_nature": "x"})
    assert (answer.status_code, LawAnswers.objects.count()) == (409, 0)


@pytest.mark.parametrize("text", ["x" * 20_001, "a\0b"])
def test_an_answer_that_cannot_be_kept_is_asked_again(client: Client, breach: MadeCase, text: str) -> None:
    answer = client.post(at(breach, STAGE), {"seen_version": "0", "breach_nature": text, "consequences": "Getypt"})
    assert (answer.status_code, "Getypt" in answer.text, LawAnswers.objects.count()) == (422, True, 0)


def test_a_wrong_answer_is_kept_and_still_needed(client: Client, breach: MadeCase) -> None:
    client.post(at(breach, STAGE), {"seen_version": "0", "people_number": "veel", "aware_at": "gisteren"})
    gaps = client.get(at(breach, STAGE)).text.partition("Still needed:")[2]
    assert ("not a whole number" in gaps, "not a day and a time" in gaps) == (True, True)


@pytest.mark.parametrize(("kind", "empty"), [("nl", "(leeg)"), ("en", "(empty)")])
def test_the_file_is_a_download_that_nobody_keeps(client: Client, breach: MadeCase, kind: str, empty: str) -> None:
    client.post(at(breach, STAGE), {"seen_version": "0", "breach_nature": "<b>Lijst</b>"})
    answer = client.get(at(breach, f"{STAGE}/file/{kind}"))
    name = f"{breach.number}-gdpr-notification-1-{kind}.txt"
    assert (answer["Content-Type"], answer["Cache-Control"]) == ("text/plain; charset=utf-8", "no-store")
    assert answer["Content-Disposition"].startswith(f'attachment; filename="{name}"')
    assert ("<b>Lijst</b>" in answer.text, empty in answer.text) == (True, True)


def test_the_file_for_a_program_holds_the_same(client: Client, breach: MadeCase) -> None:
    client.post(at(breach, STAGE), {"seen_version": "0", "breach_nature": "Lijst"})
    found = json.loads(client.get(at(breach, f"{STAGE}/file/json")).content)
    assert (found["fields"]["breach_nature"], "consequences" in found["lacking"]) == ("Lijst", True)


@pytest.mark.parametrize("kind", ["fr", "html", "nl2"])
def test_another_kind_of_file_is_not_there(client: Client, breach: MadeCase, kind: str) -> None:
    assert client.get(at(breach, f"{STAGE}/file/{kind}")).status_code == 404


def test_submitted_is_recorded_with_evidence(client: Client, breach: MadeCase) -> None:
    answer = client.post(at(breach, STAGE), evidence())
    page = client.get(at(breach, "duties")).text
    assert (answer.status_code, "AP-1" in page, duty(breach, "gdpr-notification").ended_because) == (
        303,
        True,
        "submitted",
    )


@pytest.mark.parametrize("wrong", [{"who": ""}, {"reference": " "}, {"day": "2999-01-01"}, {"day": "2020-01-01"}])
def test_evidence_that_says_too_little_is_asked_again(client: Client, breach: MadeCase, wrong: dict[str, str]) -> None:
    answer = client.post(at(breach, STAGE), evidence(**wrong))
    assert (answer.status_code, LawSubmission.objects.count()) == (422, 0)


def test_late_says_so_and_asks_for_reasons(client: Client, case: MadeCase, lead: MadeMember) -> None:
    now = timezone.now()
    tell(case, lead, FactKind.BREACH, now - 80 * HOUR, now=now)
    page = client.get(at(case, STAGE)).text
    first = client.post(at(case, STAGE), evidence())
    second = client.post(at(case, STAGE), evidence(late_reasons="Flooded."))
    assert ("The end has passed." in page, first.status_code, second.status_code) == (True, 422, 303)
    assert "submitted late" in client.get(at(case, "duties")).text


def test_that_it_was_submitted_is_taken_back(client: Client, case: MadeCase, member: MadeMember) -> None:
    _, submission = notified(case, member)
    answer = client.post(at(case, f"duties/sent/{submission}"), {"because": "It bounced."})
    assert (answer.status_code, duty(case, "gdpr-notification").ended_at) == (303, None)
    assert "It bounced." in client.get(at(case, STAGE)).text


def test_what_was_typed_when_the_desk_locked_comes_back(breach: MadeCase, member: MadeMember) -> None:
    locked, unlocked = client_of(member, locked=True), client_of(member)
    locked.post(at(breach, STAGE), {"form": "answers", "seen_version": "0", "breach_nature": "Half geschreven"})
    page = unlocked.get(at(breach, STAGE)).text
    assert ("Half geschreven" in page, LawAnswers.objects.count()) == (True, 0)


def test_the_due_list_holds_duties(client: Client, breach: MadeCase, member: MadeMember) -> None:
    now = timezone.now()
    tell(breach, member, FactKind.BREACH_HIGH_RISK, now, now=now)
    every, late = client.get("/desk/due").text, client.get("/desk/due?show=overdue").text
    assert (every.count("data-duty"), late.count("data-duty"), "without undue delay" in every) == (2, 0, True)


def test_what_was_submitted_leaves_the_due_list(client: Client, breach: MadeCase, member: MadeMember) -> None:
    now = timezone.now()
    submit(breach, member, "gdpr-notification", now, now=now)
    assert "data-duty" not in client.get("/desk/due").text


def test_the_timeline_tells_it_in_words(client: Client, breach: MadeCase) -> None:
    told = client.get(at(breach)).text.partition('id="h-timeline"')[2]
    assert "recorded a fact: We know that personal data was breached" in told


def test_a_lead_chooses_the_laws(organisation: MadeOrganisation) -> None:
    desk = client_of(make_member(organisation, Role.LEAD))
    answer = desk.post("/desk/settings/laws", {"laws": ["gdpr", "cra"]})
    assert (answer.status_code, sorted(LawHeld.objects.values_list("law", flat=True))) == (303, ["cra", "gdpr"])


@pytest.mark.usefixtures("lead")
def test_an_administrator_takes_every_law_out(organisation: MadeOrganisation) -> None:
    held = {"seen": list(LawHeld.objects.values_list("law", flat=True))}
    answer = client_of(make_member(organisation, Role.ADMINISTRATOR)).post("/desk/settings/laws", held)
    assert (answer.status_code, LawHeld.objects.count()) == (303, 0)


@pytest.mark.parametrize("laws", [["nonsense"], ["cbw", "cbw_trust"], ["gdpr\0"]])
def test_laws_that_cannot_be_are_refused(organisation: MadeOrganisation, laws: list[str]) -> None:
    desk = client_of(make_member(organisation, Role.LEAD))
    assert (desk.post("/desk/settings/laws", {"laws": laws}).status_code, LawHeld.objects.count()) == (422, 0)


def test_no_law_says_whom_to_ask(client: Client, case: MadeCase) -> None:
    page = client.get(at(case, "duties")).text
    assert ("No law with a clock holds" in page, 'name="reasons"' in page) == (True, False)
