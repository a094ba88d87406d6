"""Public figures of promises whose clock stands still unsaid: as the finder is told, so that no figure says what the page may not."""

from datetime import date

import pytest

from meldpunt.cases.actions import end_withholding, withhold
from meldpunt.cases.terms import Ground
from meldpunt.journal.terms import SYSTEM
from meldpunt.obligations.actions import make_figures
from meldpunt.obligations.models import Obligation
from meldpunt.obligations.queries import (
    calendar_of,
    counted_in,
    figures_for,
    obligations_to,
    recounted_in,
    told_otherwise,
)
from meldpunt.obligations.rules.figures import tables
from meldpunt.obligations.terms import Standing
from meldpunt.obligations.terms.figures import Audience, Count, Hidden, Outcome
from meldpunt.people.terms import Visitor
from meldpunt.policy.terms import PromiseKind
from tests.factories.cases import MadeCase, answer, make_case
from tests.factories.obligations import DAY, settle_all
from tests.factories.people import NOW, MadeOrganisation, make_lead, make_organisation

pytestmark = pytest.mark.django_db
OUTCOMES = {
    Standing.KEPT: Outcome.KEPT,
    Standing.LATE: Outcome.BROKEN,
    Standing.BROKEN: Outcome.BROKEN,
    Standing.RUNNING: Outcome.RUNNING,
    Standing.LAPSED: Outcome.LAPSED,
}


@pytest.fixture
def organisation() -> MadeOrganisation:
    """Give one that told nobody anything yet."""
    return make_organisation()


@pytest.fixture
def lea(organisation: MadeOrganisation) -> Visitor:
    """Give a lead."""
    return make_lead(organisation, name="Lea").unlocked


def hush(case: MadeCase, by: Visitor, *, said: bool) -> None:
    withhold(
        number=case.number,
        ground=Ground.COURT,
        reason="Vonnis.",
        review_on=date(2026, 12, 24),
        said=said,
        seen_version=case.version,
        by=by,
        now=NOW + DAY,
    )


def broken(organisation: MadeOrganisation, audience: Audience) -> Count:
    """Return how many promises of a next message the figures call broken."""
    figures = figures_for(audience, organisation.id)
    assert figures is not None
    return next(table.rows[0].broken for table in figures.tables if table.kind is PromiseKind.SILENCE)


@pytest.mark.parametrize(("said", "public"), [(False, Count(None, Hidden.FEW)), (True, Count(0))])
def test_in_public_it_is_broken_at_the_date_that_the_finder_knows(
    organisation: MadeOrganisation, lea: Visitor, *, said: bool, public: Count
) -> None:
    """Of ten reports nine had their word; who reads that nothing was broken would know why theirs is."""
    hushed, *others = [make_case(organisation, now=NOW) for _ in range(10)]
    for case in (hushed, *others):
        answer(case, lea)
    hush(hushed, lea, said=said)
    for case in others:
        answer(case, lea, now=NOW + 5 * DAY)
    settle_all(now=NOW + 5 * DAY)
    now = Obligation.objects.filter(kind="silence").latest("due_at").due_at - DAY
    make_figures(organisation=organisation.id, by=SYSTEM, now=now)
    assert (broken(organisation, Audience.PUBLIC), broken(organisation, Audience.DESK)) == (public, Count(0))


@pytest.mark.parametrize("ended", [False, True])
def test_each_is_counted_as_the_page_of_its_finder_tells_it(
    organisation: MadeOrganisation, lea: Visitor, *, ended: bool
) -> None:
    """Also after the end, with a word that came in time for us and too late for them."""
    case = make_case(organisation, now=NOW)
    answer(case, lea)
    hush(case, lea, said=False)
    now = NOW + 50 * DAY
    if ended:
        end_withholding(number=case.number, seen_version=case.version, by=lea, now=now)
        answer(case, lea, now=now)
    settle_all(now=now)
    shown = obligations_to(case.row.uuid, case.row.threads.get().pk, now=now)
    counted = list(counted_in(organisation.id, told_otherwise(organisation.id, now=now)))
    assert sorted((each.kind, each.outcome, each.fulfilled_at) for each in counted) == sorted(
        (each.kind, OUTCOMES[each.settled.standing], each.settled.fulfilled_at) for each in shown
    )
    assert Outcome.BROKEN in {each.outcome for each in counted if each.kind is PromiseKind.SILENCE}


def test_the_desk_and_the_journal_count_it_as_it_is(organisation: MadeOrganisation, lea: Visitor) -> None:
    case = make_case(organisation, now=NOW)
    answer(case, lea)
    hush(case, lea, said=False)
    settle_all(now=NOW + 50 * DAY)
    region = calendar_of(organisation.id, now=NOW)
    desk, journal = (tables(found(organisation.id), region, least=1) for found in (counted_in, recounted_in))
    silence = next(table.total for table in desk if table.kind is PromiseKind.SILENCE)
    assert (desk == journal, silence.broken, silence.running) == (True, Count(0), Count(1))


def test_nobody_elses_are_told_otherwise(organisation: MadeOrganisation, lea: Visitor) -> None:
    case = make_case(organisation, now=NOW)
    answer(case, lea)
    hush(case, lea, said=False)
    settle_all(now=NOW + 50 * DAY)
    assert told_otherwise(make_organisation().id, now=NOW + 50 * DAY) == {}
