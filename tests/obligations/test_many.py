"""Ten thousand promises that are due at the same minute: none is missed, none comes twice."""

import pytest
from django.db import connection

from meldpunt.caseload.queries import due_list
from meldpunt.caseload.terms import DueFilter
from meldpunt.obligations.jobs import warn_of_obligations
from meldpunt.obligations.models import PlannedWarning
from meldpunt.outbox.access import ready_letter
from meldpunt.outbox.models import Owed
from meldpunt.outbox.terms import Letter
from tests.factories.cases import make_case
from tests.factories.obligations import settle_case
from tests.factories.people import NOW, MadeMember, make_member, make_organisation

pytestmark = pytest.mark.django_db
MANY, PAGE = 10_000, 1000


COLUMNS = "organisation_id, case_id, thread_id, policy_version_id, kind, started_at, due_at, reckoning, paused, lapsed_because"
COPIES = (
    f"WITH RECURSIVE numbers(n) AS (SELECT 2 UNION ALL SELECT n + 1 FROM numbers WHERE n < {MANY}) "
    f"INSERT INTO obligations_obligation ({COLUMNS}, cause) SELECT {COLUMNS}, 'copy:' || n FROM obligations_obligation, numbers"
)
WARNINGS = "INSERT INTO obligations_plannedwarning (obligation_id, step, at) SELECT id, 'handler', due_at FROM obligations_obligation"


@pytest.fixture
def anna() -> MadeMember:
    """Give the one member of an organisation that owes so many, each with one warning that must leave."""
    organisation = make_organisation()
    settle_case(make_case(organisation))
    PlannedWarning.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute(COPIES)
        cursor.execute(WARNINGS)
    return make_member(organisation, name="Anna")


def test_read_page_by_page(anna: MadeMember) -> None:
    """Each row of the due list once, though all of them are due at one moment."""
    seen, cursor = [], None
    for _ in range(MANY // PAGE):
        page = due_list(visitor=anna.unlocked, which=DueFilter.ALL, now=NOW, cursor=cursor, limit=PAGE)
        seen += [row.line.mark.row for row in page.rows]
        cursor = page.later
    assert (cursor, len(seen), len(set(seen))) == (None, MANY, MANY)


@pytest.mark.usefixtures("anna")
def test_warned_of_in_one_letter() -> None:
    """And never again."""
    due = PlannedWarning.objects.order_by("id")[0].at
    assert (warn_of_obligations(now=due), warn_of_obligations(now=due)) == (MANY, 0)
    (letter,) = Owed.objects.filter(letter=Letter.PROMISES_DUE)
    assert str(MANY) in ready_letter(letter).body
