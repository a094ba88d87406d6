"""The rounds of a mailbox: what is taken, put away, left, and tried again."""

import threading
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from meldpunt.arrivals.terms import PostboxFlaw, PostboxTrouble, TryLater
from meldpunt.doors.mailroom import mailboxes
from meldpunt.doors.mailroom.mailboxes import UNFORESEEN, WELL, LookedInto, Round
from tests.fakes.mail_intake import CLINIC, FakeIntake
from tests.fakes.postbox import FakePostbox

ONE, TWO, THREE = (b"Subject: %d\r\n\r\nHello.\r\n" % number for number in (1, 2, 3))
MOST = 1000


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let what failed be due again at once."""
    monkeypatch.setattr(mailboxes, "FIRST_WAIT", 0.0)


def round_of(postbox: FakePostbox, intake: FakeIntake, *, is_shared: bool = False) -> Round:
    box = LookedInto(
        "security",
        lambda: CLINIC,
        postbox.open,
        is_shared=is_shared,
        keep=timedelta(days=7),
        authserv_id="mx.example",
        canaries=lambda organisation: ["1"] if organisation == CLINIC else [],
    )
    return Round(box, intake, lambda name, problem: None, threading.Event(), MOST)


def look(turn: Round, postbox: FakePostbox, times: int = 1) -> None:
    """Look as often, each time through a connection of its own, as after a break."""
    for _ in range(times):
        for patience in turn.failed.values():
            patience.until = 0.0
        with postbox.open():
            turn.look(postbox)


def failing(*names: str, step: str, error: Exception) -> Callable[[str, str], None]:
    """Return what raises at a step with one of these messages."""

    def trouble(now: str, name: str) -> None:
        if now == step and name in names:
            raise error

    return trouble


def raws(intake: FakeIntake) -> list[bytes]:
    return [raw for _organisation, _envelope, raw in intake.kept]


def test_taken_then_put_away():
    postbox, intake = FakePostbox(), FakeIntake()
    postbox.bring(ONE, TWO)
    look(round_of(postbox, intake, is_shared=True), postbox, times=2)
    assert (raws(intake), list(postbox.inside)) == ([ONE, TWO], [])
    organisation, envelope, _raw = intake.kept[0]
    assert (organisation, envelope.way, envelope.is_shared, envelope.authserv_id, envelope.sender) == (
        CLINIC,
        "mailbox",
        True,
        "mx.example",
        None,
    )
    assert {day for day, _content in postbox.away.values()} == {datetime.now(tz=UTC).date()}


def test_never_put_away_before_it_is_stored():
    """While a message is being taken it still lies in the mailbox."""
    postbox = FakePostbox()
    seen: list[list[str]] = []
    intake = FakeIntake(lambda raw, organisation: seen.append(list(postbox.inside)))
    postbox.bring(ONE)
    look(round_of(postbox, intake), postbox)
    assert seen == [["1/1"]]


@pytest.mark.parametrize("error", [TryLater(), ZeroDivisionError()])
def test_what_cannot_be_taken_stays_and_stops_nobody(error):
    postbox = FakePostbox()
    troubles = [error, error]

    def first(raw: bytes, _organisation: UUID) -> None:
        if raw == TWO and troubles:
            raise troubles.pop()

    intake = FakeIntake(first)
    postbox.bring(ONE, TWO, THREE)
    turn = round_of(postbox, intake)
    look(turn, postbox, times=2)
    assert (raws(intake), list(postbox.inside.values())) == ([ONE, THREE], [TWO])
    look(turn, postbox)
    assert (raws(intake), list(postbox.inside), turn.failed) == ([ONE, THREE, TWO], [], {})


def test_what_failed_has_to_wait(monkeypatch):
    """It is not fetched again at every look."""
    monkeypatch.setattr(mailboxes, "FIRST_WAIT", 1000.0)
    asked: list[str] = []
    postbox = FakePostbox(trouble=lambda step, name: asked.append(step))
    postbox.bring(ONE)

    def first(_raw: bytes, _organisation: UUID) -> None:
        raise TryLater

    turn = round_of(postbox, FakeIntake(first))
    for _ in range(3):
        with postbox.open():
            turn.look(postbox)
    assert asked.count("content") == 1


def test_one_that_cannot_be_fetched_stops_nobody():
    error = PostboxTrouble(PostboxFlaw.PROTOCOL)
    postbox, intake = FakePostbox(trouble=failing("1/1", step="content", error=error)), FakeIntake()
    postbox.bring(ONE, TWO)
    turn = round_of(postbox, intake)
    with pytest.raises(PostboxTrouble):
        look(turn, postbox)
    assert raws(intake) == [TWO]


def test_one_that_cannot_be_put_away_is_not_taken_again():
    """It is known for as long as this process runs; after that by its mark."""
    error = PostboxTrouble(PostboxFlaw.PROTOCOL)
    postbox, intake = FakePostbox(trouble=failing("1/1", step="put_away", error=error)), FakeIntake()
    postbox.bring(ONE, TWO)
    turn = round_of(postbox, intake)
    for _ in range(2):
        with pytest.raises(PostboxTrouble):
            look(turn, postbox)
    assert (raws(intake), list(postbox.inside.values())) == ([ONE, TWO], [ONE])
    postbox.trouble = lambda step, name: None
    look(turn, postbox)
    assert (raws(intake), postbox.inside, turn.taken) == ([ONE, TWO], {}, set())


def test_gone_in_between():
    """Somebody else took it out again before it was fetched: nothing happens, and nothing is remembered."""
    postbox, intake = FakePostbox(), FakeIntake()
    postbox.bring(ONE)
    postbox.trouble = lambda step, name: postbox.inside.clear() if step == "content" else None
    turn = round_of(postbox, intake)
    look(turn, postbox, times=2)
    assert (intake.kept, turn.failed) == ([], {})


def test_too_large_comes_in_part():
    """Enough of it to be told that it is too large, so that somebody looks; and it is put away."""
    postbox, intake = FakePostbox(), FakeIntake()
    postbox.bring(b"x" * 5000)
    look(round_of(postbox, intake), postbox)
    assert (raws(intake), postbox.inside) == ([b"x" * (MOST + 1)], {})


def test_an_organisation_that_is_not_there_yet():
    """Its mail waits."""
    postbox, intake = FakePostbox(), FakeIntake()
    postbox.bring(ONE)
    nobody = LookedInto("security", lambda: None, postbox.open, is_shared=False, keep=timedelta(days=7))
    look(Round(nobody, intake, lambda name, problem: None, threading.Event(), MOST), postbox)
    assert (intake.kept, list(postbox.inside.values())) == ([], [ONE])


def test_deleted_after_its_days():
    postbox, today = FakePostbox(), datetime.now(tz=UTC).date()
    postbox.away = {f"1/{days}": (today - timedelta(days=days), ONE) for days in (0, 7, 8)}
    look(round_of(postbox, FakeIntake()), postbox)
    assert list(postbox.away) == ["1/0", "1/7"]


def test_a_broken_mailbox_is_tried_again():
    """Whatever goes wrong is noted by its code, and the mailbox is opened anew."""
    postbox, intake, noted = FakePostbox(), FakeIntake(), []
    troubles: list[Exception] = [ZeroDivisionError(), PostboxTrouble(PostboxFlaw.SIGN_IN)]
    postbox.bring(ONE)

    def trouble(step: str, _name: str) -> None:
        if step == "open" and troubles:
            raise troubles.pop()
        if step == "watch":
            turn.stop.set()

    postbox.trouble = trouble
    turn = round_of(postbox, intake)
    turn.notes = lambda name, problem: noted.append((name, problem))
    turn.run()
    assert (raws(intake), noted[:3]) == ([ONE], [("security", "sign_in"), ("security", UNFORESEEN), ("security", WELL)])


def test_a_note_that_cannot_be_written_loses_no_mail():
    postbox, intake = FakePostbox(), FakeIntake()
    postbox.bring(ONE)
    postbox.trouble = lambda step, name: turn.stop.set() if step == "watch" else None
    turn = round_of(postbox, intake)

    def note(_name: str, _problem: str) -> None:
        raise ZeroDivisionError

    turn.notes = note
    turn.run()
    assert raws(intake) == [ONE]


def test_stops_between_two_messages():
    """What is under way is finished; the rest waits for the next start."""
    postbox = FakePostbox()
    intake = FakeIntake(lambda raw, organisation: turn.stop.set())
    postbox.bring(ONE, TWO)
    turn = round_of(postbox, intake)
    turn.run()
    assert (raws(intake), list(postbox.inside.values()), len(postbox.away)) == ([ONE], [TWO], 1)


@pytest.mark.parametrize("is_shared", [True, False])
def test_out_of_the_inbox_of_a_shared_mailbox_only_the_test_is_taken(is_shared):
    """Whatever the server finds: neither what a person says about a test nor what has its word below its header."""
    test, said = b"Auto-Submitted: auto-generated\r\n" + ONE, b"Auto-Submitted: no\r\n" + ONE
    quoted = b"Auto-Submitted: auto-generated\r\n\r\n" + ONE
    postbox, intake = FakePostbox(), FakeIntake()
    postbox.inbox = {f"INBOX/1/{place}": each for place, each in enumerate((test, TWO, said, quoted))}
    turn = round_of(postbox, intake, is_shared=is_shared)
    look(turn, postbox, times=2)
    left = [TWO, said, quoted] if is_shared else [test, TWO, said, quoted]
    assert (list(postbox.inbox.values()), raws(intake), turn.taken) == (left, [test] if is_shared else [], set())


def test_a_test_that_cannot_be_fetched_keeps_no_report_waiting():
    error = PostboxTrouble(PostboxFlaw.PROTOCOL)
    postbox, intake = FakePostbox(trouble=failing("1", step="found", error=error)), FakeIntake()
    postbox.bring(TWO)
    with pytest.raises(PostboxTrouble):
        look(round_of(postbox, intake, is_shared=True), postbox)
    assert raws(intake) == [TWO]


def test_the_address_it_was_delivered_to_is_in_the_envelope():
    """A token in it leads to the conversation, and to the key of its finder."""
    postbox, intake = FakePostbox(), FakeIntake()
    postbox.bring(b"Delivered-To: security+abc234@kliniek.example\r\n" + ONE)
    look(round_of(postbox, intake), postbox)
    assert [envelope.recipients for _organisation, envelope, _raw in intake.kept] == [
        ("security+abc234@kliniek.example",)
    ]


def test_what_failed_is_told_while_it_waits_to_be_tried_again(monkeypatch):
    """Else what is dead would be told at a late try only."""
    monkeypatch.setattr(mailboxes, "FIRST_WAIT", 100.0)
    monkeypatch.setattr(mailboxes, "NOTE_EVERY", 0.001)
    postbox, notes, stop = FakePostbox(), list[str](), threading.Event()
    postbox.trouble = failing("", step="open", error=PostboxTrouble(PostboxFlaw.SIGN_IN))

    def note(_name: str, problem: str) -> None:
        notes.append(problem)
        if len(notes) == 3:
            stop.set()

    box = LookedInto("security", lambda: CLINIC, postbox.open, is_shared=False, keep=timedelta(days=7))
    Round(box, FakeIntake(), note, stop, MOST).run()
    assert (notes, postbox.opened) == (["sign_in"] * 3, 0)
