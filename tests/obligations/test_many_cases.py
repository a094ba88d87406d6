"""Very many cases, each its own, whose promises are due at the same minute: none is missed, none comes twice, each is explained."""

import os
from collections import Counter
from copy import copy
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.db.models import Model

from meldpunt.caseload.queries import due_list
from meldpunt.caseload.terms import DueFilter
from meldpunt.cases.models import Case, Thread
from meldpunt.journal.queries import entries_since, first_broken_link
from meldpunt.obligations.jobs import settle_obligations, warn_of_obligations
from meldpunt.obligations.models import Obligation, PlannedWarning
from meldpunt.obligations.queries import obligations_of
from meldpunt.outbox.access import ready_letter
from meldpunt.outbox.models import Owed
from meldpunt.outbox.terms import Letter
from meldpunt.policy.rules.reckoning import say
from meldpunt.reports.models import Report
from tests.factories.cases import MadeCase, make_case
from tests.factories.desk import client_of
from tests.factories.obligations import DAY, settle_all
from tests.factories.people import NOW, MadeMember, make_member, make_organisation

pytestmark = pytest.mark.django_db
MANY, PAGE = 10_000 if "WHOLE" in os.environ else 1000, 1000
OPENED = 10


def test_all_due_at_once() -> None:
    """Settled as late, told of in one letter, each once in the journal and in the due list, and explained on its page."""
    anna = make_member(organisation := make_organisation(), name="Anna")
    opened = [make_case(organisation) for _ in range(OPENED)]
    settle_all()
    copies(opened[0], MANY - OPENED)
    due_at = Obligation.objects.order_by("id")[0].due_at
    settle_all(now=due_at + timedelta(seconds=1))
    assert settle_obligations(now=due_at + timedelta(seconds=1)) == 0
    lines = [line for line in entries_since(organisation.id, 0, limit=10 * MANY) if line.deed == "obligation.broken"]
    assert Counter(line.case for line in lines) == dict.fromkeys(Case.objects.values_list("uuid", flat=True), 1)
    assert first_broken_link(organisation.id) is None
    assert (warn_of_obligations(now=due_at + DAY), warn_of_obligations(now=due_at + DAY)) == (4 * MANY, 0)
    (letter,) = Owed.objects.filter(letter=Letter.PROMISES_DUE)
    assert str(MANY) in ready_letter(letter).body
    assert Counter(listed(anna)) == dict.fromkeys(Case.objects.values_list("uuid", flat=True), 1)
    explained(anna, opened)


def copies(first: MadeCase, amount: int) -> None:
    """Add as many cases with reports, finders and obligations of their own, which nobody settled since they were made."""
    case, (thread,), (row,) = first.row, first.row.threads.all(), first.row.obligations.all()
    made: list[tuple[Report, Case, Thread, Obligation]] = []
    for number in range(amount):
        report = changed(thread.report, id=uuid4())
        own = changed(case, pk=None, uuid=uuid4(), number=f"2026-{number + 20_000:05}")
        line = changed(thread, report=report, case=own, locator=uuid4().bytes * 2)
        made.append((report, own, line, changed(row, pk=None, case=own, thread=line)))
    Report.objects.bulk_create((each[0] for each in made), batch_size=500)
    Case.objects.bulk_create((each[1] for each in made), batch_size=500)
    Thread.objects.bulk_create((each[2] for each in made), batch_size=500)
    Obligation.objects.bulk_create((each[3] for each in made), batch_size=500)
    planned = PlannedWarning.objects.filter(obligation=row).order_by("id")
    steps = [(each.step, each.at) for each in planned]
    PlannedWarning.objects.bulk_create(
        (PlannedWarning(obligation=each[3], step=step, at=at) for each in made for step, at in steps), batch_size=500
    )


def changed[M: Model](row: M, **columns: object) -> M:
    """Return a copy of a row with other columns."""
    found = copy(row)
    found._state = copy(row._state)
    found._state.fields_cache = {}
    for name, value in columns.items():
        setattr(found, name, value)
    return found


def listed(anna: MadeMember) -> list[UUID]:
    """Return the cases of the due list, page by page."""
    seen, cursor = [], None
    for _ in range(MANY // PAGE):
        page = due_list(
            visitor=anna.unlocked,
            which=DueFilter.OVERDUE,
            now=Owed.objects.order_by("-owed_at")[0].owed_at,
            cursor=cursor,
            limit=PAGE,
        )
        seen += [row.line.case for row in page.rows]
        cursor = page.later
    assert cursor is None
    return seen


def explained(anna: MadeMember, opened: list[MadeCase]) -> None:
    """Each page tells the days that led to the date; of every tenth that was copied, what its page would tell."""
    desk, cases = client_of(anna), Case.objects.order_by("id").values_list("uuid", flat=True)
    shown = [obligations_of(case, now=NOW + 30 * DAY) for case in cases[::10]]
    (told,) = {say(each.settled.reckoning, "nl") for (each,) in shown}
    for case in opened:
        page = desk.get(f"/desk/cases/{case.number}").text
        assert [part for part in told.split(" · ") if part not in page] == []
