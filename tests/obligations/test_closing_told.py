"""Closing takes a promise away once the finder was told of it, and not before."""

from dataclasses import replace
from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from meldpunt.cases.actions import (
    close,
    erase_finder,
    note_came_back,
    reopen,
    take_back_came_back,
    write_as_finder,
)
from meldpunt.cases.models import Notice
from meldpunt.cases.terms import ClosingReason, MessageKind, Move, ReportState
from meldpunt.obligations.queries import counted_in, list_due, obligations_of, recounted_in
from meldpunt.obligations.rules.making import owed
from meldpunt.obligations.terms import Away, Lapse, Owing, Span, Standing
from meldpunt.people.terms import Visitor
from meldpunt.policy.terms import PromiseKind
from tests.factories.cases import MAILED, MadeCase, answer, go, make_case
from tests.factories.obligations import rows_of, settle_all
from tests.factories.outbox import carry
from tests.factories.people import NOW, make_member, make_organisation
from tests.obligations.promising import BOTH, Making, at, move, promise, terms, word

DAY, HOUR = timedelta(days=1), timedelta(hours=1)
FULL, SILENCE, FIX = (
    promise(PromiseKind.FIRST_ANSWER, says=BOTH),
    promise(PromiseKind.SILENCE),
    promise(PromiseKind.FIX),
)
CLOSED, ACCEPTED, INVALID = ReportState.CLOSED, ReportState.ACCEPTED, ReportState.INVALID
RISK, NO_ANSWER = ClosingReason.ACCEPTED_RISK, ClosingReason.NO_ANSWER


def shut(hours: float, told: float | None, reason: ClosingReason = NO_ANSWER) -> Move:
    return replace(move(1, hours, CLOSED, reason), told_at=None if told is None else at(told))


def made(making: Making, *kinds: PromiseKind) -> list[Owing]:
    found = owed(terms(FULL, SILENCE, FIX), making.facts, now=at(1000))
    return [each for each in found if each.promise.kind in kinds]


def aways(making: Making, kind: PromiseKind) -> list[tuple[Away, ...]]:
    return [each.away for each in made(making, kind)]


KINDS = [PromiseKind.FIRST_ANSWER, PromiseKind.FIX, PromiseKind.SILENCE]


@pytest.mark.parametrize("kind", KINDS)
def test_it_falls_away_when_the_finder_was_told(kind: PromiseKind) -> None:
    assert aways(Making([word(1, 5)], moves=[shut(7, 8)]), kind) == [(Away(at(8), None, Lapse.CLOSED),)]


@pytest.mark.parametrize("kind", KINDS)
def test_it_stays_as_long_as_they_were_not(kind: PromiseKind) -> None:
    assert aways(Making([word(1, 5)], moves=[shut(7, None)]), kind) == [()]


@pytest.mark.parametrize("kind", KINDS)
def test_what_was_told_only_after_the_case_was_taken_up_again_took_nothing_away(kind: PromiseKind) -> None:
    assert aways(Making([word(1, 5)], moves=[shut(7, 20), move(2, 9, ACCEPTED)]), kind) == [()]


def test_a_judgement_that_was_told_only_after_that_is_no_answer() -> None:
    moves = [shut(7, 20, RISK), move(2, 9, ACCEPTED)]
    assert [each.fulfilled_at for each in made(Making(moves=moves), PromiseKind.FIRST_ANSWER)] == [None]


def test_a_finder_who_takes_it_up_has_read_that_it_was_closed() -> None:
    """The message they waited for is over, and another one promised."""
    making = Making([word(1, 5)], [9], [shut(7, 9), move(2, 9, ACCEPTED)])
    found = [(each.started_at, each.away) for each in made(making, PromiseKind.SILENCE)]
    assert found == [(at(5), (Away(at(9), None, Lapse.CLOSED),)), (at(9), ())]


def test_who_never_knew_that_it_was_closed_waits_for_the_same_message() -> None:
    moves = [shut(7, None), move(2, 9, ACCEPTED)]
    found = made(Making([word(1, 5), word(2, 12)], moves=moves), PromiseKind.SILENCE)
    assert [(each.started_at, each.fulfilled_at) for each in found] == [(at(5), at(12)), (at(12), None)]


def test_a_word_told_before_the_closing_was_promises_the_next() -> None:
    found = made(Making([word(1, 6, told=8)], moves=[shut(7, 20)]), PromiseKind.SILENCE)
    assert [(each.started_at, each.away) for each in found] == [(at(8), (Away(at(20), None, Lapse.CLOSED),))]


def test_told_together_the_last_word_is_the_message_they_waited_for() -> None:
    found = made(Making([word(1, 5), word(2, 6, told=8)], moves=[shut(7, 8)]), PromiseKind.SILENCE)
    assert [(each.started_at, each.fulfilled_at, each.fulfilled_by) for each in found] == [(at(5), at(8), UUID(int=2))]


def test_told_the_no_there_is_nothing_to_solve_whatever_was_told_of_the_closing() -> None:
    moves = [move(1, 6, INVALID), replace(shut(7, None, ClosingReason.NOT_VALID), id=2)]
    told = Making([word(1, 6, kind=MessageKind.DECLINE)], moves=moves)
    assert aways(told, PromiseKind.FIX) == [(Away(at(6), None, Lapse.DECLINED),)]


def test_told_neither_the_no_nor_the_closing_it_is_owed() -> None:
    moves = [move(1, 6, INVALID), replace(shut(7, None, ClosingReason.NOT_VALID), id=2)]
    lost = Making([word(1, 6, mailed=True, kind=MessageKind.DECLINE)], moves=moves)
    assert aways(lost, PromiseKind.FIX) == [()]


# By deed: a finder who is mailed, a question that nobody answers, and a case that is closed for it.


@pytest.fixture
def case(db: None) -> MadeCase:  # noqa: ARG001 - what it is made in
    """Give a case whose finder chose to be mailed."""
    return make_case(make_organisation(), contact=MAILED)


@pytest.fixture
def anna(case: MadeCase) -> Visitor:
    """Give a handler who asked something, of which the mail was taken, and closed the case for want of an answer."""
    anna = make_member(case.organisation, name="Anna").unlocked
    go(case, anna, ReportState.VALID, ReportState.DEFERRED)
    answer(case, anna, MessageKind.ASK)
    carry(now=NOW + HOUR)
    settle_all(now=NOW + HOUR)
    close(number=case.number, reason=NO_ANSWER, seen_version=case.version, by=anna, now=NOW + DAY)
    settle_all(now=NOW + DAY)
    return anna


def mails() -> list[UUID]:
    return list(Notice.objects.order_by("id").values_list("letter", flat=True))


def bounce(case: MadeCase, mail: UUID, by: Visitor, now: datetime) -> None:
    seen = case.version
    note_came_back(number=case.number, mail=mail, at=now, address_dead=False, seen_version=seen, by=by, now=now)
    settle_all(now=now)


def both_come_back(case: MadeCase, by: Visitor) -> None:
    carry(now=NOW + DAY + HOUR)
    settle_all(now=NOW + DAY + HOUR)
    for mail in mails():
        bounce(case, mail, by, NOW + 2 * DAY)


def standings(case: MadeCase, days: int) -> dict[str, Standing]:
    """Return how each stands by the rows, and see that page and journal say the same."""
    now = NOW + days * DAY
    settle_all(now=now)
    shown = {each.kind.value: each.settled.standing for each in obligations_of(case.row.uuid, now=now)}
    counted = sorted(map(repr, counted_in(case.organisation.id)))
    assert counted == sorted(map(repr, recounted_in(case.organisation.id)))
    return shown


FIRST, NEXT = "first_answer", "silence"
RUNNING, BROKEN, LAPSED, KEPT = Standing.RUNNING, Standing.BROKEN, Standing.LAPSED, Standing.KEPT


@pytest.mark.usefixtures("anna")
def test_the_next_message_is_promised_until_the_mail_about_the_closing_left(case: MadeCase) -> None:
    assert standings(case, 1) == {FIRST: KEPT, NEXT: RUNNING}
    carry(now=NOW + DAY + HOUR)
    assert standings(case, 2) == {FIRST: KEPT, NEXT: LAPSED}
    assert [row.lapsed_at for row in rows_of(case)] == [None, NOW + DAY + HOUR]


def test_where_both_mails_came_back_the_first_answer_is_owed_and_broken_at_its_date(
    case: MadeCase, anna: Visitor
) -> None:
    both_come_back(case, anna)
    assert standings(case, 2) == {FIRST: RUNNING, NEXT: LAPSED}
    assert standings(case, 30) == {FIRST: BROKEN, NEXT: LAPSED}
    (line,) = list_due(organisation=case.organisation.id, span=Span(), start=None, backwards=False, limit=9)
    assert (line.kind, line.broken, line.unsaid) == (PromiseKind.FIRST_ANSWER, True, True)


def test_where_only_that_about_the_closing_came_back_the_next_message_is(case: MadeCase, anna: Visitor) -> None:
    carry(now=NOW + DAY + HOUR)
    bounce(case, mails()[-1], anna, NOW + 2 * DAY)
    assert standings(case, 2) == {FIRST: KEPT, NEXT: RUNNING}
    assert standings(case, 60) == {FIRST: KEPT, NEXT: BROKEN}


def test_a_mistake_takes_it_away_again(case: MadeCase, anna: Visitor) -> None:
    both_come_back(case, anna)
    for mail in mails():
        take_back_came_back(number=case.number, mail=mail, seen_version=case.version, by=anna, now=NOW + 3 * DAY)
    assert standings(case, 30) == {FIRST: KEPT, NEXT: LAPSED}


def test_erased_before_the_mail_left_nothing_was_told(case: MadeCase, anna: Visitor) -> None:
    bounce(case, mails()[0], anna, NOW + DAY)
    erase_finder(number=case.number, asked="", seen_version=case.version, by=anna, now=NOW + DAY)
    carry(now=NOW + 2 * DAY)
    assert standings(case, 30)[FIRST] is BROKEN


def test_opened_again_and_answered_it_is_kept(case: MadeCase, anna: Visitor) -> None:
    both_come_back(case, anna)
    reopen(number=case.number, seen_version=case.version, by=anna, now=NOW + 2 * DAY)
    answer(case, anna, now=NOW + 2 * DAY)
    assert standings(case, 3)[FIRST] is KEPT


def test_a_finder_who_writes_was_told_of_everything(case: MadeCase, anna: Visitor) -> None:
    both_come_back(case, anna)
    now = NOW + 2 * DAY + HOUR
    write_as_finder(text="Daar.", uploads=(), once=uuid4(), by=case.finder(now=now), now=now)
    assert standings(case, 3)[FIRST] is KEPT


def test_a_finder_who_writes_is_promised_the_next_message_once(case: MadeCase, anna: Visitor) -> None:
    """Though they read a question and the closing only then."""
    both_come_back(case, anna)
    now = NOW + 2 * DAY + HOUR
    write_as_finder(text="Daar.", uploads=(), once=uuid4(), by=case.finder(now=now), now=now)
    assert promised_next(case) == [("change", now)]
    assert [row.lapsed_because for row in rows_of(case) if row.kind == NEXT] == ["closed", ""]
    listed = list_due(organisation=case.organisation.id, span=Span(), start=None, backwards=False, limit=9)
    assert [line.kind for line in listed] == [PromiseKind.SILENCE]


def test_mails_that_come_back_after_they_wrote_add_none(case: MadeCase, anna: Visitor) -> None:
    carry(now=NOW + DAY + HOUR)
    now = NOW + 2 * DAY
    write_as_finder(text="Daar.", uploads=(), once=uuid4(), by=case.finder(now=now), now=now)
    for mail in mails():
        bounce(case, mail, anna, now + HOUR)
    assert promised_next(case) == [("change", now)]


def promised_next(case: MadeCase) -> list[tuple[str, datetime]]:
    """Return what began each promise of a next message that is owed, and when; page and journal say the same."""
    standings(case, 3)
    found = [row for row in rows_of(case) if row.kind == NEXT and row.ended_at is None]
    return [(row.cause.partition(":")[0], row.started_at) for row in found]
