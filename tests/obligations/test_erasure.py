"""Erasing who a finder is, as an obligation: begun by closing, kept by the deed, gone where there is nothing to erase."""

from dataclasses import replace
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from hypothesis import given
from hypothesis import strategies as st

from meldpunt.cases.actions import change_contact, close, erase_finder, forget_contact, reopen
from meldpunt.cases.terms import ClosingReason, Details, ReportState
from meldpunt.journal.queries import entries_of_case
from meldpunt.obligations.models import Obligation, PlannedWarning
from meldpunt.obligations.queries import late_towards, list_due, obligations_of
from meldpunt.obligations.rules.making import owed
from meldpunt.obligations.rules.settling import settle
from meldpunt.obligations.terms import Away, Lapse, Owing, Settled, ShownObligation, Span, Standing
from meldpunt.people.terms import Visitor
from meldpunt.policy.terms import PromiseKind, Unit
from tests.factories.arrivals import make_form
from tests.factories.cases import MAILED, NAMED, NO_CONTACT, MadeCase, answer, go, make_case
from tests.factories.obligations import DAY, rows_of, settle_all, settle_case
from tests.factories.outbox import carry
from tests.factories.people import NOW, make_member, make_organisation
from tests.factories.policy import publish_text
from tests.factories.policy_texts import SMALL, in_name_of
from tests.obligations.promising import REGION, Making, at, move, promise, terms

TERM = promise(PromiseKind.ERASURE, 30, Unit.DAYS)
CLOSED, ACCEPTED, SOLVED = ReportState.CLOSED, ReportState.ACCEPTED, ClosingReason.SOLVED
SHUT = move(1, 10, CLOSED, SOLVED)
OPENED, SHUT_AGAIN = move(2, 20, ACCEPTED), move(3, 30, CLOSED, SOLVED)
HOURS = st.integers(0, 60)


def held(*times: tuple[float, float | None]) -> tuple[Details, ...]:
    """Return when details lay here, in hours after the report."""
    return tuple(Details(at(since), None if until is None else at(until)) for since, until in times)


def made(*, moves: tuple[object, ...] = (SHUT,), details: tuple[Details, ...] = held((0, None))) -> list[Owing]:
    making = Making(moves=list(moves), details=details)  # type: ignore[arg-type]  # moves, said shortly
    return list(owed(terms(TERM), making.facts, now=at(2000)))


def test_an_open_case_owes_no_erasure() -> None:
    assert made(moves=()) == []


def test_closing_begins_it() -> None:
    assert made() == [Owing(TERM, "change:1", at(10))]


def test_erasing_keeps_it_at_that_moment() -> None:
    assert made(details=held((0, 15))) == [Owing(TERM, "change:1", at(10), fulfilled_at=at(15))]


@pytest.mark.parametrize("times", [(), ((0, 5),), ((0, 10),)])
def test_where_nothing_lies_nothing_is_owed(times: tuple[tuple[float, float]]) -> None:
    assert made(details=held(*times)) == []


def test_taking_the_case_up_again_ends_it() -> None:
    assert made(moves=(SHUT, OPENED)) == [Owing(TERM, "change:1", at(10), away=(Away(at(20), None, Lapse.CLOSED),))]


def test_each_closing_begins_one() -> None:
    found = made(moves=(SHUT, OPENED, SHUT_AGAIN), details=held((0, 35)))
    assert [(each.cause, each.started_at, each.fulfilled_at) for each in found] == [
        ("change:1", at(10), None),
        ("change:3", at(30), at(35)),
    ]


def test_what_was_erased_while_it_was_open_is_owed_no_more() -> None:
    found = made(moves=(SHUT, OPENED, SHUT_AGAIN), details=held((0, 25)))
    assert [(each.cause, each.fulfilled_at) for each in found] == [("change:1", None)]


def test_details_of_after_the_closing_begin_one_of_their_own() -> None:
    found = made(details=held((0, 12), (16, None)))
    assert [(each.cause, each.started_at, each.fulfilled_at) for each in found] == [
        ("change:1", at(10), at(12)),
        ("change:1:1", at(16), None),
    ]


@given(st.lists(HOURS, max_size=6, unique=True), st.lists(HOURS, max_size=6, unique=True))
def test_it_is_owed_while_the_case_is_closed_and_details_lie_here(flips: list[int], changes: list[int]) -> None:
    """And at no other moment: whatever happened in whatever order, half an hour after each hour."""
    moves = [
        move(number, when, ACCEPTED if number % 2 else CLOSED, None if number % 2 else SOLVED)
        for number, when in enumerate(sorted(flips))
    ]
    ends: list[float | None] = [0, *sorted(changes), None]
    times = [(a, b) for a, b in zip(ends[::2], ends[1::2], strict=False) if a is not None and a != b]
    found = made(moves=tuple(moves), details=held(*times))
    assert len({each.cause for each in found}) == len(found)
    for half in range(61):
        moment = at(half + 0.5)
        closed = sum(each.at <= moment for each in moves) % 2 == 1
        lies = any(at(a) <= moment and (b is None or moment < at(b)) for a, b in times)
        owing = [each for each in found if each.started_at <= moment and not _is_over(each, moment)]
        assert len(owing) == (closed and lies)


def _is_over(owing: Owing, moment: object) -> bool:
    ends = [owing.fulfilled_at, *(each.since for each in owing.away)]
    return any(end is not None and end <= moment for end in ends)  # type: ignore[operator]  # moments


@given(st.integers(1, 1500), st.lists(st.integers(0, 2000), min_size=1, max_size=6))
def test_settling_on_the_way_comes_to_the_same_as_settling_once(erased: int, looks: list[int]) -> None:
    end, before = at(3000), None
    for look in sorted(looks):
        known = held((0, 10 + erased if 10 + erased <= look else None))
        for owing in made(details=known) if look >= 10 else []:
            before = settle(owing, before, REGION, now=at(look))
    (owing,) = made(details=held((0, 10 + erased)))
    assert settle(owing, before, REGION, now=end) == settle(owing, None, REGION, now=end)


# Through the verbs ----------------------------------------------------------------------------------------------------

RETAINED = SMALL + '\n[retention]\nidentity = "14 days"\n'


@pytest.fixture
def case() -> MadeCase:
    """Give a case of a finder with a name and an address, whose policy erases both within two weeks of closing."""
    organisation = make_organisation()
    publish_text(organisation, in_name_of(organisation.facts.name, RETAINED), now=NOW)
    return make_case(organisation, identity=NAMED, contact=MAILED, form=make_form(organisation, policy_version=2))


@pytest.fixture
def anna(case: MadeCase) -> Visitor:
    """Give a handler at an unlocked desk."""
    return make_member(case.organisation, name="Anna").unlocked


def shut(case: MadeCase, by: Visitor) -> None:
    answer(case, by)
    if case.row.report_state == ReportState.RECEIVED:
        go(case, by, ReportState.VALID, ReportState.ACCEPTED)
    close(number=case.number, reason=SOLVED, seen_version=case.version, by=by, now=NOW + DAY)


def erase(case: MadeCase, by: Visitor, days: int, asked: str = "") -> None:
    erase_finder(number=case.number, asked=asked, seen_version=case.version, by=by, now=NOW + days * DAY)


def erasures(case: MadeCase, days: int) -> list[ShownObligation]:
    found = obligations_of(case.row.uuid, now=NOW + days * DAY)
    return [each for each in found if each.kind is PromiseKind.ERASURE]


def how(case: MadeCase, days: int) -> Settled:
    (found,) = erasures(case, days)
    return found.settled


@pytest.mark.django_db
def test_it_runs_from_closing_and_is_due_at_the_end_of_the_last_day(case: MadeCase, anna: Visitor) -> None:
    shut(case, anna)
    found = how(case, 2)
    assert (found.standing, found.reckoning.received, found.due_at.date()) == (
        Standing.RUNNING,
        NOW + DAY,
        (NOW + 15 * DAY).date(),
    )


@pytest.mark.django_db
def test_the_deed_keeps_it(case: MadeCase, anna: Visitor) -> None:
    shut(case, anna)
    settle_case(case, now=NOW + 2 * DAY)
    erase(case, anna, 10)
    settle_all(now=NOW + 11 * DAY)
    row = next(row for row in rows_of(case) if row.kind == "erasure")
    assert (row.fulfilled_at, row.broken_at, row.ended_at) == (NOW + 10 * DAY, None, NOW + 10 * DAY)
    lines = entries_of_case(case.row.uuid)
    assert [line.facts["kind"] for line in lines if line.deed == "obligation.kept"][-1] == "erasure"


@pytest.mark.django_db
def test_the_finder_may_keep_it_for_us(case: MadeCase, anna: Visitor) -> None:
    shut(case, anna)
    forget_contact(by=case.finder(now=NOW + 3 * DAY), now=NOW + 3 * DAY)
    assert (how(case, 4).standing, how(case, 4).fulfilled_at) == (Standing.KEPT, NOW + 3 * DAY)


@pytest.mark.django_db
def test_forgotten_it_is_broken_and_done_late(case: MadeCase, anna: Visitor) -> None:
    shut(case, anna)
    settle_case(case, now=NOW + 20 * DAY)
    assert how(case, 20).standing is Standing.BROKEN
    erase(case, anna, 21)
    assert how(case, 22).standing is Standing.LATE


@pytest.mark.django_db
def test_a_finder_who_asked_before_is_owed_nothing(case: MadeCase, anna: Visitor) -> None:
    erase(case, anna, 0, asked="Belde.")
    shut(case, anna)
    assert erasures(case, 2) == []


@pytest.mark.django_db
def test_a_finder_without_details_is_owed_nothing(case: MadeCase, anna: Visitor) -> None:
    nameless = make_case(case.organisation, form=make_form(case.organisation, policy_version=2))
    shut(nameless, anna)
    assert erasures(nameless, 2) == []


@pytest.mark.django_db
def test_a_case_that_goes_on_lets_it_fall_away(case: MadeCase, anna: Visitor) -> None:
    shut(case, anna)
    settle_case(case, now=NOW + 2 * DAY)
    reopen(number=case.number, seen_version=case.version, by=anna, now=NOW + 3 * DAY)
    assert how(case, 4).standing is Standing.LAPSED


@pytest.mark.django_db
def test_details_left_in_a_closed_case_are_owed_anew(case: MadeCase, anna: Visitor) -> None:
    shut(case, anna)
    erase(case, anna, 2)
    late = NOW + 40 * DAY
    change_contact(identity=NAMED, contact=NO_CONTACT, by=case.finder(now=late), now=late)
    found = {each.settled.standing: each.started_at for each in erasures(case, 41)}
    assert found == {Standing.KEPT: NOW + DAY, Standing.RUNNING: late}


@pytest.mark.django_db
def test_it_is_in_the_due_list_and_warned_about(case: MadeCase, anna: Visitor) -> None:
    shut(case, anna)
    carry(now=NOW + 2 * DAY)
    settle_case(case, now=NOW + 2 * DAY)
    (line,) = list_due(organisation=case.organisation.id, span=Span(), start=None, backwards=False, limit=9)
    assert (line.kind, line.number) == (PromiseKind.ERASURE, case.number)
    steps = PlannedWarning.objects.filter(obligation__kind="erasure", sent_at__isnull=True).values_list(
        "step", flat=True
    )
    assert sorted(steps) == ["broken", "handler", "lead", "named"]


@pytest.mark.django_db
def test_broken_it_asks_for_the_deed_and_for_no_word(case: MadeCase, anna: Visitor) -> None:
    shut(case, anna)
    carry(now=NOW + 2 * DAY)
    now = NOW + 20 * DAY
    settle_case(case, now=now)
    promises = obligations_of(case.row.uuid, now=now)
    assert late_towards(promises, case=case.row.uuid, organisation=case.organisation.id, now=now) is None
    (line,) = list_due(organisation=case.organisation.id, span=Span(), start=None, backwards=False, limit=9)
    assert (line.broken, line.unsaid) == (True, False)


@pytest.mark.django_db
def test_a_closed_case_stays_without_a_date_in_the_queue(case: MadeCase, anna: Visitor) -> None:
    shut(case, anna)
    settle_all(now=NOW + 2 * DAY)
    assert (case.row.due_at, case.row.closed_at) == (None, NOW + DAY)


@pytest.mark.django_db
def test_who_looks_and_when_changes_nothing(case: MadeCase, anna: Visitor) -> None:
    shut(case, anna)
    erase(case, anna, 10)
    once = how(case, 60)
    settle_case(case, now=NOW + 3 * DAY)
    settle_case(case, now=NOW + 59 * DAY)
    assert replace(how(case, 60), region=once.region) == once
    assert timedelta(0) < once.due_at - (NOW + 10 * DAY)


@pytest.mark.django_db
def test_a_case_closed_before_erasing_had_a_clock_gets_one(case: MadeCase, anna: Visitor) -> None:
    """The upgrade lets the worker follow the journal from its first line."""
    shut(case, anna)
    settle_all(now=NOW + 2 * DAY)
    Obligation.objects.filter(kind="erasure").delete()
    import_module("meldpunt.obligations.migrations.0006_follow_again").follow_again(apps, None)
    others = [row.kind for row in rows_of(case)]
    settle_all(now=NOW + 3 * DAY)
    assert [row.kind for row in rows_of(case)] == [*others, "erasure"]
