"""The worker is killed halfway through a sweep, and two workers run at once: nothing is missed, nothing is done twice."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.faults.sweeping import ORGANISATIONS

pytestmark = [pytest.mark.server, pytest.mark.sqlite]
ROOT = Path(__file__).parents[2]
CASES = 15
PATIENCE = 120  # seconds; only what is broken takes so long


class Place:
    """A folder with organisations whose promises are all late."""

    def __init__(self, folder: Path) -> None:
        self.go = folder / "go"
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("MELDPUNT_")}
        own = {"MELDPUNT_DATA": str(folder), "MELDPUNT_DEVELOPMENT": "1", "MELDPUNT_HOST_NAMES": "localhost"}
        self.environment = inherited | own | {"DJANGO_SETTINGS_MODULE": "meldpunt.site.settings"}

    def begin(self, *words: str, waits: bool = False) -> subprocess.Popen[str]:
        """Start a worker; one that `waits` begins when it is told to."""
        environment = self.environment | ({"GO": str(self.go)} if waits else {})
        command = [sys.executable, "-m", "tests.faults.sweeping", *words]
        return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, text=True)

    def run(self, *words: str) -> tuple[int, str]:
        """Run a worker to its end; return how it ended and what it printed."""
        worker = self.begin(*words)
        printed = worker.communicate(timeout=PATIENCE)[0]
        return worker.returncode, printed

    def both(self, *words: str) -> list[int]:
        """Let two workers begin at the same moment; return how they ended."""
        workers = [self.begin(*words, waits=True) for _ in range(2)]
        self.go.touch()
        for worker in workers:
            worker.communicate(timeout=PATIENCE)
        self.go.unlink()
        return [worker.returncode for worker in workers]


def test_killed_and_two_at_once(tmp_path: Path) -> None:
    """Killed in the first transaction, in a later one, then two at once; the same for the warnings."""
    place, killed = Place(tmp_path), -signal.SIGKILL
    assert place.run("make", str(CASES))[0] == 0
    assert [place.run("settle", "3")[0], place.run("settle", "9")[0]] == [killed, killed]
    assert place.both("settle") == [0, 0]
    assert [place.run("warn", "1")[0], place.run("warn", "9")[0]] == [killed, killed]
    assert place.both("warn") == [0, 0]
    everything = CASES * ORGANISATIONS
    assert json.loads(place.run("look")[1]) == {
        "deeds": {"obligation.broken": everything},
        "obligations": everything,
        "unsent": 0,
        "sent": 4 * everything,
        "letters": [1] * 2 * ORGANISATIONS,
        "chains": [None] * ORGANISATIONS,
    }
