"""Settling many cases in one transaction: what each of them alone comes to, whatever goes wrong with one."""

import random
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from uuid import UUID

import pytest
from django.db import connection, transaction

from meldpunt.journal.models import Entry
from meldpunt.journal.queries import entries_of_case, first_broken_link
from meldpunt.journal.terms import SYSTEM, Actor
from meldpunt.obligations import jobs
from meldpunt.obligations.actions import follow, settle, settle_many, settling
from meldpunt.obligations.actions.writing import write
from meldpunt.obligations.jobs import settle_obligations
from meldpunt.obligations.models import Followed, Obligation, PlannedWarning
from meldpunt.obligations.queries.standing import Stand
from meldpunt.obligations.terms import Settlement
from meldpunt.people.terms import Visitor
from tests.factories.arrivals import make_form
from tests.factories.cases import MadeCase, answer, make_case
from tests.factories.obligations import DAY, rows_of, settle_all, settle_case
from tests.factories.people import NOW, MadeOrganisation, make_member, make_organisation
from tests.factories.policy import publish_text
from tests.factories.policy_texts import in_name_of
from tests.obligations.histories import LONG, live, made

pytestmark = pytest.mark.django_db


@pytest.fixture
def organisation() -> MadeOrganisation:
    """Give an organisation that promises much."""
    made = make_organisation()
    publish_text(made, in_name_of(made.facts.name, LONG))
    return made


@pytest.fixture
def anna(organisation: MadeOrganisation) -> Visitor:
    """Give a handler at an unlocked desk."""
    return make_member(organisation, name="Anna").unlocked


def ids(cases: Sequence[MadeCase]) -> list[UUID]:
    return [case.row.uuid for case in cases]


def tables(organisation: MadeOrganisation) -> list[list[object]]:
    """Return all that settling writes, in the order in which it was written, without the keys the database gave."""
    rows = Obligation.objects.filter(organisation=organisation.id).order_by("id").values()
    warnings = PlannedWarning.objects.order_by("id")
    lines = Entry.objects.filter(organisation=organisation.id, deed__startswith="obligation.").order_by("number")
    return [
        [{name: value for name, value in row.items() if name != "id"} for row in rows],
        list(warnings.values_list("obligation__thread", "obligation__kind", "obligation__cause", "step", "at")),
        list(lines.values_list("number", "at", "case", "deed", "facts", "actor_kind")),
    ]


def tried(do: Callable[[], object], organisation: MadeOrganisation) -> list[list[object]]:
    """Return what it would write, and take it back."""
    with transaction.atomic():
        do()
        found = tables(organisation)
        transaction.set_rollback(True)
    return found


@pytest.mark.parametrize("seed", range(4))
def test_together_they_come_to_what_each_alone_does(
    organisation: MadeOrganisation, anna: Visitor, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """Rows, warnings and lines of the journal, in the same order."""
    monkeypatch.setattr(settling, "TOGETHER", 4)
    cases = made(organisation, 6)
    now = live(cases, anna, random.Random(seed), deeds=45)
    chosen = ids(cases)
    alone = tried(
        lambda: [settle(organisation=organisation.id, case=case, by=SYSTEM, now=now) for case in chosen], organisation
    )
    settle_many(organisation=organisation.id, cases=chosen, by=SYSTEM, now=now)
    assert tables(organisation) == alone
    assert first_broken_link(organisation.id) is None


def test_it_tells_how_many_changed(organisation: MadeOrganisation) -> None:
    chosen = ids(made(organisation, 3))
    found = [settle_many(organisation=organisation.id, cases=chosen, by=SYSTEM, now=NOW) for _ in range(2)]
    assert found == [Settlement(9), Settlement(0)]


def test_a_case_given_twice_is_settled_once(organisation: MadeOrganisation) -> None:
    (case,) = ids(made(organisation, 1))
    found = settle_many(organisation=organisation.id, cases=[case, case], by=SYSTEM, now=NOW)
    assert (found, Obligation.objects.count()) == (Settlement(3), 3)


def spoil(case: MadeCase) -> UUID:
    """Leave a row from which nothing can be read any more."""
    settle_case(case)
    Obligation.objects.filter(case=case.row).update(reckoning={})
    return case.row.uuid


def test_a_broken_case_in_the_middle_holds_up_nobody(organisation: MadeOrganisation) -> None:
    cases = made(organisation, 5)
    bad = spoil(cases[2])
    found = settle_many(organisation=organisation.id, cases=ids(cases), by=SYSTEM, now=NOW)
    assert found == Settlement(12, (bad,))
    assert [len(rows_of(case)) for case in cases] == [3] * 5


def test_a_case_the_database_refuses_holds_up_nobody(
    organisation: MadeOrganisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What its chunk wrote before it is taken back and written again."""
    cases = made(organisation, 3)
    bad = cases[1].row.uuid

    def refused(*, organisation: UUID, stands: list[Stand], by: Actor, now: datetime) -> None:
        write(organisation=organisation, stands=stands, by=by, now=now)
        if any(stand.facts.case == bad for stand in stands):
            Obligation.objects.filter(case__uuid=bad).update(kind="nonsense")

    monkeypatch.setattr(settling, "write", refused)
    found = settle_many(organisation=organisation.id, cases=ids(cases), by=SYSTEM, now=NOW)
    assert found == Settlement(6, (bad,))
    assert [len(rows_of(case)) for case in cases] == [3, 0, 3]
    assert first_broken_link(organisation.id) is None


def test_those_that_cannot_be_settled_do_not_stand_before_the_others(
    organisation: MadeOrganisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    """However many they are, and though their dates are the oldest."""
    monkeypatch.setattr(jobs, "AT_ONCE", 2)
    bad = made(organisation, 5)
    for case in bad:
        spoil(case)
    late = make_case(organisation, form=make_form(organisation, policy_version=2, now=NOW + DAY), now=NOW + DAY)
    settle_case(late, now=NOW + DAY)
    settle_all(now=NOW + DAY)
    settle_obligations(now=NOW + 30 * DAY)
    assert {row.kind: row.broken_at is not None for row in rows_of(late)} == {
        "first_answer": True,
        "receipt": False,
        "fix": False,
    }


def test_killed_between_two_transactions(organisation: MadeOrganisation, monkeypatch: pytest.MonkeyPatch) -> None:
    """The first cases are settled, how far the journal was followed is not written; the next time does the rest."""
    monkeypatch.setattr(settling, "TOGETHER", 2)
    cases = made(organisation, 6)
    at_once = tried(lambda: follow(organisation=organisation.id, by=SYSTEM, now=NOW), organisation)
    calls: list[int] = []

    def killed(*, organisation: UUID, stands: list[Stand], by: Actor, now: datetime) -> None:
        calls.append(len(stands))
        write(organisation=organisation, stands=stands, by=by, now=now)
        if len(calls) == 2:
            raise KeyboardInterrupt

    monkeypatch.setattr(settling, "write", killed)
    with pytest.raises(KeyboardInterrupt):
        follow(organisation=organisation.id, by=SYSTEM, now=NOW)
    assert (sum(len(rows_of(case)) for case in cases), Followed.objects.get().number) == (6, 0)
    follow(organisation=organisation.id, by=SYSTEM, now=NOW)
    assert tables(organisation) == at_once


def test_killed_before_it_wrote_how_far_it_was(organisation: MadeOrganisation) -> None:
    """All is settled; the next time changes nothing and moves on."""
    cases = made(organisation, 3)
    settle_many(organisation=organisation.id, cases=ids(cases), by=SYSTEM, now=NOW)
    before = tables(organisation)
    settle_all()
    assert (tables(organisation), Followed.objects.get().number > 0) == (before, True)


def test_what_happens_between_reckoning_and_writing_is_seen(
    organisation: MadeOrganisation, anna: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Only what changed before the lock was had; what changes after it has a line of its own to come."""
    _mailed, case = made(organisation, 2)
    hold = settling.hold

    def answered_first(*, organisation: UUID) -> Followed:
        monkeypatch.setattr(settling, "hold", hold)
        answer(case, anna, now=NOW)
        return hold(organisation=organisation)

    monkeypatch.setattr(settling, "hold", answered_first)
    settle_case(case)
    assert [row.kind for row in rows_of(case)] == ["receipt", "first_answer", "silence", "fix"]


def test_what_somebody_else_settled_in_between_is_not_settled_again(
    organisation: MadeOrganisation, monkeypatch: pytest.MonkeyPatch
) -> None:
    (case,) = made(organisation, 1)
    hold = settling.hold

    def settled_first(*, organisation: UUID) -> Followed:
        monkeypatch.setattr(settling, "hold", hold)
        settle_case(case)
        return hold(organisation=organisation)

    monkeypatch.setattr(settling, "hold", settled_first)
    assert (settle_case(case), len(rows_of(case))) == (0, 3)
    assert len([line for line in entries_of_case(case.row.uuid) if line.deed.startswith("obligation.")]) == 3


@pytest.mark.django_db(transaction=True)
def test_two_settlers_at_once(organisation: MadeOrganisation) -> None:
    """Each obligation once, each line of the journal once, and the chain holds."""
    chosen = ids(made(organisation, 12))
    start = Barrier(2)

    def run(cases: list[UUID]) -> Settlement:
        start.wait()
        try:
            return settle_many(organisation=organisation.id, cases=cases, by=SYSTEM, now=NOW)
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(run, (chosen, chosen[::-1])))
    lines = Entry.objects.filter(organisation=organisation.id, deed__startswith="obligation.").count()
    assert (sum(each.changed for each in found), Obligation.objects.count(), lines) == (36, 36, 36)
    assert first_broken_link(organisation.id) is None
