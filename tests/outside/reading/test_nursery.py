"""The process that forks a child for each message: what becomes of it, of its children, and of what they may do."""

import platform
import socket
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from threading import Thread

import pytest

from meldpunt.arrivals.terms import CannotRead, MailFlaw
from meldpunt.outside.framing import surroundings
from meldpunt.outside.reading import nursery
from meldpunt.outside.reading.nursery import LENGTH, NOT_BEGUN, NURSERY, STATUS, Nursery, _answer
from tests.outside.reading.mails import made
from tests.outside.reading.test_child import by_child

SOURCE = Path(__file__).parents[3] / "src"


def test_nursery_that_was_killed_is_made_anew():
    assert by_child(made(body="one")).text == "one"
    first = NURSERY._process
    assert first is not None
    first.kill()
    first.wait()
    assert by_child(made(body="two")).text == "two"
    assert NURSERY._process is not first


def test_nursery_that_ended_is_made_anew():
    by_child(made(body="one"))
    NURSERY.close()
    assert by_child(made(body="two")).text == "two"


def test_one_nursery_serves_many():
    by_child(made(body="one"))
    first = NURSERY._process
    assert ([by_child(made(body=str(number))).text for number in range(5)], NURSERY._process) == (list("01234"), first)


def test_nursery_ends_with_who_started_it():
    ours, theirs = socket.socketpair()
    start = "import sys; from meldpunt.outside.reading.nursing import serve; sys.exit(serve())"
    with theirs:
        made_one = subprocess.Popen(
            [sys.executable, "-c", start], stdin=theirs.fileno(), env={"PYTHONPATH": str(SOURCE)}
        )
    ours.close()
    assert made_one.wait(30) == 0


@pytest.mark.parametrize(
    ("status", "flaw"),
    [
        (9, MailFlaw.BUSY),
        (14, MailFlaw.BUSY),
        (24, MailFlaw.TIMED_OUT),
        (6, MailFlaw.TOO_LARGE),
        (11, MailFlaw.TOO_LARGE),
        (256, MailFlaw.DAMAGED),
        (0, MailFlaw.DAMAGED),
        (NOT_BEGUN, MailFlaw.BUSY),
    ],
)
def test_how_a_child_ended(status: int, flaw: MailFlaw):
    with pytest.raises(CannotRead) as caught:
        _answer(b"\0" * (LENGTH - 1) + b"\x09" + b"half" + status.to_bytes(STATUS, "big"))
    assert caught.value.flaw is flaw


def test_nursery_that_does_not_start(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    """The log says why, and nothing of the message."""
    monkeypatch.setattr(sys, "executable", "/bin/false")
    gone = Nursery()
    with pytest.raises(CannotRead) as caught:
        gone.ask(b"From: somebody")
    gone.close()
    [line] = caplog.records
    assert (caught.value.is_for_now, vars(line)["why"], vars(line)["ended"]) == (True, "not_started", 1)


def test_nursery_knows_where_the_libraries_are_and_nothing_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/opt/python/lib")
    assert surroundings() == {"LD_LIBRARY_PATH": "/opt/python/lib"}


@pytest.mark.parametrize(("most", "seconds", "flaw"), [(1000, 60, MailFlaw.TOO_LARGE), (1 << 30, 0.3, MailFlaw.BUSY)])
def test_child_that_goes_on_for_ever(
    monkeypatch: pytest.MonkeyPatch, most: int, seconds: float, flaw: MailFlaw
) -> None:
    """It says more and more, or a little now and then."""

    def hand_over(_: Nursery, theirs: socket.socket) -> None:
        Thread(target=_say_for_ever, args=(theirs.dup(),), daemon=True).start()

    monkeypatch.setattr(nursery, "MOST_TOLD", most)
    monkeypatch.setattr(nursery, "SECONDS", seconds)
    monkeypatch.setattr(Nursery, "_hand_over", hand_over)
    with pytest.raises(CannotRead) as caught:
        Nursery().ask(b"")
    assert caught.value.flaw is flaw


def _say_for_ever(talk: socket.socket) -> None:
    with talk, suppress(OSError):
        while True:
            talk.sendall(b"x" * 100)
            time.sleep(0.02)


def _in_a_limited_process(code: str) -> str:
    start = (
        "from meldpunt.outside.reading import child; child.prepare(); child.limit_this_process()\n"
        f"try:\n    {code}\nexcept BaseException as error:\n    print(type(error).__name__)\nelse:\n    print('done')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", start], capture_output=True, text=True, check=False, env={"PYTHONPATH": str(SOURCE)}
    )
    return done.stdout.strip()


@pytest.mark.parametrize(
    ("code", "said"),
    [
        ("open('/etc/hostname')", {"OSError", "PermissionError"}),
        ("import socket; socket.socket()", {"OSError", "PermissionError"}),
        ("bytearray(600 * 1024 * 1024)", {"MemoryError"}),
        ("pass", {"done"}),
    ],
)
def test_child_may_do_little(code: str, said: set[str]):
    assert _in_a_limited_process(code) in said


@pytest.mark.skipif(
    platform.machine() != "x86_64", reason="calls are filtered on x86-64: run the tests on such a machine"
)
@pytest.mark.parametrize(
    "code",
    [
        "import os; os.fork()",
        "import os; os.execv('/bin/true', ['true'])",
        "import os; os.kill(os.getppid(), 0)",
        "import os; os.unlink('/tmp/none')",
    ],
)
def test_child_may_ask_the_kernel_for_little(code: str):
    assert _in_a_limited_process(code) == "PermissionError"
