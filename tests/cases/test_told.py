"""What an answer says, and when the finder was told of it."""

from datetime import timedelta
from uuid import uuid4

import pytest

from meldpunt.cases.access import open_for_finder
from meldpunt.cases.actions import close, note_told, write_as_finder, write_as_handler
from meldpunt.cases.models import Message, Notice
from meldpunt.cases.queries import promised_facts
from meldpunt.cases.rules.promised import check_says, told_at
from meldpunt.cases.terms import (
    ClosingReason,
    DeclineReason,
    MessageKind,
    NoDate,
    OwnWord,
    PromisedFacts,
    ReportState,
    Says,
    SaysFlaw,
    SaysRefused,
)
from meldpunt.journal.queries import entries_of_case
from meldpunt.journal.terms import SYSTEM
from meldpunt.outbox.actions import settle_delivered, settle_failed, take_due
from meldpunt.outbox.models import Owed
from meldpunt.outbox.terms import CarrierRefused, Letter
from meldpunt.people.terms import Visitor
from tests.factories.cases import MadeCase, go, make_case, say_no
from tests.factories.people import NOW, make_organisation

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
TODAY = NOW.date()


def facts(case: MadeCase) -> PromisedFacts:
    (found,) = promised_facts(case.row.uuid)
    return found


def word(case: MadeCase) -> OwnWord:
    (found,) = facts(case).own
    return found


def answer(case: MadeCase, by: Visitor, says: Says = Says()) -> None:  # noqa: B008 - frozen
    write_as_handler(
        number=case.number,
        kind=MessageKind.ANSWER,
        text="Dank u.",
        uploads=(),
        says=says,
        seen_version=case.version,
        by=by,
        now=NOW,
    )


def carry(*, refuse: bool = False, hours: int = 1) -> None:
    """Let a mail server take what is due, or refuse it."""
    for row in take_due(now=NOW + hours * HOUR, limit=100):
        if refuse:
            settle_failed(row=row, problem=CarrierRefused("550"), now=NOW + hours * HOUR)
        else:
            settle_delivered(row=row, now=NOW + hours * HOUR)


@pytest.mark.parametrize(
    "says",
    [Says(), Says(assessment=True), Says(fix_by=TODAY), Says(assessment=True, no_date=NoDate.TOO_EARLY)],
)
def test_what_an_answer_says_is_kept(case: MadeCase, anna: Visitor, says: Says) -> None:
    answer(case, anna, says)
    assert word(case).says == says
    assert open_for_finder(by=case.finder(), now=NOW).messages[0].says == says


def test_journal_has_the_codes(case: MadeCase, anna: Visitor) -> None:
    answer(case, anna, Says(assessment=True, fix_by=TODAY))
    assert entries_of_case(case.row.uuid)[-1].facts == {
        "kind": "answer",
        "files": 0,
        "assesses": True,
        "fix_by": TODAY.isoformat(),
        "version": 2,
    }


@pytest.mark.parametrize("reason", DeclineReason)
def test_a_no_is_an_assessment_by_itself(case: MadeCase, anna: Visitor, reason: DeclineReason) -> None:
    say_no(case, anna, reason)
    assert word(case).says == Says(assessment=True, no_date=NoDate(reason.value))


@pytest.mark.parametrize(
    ("says", "flaw"),
    [
        (Says(fix_by=TODAY - timedelta(days=1)), SaysFlaw.PAST),
        (Says(fix_by=TODAY + timedelta(days=5 * 366 + 1)), SaysFlaw.FAR),
        (Says(fix_by=TODAY, no_date=NoDate.TOO_EARLY), SaysFlaw.BOTH),
    ],
)
def test_what_cannot_be_said_is_refused(says: Says, flaw: SaysFlaw) -> None:
    with pytest.raises(SaysRefused) as refused:
        check_says(says, today=TODAY)
    assert refused.value.flaw is flaw


def test_nothing_is_kept_of_a_refused_answer(case: MadeCase, anna: Visitor) -> None:
    with pytest.raises(SaysRefused):
        answer(case, anna, Says(fix_by=TODAY - timedelta(days=1)))
    assert Message.objects.count() == 0


def test_who_is_not_mailed_is_told_when_it_is_posted(anna: Visitor, case: MadeCase) -> None:
    other = make_case(case.organisation)
    answer(other, anna)
    assert (word(other).told_at, Notice.objects.count()) == (NOW, 0)


def test_who_is_mailed_is_told_when_the_mail_server_took_it(case: MadeCase, anna: Visitor) -> None:
    answer(case, anna)
    assert word(case).told_at is None
    carry()
    assert word(case).told_at == NOW + HOUR


def test_what_the_outbox_forgot_is_known_still(case: MadeCase, anna: Visitor) -> None:
    answer(case, anna)
    carry()
    assert note_told(by=SYSTEM, now=NOW + 2 * HOUR) == 1
    Owed.objects.all().delete()
    assert word(case).told_at == NOW + HOUR
    assert entries_of_case(case.row.uuid)[-1].deed == "case.told"


def test_it_is_noted_once(case: MadeCase, anna: Visitor) -> None:
    answer(case, anna)
    carry()
    note_told(by=SYSTEM, now=NOW + 2 * HOUR)
    assert note_told(by=SYSTEM, now=NOW + 3 * HOUR) == 0


def test_a_letter_on_its_way_is_left_alone(case: MadeCase, anna: Visitor) -> None:
    answer(case, anna)
    assert note_told(by=SYSTEM, now=NOW) == 0


def test_a_refused_letter_told_nothing(case: MadeCase, anna: Visitor) -> None:
    answer(case, anna)
    carry(refuse=True)
    note_told(by=SYSTEM, now=NOW + 2 * HOUR)
    assert (word(case).told_at, word(case).failed_at) == (None, NOW + 2 * HOUR)
    assert entries_of_case(case.row.uuid)[-1].deed == "case.not_told"


def test_a_letter_nobody_remembers_told_nothing(case: MadeCase, anna: Visitor) -> None:
    answer(case, anna)
    Owed.objects.all().delete()
    note_told(by=SYSTEM, now=NOW + HOUR)
    assert word(case).failed_at == NOW + HOUR


def test_who_writes_after_it_has_read_it(case: MadeCase, anna: Visitor) -> None:
    answer(case, anna)
    write_as_finder(text="Dank.", uploads=(), once=uuid4(), by=case.finder(now=NOW + HOUR), now=NOW + HOUR)
    assert word(case).told_at == NOW + HOUR


def test_words_that_share_a_letter_share_its_fate(case: MadeCase, anna: Visitor) -> None:
    answer(case, anna)
    answer(case, anna)
    assert Owed.objects.filter(letter=Letter.NEWS).count() == 1
    carry()
    assert [each.told_at for each in facts(case).own] == [NOW + HOUR] * 2


def test_closing_is_told_too(case: MadeCase, anna: Visitor) -> None:
    answer(case, anna)
    go(case, anna, ReportState.VALID, ReportState.ACCEPTED)
    close(number=case.number, reason=ClosingReason.SOLVED, seen_version=case.version, by=anna, now=NOW)
    carry(hours=2)
    last = facts(case).moves[-1]
    assert (last.after, last.reason, last.told_at) == (ReportState.CLOSED, ClosingReason.SOLVED, NOW + 2 * HOUR)


def test_a_no_that_closes_goes_by_the_letter_of_closing(case: MadeCase, anna: Visitor) -> None:
    say_no(case, anna, DeclineReason.ALREADY_KNOWN)
    carry()
    assert (word(case).told_at, facts(case).moves[-1].told_at) == (NOW + HOUR, NOW + HOUR)


@pytest.mark.parametrize(
    ("mailed", "taken", "words", "expected"),
    [
        (False, None, (), 0),
        (True, None, (), None),
        (True, 3, (), 3),
        (True, 3, (2,), 2),
        (True, 1, (2,), 1),
        (True, None, (-1, 0), None),
        (True, None, (-1, 5), 5),
    ],
)
def test_when_something_was_told(
    *, mailed: bool, taken: int | None, words: tuple[int, ...], expected: int | None
) -> None:
    found = told_at(
        NOW,
        mailed=mailed,
        taken_at=None if taken is None else NOW + taken * HOUR,
        finder_words=[NOW + each * HOUR for each in words],
    )
    assert found == (None if expected is None else NOW + expected * HOUR)


def test_entered_by_hand_is_known_from_then_on() -> None:
    """And received when it really came."""
    other = make_case(make_organisation(), now=NOW)
    assert (facts(other).received_at, facts(other).known_at) == (NOW, NOW)
