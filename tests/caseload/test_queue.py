"""The queue: order, filters, pages, counts, and what it costs."""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meldpunt.caseload.queries import listing, queue, queue_counts
from meldpunt.caseload.rules import from_cursor, to_cursor
from meldpunt.caseload.terms import BadCursor, Filter, QueueCounts
from meldpunt.cases.actions import assign, close, decline
from meldpunt.cases.models import Case
from meldpunt.cases.terms import ClosingReason, DeclineReason, Mark
from meldpunt.people.terms import NotAllowed, Role, Visitor
from tests.factories.cases import make_case
from tests.factories.people import NOW, MadeMember, MadeOrganisation, make_member, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> MadeOrganisation:
    """Give an organisation."""
    return make_organisation()


@pytest.fixture
def anna(organisation: MadeOrganisation) -> MadeMember:
    """Give a handler."""
    return make_member(organisation, name="Anna")


def put(organisation: MadeOrganisation, count: int, *, due: datetime = NOW, closed: bool = False) -> None:
    """Put bare rows into the table: the queue never opens anything."""
    Case.objects.bulk_create(
        Case(
            uuid=uuid4(),
            organisation_id=organisation.id,
            number=f"2025-{due:%j%H%M}-{number}",
            report_state="closed" if closed else "received",
            opened_at=NOW,
            waiting_since=NOW,
            last_word="finder",
            due_at=None if closed else due,
            closed_at=due if closed else None,
            closing_reason="solved" if closed else "",
        )
        for number in range(count)
    )


def pages(visitor: Visitor, which: Filter, limit: int) -> Iterator[list[str]]:
    """Walk to the end, then back to the front."""
    page = queue(visitor=visitor, which=which, limit=limit)
    yield [row.line.number for row in page.rows]
    while page.later:
        page = queue(visitor=visitor, which=which, cursor=page.later, limit=limit)
        yield [row.line.number for row in page.rows]
    while page.earlier:
        page = queue(visitor=visitor, which=which, cursor=page.earlier, limit=limit)
        yield [row.line.number for row in page.rows]


def test_what_is_due_first_comes_first(organisation: MadeOrganisation, anna: MadeMember) -> None:
    """Whenever it came in."""
    late = make_case(organisation, now=NOW)
    early = make_case(organisation, now=NOW - timedelta(days=7))
    rows = queue(visitor=anna.unlocked, which=Filter.OPEN).rows
    assert [row.line.number for row in rows] == [early.number, late.number]


def test_a_row_says_how_it_stands(organisation: MadeOrganisation, anna: MadeMember) -> None:
    """Everything clear, nothing that was sealed."""
    case = make_case(organisation, language="en")
    assign(number=case.number, to=anna.id, seen_version=1, by=anna.unlocked, now=NOW)
    row = queue(visitor=anna.unlocked, which=Filter.OPEN).rows[0]
    assert (
        row.line.number,
        row.line.state,
        row.assigned_name,
        row.line.language,
        row.line.identity_mode,
        row.line.answered,
        row.line.last_word,
    ) == (
        case.number,
        "received",
        "Anna",
        "en",
        "anonymous",
        False,
        "finder",
    )


def test_filters(organisation: MadeOrganisation, anna: MadeMember) -> None:
    """Each shows its own."""
    mine, free, gone = (make_case(organisation) for _ in range(3))
    assign(number=mine.number, to=anna.id, seen_version=1, by=anna.unlocked, now=NOW)
    decline(number=gone.number, reason=DeclineReason.NOT_OURS, text="Nee.", seen_version=1, by=anna.unlocked, now=NOW)
    close(number=gone.number, reason=ClosingReason.NOT_OURS, seen_version=2, by=anna.unlocked, now=NOW)
    shown = {which: [row.line.number for row in queue(visitor=anna.unlocked, which=which).rows] for which in Filter}
    assert shown == {
        Filter.OPEN: [mine.number, free.number],
        Filter.MINE: [mine.number],
        Filter.UNASSIGNED: [free.number],
        Filter.CLOSED: [gone.number],
    }


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 7, 8])
@pytest.mark.parametrize("which", [Filter.OPEN, Filter.UNASSIGNED, Filter.CLOSED])
def test_pages_cover_everything_once_both_ways(
    organisation: MadeOrganisation, anna: MadeMember, which: Filter, limit: int
) -> None:
    """Also when many are due at the same moment."""
    for minutes, count in ((0, 4), (1, 3)):
        put(organisation, count, due=NOW + timedelta(minutes=minutes), closed=which is Filter.CLOSED)
    walked = list(pages(anna.unlocked, which, limit))
    forth = -(-7 // limit)
    whole = [row.line.number for row in queue(visitor=anna.unlocked, which=which, limit=100).rows]
    assert [number for page in walked[:forth] for number in page] == whole
    assert walked[forth - 1 :][::-1][0] == walked[0]
    assert len(walked) == 2 * forth - 1


def test_a_case_that_arrives_meanwhile_is_not_shown_twice(organisation: MadeOrganisation, anna: MadeMember) -> None:
    """A page begins after a row, not after a number of rows."""
    put(organisation, 4, due=NOW)
    first = queue(visitor=anna.unlocked, which=Filter.OPEN, limit=2)
    put(organisation, 3, due=NOW - timedelta(days=1))
    second = queue(visitor=anna.unlocked, which=Filter.OPEN, cursor=first.later, limit=2)
    assert {row.line.number for row in first.rows} & {row.line.number for row in second.rows} == set()


def test_an_empty_queue(anna: MadeMember) -> None:
    """Has no other pages."""
    page = queue(visitor=anna.unlocked, which=Filter.OPEN)
    assert (page.rows, page.earlier, page.later) == ((), None, None)


def test_others_cases_are_not_shown(anna: MadeMember) -> None:
    """Nor counted."""
    make_case(make_organisation())
    page = queue(visitor=anna.unlocked, which=Filter.OPEN)
    assert (page.rows, queue_counts(visitor=anna.unlocked, now=NOW).open) == ((), 0)


def test_counts(organisation: MadeOrganisation, anna: MadeMember) -> None:
    """Overdue ones are open ones whose moment has passed."""
    case = make_case(organisation)
    put(organisation, 2, due=NOW - timedelta(seconds=1))
    put(organisation, 5, closed=True)
    assign(number=case.number, to=anna.id, seen_version=1, by=anna.unlocked, now=NOW)
    assert queue_counts(visitor=anna.unlocked, now=NOW) == QueueCounts(open=3, mine=1, unassigned=2, overdue=2)


def test_counts_no_further_than_needed(
    organisation: MadeOrganisation, anna: MadeMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    """*More than so many* is enough to know."""
    monkeypatch.setattr(listing, "COUNTED", 5)
    put(organisation, 9)
    assert queue_counts(visitor=anna.unlocked, now=NOW).open == 5


def test_an_administrator_sees_no_queue(organisation: MadeOrganisation) -> None:
    """Nor its counts."""
    administrator = make_member(organisation, Role.ADMINISTRATOR).unlocked
    with pytest.raises(NotAllowed):
        queue(visitor=administrator, which=Filter.OPEN)
    with pytest.raises(NotAllowed):
        queue_counts(visitor=administrator, now=NOW)


@pytest.mark.parametrize("backwards", [True, False])
def test_a_cursor_comes_back(*, backwards: bool) -> None:
    """To the microsecond."""
    mark = Mark(NOW.replace(microsecond=123_456), 42)
    assert from_cursor(to_cursor(mark, backwards=backwards)) == (mark, backwards)


@pytest.mark.parametrize(
    "cursor", ["x", "é", "\ud800", "Zi4xLjI", "A" * 500, "Zi4tMS4x", "eC4xLjE", "Zi45OTk5OTk5OTk5OTk5OTk5OTk5OTk5LjE"]
)
def test_nonsense_is_no_place(cursor: str) -> None:
    """Whatever stands in the address: a named error, or a place that holds nothing."""
    try:
        from_cursor(cursor)
    except BadCursor:
        return
    assert cursor == "Zi4xLjI"


def test_costs_the_same_queries_however_many_there_are(organisation: MadeOrganisation, anna: MadeMember) -> None:
    """Three: the cases, their threads, the names."""
    visitor = anna.unlocked
    put(organisation, 60)
    with CaptureQueriesContext(connection) as queries:
        queue(visitor=visitor, which=Filter.OPEN)
    assert len(queries) == 3


@pytest.mark.parametrize("which", Filter)
def test_a_page_is_read_from_an_index_without_sorting(
    organisation: MadeOrganisation, anna: MadeMember, which: Filter
) -> None:
    """On both databases, for the first page and for a later one; so its cost does not grow with the table."""
    for minutes in range(40):
        put(organisation, 50, due=NOW + timedelta(minutes=minutes), closed=which is Filter.CLOSED)
    Case.objects.filter(organisation=organisation.id, closed_at=None).update(
        assigned_to=anna.id if which is Filter.MINE else None
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE cases_case" if connection.vendor == "postgresql" else "ANALYZE")
    visitor = anna.unlocked
    with CaptureQueriesContext(connection) as queries:
        page = queue(visitor=visitor, which=which, limit=10)
        queue(visitor=visitor, which=which, cursor=page.later, limit=10)
    plans = [plan(query["sql"]) for query in queries.captured_queries if 'FROM "cases_case"' in query["sql"]]
    assert [("case_" in text, "sort" in text or "temp b-tree" in text) for text in plans] == [(True, False)] * 2


def plan(sql: str) -> str:
    """Return the database's plan of a query, in small letters."""
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(f"EXPLAIN (FORMAT JSON) {sql}")
            return json.dumps(cursor.fetchone()[0]).lower().replace('"sort key"', "")
        cursor.execute(f"EXPLAIN QUERY PLAN {sql}")
        return " ".join(str(row[3]) for row in cursor.fetchall()).lower()
