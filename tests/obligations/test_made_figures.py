"""The figures as they are made, kept and asked for; and the same figures out of the journal."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from hypothesis import given

from meldpunt.cases.actions import close, reopen
from meldpunt.cases.models import Case
from meldpunt.cases.terms import ClosingReason, DeclineReason
from meldpunt.journal.queries import entries_of_organisation
from meldpunt.journal.terms import SYSTEM, Actor
from meldpunt.obligations import jobs
from meldpunt.obligations.actions import ask_for_figures, make_figures
from meldpunt.obligations.models import MadeFigures, Obligation, WantedFigures
from meldpunt.obligations.queries import (
    calendar_of,
    counted_in,
    due_figures,
    figures_file,
    figures_for,
    figures_wanted,
    recounted_in,
)
from meldpunt.obligations.rules.figures import as_csv, tables
from meldpunt.obligations.rules.figures.nightly import is_due, last_night, next_night
from meldpunt.obligations.rules.figures.storage import from_stored, to_stored
from meldpunt.obligations.terms.figures import Audience, Counted
from meldpunt.people.terms import Role, Visitor
from meldpunt.policy.terms import PromiseKind
from tests.factories.cases import MadeCase, answer, make_case, say_no
from tests.factories.obligations import DAY, settle_all
from tests.factories.people import NOW, MadeOrganisation, make_member, make_organisation
from tests.obligations.counted import NL, settleds

ZONE = "Europe/Amsterdam"


def told(organisation: MadeOrganisation, audience: Audience) -> list[tuple[str, str, int | None]]:
    """Return kind, period and how many were made, of each row that is kept."""
    figures = figures_for(audience, organisation.id)
    assert figures is not None
    return [(table.kind.value, row.period, row.made.value) for table in figures.tables for row in table.rows]


@given(settleds())
def test_what_is_stored_comes_back_without_its_singles(of: list[Counted]) -> None:
    made = tables(of, NL)
    back = from_stored(to_stored(made))
    assert to_stored(back) == to_stored(made)
    assert [row.singles for table in back for row in table.rows] == [() for table in made for _row in table.rows]


@pytest.mark.parametrize(
    ("now", "night"),
    [
        (datetime(2026, 7, 1, 2, tzinfo=UTC), datetime(2026, 7, 1, 2, tzinfo=UTC)),
        (datetime(2026, 7, 1, 1, 59, 59, tzinfo=UTC), datetime(2026, 6, 30, 2, tzinfo=UTC)),
        (datetime(2026, 10, 25, 12, tzinfo=UTC), datetime(2026, 10, 25, 3, tzinfo=UTC)),
        (datetime(2026, 3, 29, 12, tzinfo=UTC), datetime(2026, 3, 29, 2, tzinfo=UTC)),
    ],
)
def test_a_night_is_that_of_the_clock_there(now: datetime, night: datetime) -> None:
    assert last_night(ZONE, now=now) == night


@pytest.mark.parametrize(
    ("now", "night"),
    [
        (datetime(2026, 7, 1, 2, tzinfo=UTC), datetime(2026, 7, 2, 2, tzinfo=UTC)),
        (datetime(2026, 7, 1, 1, 59, 59, tzinfo=UTC), datetime(2026, 7, 1, 2, tzinfo=UTC)),
        (datetime(2026, 10, 24, 12, tzinfo=UTC), datetime(2026, 10, 25, 3, tzinfo=UTC)),
        (datetime(2026, 3, 28, 12, tzinfo=UTC), datetime(2026, 3, 29, 2, tzinfo=UTC)),
    ],
)
def test_the_next_night_is_that_of_the_clock_there(now: datetime, night: datetime) -> None:
    assert next_night(ZONE, now=now) == night


@pytest.mark.parametrize(
    ("made_at", "due"),
    [
        (None, True),
        (NOW, False),
        (last_night(ZONE, now=NOW), False),
        (last_night(ZONE, now=NOW) - timedelta(seconds=1), True),
        (NOW + timedelta(seconds=1), True),
    ],
)
def test_due_after_a_night_or_where_the_clock_was_set_back(made_at: datetime | None, due: bool) -> None:
    assert is_due(made_at, ZONE, now=NOW) is due


@pytest.mark.django_db
def test_members_see_every_count_and_anybody_none_of_few_reports() -> None:
    organisation = make_organisation()
    make_case(organisation, now=NOW)
    settle_all(now=NOW)
    make_figures(organisation=organisation.id, by=SYSTEM, now=NOW)
    desk, public = (told(organisation, audience) for audience in (Audience.DESK, Audience.PUBLIC))
    assert ({made for _kind, _period, made in desk}, public) == ({1}, [])


@pytest.mark.django_db
def test_the_file_is_that_of_the_same_tables() -> None:
    organisation = make_organisation()
    for _ in range(10):
        make_case(organisation, now=NOW)
    settle_all(now=NOW)
    make_figures(organisation=organisation.id, by=SYSTEM, now=NOW)
    files = [figures_file(audience, organisation.id) for audience in Audience]
    region = calendar_of(organisation.id, now=NOW)
    wanted = [
        as_csv(tables(counted_in(organisation.id), region, least=audience.least), least=audience.least)
        for audience in Audience
    ]
    assert [file.content for file in files if file] == wanted


@pytest.mark.django_db
def test_made_again_they_take_the_place_of_those_before() -> None:
    organisation = make_organisation()
    for days in (0, 1):
        make_case(organisation, now=NOW + days * DAY)
        settle_all(now=NOW + days * DAY)
        make_figures(organisation=organisation.id, by=SYSTEM, now=NOW + days * DAY)
    rows = MadeFigures.objects.order_by("audience").values_list("organisation", "made_at")
    assert list(rows) == [(organisation.id, NOW + DAY)] * 2
    assert {made for _kind, _period, made in told(organisation, Audience.DESK)} == {2}


@pytest.mark.django_db
def test_a_declined_report_has_a_table_of_its_own() -> None:
    organisation = make_organisation()
    case = make_case(organisation, now=NOW)
    make_case(organisation, now=NOW)
    settle_all(now=NOW)
    Case.objects.filter(pk=case.row.pk).update(
        declined_as="not_valid", answered_at=NOW, last_own_word_at=NOW, last_own_kind="decline"
    )
    make_figures(organisation=organisation.id, by=SYSTEM, now=NOW)
    figures = figures_for(Audience.DESK, organisation.id)
    assert figures is not None
    assert [(table.declined, table.total.made.value) for table in figures.tables] == [(False, 1), (True, 1)]


@pytest.mark.django_db
def test_asking_twice_asks_once_and_is_over_when_they_are_made() -> None:
    organisation = make_organisation()
    member = make_member(organisation, Role.HANDLER).unlocked
    make_figures(organisation=organisation.id, by=SYSTEM, now=NOW)
    for minutes in (1, 2):
        ask_for_figures(by=member, now=NOW + timedelta(minutes=minutes))
    assert figures_wanted(organisation.id) == NOW + timedelta(minutes=1)
    assert [line.deed for line in entries_of_organisation(organisation.id, limit=2)] == [
        "figures.asked",
        "figures.made",
    ]
    assert due_figures(now=NOW + timedelta(minutes=3)) == [organisation.id]
    make_figures(organisation=organisation.id, by=SYSTEM, now=NOW + timedelta(minutes=3))
    assert (WantedFigures.objects.count(), due_figures(now=NOW + timedelta(minutes=4))) == (0, [])


@pytest.mark.django_db
def test_figures_that_were_asked_for_while_they_were_counted_are_made_again() -> None:
    organisation = make_organisation()
    ask_for_figures(by=make_member(organisation).unlocked, now=NOW + timedelta(seconds=1))
    make_figures(organisation=organisation.id, by=SYSTEM, now=NOW)
    assert due_figures(now=NOW + timedelta(minutes=1)) == [organisation.id]


@pytest.mark.django_db
def test_the_job_makes_one_at_a_time_and_what_fails_keeps_nobody_else_from_theirs(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    broken, *others = [make_organisation() for _ in range(3)]

    def make(*, organisation: UUID, by: Actor, now: datetime) -> int:
        if organisation == broken.id:
            raise ZeroDivisionError
        return make_figures(organisation=organisation, by=by, now=now)

    monkeypatch.setattr(jobs, "make_figures", make)
    assert [jobs.make_due_figures(now=NOW) for _ in range(3)] == [1, 1, 0]
    made = MadeFigures.objects.order_by("organisation").values_list("organisation", flat=True).distinct()
    assert sorted(made) == sorted(other.id for other in others)


@pytest.mark.django_db
def test_nobody_elses_obligations_are_counted() -> None:
    own, other = make_organisation(), make_organisation()
    make_case(other, now=NOW)
    settle_all(now=NOW)
    assert (list(counted_in(own.id)), len(list(counted_in(other.id)))) == ([], Obligation.objects.count())


@pytest.mark.django_db
def test_the_journal_tells_the_same() -> None:
    """Answered in time, too late and never; declined, closed, and taken up again."""
    organisation = make_organisation()
    anna = make_member(organisation, name="Anna").unlocked
    kept, late, no, back, *_never = cases = [make_case(organisation, now=NOW) for _ in range(5)]
    settle_all(now=NOW)
    answer(kept, anna, now=NOW + DAY)
    settle_all(now=NOW + 40 * DAY)
    answer(late, anna, now=NOW + 50 * DAY)
    for case in (no, back):
        say_no(case, anna, DeclineReason.NOT_VALID, now=NOW + 51 * DAY)
    close_no(no, anna, now=NOW + 70 * DAY)
    close_no(back, anna, now=NOW + 70 * DAY)
    reopen(number=back.number, seen_version=back.version, by=anna, now=NOW + 71 * DAY)
    settle_all(now=NOW + 200 * DAY)
    region = calendar_of(organisation.id, now=NOW)
    counted, recounted = (tables(found(organisation.id), region, least=1) for found in (counted_in, recounted_in))
    assert counted == recounted
    answers = [table for table in counted if table.kind is PromiseKind.FIRST_ANSWER]
    assert [(table.declined, table.total.kept.value, table.total.broken.value) for table in answers] == [
        (False, 1, len(cases) - 2),
        (True, 0, 1),
    ]


def close_no(case: MadeCase, by: Visitor, *, now: datetime) -> None:
    """Close a case that was declined."""
    close(number=case.number, reason=ClosingReason.NOT_VALID, seen_version=case.version, by=by, now=now)
