"""Progress that is withheld because the law demands it: decided, looked at again, ended; and what it stands in the way of."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.db import IntegrityError, connection, transaction

from meldpunt.cases.access import open_for_finder, open_for_member
from meldpunt.cases.actions import change_state, close, decline, end_withholding, warn_of_reviews, withhold
from meldpunt.cases.models import Withholding
from meldpunt.cases.queries import list_reviews
from meldpunt.cases.terms import (
    CaseError,
    CaseMovedOn,
    CaseNotFound,
    ClosingReason,
    DeclineReason,
    Ground,
    NotWithheld,
    ReportState,
    Step,
    TransitionRefused,
    WithholdingFlaw,
    WithholdingRefused,
)
from meldpunt.journal.queries import entries_of_case
from meldpunt.journal.terms import SYSTEM
from meldpunt.outbox.models import Owed
from meldpunt.outbox.terms import Letter
from meldpunt.people.terms import DeskLocked, NotAllowed, Role, Visitor
from tests.factories.cases import MadeCase, answer, go, make_case
from tests.factories.people import NOW, make_lead, make_member, make_organisation

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)
REVIEW = date(2026, 12, 7)
ENDS = datetime(2026, 12, 7, 22, 59, 59, tzinfo=UTC)
"""The last second of that day in Amsterdam."""
REASON = "Bevel van de officier van justitie, mondeling."


@pytest.fixture
def case() -> MadeCase:
    """Give a case that was answered."""
    made = make_case(make_organisation())
    answer(made, make_member(made.organisation, name="Anna").unlocked)
    return made


@pytest.fixture
def lead(case: MadeCase) -> Visitor:
    """Give a lead at an unlocked desk."""
    return make_lead(case.organisation).unlocked


def hush(
    case: MadeCase,
    by: Visitor,
    *,
    reason: str = REASON,
    review_on: date = REVIEW,
    said: bool = True,
    seen: int | None = None,
    now: datetime = NOW,
) -> None:
    version = case.version if seen is None else seen
    withhold(
        number=case.number,
        ground=Ground.INVESTIGATION,
        reason=reason,
        review_on=review_on,
        said=said,
        seen_version=version,
        by=by,
        now=now,
    )


def end(case: MadeCase, by: Visitor, *, now: datetime = NOW) -> None:
    end_withholding(number=case.number, seen_version=case.version, by=by, now=now)


def test_the_desk_sees_why_until_when_and_who(case: MadeCase, lead: Visitor) -> None:
    hush(case, lead)
    opened = open_for_member(number=case.number, visitor=lead, now=NOW)
    seen = opened.withholding
    assert seen is not None
    assert (seen.ground, seen.reason, seen.review_at, seen.by) == (Ground.INVESTIGATION, REASON, ENDS, lead.name)
    assert (opened.advice.step, opened.due_at) == (Step.DECIDE_AGAIN, ENDS)


def test_the_reason_is_sealed_and_the_journal_has_codes_alone(case: MadeCase, lead: Visitor) -> None:
    hush(case, lead)
    (entry,) = [entry for entry in entries_of_case(case.row.uuid) if entry.deed == "case.withheld"]
    kept = bytes(Withholding.objects.get().sealed)
    assert REASON.encode() not in kept
    assert dict(entry.facts) == {
        "ground": "investigation",
        "review": "2026-12-07",
        "said": True,
        "version": case.version,
    }


@pytest.mark.parametrize("said", [True, False])
def test_the_finder_learns_of_it_only_if_that_is_allowed(case: MadeCase, lead: Visitor, *, said: bool) -> None:
    before = open_for_finder(by=case.finder(), now=NOW).due_at
    hush(case, lead, said=said)
    thread = open_for_finder(by=case.finder(), now=NOW)
    assert (thread.review_at, thread.due_at) == ((ENDS, None) if said else (None, before))


@pytest.mark.parametrize(
    ("reason", "review_on", "flaw"),
    [
        (" \n", REVIEW, WithholdingFlaw.NO_REASON),
        (REASON, NOW.date(), WithholdingFlaw.PAST),
        (REASON, date.min, WithholdingFlaw.PAST),
        (REASON, NOW.date() + 184 * DAY, WithholdingFlaw.FAR),
        (REASON, date.max, WithholdingFlaw.FAR),
    ],
)
def test_what_cannot_be_decided(
    case: MadeCase, lead: Visitor, reason: str, review_on: date, flaw: WithholdingFlaw
) -> None:
    with pytest.raises(WithholdingRefused) as refused:
        hush(case, lead, reason=reason, review_on=review_on)
    assert (refused.value.flaw, Withholding.objects.count()) == (flaw, 0)


@pytest.mark.parametrize("days", [1, 183])
def test_the_edges_of_a_review(case: MadeCase, lead: Visitor, days: int) -> None:
    hush(case, lead, review_on=NOW.date() + days * DAY)
    assert Withholding.objects.count() == 1


@pytest.mark.parametrize("role", [Role.HANDLER, Role.ADMINISTRATOR])
def test_only_a_lead_decides_and_ends(case: MadeCase, lead: Visitor, role: Role) -> None:
    other = make_member(case.organisation, role).unlocked
    with pytest.raises(NotAllowed):
        hush(case, other)
    hush(case, lead)
    with pytest.raises(NotAllowed):
        end(case, other)
    assert Withholding.objects.filter(ended_at__isnull=True).count() == 1


def test_a_locked_desk_decides_nothing(case: MadeCase, lead: Visitor) -> None:
    with pytest.raises(DeskLocked):
        hush(case, replace(lead, ring=None))


def test_another_organisations_case_is_not_there(case: MadeCase) -> None:
    stranger = make_lead(make_organisation()).unlocked
    with pytest.raises(CaseNotFound):
        hush(case, stranger)


def test_who_comes_second_sees_what_changed(case: MadeCase, lead: Visitor) -> None:
    seen = case.version
    hush(case, lead)
    with pytest.raises(CaseMovedOn):
        hush(case, lead, seen=seen)


def test_what_the_finder_would_see_waits(case: MadeCase, lead: Visitor) -> None:
    """No state, no closing, no no; and the page offers none."""
    go(case, lead, ReportState.VALID, ReportState.ACCEPTED)
    hush(case, lead)
    number, seen = case.number, case.version
    with pytest.raises(TransitionRefused):
        change_state(number=number, to=ReportState.DEFERRED, seen_version=seen, by=lead, now=NOW)
    with pytest.raises(TransitionRefused):
        close(number=number, reason=ClosingReason.SOLVED, seen_version=seen, by=lead, now=NOW)
    with pytest.raises(TransitionRefused):
        decline(number=number, reason=DeclineReason.NOT_OURS, text="Nee.", seen_version=seen, by=lead, now=NOW)
    opened = open_for_member(number=case.number, visitor=lead, now=NOW)
    assert (opened.possible, opened.closing_reasons, opened.may_decline) == ((), (), False)


def test_ending_it_brings_everything_back(case: MadeCase, lead: Visitor) -> None:
    before = open_for_member(number=case.number, visitor=lead, now=NOW)
    hush(case, lead)
    end(case, lead)
    after = open_for_member(number=case.number, visitor=lead, now=NOW)
    assert (after.withholding, after.possible, after.due_at) == (None, before.possible, before.due_at)
    assert open_for_finder(by=case.finder(), now=NOW).review_at is None
    assert [entry.deed for entry in entries_of_case(case.row.uuid) if "withh" in entry.deed] == [
        "case.withheld",
        "case.withholding_ended",
    ]


def test_there_is_nothing_to_end_twice(case: MadeCase, lead: Visitor) -> None:
    with pytest.raises(NotWithheld):
        end(case, lead)


def test_decided_anew_it_takes_the_place_of_the_old_one(case: MadeCase, lead: Visitor) -> None:
    """Without a moment between them."""
    hush(case, lead)
    hush(case, lead, review_on=REVIEW + DAY, now=NOW + DAY)
    old, new = Withholding.objects.order_by("id")
    assert (old.ended_at, new.at, new.ended_at, new.review_at) == (NOW + DAY, NOW + DAY, None, ENDS + DAY)


def test_a_closed_case_has_nothing_to_withhold(case: MadeCase, lead: Visitor) -> None:
    go(case, lead, ReportState.VALID, ReportState.ACCEPTED)
    close(number=case.number, reason=ClosingReason.SOLVED, seen_version=case.version, by=lead, now=NOW)
    with pytest.raises(TransitionRefused):
        hush(case, lead)


def test_it_stands_in_the_list_of_its_organisation(case: MadeCase, lead: Visitor) -> None:
    hush(case, lead)
    assert [line.number for line in list_reviews(organisation=case.organisation.id, limit=9)] == [case.number]
    assert list_reviews(organisation=make_organisation().id, limit=9) == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"ground": "whim"},
        {"review_at": NOW - DAY},
        {"ended_at": NOW + DAY},
        {"ended_at": NOW - DAY, "ended_by": "by"},
    ],
)
def test_the_database_refuses_nonsense(case: MadeCase, lead: Visitor, wrong: dict[str, object]) -> None:
    hush(case, lead)
    by = {"ended_by": lead.member} if "ended_by" in wrong else {}
    with pytest.raises(IntegrityError), transaction.atomic():
        Withholding.objects.update(**wrong | by)


def letters() -> list[str]:
    return list(Owed.objects.filter(letter=Letter.REVIEWS_DUE).order_by("id").values_list("letter", flat=True))


def test_leads_are_warned_before_and_after_once_each(case: MadeCase, lead: Visitor) -> None:
    hush(case, lead)
    moments = [ENDS - 4 * DAY, ENDS - 3 * DAY, ENDS, ENDS + DAY, ENDS + 2 * DAY]
    sent = [(warn_of_reviews(by=SYSTEM, now=at), len(letters())) for at in moments]
    assert sent == [(0, 0), (1, 1), (0, 1), (1, 2), (0, 2)]


def test_after_a_week_without_a_worker_one_letter_tells_that_it_is_late(case: MadeCase, lead: Visitor) -> None:
    hush(case, lead)
    assert (warn_of_reviews(by=SYSTEM, now=ENDS + 7 * DAY), len(letters())) == (1, 1)
    assert warn_of_reviews(by=SYSTEM, now=ENDS + 8 * DAY) == 0


def test_what_was_ended_warns_nobody(case: MadeCase, lead: Visitor) -> None:
    hush(case, lead)
    end(case, lead)
    assert warn_of_reviews(by=SYSTEM, now=ENDS + DAY) == 0


@pytest.mark.django_db(transaction=True)
def test_two_leads_at_once_decide_once() -> None:
    """Each from the page as it was: one of them sees that the case moved on."""
    case = make_case(make_organisation())
    leads, seen, start = [make_lead(case.organisation).unlocked for _ in range(2)], case.version, Barrier(2)
    outcomes: list[str] = []

    def run(by: Visitor) -> None:
        start.wait()
        try:
            hush(case, by, seen=seen)
            outcomes.append("done")
        except CaseError as refused:
            outcomes.append(type(refused).__name__)
        finally:
            connection.close()

    threads = [Thread(target=run, args=(by,)) for by in leads]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sorted(outcomes), Withholding.objects.count()) == (["CaseMovedOn", "done"], 1)
