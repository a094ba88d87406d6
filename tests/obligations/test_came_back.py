"""A promise that a mail kept is open again once that mail came back, and counted anew."""

from datetime import datetime, timedelta
from uuid import UUID, uuid4

import pytest

from meldpunt.cases.actions import note_came_back, take_back_came_back, write_as_finder
from meldpunt.cases.models import Notice
from meldpunt.cases.terms import MessageKind
from meldpunt.journal.queries import entries_of_case
from meldpunt.obligations.queries import counted_in, recounted_in
from meldpunt.obligations.terms.figures import Outcome
from meldpunt.people.terms import Visitor
from tests.factories.arrivals import make_form
from tests.factories.cases import MAILED, MadeCase, answer, make_case
from tests.factories.obligations import rows_of, settle_all
from tests.factories.outbox import carry
from tests.factories.people import NOW, make_member, make_organisation
from tests.factories.policy import publish_text
from tests.factories.policy_texts import SMALL, in_name_of

pytestmark = pytest.mark.django_db
FIRST = '[promises.first_answer]\nwithin = "5 working days"\n'
DAY = timedelta(days=1)
HOUR = timedelta(hours=1)


@pytest.fixture
def case() -> MadeCase:
    """Give a case whose finder chose to be mailed."""
    return make_case(make_organisation(), contact=MAILED)


@pytest.fixture
def anna(case: MadeCase) -> Visitor:
    """Give a handler who answered; the mail was taken and the promise kept."""
    anna = make_member(case.organisation, name="Anna").unlocked
    answer(case, anna)
    carry(now=NOW + HOUR)
    settle_all(now=NOW + HOUR)
    assert rows_of(case)[0].fulfilled_at == NOW + HOUR
    return anna


def come_back(case: MadeCase, by: Visitor, now: datetime) -> None:
    bounce(case, Notice.objects.get().letter, by, now)


def bounce(case: MadeCase, mail: UUID, by: Visitor, now: datetime) -> None:
    seen = case.version
    note_came_back(number=case.number, mail=mail, at=now, address_dead=False, seen_version=seen, by=by, now=now)
    settle_all(now=now)


def take_back(case: MadeCase, by: Visitor, now: datetime) -> None:
    take_back_came_back(number=case.number, mail=Notice.objects.get().letter, seen_version=case.version, by=by, now=now)
    settle_all(now=now)


def outcomes(case: MadeCase) -> list[tuple[str, Outcome]]:
    """Return what became of each obligation as the figures count it, and see that the journal alone tells the same."""
    counted = list(counted_in(case.organisation.id))
    assert sorted(map(repr, counted)) == sorted(map(repr, recounted_in(case.organisation.id)))
    return [(each.kind.value, each.outcome) for each in counted]


def newest_deeds(case: MadeCase, amount: int) -> list[str]:
    return [entry.deed for entry in entries_of_case(case.row.uuid)][-amount:]


def test_before_its_date_it_runs_again(case: MadeCase, anna: Visitor) -> None:
    come_back(case, anna, NOW + DAY)
    first, silence = rows_of(case)
    assert (first.fulfilled_at, first.broken_at, first.ended_at) == (None, None, None)
    assert silence.lapsed_because == "not_told"
    assert outcomes(case) == [("first_answer", Outcome.RUNNING), ("silence", Outcome.LAPSED)]
    assert newest_deeds(case, 2) == ["obligation.reopened", "obligation.lapsed"]


def test_after_its_date_it_was_not_kept(case: MadeCase, anna: Visitor) -> None:
    come_back(case, anna, NOW + 20 * DAY)
    first = rows_of(case)[0]
    assert (first.fulfilled_at, first.broken_at, first.ended_at) == (None, first.due_at, None)
    assert outcomes(case)[0] == ("first_answer", Outcome.BROKEN)


def test_it_is_warned_of_again(case: MadeCase, anna: Visitor) -> None:
    come_back(case, anna, NOW + DAY)
    assert rows_of(case)[0].warnings.filter(sent_at__isnull=True).exists()


def test_a_second_answer_that_arrives_keeps_it(case: MadeCase, anna: Visitor) -> None:
    come_back(case, anna, NOW + DAY)
    answer(case, anna, now=NOW + DAY)
    carry(now=NOW + DAY + HOUR)
    settle_all(now=NOW + DAY + HOUR)
    assert (rows_of(case)[0].fulfilled_at, outcomes(case)[0][1]) == (NOW + DAY + HOUR, Outcome.KEPT)


@pytest.mark.parametrize("after", [2, 20])
def test_what_was_a_mistake_was_kept_after_all(case: MadeCase, anna: Visitor, after: int) -> None:
    come_back(case, anna, NOW + after * DAY)
    take_back(case, anna, NOW + (after + 1) * DAY)
    first, silence = rows_of(case)
    assert (first.fulfilled_at, first.broken_at) == (NOW + HOUR, None)
    assert (silence.lapsed_at, silence.started_at) == (None, NOW + HOUR)
    assert outcomes(case) == [("first_answer", Outcome.KEPT), ("silence", Outcome.RUNNING)]


def test_told_by_the_finders_own_word_it_begins_only_then(case: MadeCase, anna: Visitor) -> None:
    """The next message is promised from when they had read the answer, for page, row and figures alike."""
    come_back(case, anna, NOW + DAY)
    now = NOW + 2 * DAY
    write_as_finder(text="Daar.", uploads=(), once=uuid4(), by=case.finder(now=now), now=now)
    settle_all(now=now)
    assert [row.started_at for row in rows_of(case)] == [NOW, now]
    assert outcomes(case) == [("first_answer", Outcome.KEPT), ("silence", Outcome.RUNNING)]


def test_warnings_of_a_date_that_a_question_gave_go_with_the_question(case: MadeCase, anna: Visitor) -> None:
    """The finder was never asked: the date passed long ago, and nobody is warned of history."""
    promises = FIRST.replace('days"', 'days"\nsays = ["assessment"]\npauses = true')
    text = in_name_of(case.organisation.facts.name, SMALL.replace(FIRST, promises))
    publish_text(case.organisation, text, now=NOW)
    other = make_case(case.organisation, contact=MAILED, form=make_form(case.organisation, policy_version=2))
    answer(other, anna, MessageKind.ASK)
    carry(now=NOW + HOUR)
    answer(other, anna, now=NOW + 30 * DAY)
    settle_all(now=NOW + 30 * DAY)
    first = rows_of(other)[0]
    before = first.warnings.filter(sent_at__isnull=True).count()
    bounce(other, Notice.objects.get(message__kind="ask").letter, anna, NOW + 31 * DAY)
    assert (before, first.warnings.count(), rows_of(other)[0].due_at < NOW + 10 * DAY) == (4, 0, True)


def test_word_of_progress_in_the_same_mail_is_not_kept_either(case: MadeCase) -> None:
    """The word that began it came back, and the one that kept it with it."""
    anna = make_member(case.organisation, name="Anna").unlocked
    answer(case, anna)
    answer(case, anna)
    carry(now=NOW + HOUR)
    settle_all(now=NOW + HOUR)
    before = outcomes(case)
    (mail,) = set(Notice.objects.values_list("letter", flat=True))
    bounce(case, mail, anna, NOW + DAY)
    lapsed = ("silence", Outcome.LAPSED)
    assert before == [("first_answer", Outcome.KEPT), ("silence", Outcome.KEPT), ("silence", Outcome.RUNNING)]
    assert outcomes(case) == [("first_answer", Outcome.RUNNING), lapsed, lapsed]
    take_back_came_back(number=case.number, mail=mail, seen_version=case.version, by=anna, now=NOW + DAY)
    settle_all(now=NOW + DAY)
    assert outcomes(case) == before


@pytest.mark.parametrize("first", [0, 1])
def test_of_two_mails_that_came_back_none_keeps_anything(case: MadeCase, anna: Visitor, first: int) -> None:
    """In whatever order they are recorded."""
    answer(case, anna, now=NOW + DAY)
    carry(now=NOW + DAY + HOUR)
    settle_all(now=NOW + DAY + HOUR)
    mails = list(Notice.objects.order_by("id").values_list("letter", flat=True))
    bounce(case, mails[first], anna, NOW + 2 * DAY)
    bounce(case, mails[1 - first], anna, NOW + 2 * DAY)
    lapsed = ("silence", Outcome.LAPSED)
    assert outcomes(case) == [("first_answer", Outcome.RUNNING), lapsed, lapsed]


def test_word_of_progress_that_arrived_stays_kept_though_what_began_it_came_back(case: MadeCase, anna: Visitor) -> None:
    answer(case, anna, now=NOW + DAY)
    carry(now=NOW + DAY + HOUR)
    settle_all(now=NOW + DAY + HOUR)
    bounce(case, Notice.objects.order_by("id")[0].letter, anna, NOW + 2 * DAY)
    assert outcomes(case)[1] == ("silence", Outcome.KEPT)


@pytest.mark.parametrize(
    ("third", "recorded", "expected"),
    [
        (5, 10, (False, 5)),
        (5, 40, (False, 5)),
        (33, 40, (True, 33)),
        (45, 40, (True, None)),
    ],
)
def test_what_arrived_after_two_answers_in_one_mail_that_came_back_counts_for_both(
    case: MadeCase, third: int, recorded: int, expected: tuple[bool, int | None]
) -> None:
    """The mail told nothing of the second answer, so the next that did arrive is the next message after the first."""
    anna = make_member(case.organisation, name="Anna").unlocked
    answer(case, anna)
    answer(case, anna)
    carry(now=NOW + HOUR)
    (mail,) = set(Notice.objects.values_list("letter", flat=True))
    for day in sorted({third, recorded}):
        if day == third:
            answer(case, anna, now=NOW + day * DAY)
            carry(now=NOW + day * DAY + HOUR)
        else:
            bounce(case, mail, anna, NOW + day * DAY)
    settle_all(now=NOW + 50 * DAY)
    told = [
        (bool(row.broken_at), (row.fulfilled_at - NOW).days if row.fulfilled_at else None)
        for row in rows_of(case)
        if (row.kind, row.started_at) == ("silence", NOW + HOUR)
    ]
    assert told == [expected] * 2
    assert len(outcomes(case)) == len(rows_of(case))


def test_what_the_finder_had_read_before_its_date_counts_once_from_then(case: MadeCase, anna: Visitor) -> None:
    """Also where the date that it had by the mail had passed when its coming back was recorded."""
    written = NOW + 9 * DAY
    write_as_finder(text="Daar.", uploads=(), once=uuid4(), by=case.finder(now=written), now=written)
    settle_all(now=NOW + 34 * DAY)
    before = outcomes(case)[1]
    come_back(case, anna, NOW + 35 * DAY)
    after = [(row.kind, row.started_at) for row in rows_of(case) if row.kind == "silence"]
    assert (before, after) == (("silence", Outcome.BROKEN), [("silence", written)])
    assert outcomes(case)[1] == ("silence", Outcome.RUNNING)
