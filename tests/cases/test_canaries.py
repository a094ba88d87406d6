"""The daily test of the way in: kept as a report is, counted nowhere, and forgotten whole."""

from datetime import timedelta

import pytest
from django.core.files.storage import storages
from django.db import connection

from meldpunt.arrivals.terms import Channel
from meldpunt.caseload.queries import due_list, queue, queue_counts
from meldpunt.caseload.terms import DueFilter, Filter
from meldpunt.cases.access import open_canaries, open_for_finder, open_for_member
from meldpunt.cases.actions import enter, forget_canaries
from meldpunt.cases.models import Case, Counter
from meldpunt.cases.queries import count_reports, past_reports
from meldpunt.cases.terms import CaseNotFound
from meldpunt.journal.queries import entries_of_organisation
from meldpunt.journal.terms import SYSTEM
from meldpunt.obligations.jobs import settle_obligations
from meldpunt.outbox.models import Owed
from tests.factories.arrivals import make_upload
from tests.factories.cases import make_canary, make_case
from tests.factories.people import NOW, make_member, make_organisation

pytestmark = pytest.mark.django_db
LATER = NOW + timedelta(minutes=1)


def rows() -> dict[str, int]:
    """Count the rows of every table."""
    counted = {}
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT COUNT(*) FROM {table}")
            counted[table] = cursor.fetchone()[0]
    return counted


def test_its_finder_reads_it_back() -> None:
    """By its own access code, as anybody does."""
    organisation = make_organisation()
    canary = make_canary(organisation, "drie blauwe schapen")
    finder = enter(organisation=organisation.id, code=canary.code, by=Channel.FORM, now=NOW)
    assert open_for_finder(by=finder, now=NOW).report.what == "drie blauwe schapen"


def test_the_organisation_opens_what_it_says() -> None:
    """With its own key, the file too."""
    organisation = make_organisation()
    make_canary(organisation, "drie blauwe schapen", uploads=[make_upload(organisation, b"vier groene koeien")])
    visitor = make_member(organisation).unlocked
    assert list(open_canaries(visitor=visitor).values()) == [("drie blauwe schapen", "vier groene koeien")]


def test_one_that_does_not_open_says_nothing() -> None:
    """Its key went."""
    organisation = make_organisation()
    make_canary(organisation, "drie blauwe schapen")
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM sealing_wrap")
    assert list(open_canaries(visitor=make_member(organisation).unlocked).values()) == [()]


def test_nobody_elses_is_opened() -> None:
    """Each organisation has its own."""
    make_canary(make_organisation(), "drie blauwe schapen")
    assert open_canaries(visitor=make_member(make_organisation()).unlocked) == {}


def test_nothing_of_it_is_left() -> None:
    """Neither a row nor a file: only that a form was used stays for a day, as always, and the built-in policy that was kept."""
    organisation = make_organisation()
    make_case(organisation)
    before = rows()
    upload = make_upload(organisation, b"vier groene koeien")
    canary = make_canary(organisation, "drie blauwe schapen", uploads=[upload])
    enter(organisation=organisation.id, code=canary.code, by=Channel.FORM, now=NOW)
    gone = forget_canaries(organisation=organisation.id, by=SYSTEM, now=LATER)
    before["arrivals_usedform"] += 1
    assert (gone, rows(), storages["sealed"].exists(upload.stored_as)) == (1, before, False)


def test_a_case_stays() -> None:
    """Forgetting canaries forgets nothing else."""
    organisation = make_organisation()
    case = make_case(organisation)
    forget_canaries(organisation=organisation.id, by=SYSTEM, now=LATER)
    assert case.row.number == case.number


def test_it_is_told_and_written_down_nowhere() -> None:
    """No letter, no line of the journal, no number of a case, no promise."""
    organisation = make_organisation()
    make_case(organisation)
    settle_obligations(now=NOW)
    before = rows()
    make_canary(organisation, "drie blauwe schapen")
    settle_obligations(now=LATER)
    told = ("outbox_owed", "journal_entry", "obligations_obligation", "cases_counter", "cases_statechange")
    after = rows()
    assert {table: after[table] - before[table] for table in told if table in after} == dict.fromkeys(
        [table for table in told if table in after], 0
    )


def test_the_desk_does_not_know_it() -> None:
    """Neither in a list or a count, nor by its number."""
    organisation = make_organisation()
    canary = make_canary(organisation, "drie blauwe schapen")
    visitor = make_member(organisation).unlocked
    listed = [queue(visitor=visitor, which=which).rows for which in Filter]
    due = due_list(visitor=visitor, which=DueFilter.ALL, now=NOW)
    counts = queue_counts(visitor=visitor, now=NOW)
    assert (listed, due.rows, counts.open, counts.unassigned) == ([()] * len(Filter), (), 0, 0)
    with pytest.raises(CaseNotFound):
        open_for_member(number=canary.number, visitor=visitor, now=NOW)


def test_it_counts_as_no_report() -> None:
    """Not where what came in is counted, either."""
    organisation = make_organisation()
    make_canary(organisation, "drie blauwe schapen")
    day = {"since": NOW - timedelta(days=1), "before": NOW + timedelta(days=1)}
    assert count_reports(organisation.id, **day) == 0
    assert past_reports(organisation.id, **day, most=10) == []


def test_case_numbers_go_on_without_it() -> None:
    """The next case has the next number."""
    organisation = make_organisation()
    first = make_case(organisation)
    make_canary(organisation, "drie blauwe schapen")
    second = make_case(organisation)
    assert int(second.number[-5:]) - int(first.number[-5:]) == 1
    assert Counter.objects.get(organisation=organisation.id).last == 2


def test_handlers_are_mailed_of_the_next_report_all_the_same() -> None:
    """A canary owes nothing that would hold a letter back."""
    organisation = make_organisation()
    make_member(organisation)
    make_canary(organisation, "drie blauwe schapen")
    before = Owed.objects.count()
    make_case(organisation)
    assert (before, Owed.objects.count()) == (0, 1)


def test_only_who_asks_for_canaries_gets_them() -> None:
    """The rows are there."""
    organisation = make_organisation()
    make_canary(organisation, "drie blauwe schapen")
    assert (Case.objects.count(), Case.with_canaries.count()) == (0, 1)
    assert [entry.deed for entry in entries_of_organisation(organisation.id, limit=50) if entry.case] == []
