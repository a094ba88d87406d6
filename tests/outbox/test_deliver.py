"""Letters leave, or are tried again, and are erased."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest

from meldpunt.outbox.access import ready_letter
from meldpunt.outbox.actions import settle_delivered, take_due
from meldpunt.outbox.jobs import deliver_due, forget
from meldpunt.outbox.models import Owed
from meldpunt.outbox.queries import given_up, given_up_since, held_back, queue
from meldpunt.outbox.rules import GIVE_UP_AFTER, HOLD_BACK, KEEP_DONE, LEASE, WAITS, may_lie_open, message_id
from meldpunt.outbox.terms import CarrierBusy, CarrierRefused, Letter, LineState
from tests.factories.outbox import make_letter
from tests.fakes.carrier import FakeCarrier

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
SECOND = timedelta(seconds=1)


def test_due_letter_is_delivered_and_erased() -> None:
    letter, carrier = make_letter(now=NOW), FakeCarrier()
    assert deliver_due(carrier=carrier, now=NOW) == 1
    assert [taken.to for taken in carrier.taken] == ["anna@clinic.example"]
    row = Owed.objects.get(pk=letter)
    assert (row.sealed, row.delivered_at, row.lease) == (None, NOW, None)


def test_delivered_letter_is_not_delivered_again() -> None:
    make_letter(now=NOW)
    deliver_due(carrier=FakeCarrier(), now=NOW)
    again = FakeCarrier()
    assert deliver_due(carrier=again, now=NOW + LEASE) == 0
    assert again.taken == []


def test_message_id_is_the_same_on_every_try() -> None:
    row = Owed.objects.get(pk=make_letter(now=NOW))
    carrier = FakeCarrier()
    before = ready_letter(row).message_id
    take_due(now=NOW, limit=1)  # a worker that is killed after sending
    deliver_due(carrier=carrier, now=NOW + LEASE)
    assert [taken.message_id for taken in carrier.taken] == [before]


def test_message_id_cannot_be_held_against_the_table() -> None:
    """Mail servers log it beside the address, and the row stays for a month."""
    letters = [make_letter(now=NOW), make_letter(now=NOW)]
    carrier = FakeCarrier()
    deliver_due(carrier=carrier, now=NOW)
    taken = {letter.message_id.partition("@")[0] for letter in carrier.taken}
    assert len(taken) == 2
    assert taken & {form for letter in letters for form in (str(letter), letter.hex)} == set()


@pytest.mark.parametrize(
    ("sender", "domain"),
    [
        ("desk@kliniek.example", "kliniek.example"),
        ("Meldpunt <desk@Kliniek.example>", "Kliniek.example"),
        ("meldpunt@localhost", "localhost"),
        ("desk@zorgé.example", "meldpunt.invalid"),
        ("desk", "meldpunt.invalid"),
        ("desk@kliniek.example>\r\nTo: x", "meldpunt.invalid"),
    ],
)
def test_message_id_ends_as_the_senders_address_does(sender: str, domain: str) -> None:
    """Mail filters mistrust a foreign or an invented one."""
    made = message_id(uuid4(), secret=bytes(32), sender=sender)
    assert made.partition("@")[2] == domain


def test_leased_letter_is_left_alone() -> None:
    make_letter(now=NOW)
    take_due(now=NOW, limit=1)
    assert deliver_due(carrier=FakeCarrier(), now=NOW + LEASE - SECOND) == 0
    assert [line.state for line in queue(now=NOW)] == [LineState.ON_ITS_WAY]


def test_lease_of_a_killed_worker_runs_out() -> None:
    make_letter(now=NOW)
    take_due(now=NOW, limit=1)
    assert deliver_due(carrier=FakeCarrier(), now=NOW + LEASE) == 1


def test_worker_whose_lease_ran_out_settles_nothing() -> None:
    make_letter(now=NOW)
    (slow,) = take_due(now=NOW, limit=1)
    (quick,) = take_due(now=NOW + LEASE, limit=1)
    settle_delivered(row=slow, now=NOW + LEASE)
    assert Owed.objects.get().lease == quick.lease


def test_busy_carrier_is_tried_again_later() -> None:
    make_letter(now=NOW)
    carrier = FakeCarrier(CarrierBusy("451"))
    assert deliver_due(carrier=carrier, now=NOW) == 0
    assert [(line.tries, line.next_try_at, line.problem) for line in queue(now=NOW)] == [(1, NOW + WAITS[0], "451")]
    assert deliver_due(carrier=carrier, now=NOW + WAITS[0] - SECOND) == 0
    assert deliver_due(carrier=carrier, now=NOW + WAITS[0]) == 1


def test_waits_grow_with_every_failure() -> None:
    make_letter(now=NOW)
    carrier, moment, waits = FakeCarrier(*[CarrierBusy("451")] * 7), NOW, []
    for _ in range(7):
        deliver_due(carrier=carrier, now=moment)
        (line,) = queue(now=moment)
        again = line.next_try_at or moment
        waits.append(again - moment)
        moment = again
    assert waits == [*WAITS, WAITS[-1]]


def test_no_network_counts_as_busy() -> None:
    make_letter(now=NOW)
    deliver_due(carrier=FakeCarrier(ConnectionRefusedError("mail.example refused anna")), now=NOW)
    assert [line.problem for line in queue(now=NOW)] == ["ConnectionRefusedError"]


def test_refused_letter_is_given_up_and_erased() -> None:
    make_letter(now=NOW)
    deliver_due(carrier=FakeCarrier(CarrierRefused("550")), now=NOW)
    assert queue(now=NOW) == []
    assert [(line.state, line.problem) for line in given_up(now=NOW)] == [(LineState.GIVEN_UP, "550")]
    assert Owed.objects.get().sealed is None


@pytest.mark.parametrize(
    ("problem", "others_leave", "count"),
    [("550", True, 0), ("550", False, 1), ("unsupported", True, 1)],
    ids=["one address", "all of them", "our setting"],
)
def test_one_dead_address_is_no_trouble_of_our_mail(problem: str, others_leave: bool, count: int) -> None:
    make_letter(now=NOW, to="one@clinic.example")
    deliver_due(carrier=FakeCarrier(CarrierRefused(problem)), now=NOW)
    if others_leave:
        make_letter(now=NOW, to="two@clinic.example")
        deliver_due(carrier=FakeCarrier(), now=NOW)
    assert given_up_since(NOW) == count


def test_letter_that_a_server_of_ours_kept_refusing_is_counted_though_others_leave() -> None:
    make_letter(now=NOW, to="one@clinic.example")
    carrier, moment = FakeCarrier(*[CarrierBusy("535")] * 30), NOW
    while lines := queue(now=moment):
        moment = lines[0].next_try_at or moment
        deliver_due(carrier=carrier, now=moment)
    make_letter(now=moment, to="two@clinic.example")
    deliver_due(carrier=FakeCarrier(), now=moment)
    assert given_up_since(NOW) == 1


def test_letter_is_given_up_after_five_days() -> None:
    make_letter(now=NOW)
    carrier, moment = FakeCarrier(*[CarrierBusy("451")] * 30), NOW
    while lines := queue(now=moment):
        moment = lines[0].next_try_at or moment
        deliver_due(carrier=carrier, now=moment)
    assert moment - NOW >= GIVE_UP_AFTER
    assert [line.state for line in given_up(now=NOW)] == [LineState.GIVEN_UP]


@pytest.mark.parametrize("surprise", [ValueError("anna"), UnicodeEncodeError("ascii", "é", 0, 1, "anna")], ids=repr)
def test_surprise_holds_up_nothing_and_is_named_without_its_words(surprise: Exception) -> None:
    make_letter(now=NOW, to="one@clinic.example")
    make_letter(now=NOW + SECOND, to="two@clinic.example")
    assert deliver_due(carrier=FakeCarrier(surprise), now=NOW + SECOND) == 1
    assert [(line.tries, line.problem) for line in queue(now=NOW)] == [(1, type(surprise).__name__)]


def test_one_bad_letter_does_not_hold_up_the_others() -> None:
    make_letter(now=NOW, to="one@clinic.example")
    make_letter(now=NOW + SECOND, to="two@clinic.example")
    carrier = FakeCarrier(CarrierBusy("451"))
    assert deliver_due(carrier=carrier, now=NOW + SECOND) == 1
    assert [taken.to for taken in carrier.taken] == ["two@clinic.example"]


def test_letter_that_was_tampered_with_never_leaves() -> None:
    letter = make_letter(now=NOW)
    Owed.objects.filter(pk=letter).update(organisation=letter)
    carrier = FakeCarrier()
    assert deliver_due(carrier=carrier, now=NOW) == 0
    assert carrier.taken == []
    assert [line.problem for line in given_up(now=NOW)] == ["cannot-open"]


def test_no_more_than_the_limit_leave_at_once() -> None:
    for _ in range(3):
        make_letter(now=NOW)
    assert deliver_due(carrier=FakeCarrier(), now=NOW, limit=2) == 2


def test_letter_that_waited_long_gets_its_tries() -> None:
    """An SMTP server was set after a week, and is busy at first."""
    make_letter(now=NOW)
    deliver_due(carrier=FakeCarrier(CarrierBusy("451")), now=NOW + GIVE_UP_AFTER)
    assert [line.tries for line in queue(now=NOW)] == [1]


OF_MAIL = {
    Letter.MAIL_RECEIVED,
    Letter.MAIL_UNREADABLE,
    Letter.KEY_SENT,
    Letter.REROUTED,
    Letter.ANSWER,
    Letter.NEW_CODE,
}


@pytest.mark.parametrize("letter", list(Letter))
def test_only_letters_that_open_nothing_and_name_no_finder_may_lie_open(letter: Letter) -> None:
    waits = {Letter.INVITATION, Letter.PASSWORD_RESET, Letter.RECEIVED, Letter.NEWS, Letter.CLOSED, *OF_MAIL}
    assert (may_lie_open(letter, trial=False), may_lie_open(letter, trial=True)) == (letter not in waits, True)


def test_letters_of_other_kinds_wait() -> None:
    make_letter(now=NOW, letter=Letter.INVITATION, to="one@clinic.example")
    make_letter(now=NOW, letter=Letter.NEW_REPORT, to="two@clinic.example")
    carrier = FakeCarrier()
    assert deliver_due(carrier=carrier, now=NOW, letters=[Letter.NEW_REPORT]) == 1
    assert ([taken.to for taken in carrier.taken], held_back()) == (["two@clinic.example"], 1)
    assert deliver_due(carrier=carrier, now=NOW + GIVE_UP_AFTER) == 1


def test_letter_that_nothing_could_take_for_thirty_days_is_erased() -> None:
    make_letter(now=NOW, letter=Letter.RECEIVED)
    assert (forget(now=NOW + HOLD_BACK - SECOND), forget(now=NOW + HOLD_BACK)) == (0, 1)
    assert (Owed.objects.get().sealed, [line.problem for line in given_up(now=NOW)]) == (None, ["no-smtp"])


def test_rows_of_letters_done_with_are_forgotten() -> None:
    make_letter(now=NOW)
    deliver_due(carrier=FakeCarrier(), now=NOW)
    make_letter(now=NOW + SECOND)
    assert forget(now=NOW + KEEP_DONE - SECOND) == 0
    assert forget(now=NOW + KEEP_DONE) == 1
    assert [line.state for line in queue(now=NOW)] == [LineState.WAITING]
