"""Titles of a list: opened together, written down once, for who may open cases only."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meldpunt.cases.access import open_titles
from meldpunt.cases.queries.numbers import case_numbers
from meldpunt.journal.queries import entries_of_organisation
from meldpunt.people.terms import DeskLocked, NotAllowed, Role
from meldpunt.reports.terms import ReportContent, Topic
from meldpunt.sealing.models import Wrap
from meldpunt.sealing.rules.keys import key_name
from meldpunt.sealing.terms import Purpose
from tests.factories.cases import make_case
from tests.factories.people import NOW, make_member, make_organisation

pytestmark = pytest.mark.django_db


def test_titles_say_what_and_where_in_one_line() -> None:
    """Blanks and new lines become one space; a long one is cut."""
    organisation = make_organisation()
    short = make_case(organisation, content=ReportContent(topic=Topic.LEAK, where=" a\r\n\tb ", what="x"))
    long = make_case(organisation, content=ReportContent(where="x" * 5000, what="x"))
    visitor = make_member(organisation).unlocked
    found = open_titles(cases=[short.row.uuid, long.row.uuid], visitor=visitor, now=NOW)
    assert [(title.topic, title.where) for title in (found[short.row.uuid], found[long.row.uuid])] == [
        (Topic.LEAK, "a b"),
        (Topic.WEAKNESS, "x" * 119 + "…"),
    ]


def test_opening_them_is_one_line_in_the_journal() -> None:
    """With how many; whose page they stood on has no words in it."""
    organisation = make_organisation()
    cases = [make_case(organisation).row.uuid for _ in range(3)]
    open_titles(cases=cases, visitor=make_member(organisation).unlocked, now=NOW)
    lines = entries_of_organisation(organisation.id, before=None, limit=10)
    assert [(line.deed, line.facts) for line in lines if line.deed.startswith("queue.")] == [
        ("queue.titles_opened", {"count": 3})
    ]


def test_what_cannot_be_opened_is_left_out() -> None:
    """Another organisation's case, one without its keys, one that is too large to be opened for a line."""
    organisation, other = make_organisation(), make_organisation()
    theirs, large = (
        make_case(other).row,
        make_case(organisation, content=ReportContent(where="x", what="x" * 200_000)).row,
    )
    visitor = make_member(organisation).unlocked
    bare = make_case(organisation).row
    kept = make_case(organisation).row
    name = key_name(purpose=Purpose.REPORT, organisation=organisation.id, thread=bare.threads.get().pk)
    Wrap.objects.filter(key=name.id).delete()
    found = open_titles(cases=[theirs.uuid, large.uuid, bare.uuid, kept.uuid], visitor=visitor, now=NOW)
    assert list(found) == [kept.uuid]


def test_a_locked_desk_and_an_administrator_open_none() -> None:
    """The queue's clear columns are all they get."""
    organisation = make_organisation()
    case = make_case(organisation).row.uuid
    with pytest.raises(DeskLocked):
        open_titles(cases=[case], visitor=make_member(organisation).locked, now=NOW)
    with pytest.raises(NotAllowed):
        open_titles(cases=[case], visitor=make_member(organisation, Role.ADMINISTRATOR).unlocked, now=NOW)


def test_an_empty_list_writes_nothing_down() -> None:
    """Nothing was opened."""
    organisation = make_organisation()
    visitor = make_member(organisation).unlocked
    before = len(entries_of_organisation(organisation.id, before=None, limit=10))
    assert open_titles(cases=[], visitor=visitor, now=NOW) == {}
    assert len(entries_of_organisation(organisation.id, before=None, limit=10)) == before


def test_a_page_costs_as_many_queries_as_one_row(django_assert_max_num_queries: Any) -> None:
    """Reports, keys, and the journal."""
    organisation = make_organisation()
    cases = [make_case(organisation).row.uuid for _ in range(5)]
    visitor = make_member(organisation).unlocked
    with django_assert_max_num_queries(8):
        open_titles(cases=cases, visitor=visitor, now=NOW)


def test_others_cases_have_no_number_here() -> None:
    """An id that somebody else's case has means nothing."""
    organisation, other = make_organisation(), make_organisation()
    own, theirs = make_case(organisation).row, make_case(other).row
    assert case_numbers(organisation.id, {own.uuid, theirs.uuid}) == {own.uuid: own.number}


@pytest.mark.sqlite
def test_a_page_of_a_million_cases_is_found_by_their_ids() -> None:
    """SQLite keeps no statistics: asked for an organisation's cases with these ids, it would walk all of the organisation's."""
    organisation = make_organisation()
    ids = [uuid4() for _ in range(26)]
    with CaptureQueriesContext(connection) as asked:
        open_titles(cases=ids, visitor=make_member(organisation).unlocked, now=NOW)
        case_numbers(organisation.id, ids)
    plans = [_plan_of(query["sql"]) for query in asked if "cases_case" in query["sql"]]
    assert [(plan.count("(uuid=?)"), plan.count("organisation_id=?"), plan.count("SCAN")) for plan in plans] == [
        (1, 0, 0),
        (1, 0, 0),
    ]


def _plan_of(statement: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN QUERY PLAN {statement}")
        return " ".join(row[3] for row in cursor.fetchall())
