"""Due dates for a member's own calendar program: the page, the address, and what stands at it."""

import logging
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from meldpunt.arrivals.rules.allowance import Allowance
from meldpunt.arrivals.terms import Act, Budget
from meldpunt.cases.actions import assign, withhold
from meldpunt.cases.queries.withholding import review_of
from meldpunt.cases.terms import Ground
from meldpunt.doors.desk import patience
from meldpunt.obligations.models import Obligation
from meldpunt.obligations.terms.law import FactKind, Law
from meldpunt.people.models import FeedAddress
from meldpunt.people.terms import Role
from tests.factories.cases import CONTENT, MadeCase, answer, make_case
from tests.factories.desk import client_of
from tests.factories.duties import LawDuty, hold_laws, notified, tell
from tests.factories.obligations import DAY, settle_all
from tests.factories.people import MadeMember, MadeOrganisation, make_member, make_organisation

HOUR = timedelta(hours=1)
pytestmark = pytest.mark.django_db
FAR = "203.0.113.7"


@pytest.fixture(autouse=True)
def _fresh_allowance(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let two addresses be wrong; no test pays for another's."""
    budget = Budget(burst=1, per_hour=10, slowed=1)
    monkeypatch.setattr(patience, "_allowance", Allowance(dict.fromkeys(Act, budget)))


@pytest.fixture
def organisation() -> MadeOrganisation:
    """Give an organisation with a name that a calendar file has to escape."""
    return make_organisation(name="Kliniek; De, Linde")


@pytest.fixture
def anna(organisation: MadeOrganisation) -> MadeMember:
    """Give a handler who reads English."""
    return make_member(organisation, name="Anna", language="en")


def address_of(member: MadeMember, scope: str = "all") -> str:
    """Make an address as a member does, and return its path."""
    page = client_of(member).post("/desk/account/calendar", {"scope": scope}).text
    return "/desk/" + page.partition('id="feed-address"')[2].partition("/desk/")[2].partition("<")[0]


def read(address: str) -> Calendar:
    answer = Client().get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return Calendar.from_ical(answer.content)


def events(address: str) -> list[tuple[str, datetime, str, int]]:
    return [
        (str(each["SUMMARY"]), each.decoded("DTSTART"), str(each["STATUS"]), each.decoded("SEQUENCE"))
        for each in read(address).walk("VEVENT")
    ]


def settled(organisation: MadeOrganisation, *days: int) -> list[MadeCase]:
    """Return cases received so many days ago, with what is owed in them."""
    now = timezone.now()
    cases = [make_case(organisation, now=now - each * DAY) for each in days]
    settle_all(now=now)
    return cases


def test_what_is_owed_stands_there(organisation: MadeOrganisation, anna: MadeMember) -> None:
    late, running = settled(organisation, 20, 0)
    due = [row.due_at.astimezone(UTC).replace(microsecond=0) for row in Obligation.objects.order_by("due_at")]
    assert events(address_of(anna)) == [
        (f"{late.number}: First answer, late", due[0], "CONFIRMED", 0),
        (f"{running.number}: First answer", due[1], "CONFIRMED", 0),
    ]


def test_it_speaks_the_members_language(organisation: MadeOrganisation) -> None:
    settled(organisation, 20)
    ((summary, _at, _status, _sequence),) = events(address_of(make_member(organisation, name="Bram", language="nl")))
    assert summary.partition(": ")[2] == "Eerste antwoord, te laat"


def test_duties_by_law_stand_there_without_saying_which(organisation: MadeOrganisation, anna: MadeMember) -> None:
    """Not even that there was a breach: a calendar may be kept elsewhere. One without an end has no date."""
    now = timezone.now()
    hold_laws(organisation, Law.GDPR, now=now)
    late, running = make_case(organisation, now=now), make_case(organisation, now=now)
    tell(late, anna, FactKind.BREACH, now - 80 * HOUR, now=now)
    tell(running, anna, FactKind.BREACH, now - HOUR, now=now)
    tell(running, anna, FactKind.BREACH_HIGH_RISK, now, now=now)
    settle_all(now=now)
    due = [
        row.due_at.astimezone(UTC).replace(microsecond=0) for row in LawDuty.objects.order_by("due_at") if row.due_at
    ]
    address = address_of(anna)
    assert [event for event in events(address) if "law" in event[0]] == [
        (f"{late.number}: Duty by law, late", due[0], "CONFIRMED", 0),
        (f"{running.number}: Duty by law", due[1], "CONFIRMED", 0),
    ]
    assert [word in Client().get(address).text.lower() for word in ("breach", "gdpr", "authority")] == [False] * 3


def test_a_duty_that_was_submitted_is_gone(organisation: MadeOrganisation, anna: MadeMember) -> None:
    notified(make_case(organisation, now=timezone.now()), anna)
    assert events(address_of(anna)) == []


def test_what_is_withheld_is_to_be_looked_at_again_and_nothing_more(
    organisation: MadeOrganisation, anna: MadeMember
) -> None:
    now = timezone.now()
    case, lead = make_case(organisation, now=now), make_member(organisation, Role.LEAD)
    review = (now + 30 * DAY).date()
    withhold(
        number=case.number,
        ground=Ground.COURT,
        reason="Vonnis",
        review_on=review,
        said=False,
        seen_version=case.version,
        by=lead.unlocked,
        now=now,
    )
    address = address_of(anna)
    ((summary, at, status, _sequence),) = events(address)
    assert (summary, at, status) == (f"{case.number}: To be looked at again", review_of(case.row), "CONFIRMED")
    assert "ithh" not in Client().get(address).text


def test_what_was_done_is_gone(organisation: MadeOrganisation, anna: MadeMember) -> None:
    (case,) = settled(organisation, 1)
    address = address_of(anna)
    answer(case, anna.unlocked, now=timezone.now())
    settle_all(now=timezone.now())
    assert [summary for summary, *_ in events(address)] == [f"{case.number}: Word of progress"]


def test_an_event_keeps_its_name_and_moves(organisation: MadeOrganisation, anna: MadeMember) -> None:
    """A row that stands still is tentative, and its number rises with each question."""
    (case,) = settled(organisation, 1)
    address = address_of(anna)
    before = [str(event["UID"]) for event in read(address).walk("VEVENT")]
    row = Obligation.objects.get()
    moment = timezone.now().isoformat()
    Obligation.objects.update(paused=True, reckoning=row.reckoning | {"waits": [[moment, moment]]})
    ((summary, _at, status, sequence),) = events(address)
    assert (summary, status, sequence) == (f"{case.number}: First answer, stands still", "TENTATIVE", 1)
    assert [str(event["UID"]) for event in read(address).walk("VEVENT")] == before


def test_mine_are_those_in_my_hands_and_in_nobodys(organisation: MadeOrganisation, anna: MadeMember) -> None:
    mine, theirs, nobodys = settled(organisation, 3, 2, 1)
    now = timezone.now()
    hold_laws(organisation, Law.GDPR, now=now)
    for case, to in ((mine, anna), (theirs, make_member(organisation, name="Bram"))):
        assign(number=case.number, to=to.id, seen_version=case.version, by=anna.unlocked, now=now)
    for case in (mine, theirs, nobodys):
        tell(case, anna, FactKind.BREACH, now, now=now)
    seen = {scope: [summary[:10] for summary, *_ in events(address_of(anna, scope))] for scope in ("mine", "all")}
    wanted = {"mine": [mine.number, nobodys.number], "all": [mine.number, theirs.number, nobodys.number]}
    assert {scope: sorted(numbers) for scope, numbers in seen.items()} == {
        scope: sorted(numbers * 2) for scope, numbers in wanted.items()
    }


def test_another_organisation_stands_not_there(anna: MadeMember) -> None:
    settled(make_organisation(), 1)
    assert events(address_of(anna)) == []


def test_no_word_of_a_report_and_no_name(organisation: MadeOrganisation, anna: MadeMember) -> None:
    settled(organisation, 1)
    text = Client().get(address_of(anna)).text
    assert [word in text for word in (CONTENT.where, CONTENT.what[:12], "Anna", anna.email)] == [False] * 4


def test_the_file_keeps_to_the_rules(organisation: MadeOrganisation, anna: MadeMember) -> None:
    """RFC 5545, 3.1: lines end in CRLF and have at most 75 octets; 3.6: what must be there, and 3.3.11: what is escaped."""
    settled(organisation, *range(1, 9))
    content = Client().get(address_of(anna)).content
    lines = content.split(b"\r\n")
    assert (content.count(b"\n"), lines[-1]) == (len(lines) - 1, b"")
    assert max(map(len, lines)) <= 75
    text = content.replace(b"\r\n ", b"").decode()
    assert [text.count(each) for each in ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:", "END:VCALENDAR")] == [1] * 4
    assert [text.count(f"\r\n{each}:") for each in ("UID", "DTSTAMP", "DTSTART")] == [8] * 3
    assert text.count("\r\nNAME:Due dates: Kliniek\\; De\\, Linde\r\n") == 1
    assert text.count("\r\nREFRESH-INTERVAL;VALUE=DURATION:PT1H\r\n") == 1


def test_nobody_keeps_it_or_learns_where_it_stood(anna: MadeMember) -> None:
    headers = Client().get(address_of(anna)).headers
    assert (headers["Cache-Control"], headers["Referrer-Policy"]) == ("private, no-store", "no-referrer")
    assert ("Set-Cookie" in headers, headers["X-Robots-Tag"]) == (False, "noindex")


@pytest.mark.parametrize("token", ["x", "0" * 60, "%00", "%ED%A0%80", "A" * 3000])
def test_an_unknown_address_is_nothing(token: str) -> None:
    answer = Client().get(f"/desk/calendar/{token}.ics")
    assert (answer.status_code, "Set-Cookie" in answer.headers) == (404, False)


def test_a_revoked_address_looks_as_one_that_never_was(organisation: MadeOrganisation, anna: MadeMember) -> None:
    settled(organisation, 1)
    address = address_of(anna)
    assert client_of(anna).get("/desk/account/calendar/revoke").status_code == 200
    assert FeedAddress.objects.count() == 1
    done = client_of(anna).post("/desk/account/calendar/revoke")
    assert (done.status_code, done.headers["Location"]) == (303, "/desk/account/calendar?said=feed_revoked")
    found, never = Client().get(address), Client().get("/desk/calendar/x.ics")
    assert (found.status_code, found.content) == (404, never.content)


def test_guessing_is_slowed_and_refused_and_a_right_address_is_not(
    organisation: MadeOrganisation, anna: MadeMember
) -> None:
    """Nor is anybody kept from signing in by a calendar program that knows an old address."""
    settled(organisation, 1)
    address = address_of(anna)
    guesses = [Client(REMOTE_ADDR=FAR).get("/desk/calendar/x.ics").status_code for _ in range(4)]
    right = Client(REMOTE_ADDR=FAR).get(address).status_code
    password = Client(REMOTE_ADDR=FAR).post("/desk/sign-in", {"email": "x@x.example", "password": "wrong"}).status_code
    assert (guesses, right, password) == ([404, 404, 429, 429], 200, 422)


def test_no_log_holds_the_address(anna: MadeMember, caplog: pytest.LogCaptureFixture) -> None:
    """Not even of a request that is refused, as the program writes its logs."""
    from meldpunt.site.logs import Lines

    address = address_of(anna)
    client_of(anna).post("/desk/account/calendar/revoke")
    with caplog.at_level(logging.DEBUG):
        Client().get(address)
        Client().post(address)
    written = [Lines().format(record) for record in caplog.records if not record.name.startswith("django.db")]
    token = address.rpartition("/")[2].removesuffix(".ics")
    assert (len(written) > 0, any(token in line for line in written)) == (True, False)


@pytest.mark.parametrize(
    ("language", "held"),
    [
        ("en", "a duty by law is due or that something is to be looked at again, when, and whether it is late"),
        ("nl", "een wettelijke plicht afloopt of dat er iets opnieuw moet worden bekeken, wanneer, en of het te laat"),
    ],
)
def test_both_pages_say_what_it_holds(organisation: MadeOrganisation, language: str, held: str) -> None:
    desk = client_of(make_member(organisation, name="Bram", language=language))
    assert [held in desk.get(page).text for page in ("/desk/account", "/desk/account/calendar")] == [True, True]


def test_the_page_never_shows_it_again(anna: MadeMember) -> None:
    """And offers to an administrator nothing at all."""
    token = address_of(anna).rpartition("/")[2].removesuffix(".ics")
    desk = client_of(anna)
    pages = [
        desk.get(page).text for page in ("/desk/account/calendar", "/desk/account", "/desk/account/calendar/revoke")
    ]
    assert [token in page for page in pages] == [False] * 3
    administrator = client_of(make_member(anna_organisation(anna), Role.ADMINISTRATOR))
    assert "/desk/account/calendar" in pages[1]
    assert "/desk/account/calendar" not in administrator.get("/desk/account").text


def anna_organisation(anna: MadeMember) -> MadeOrganisation:
    return MadeOrganisation(anna.unlocked.organisation, "", "")


@pytest.mark.parametrize("sent", [{}, {"scope": ""}, {"scope": "everything"}])
def test_a_form_without_a_choice_makes_nothing(anna: MadeMember, sent: dict[str, str]) -> None:
    answered = client_of(anna).post("/desk/account/calendar", sent)
    assert (answered.status_code, FeedAddress.objects.count()) == (422, 0)
