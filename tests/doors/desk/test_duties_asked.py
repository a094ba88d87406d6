"""Where the pages of duties by law ask first or say plainly: another event, answers that are missing, a law that is taken out, what was late."""

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone

from meldpunt.obligations.actions import choose_laws
from meldpunt.obligations.models import LawFact, LawHeld, LawSubmission
from meldpunt.obligations.terms.law import FactKind, Law
from meldpunt.people.terms import Role
from tests.factories.cases import MadeCase, make_case
from tests.factories.desk import client_of
from tests.factories.duties import duty, hold_laws, submit, tell
from tests.factories.obligations import settle_all
from tests.factories.people import MadeMember, MadeOrganisation, make_member

HOUR = timedelta(hours=1)
LAWS = "/desk/settings/laws"
HELD = ["gdpr", "cra"]
NOTHING = "it began nothing and moved no end"


@pytest.fixture
def lead(organisation: MadeOrganisation) -> MadeMember:
    """Give the lead who said that the GDPR and the CRA hold."""
    return hold_laws(organisation, Law.GDPR, Law.CRA, now=timezone.now())


@pytest.fixture
def breach(case: MadeCase, lead: MadeMember, member: MadeMember) -> MadeCase:  # noqa: ARG001 - who chose
    """Give the case with a breach that is known since an hour."""
    now = timezone.now()
    tell(case, member, FactKind.BREACH, now - HOUR, now=now)
    return case


def at(case: MadeCase, page: str = "duties") -> str:
    """Return the address of a page of a case."""
    return f"/desk/cases/{case.number}/{page}"


def this_minute(**more: str) -> dict[str, str]:
    """Return a filled-in form with a moment of this minute, as the clock of Amsterdam shows it."""
    here = timezone.now().astimezone(ZoneInfo("Europe/Amsterdam"))
    return {"day": f"{here:%Y-%m-%d}", "time": f"{here:%H:%M}"} | more


def fact(**more: str) -> dict[str, str]:
    """Return a filled-in form of a breach, without its event."""
    return this_minute(kind="breach", reasons="A second one.") | more


def told(client: Client, case: MadeCase, sent: dict[str, str]) -> str:
    """Record a fact and return the page that answers."""
    return client.get(client.post(at(case), sent).headers["Location"]).text


def evidence(**more: str) -> dict[str, str]:
    """Return filled-in evidence."""
    return this_minute(form="evidence", who="Hanna", reference="AP-1") | more


def test_no_event_is_chosen_beforehand(client: Client, breach: MadeCase) -> None:
    """And each says what it is about."""
    select = client.get(at(breach)).text.partition('name="event"')[2].partition("</select>")[0]
    first = select.partition("</option>")[0]
    assert ('value=""' in first, 'value="1" selected' in select, 'value="new-2" selected' in select) == (
        True,
        False,
        False,
    )
    assert "Event 1: We know that personal data was breached, " in select


def test_without_an_event_nothing_is_recorded(client: Client, breach: MadeCase) -> None:
    answer = client.post(at(breach), fact())
    assert (answer.status_code, LawFact.objects.count()) == (422, 1)
    assert "Say which event it is about." in answer.text


@pytest.mark.usefixtures("lead")
def test_the_first_fact_of_a_case_asks_for_no_event(client: Client, case: MadeCase) -> None:
    page = client.get(at(case)).text
    assert '<input type="hidden" name="event" value="1"' in page


def test_a_second_breach_under_the_first_event_is_told_to_have_begun_nothing(client: Client, breach: MadeCase) -> None:
    page = told(client, breach, fact(event="1"))
    assert (NOTHING in page, "Event 1 has this fact already" in page, "under a new event" in page) == (True,) * 3
    assert "What it began stands here" not in page


def test_a_second_breach_as_a_new_event_begins_its_clock(client: Client, breach: MadeCase) -> None:
    page = told(client, breach, fact(event="new-2"))
    assert (NOTHING in page, "What it began stands here" in page) == (False, True)
    assert duty(breach, "gdpr-notification", event=2).ended_at is None


def test_a_fact_that_begins_nothing_by_itself_says_so_too(client: Client, breach: MadeCase) -> None:
    page = told(client, breach, fact(kind="fix_available", event="1"))
    assert (NOTHING in page, "No law that holds for you begins a clock" in page) == (True, True)


def test_the_same_fact_once_more_says_that_it_stands_there(client: Client, breach: MadeCase) -> None:
    sent = fact(event="new-2")
    client.post(at(breach), sent)
    assert "It was not recorded twice." in told(client, breach, sent)


def test_a_new_event_whose_number_somebody_else_took_gets_the_next(client: Client, breach: MadeCase) -> None:
    """Both forms were shown while the number was free; sending one twice is still one."""
    sent = fact(event="new-2", reasons="Mine.")
    client.post(at(breach), fact(event="new-2", reasons="Theirs."))
    pages = [told(client, breach, sent) for _ in range(2)]
    assert ["It was not recorded twice." in page for page in pages] == [False, True]
    assert sorted(LawFact.objects.values_list("event", flat=True)) == [1, 2, 3]


@pytest.mark.parametrize("event", ["2", "new-3", "new-0", "new-", "new--1", "new-x", "new-2 "])
def test_a_number_that_was_never_offered_is_refused(client: Client, breach: MadeCase, event: str) -> None:
    assert (client.post(at(breach), fact(event=event)).status_code, LawFact.objects.count()) == (422, 1)


@pytest.mark.parametrize("said", ["fact_nothing", "nonsense", "%00"])
@pytest.mark.usefixtures("lead")
def test_an_address_says_nothing_that_is_not_so(client: Client, case: MadeCase, said: str) -> None:
    page = client.get(f"{at(case)}?said={said}")
    assert (page.status_code, NOTHING in page.text, said in page.text.partition("<h1>")[2].partition("<form")[0]) == (
        200,
        False,
        False,
    )


def test_missing_answers_are_asked_about_and_stay_on_the_record(client: Client, breach: MadeCase) -> None:
    where = at(breach, "duties/1/gdpr-notification")
    first = client.post(where, evidence())
    assert (first.status_code, LawSubmission.objects.count()) == (422, 0)
    assert "say that it was submitted all the same" in first.text
    second = client.post(where, evidence(incomplete="on"))
    page = client.get(where).text
    assert (second.status_code, "Not answered here then" in page) == (303, True)


def test_taking_a_law_out_asks_first_with_the_counts(breach: MadeCase, lead: MadeMember, member: MadeMember) -> None:
    now = timezone.now()
    tell(make_case(breach.organisation), member, FactKind.BREACH, now - 80 * HOUR, now=now)
    desk = client_of(lead)
    asked = desk.post(LAWS, {"laws": ["cra"], "seen": HELD})
    counts = [
        part.partition("</dd>")[0] for part in asked.text.partition("<dl")[2].partition("</dl>")[0].split("<dd>")[1:]
    ]
    assert (asked.status_code, counts[1:], LawHeld.objects.count()) == (200, ["2", "1", "2"], 2)
    assert 'name="laws" value="cra"' in asked.text
    done = desk.post(LAWS, {"laws": ["cra"], "seen": HELD, "agreed": "2"})
    assert (done.status_code, list(LawHeld.objects.values_list("law", flat=True))) == (303, ["cra"])


def test_a_duty_that_began_meanwhile_is_asked_about_again(breach: MadeCase, lead: MadeMember) -> None:
    assert breach.number
    answer = client_of(lead).post(LAWS, {"seen": HELD, "agreed": "0"})
    assert (answer.status_code, 'name="agreed" value="1"' in answer.text, LawHeld.objects.count()) == (200, True, 2)


@pytest.mark.parametrize("seen", [[], ["gdpr"], ["gdpr", "cra", "cbw"]])
def test_laws_that_somebody_chose_meanwhile_stay(breach: MadeCase, lead: MadeMember, seen: list[str]) -> None:
    """A page that shows others takes nothing out, whatever was agreed to on it."""
    assert breach.number
    answer = client_of(lead).post(LAWS, {"seen": seen, "agreed": "9"})
    told = 'role="alert"' in answer.text
    assert (answer.status_code, told, LawHeld.objects.count()) == (409, True, 2)


@pytest.mark.parametrize("agreed", ["-1", "x", "9" * 400, "\0"])
def test_an_agreement_to_nonsense_takes_nothing_out(breach: MadeCase, lead: MadeMember, agreed: str) -> None:
    assert breach.number
    answer = client_of(lead).post(LAWS, {"seen": HELD, "agreed": agreed})
    assert (answer.status_code in {200, 422}, LawHeld.objects.count()) == (True, 2)


def test_the_case_says_what_fell_away_when_and_that_it_was_late(
    client: Client, case: MadeCase, lead: MadeMember, member: MadeMember
) -> None:
    now = timezone.now()
    tell(case, member, FactKind.BREACH, now - 80 * HOUR, now=now)
    settle_all(now=now)
    choose_laws(laws=[Law.CRA], agreed=1, by=lead.unlocked, now=now)
    for page in (client.get(at(case)).text, client.get(f"/desk/cases/{case.number}").text):
        panel = page.partition('id="h-over"' if 'id="h-over"' in page else 'id="h-duties"')[2].partition("</section>")[
            0
        ]
        assert ("fell away: the law was taken out" in panel, "was late" in panel) == (True, True)
    told = client.get(f"/desk/cases/{case.number}").text.partition('id="h-timeline"')[2]
    assert ("took a law out" in told, "what began it was taken back" in told) == (True, False)


@pytest.mark.parametrize(("hours", "late"), [(-1, True), (-79, False)])
def test_the_page_goes_on_saying_that_an_end_passed(
    client: Client, case: MadeCase, lead: MadeMember, member: MadeMember, hours: int, late: bool
) -> None:
    """Of what was submitted in time and recorded afterwards without calling it late; of what is late its badge says it."""
    now = timezone.now()
    tell(case, lead, FactKind.BREACH, now - 80 * HOUR, now=now)
    submit(case, member, "gdpr-notification", now + hours * HOUR, why="Flooded.", now=now)
    page = client.get(at(case)).text
    assert ("submitted late" in page, "Its end passed while no submission" in page, "was late<" in page) == (
        late,
        not late,
        False,
    )


def test_every_duty_can_be_paged_to(organisation: MadeOrganisation, lead: MadeMember) -> None:
    """Those without an end last; the promises stand on the first page."""
    now = timezone.now()
    for number in range(3):
        case = make_case(organisation, now=now)
        for event in range(1, 21):
            kind = FactKind.BREACH_AS_PROCESSOR if number == 1 else FactKind.BREACH
            tell(case, lead, kind, now - (number + event) * HOUR, event=event, now=now)
    desk = client_of(make_member(organisation, Role.LEAD, language="en"))
    first = desk.get("/desk/due").text
    later = first.partition('rel="next" href="')[2].partition('"')[0].replace("&amp;", "&")
    second = desk.get(later).text
    earlier = second.partition('rel="prev" href="')[2].partition('"')[0].replace("&amp;", "&")
    assert (first.count("data-duty"), second.count("data-duty"), desk.get(earlier).text.count("data-duty")) == (
        50,
        10,
        50,
    )
    assert (second.count("without undue delay"), "data-row" in second) == (10, False)


@pytest.mark.parametrize("query", ["duties=nonsense", "duties=%00", "duties=Zg", "duties=&from="])
def test_nonsense_in_the_place_of_duties_is_no_error(client: Client, query: str) -> None:
    assert client.get(f"/desk/due?{query}").status_code in {200, 302}
