"""The rounds of a real mailbox, while its server comes and goes."""

import threading
import time
from collections.abc import Callable, Iterator
from datetime import timedelta

import pytest

from meldpunt.doors.mailroom.mailboxes import WELL, LookedInto, Round
from tests.fakes.mail_intake import CLINIC, FakeIntake
from tests.outside.dovecot import NEEDS_DOVECOT, Dovecot, dovecot
from tests.outside.test_postboxes import bring, held

pytestmark = [pytest.mark.network, NEEDS_DOVECOT]
ONE, TWO, THREE = (b"Subject: %d\r\n\r\nHello.\r\n" % number for number in (1, 2, 3))
FAR = 60.0
SELDOM = 600.0  # seconds between looks: what comes sooner, the server told


@pytest.fixture
def server() -> Iterator[Dovecot]:
    with dovecot() as place:
        yield place


def wait_for(true: Callable[[], bool]) -> None:
    end = time.monotonic() + FAR
    while not true():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_while_its_server_comes_and_goes(server: Dovecot) -> None:
    """What was there, what comes while somebody waits for it, and what comes after the server was away: each is taken once."""
    account, intake, noted = server.account("Meldpunt"), FakeIntake(), []
    bring(account, ONE)
    box = LookedInto("shared", lambda: CLINIC, account.open, is_shared=True, keep=timedelta(days=7), every=SELDOM)
    turn = Round(box, intake, lambda name, problem: noted.append(problem), threading.Event(), 100_000)
    thread = threading.Thread(target=turn.run)
    thread.start()
    try:
        wait_for(lambda: len(held(account, "Meldpunt done")) == 1)
        bring(account, TWO)
        wait_for(lambda: len(held(account, "Meldpunt done")) == 2)
        server.stop()
        wait_for(lambda: "unreachable" in noted)
        server.start()
        bring(account, THREE)
        wait_for(lambda: len(held(account, "Meldpunt done")) == 3 and noted[-1] == WELL)
    finally:
        turn.stop.set()
        thread.join()
    assert [raw for _organisation, _envelope, raw in intake.kept] == [ONE, TWO, THREE]
