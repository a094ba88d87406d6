"""Cases of who does not work on cases any more are nobody's again."""

from uuid import UUID, uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from meldpunt.cases.access import open_for_member
from meldpunt.cases.actions import assign, close, release, releasing, reopen, write_as_finder
from meldpunt.cases.jobs import release_cases
from meldpunt.cases.models import Case
from meldpunt.cases.queries import count_cases
from meldpunt.cases.terms import CaseMovedOn, ClosingReason, Filter, ReportState, Step
from meldpunt.journal.queries import entries_of_case
from meldpunt.journal.terms import SYSTEM
from meldpunt.people.actions import change_role, remove_member
from meldpunt.people.queries import handlers_of
from meldpunt.people.terms import Role
from tests.factories.cases import MadeCase, answer, go, make_case
from tests.factories.people import NOW, MadeMember, MadeOrganisation, make_lead, make_member, make_organisation

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> MadeOrganisation:
    """Give an organisation."""
    return make_organisation()


@pytest.fixture
def lead(organisation: MadeOrganisation) -> MadeMember:
    """Give a lead."""
    return make_lead(organisation)


@pytest.fixture
def wim(organisation: MadeOrganisation) -> MadeMember:
    """Give a handler who will leave."""
    return make_member(organisation, name="Wim")


def take(case: MadeCase, who: MadeMember) -> MadeCase:
    assign(number=case.number, to=who.id, seen_version=case.version, by=who.unlocked, now=NOW)
    return case


def shut(case: MadeCase, by: MadeMember) -> None:
    answer(case, by.unlocked)
    go(case, by.unlocked, ReportState.VALID, ReportState.ACCEPTED)
    close(number=case.number, reason=ClosingReason.SOLVED, seen_version=case.version, by=by.unlocked, now=NOW)


def nobodys(organisation: MadeOrganisation, who: MadeMember) -> int:
    return count_cases(organisation=organisation.id, which=Filter.UNASSIGNED, member=who.id, at_most=100)


def test_cases_of_who_was_removed_wait_for_somebody(
    organisation: MadeOrganisation, lead: MadeMember, wim: MadeMember
) -> None:
    """They count as nobody's, and the page says to take them."""
    cases = [take(make_case(organisation), wim) for _ in range(2)]
    remove_member(member=wim.id, by=lead.unlocked, now=NOW)
    assert (nobodys(organisation, lead), release_cases(now=NOW), nobodys(organisation, lead)) == (0, 2, 2)
    opened = open_for_member(number=cases[0].number, visitor=lead.unlocked, now=NOW)
    assert (opened.advice.step, opened.assigned_to, opened.version) == (Step.TAKE_IT, None, 3)


def test_cases_of_who_became_administrator_too(
    organisation: MadeOrganisation, lead: MadeMember, wim: MadeMember
) -> None:
    case = take(make_case(organisation), wim)
    change_role(member=wim.id, role=Role.ADMINISTRATOR, by=lead.unlocked, now=NOW)
    assert (release_cases(now=NOW), case.row.assigned_to_id) == (1, None)


def test_the_journal_says_whose_it_was(organisation: MadeOrganisation, lead: MadeMember, wim: MadeMember) -> None:
    """Once: by the system, with the version that it came to."""
    case = take(make_case(organisation), wim)
    remove_member(member=wim.id, by=lead.unlocked, now=NOW)
    assert [release_cases(now=NOW) for _ in range(3)] == [1, 0, 0]
    lines = [(line.actor, line.facts) for line in entries_of_case(case.row.uuid) if line.deed == "case.released"]
    assert lines == [(SYSTEM, {"member": str(wim.id), "version": 3})]


def test_a_date_does_not_change(organisation: MadeOrganisation, lead: MadeMember, wim: MadeMember) -> None:
    """Who has a case changes nothing of what was promised."""
    case = take(make_case(organisation), wim)
    before = case.row.due_at
    remove_member(member=wim.id, by=lead.unlocked, now=NOW)
    release_cases(now=NOW)
    assert case.row.due_at == before


def test_who_works_on_cases_keeps_theirs(organisation: MadeOrganisation, lead: MadeMember, wim: MadeMember) -> None:
    """Also who waits for the keys, and whoever the verb was asked about."""
    cases = [take(make_case(organisation), who) for who in (lead, wim)]
    waiting = make_member(organisation, admitted=False)
    Case.objects.filter(pk=take(make_case(organisation), wim).row.pk).update(assigned_to=waiting.id)
    everybody = [lead.id, wim.id, waiting.id]
    assert release_cases(now=NOW) == 0
    assert release(organisation=organisation.id, members=everybody, by=SYSTEM, now=NOW) == 0
    assert [case.row.assigned_to_id for case in cases] == [lead.id, wim.id]


@pytest.mark.parametrize("who", ["handler", "finder"])
def test_a_closed_case_comes_when_it_is_opened_again(
    organisation: MadeOrganisation, lead: MadeMember, wim: MadeMember, who: str
) -> None:
    """Until then it keeps the name of who closed it."""
    case = take(make_case(organisation), wim)
    shut(case, wim)
    remove_member(member=wim.id, by=lead.unlocked, now=NOW)
    assert (release_cases(now=NOW), case.row.assigned_to_id) == (0, wim.id)
    if who == "handler":
        reopen(number=case.number, seen_version=case.version, by=lead.unlocked, now=NOW)
    else:
        write_as_finder(text="Het is er weer.", uploads=(), once=uuid4(), by=case.finder(), now=NOW)
    assert (release_cases(now=NOW), case.row.assigned_to_id) == (1, None)


def test_other_organisations_are_looked_at_by_themselves(
    organisation: MadeOrganisation, lead: MadeMember, wim: MadeMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each gives up a batch a time."""
    monkeypatch.setattr(releasing, "AT_ONCE", 2)
    other = make_organisation()
    theirs = make_member(other)
    cases = [take(make_case(of), who) for of, who in ((organisation, wim),) * 3 + ((other, theirs),)]
    remove_member(member=wim.id, by=lead.unlocked, now=NOW)
    remove_member(member=theirs.id, by=make_lead(other).unlocked, now=NOW)
    assert [release_cases(now=NOW) for _ in range(3)] == [3, 1, 0]
    assert [case.row.assigned_to_id for case in cases] == [None] * 4


def test_what_somebody_took_or_closed_meanwhile_is_left_alone(
    organisation: MadeOrganisation, lead: MadeMember, wim: MadeMember, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Between finding the cases and holding them."""
    taken, closed, left = [take(make_case(organisation), wim) for _ in range(3)]
    remove_member(member=wim.id, by=lead.unlocked, now=NOW)

    def meanwhile(organisation: UUID) -> dict[UUID, str]:
        take(taken, lead)
        shut(closed, lead)
        return handlers_of(organisation)

    monkeypatch.setattr(releasing, "handlers_of", meanwhile)
    assert release_cases(now=NOW) == 1
    assert [case.row.assigned_to_id for case in (taken, closed, left)] == [lead.id, wim.id, None]
    assert entries_of_case(closed.row.uuid)[-1].deed == "case.closed"


def test_who_had_the_page_open_is_told(organisation: MadeOrganisation, lead: MadeMember, wim: MadeMember) -> None:
    """As after every change."""
    case = take(make_case(organisation), wim)
    seen = case.version
    remove_member(member=wim.id, by=lead.unlocked, now=NOW)
    release_cases(now=NOW)
    with pytest.raises(CaseMovedOn) as moved:
        assign(number=case.number, to=lead.id, seen_version=seen, by=lead.unlocked, now=NOW)
    assert [change.deed for change in moved.value.changes] == ["case.released"]


def test_cases_are_found_by_who_has_them(lead: MadeMember, wim: MadeMember) -> None:
    """However many cases there are: one look at the members, and one in the index for each organisation with such members."""
    remove_member(member=wim.id, by=lead.unlocked, now=NOW)
    with CaptureQueriesContext(connection) as asked:
        release_cases(now=NOW)
    statements = [query["sql"] for query in asked]
    assert ['FROM "cases_case"' in statement for statement in statements] == [False, True]
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN QUERY PLAN {statements[1]}")
            plan = " ".join(row[3] for row in cursor.fetchall())
        assert plan == "SEARCH cases_case USING INDEX case_open_of (organisation_id=? AND assigned_to_id=?)"
