"""The real program on an empty folder of its own, for benchmarks and for tests that need all of it.

Every start gets its own session of processes, a free port of the loopback address and a data folder below one temporary
folder; at the end nothing of it is left running or lying about.
"""

import contextlib
import ctypes
import io
import os
import shutil
import signal
import socket
import subprocess
import sys
import tarfile
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from http.client import HTTPConnection, HTTPException
from pathlib import Path

from benchmarks.measuring import processes

LIMITS = {
    "MELDPUNT_REPORTS_PER_HOUR": "100000000",
    "MELDPUNT_CODES_PER_HOUR": "100000000",
    "MELDPUNT_SIGN_INS_PER_HOUR": "100000000",
    "MELDPUNT_MAILS_PER_HOUR": "100000000",
    "MELDPUNT_MAILS_OF_DOMAIN_PER_HOUR": "100000000",
}
EMAIL = "handler@example.org"
NAME = "Example"
PASSWORD = "seven plain words that nobody guesses"
PRCTL = getattr(ctypes.CDLL(None), "prctl", lambda *_: None)
END_WITH_PARENT = 1  # PR_SET_PDEATHSIG
READY_SECONDS = 60
STOP_SECONDS = 20


class DidNotStart(Exception):
    """The program ended or was not ready in time; the message is what it printed."""


@dataclass
class Folder:
    """Where one organisation lives: its data, its secrets, and what the program printed."""

    root: Path
    settings: dict[str, str] = field(default_factory=dict)

    @property
    def data(self) -> Path:
        """The data folder."""
        return self.root / "data"

    @property
    def output(self) -> Path:
        """Everything the program printed, over all starts."""
        return self.root / "output.txt"

    @property
    def temporary(self) -> Path:
        """The folder for temporary files that the program was told to use."""
        return self.root / "tmp"

    def environment(self, settings: Mapping[str, str] | None = None) -> dict[str, str]:
        """Return the environment to run in: this machine's, without its own Meldpunt settings."""
        inherited = {name: value for name, value in os.environ.items() if not name.startswith("MELDPUNT_")}
        own = {
            "MELDPUNT_DATA": str(self.data),
            "MELDPUNT_SECRETS_FILE": str(self.root / "secrets.json"),
            "TMPDIR": str(self.temporary),
            "PYTHONUNBUFFERED": "1",
        }
        return inherited | own | self.settings | dict(settings or {})

    def run(self, *arguments: str, settings: Mapping[str, str] | None = None) -> str:
        """Run one command of the program to its end and return what it printed; raises DidNotStart if it failed."""
        command = [sys.executable, *arguments]
        done = subprocess.run(
            command,
            env=self.environment(settings),
            capture_output=True,
            text=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        with self.output.open("a", encoding="utf-8") as output:
            output.write(done.stdout + done.stderr)
        if done.returncode:
            raise DidNotStart(done.stdout + done.stderr)
        return done.stdout


@dataclass
class Program:
    """A running program."""

    folder: Folder
    port: int
    process: subprocess.Popen[bytes]

    @property
    def session(self) -> int:
        """The session that all its processes belong to."""
        return self.process.pid

    def wait_until_ready(self, path: str = "/readyz") -> None:
        """Return once `path` answers."""
        end = time.monotonic() + READY_SECONDS
        while time.monotonic() < end:
            if self.process.poll() is not None:
                break
            if answers(self.port, path):
                return
            time.sleep(0.02)
        self.kill()
        raise DidNotStart(self.folder.output.read_text(encoding="utf-8", errors="replace")[-4000:])

    def stop(self) -> int:
        """Ask it to end, as Ctrl-C does; return its exit code. Kills what is left after a while."""
        self.process.send_signal(signal.SIGINT)
        with contextlib.suppress(subprocess.TimeoutExpired):
            self.process.wait(STOP_SECONDS)
        self.kill()
        return self.process.returncode

    def kill(self) -> None:
        """End every process of the program at once, as a crash of the machine would."""
        while left := processes(self.session):
            for number in left:
                with contextlib.suppress(ProcessLookupError):
                    os.kill(number, signal.SIGKILL)
            self.process.poll()
            time.sleep(0.005)
        self.process.wait()


@contextlib.contextmanager
def folder(settings: Mapping[str, str] | None = None, *, under: Path | None = None) -> Iterator[Folder]:
    """Lend an empty folder, with rate limits out of the way, and remove it afterwards."""
    root = Path(tempfile.mkdtemp(prefix="meldpunt-", dir=under))
    lent = Folder(root, LIMITS | dict(settings or {}))
    lent.temporary.mkdir()
    try:
        yield lent
    finally:
        shutil.rmtree(root, ignore_errors=True)


def make_organisation(place: Folder, *, languages: str = "nl,en", password: str = PASSWORD) -> None:
    """Put the organisation there whose handler signs in with EMAIL and `password`.

    It is made once in this process; who wants another gets a copy, as an operator would who puts a backup back.
    """
    with tarfile.open(fileobj=io.BytesIO(_made(languages, password))) as made:
        made.extractall(place.root, filter="fully_trusted")


@cache
def _made(languages: str, password: str) -> bytes:
    """Return the folder in which an organisation was made, as a tar archive."""
    with folder() as place:
        _initialise(place, languages, password)
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w") as archive:
            archive.add(place.root, arcname="")
    return packed.getvalue()


def _initialise(place: Folder, languages: str, password: str) -> None:
    password_file = place.root / "password.txt"
    password_file.touch(mode=0o600)
    password_file.write_text(password, encoding="utf-8")
    options = {
        "--name": NAME,
        "--host-name": "meld.example.org",
        "--language": languages,
        "--handler-email": EMAIL,
        "--password-file": str(password_file),
        "--recovery-code-file": str(place.root / "recovery-code.txt"),
    }
    place.run("-m", "meldpunt", "init", *(word for pair in options.items() for word in pair))


def start(place: Folder, settings: Mapping[str, str] | None = None) -> Program:
    """Start the program on a free port and wait until it is ready."""
    program = launch(place, ["-m", "meldpunt", "start"], settings)
    program.wait_until_ready()
    return program


def launch(place: Folder, arguments: list[str], settings: Mapping[str, str] | None = None) -> Program:
    """Start Python with `arguments`, told by the environment which free port to take; do not wait."""
    port = free_port()
    environment = place.environment(settings) | {"MELDPUNT_HOST": "127.0.0.1", "MELDPUNT_PORT": str(port)}
    with place.output.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            preexec_fn=_end_with_parent,  # noqa: PLW1509 (nothing but one system call)
        )
    return Program(place, port, process)


def _end_with_parent() -> None:
    """Let the kernel stop this program when whoever started it is gone, however that ended (Linux only)."""
    PRCTL(END_WITH_PARENT, signal.SIGTERM)


@contextlib.contextmanager
def running(settings: Mapping[str, str] | None = None) -> Iterator[Program]:
    """Lend the running program with one organisation in an empty folder."""
    with folder(settings) as place:
        make_organisation(place)
        program = start(place)
        try:
            yield program
        finally:
            program.stop()


def free_port() -> int:
    """Return a port of the loopback address that nobody uses at this moment."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


def answers(port: int, path: str) -> bool:
    """Whether `path` answers with 200 now."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", path)
        return connection.getresponse().status == 200
    except (OSError, HTTPException):
        return False
    finally:
        connection.close()
