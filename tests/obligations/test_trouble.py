"""Clocks that are wrong, a worker that stood still, holidays that change: nothing missed, nothing twice."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest

from meldpunt.doors.desk.timeline import told as told_of
from meldpunt.journal.queries import entries_of_case, entries_since, first_broken_link
from meldpunt.journal.terms import OPERATOR
from meldpunt.obligations.jobs import warn_of_obligations
from meldpunt.obligations.models import PlannedWarning
from meldpunt.outbox.terms import Letter
from meldpunt.people.models import Organisation
from meldpunt.policy.actions import keep_first_version
from meldpunt.policy.models import PolicyVersion
from meldpunt.policy.rules.reckoning import calendars
from tests.factories.cases import MadeCase, make_case
from tests.factories.desk import client_of
from tests.factories.obligations import DAY, rows_of, settle_all, settle_case
from tests.factories.people import NOW, MadeMember, make_member, make_organisation
from tests.obligations.letters import told

pytestmark = pytest.mark.django_db
THURSDAY = date(2026, 11, 26)


@pytest.fixture
def case() -> MadeCase:
    """Give a case that is due on Monday 30 November at the end of the day."""
    return make_case(make_organisation())


@pytest.fixture
def anna(case: MadeCase) -> MadeMember:
    """Give the one handler."""
    return make_member(case.organisation, name="Anna")


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> set[date]:
    """Give the holidays that the package knows besides its own: a later version of it may know others."""
    days: set[date] = set()
    as_they_are = calendars.public_holidays

    def public_holidays(country: str, year: int, language: str = "") -> Mapping[date, str]:
        calendars.working_days.cache_clear()
        return {**as_they_are(country, year, language), **dict.fromkeys(days, "Feest")}

    monkeypatch.setattr(calendars, "public_holidays", public_holidays)
    calendars.working_days.cache_clear()
    return days


def look(days: float) -> int:
    """Do what the worker does, so many days after the report; return how many warnings left."""
    settle_all(now=NOW + days * DAY)
    return warn_of_obligations(now=NOW + days * DAY)


def letters() -> list[dict[str, int]]:
    """Return what the letters about promises tell."""
    return told(Letter.PROMISES_DUE)


def deeds(case: MadeCase) -> list[str]:
    return [entry.deed for entry in entries_of_case(case.row.uuid) if entry.deed.startswith("obligation.")]


@pytest.mark.usefixtures("case", "anna")
def test_a_clock_set_forward_and_back_warns_once() -> None:
    """Too early while it was wrong, and not again when it is right."""
    assert [look(days) for days in (0, 60, 0.1, 5, 7.5, 9, 61)] == [0, 4, 0, 0, 0, 0, 0]


@pytest.mark.usefixtures("anna")
def test_a_clock_set_back_and_forward_warns_once(case: MadeCase) -> None:
    """Nothing while it was wrong, and everything when it is right; also about what came in meanwhile."""
    assert [look(days) for days in (0, 4.9, -30)] == [0, 1, 0]
    other = make_case(case.organisation, now=NOW - 30 * DAY)
    assert [look(days) for days in (-30, 5.9, 7.5, 9, 60)] == [0, 5, 1, 1, 0]
    assert [deeds(each) for each in (case, other)] == [["obligation.started", "obligation.broken"]] * 2


@pytest.mark.usefixtures("anna")
@pytest.mark.parametrize("weeks", [1, 5])
def test_a_worker_that_stood_still_sends_everything_in_one_letter(case: MadeCase, weeks: int) -> None:
    """Also when what was planned is history by now; of twenty promises it tells once, and calls none that is late due soon."""
    for _ in range(19):
        make_case(case.organisation)
    look(1)
    assert [look(1 + 7 * weeks), look(1.1 + 7 * weeks), look(60), letters()] == [80, 0, 0, [{"late": 20}]]
    assert PlannedWarning.objects.filter(sent_at__isnull=True).count() == 0


@pytest.mark.usefixtures("anna")
def test_the_journal_says_which_warnings_left_more_than_a_day_late(case: MadeCase) -> None:
    """The handler's and the lead's moments were days ago when the worker ran again; a worker that runs says nothing of it."""
    look(1)
    look(8)
    (line,) = [each for each in entries_since(case.organisation.id, 0, limit=100) if each.deed == "obligation.warned"]
    late = sum(each.at < NOW + 7 * DAY for each in PlannedWarning.objects.all())
    assert (line.facts["warnings"], line.facts["late"]) == (4, late)
    assert told_of(line, {}).endswith(f"More than a day after their moment: {late}")


def test_one_letter_a_day_however_the_reports_came(case: MadeCase, anna: MadeMember) -> None:
    """Twenty reports over a day, and a worker that looks every quarter of an hour."""
    assert anna.email
    for number in range(1, 20):
        make_case(case.organisation, now=NOW + number * timedelta(minutes=30))
    sent = [look(quarter / 96) for quarter in range(96 * 4, 96 * 7)]
    assert (sum(sent), letters(), len([each for each in sent if each])) == (40, [{"soon": 20}] * 2, 2)


def test_a_new_holiday_leaves_a_running_date(case: MadeCase, anna: MadeMember, known: set[date]) -> None:
    settle_all()
    before = rows_of(case)[0].due_at
    known.add(THURSDAY)
    later = make_case(case.organisation)
    settle_all(now=NOW + DAY)
    settle_case(case, now=NOW + DAY)
    assert [rows_of(each)[0].due_at - before for each in (case, later)] == [timedelta(), DAY]
    pages = [page_of(each, anna) for each in (case, later)]
    changed = "De kalender is veranderd nadat deze datum werd bepaald. Volgens die van nu zou het"
    assert [(changed in page, "De eerdere datum blijft gelden." in page, "Feest" in page) for page in pages] == [
        (True, True, True),
        (False, False, True),
    ]


def test_a_holiday_less_moves_a_running_date_forward(case: MadeCase, anna: MadeMember, known: set[date]) -> None:
    """With its warnings, and the page tells it without waiting for anybody to settle."""
    known.add(THURSDAY)
    other = make_case(case.organisation)
    settle_all()
    before = rows_of(other)[0].due_at
    known.clear()
    assert "Feest" not in page_of(other, anna)
    settle_case(other, now=NOW + DAY)
    (row,) = rows_of(other)
    assert (row.due_at, deeds(other)) == (before - DAY, ["obligation.started", "obligation.moved"])
    assert row.warnings.get(step="lead").at < row.due_at - DAY
    settle_all(now=NOW + 30 * DAY)
    assert rows_of(other)[0].broken_at == before - DAY


def test_a_holiday_less_that_nobody_looked_at_counts_all_the_same(case: MadeCase, known: set[date]) -> None:
    known.add(THURSDAY)
    settle_all()
    before = rows_of(case)[0].due_at
    known.clear()
    settle_all(now=NOW + 30 * DAY)
    assert rows_of(case)[0].broken_at == before - DAY


@pytest.mark.parametrize(("zone", "moves"), [("America/New_York", 0), ("Asia/Tokyo", -8)])
def test_an_organisation_that_moves(zone: str, moves: int) -> None:
    """Under a version of before versions had a calendar; the date moves to the finder's advantage only."""
    organisation = make_organisation()
    keep_first_version(organisation=organisation.id, by=OPERATOR, now=NOW)
    (version,) = PolicyVersion.objects.filter(organisation=organisation.id)
    PolicyVersion.objects.filter(pk=version.pk).update(terms={**version.terms, "region": None})
    case = make_case(organisation)
    settle_all()
    before = rows_of(case)[0].due_at
    Organisation.objects.filter(pk=organisation.id).update(zone=zone)
    settle_case(case, now=NOW + DAY)
    assert rows_of(case)[0].due_at - before == timedelta(hours=moves)
    assert first_broken_link(organisation.id) is None


def page_of(case: MadeCase, anna: MadeMember) -> str:
    """Return the page of a case."""
    return str(client_of(anna).get(f"/desk/cases/{case.number}").text)
