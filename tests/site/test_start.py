"""The whole program as an operator sees it: it starts, says what is wrong, heals, and leaves nothing behind."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = [pytest.mark.network, pytest.mark.sqlite]
ROOT = Path(__file__).parents[2]
PATIENCE = 60  # seconds; only a broken program takes so long


class Program:
    """A running `python -m meldpunt`."""

    def __init__(self, data: Path) -> None:
        self.data = data
        self.port = free_port()
        self.process = run("--data", str(data), "--port", str(self.port))

    def get(self, path: str) -> int:
        """Return the status of a page, 0 when nobody answers."""
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{self.port}{path}", timeout=10) as answer:
                return int(answer.status)
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code
        except OSError:
            return 0

    def until_ready(self) -> None:
        """Wait for the first page."""
        until(lambda: self.get("/healthz") == 200, self)

    def children(self) -> set[int]:
        """Return the processes of the web server and the worker."""
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text()
        return {int(pid) for pid in listed.split()}

    def stop(self) -> str:
        """End it and return what it printed."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
        return self.process.communicate(timeout=PATIENCE)[0]


def run(*arguments: str, **variables: str) -> subprocess.Popen[str]:
    """Start the program with a clean environment."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("MELDPUNT_")} | variables
    command = [sys.executable, "-m", "meldpunt", *arguments]
    output = subprocess.PIPE
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT, text=True)


def until(condition: Callable[[], bool], program: Program | None = None) -> None:
    """Wait until something is so; fail when it never is, or when the program ended."""
    end = time.monotonic() + PATIENCE
    while not condition():
        if time.monotonic() > end or (program and program.process.poll() is not None):
            pytest.fail(f"never came true: {program.stop() if program else ''}")
        time.sleep(0.05)


def free_port() -> int:
    """Return a port nobody uses."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port


def is_alive(pid: int) -> bool:
    """Tell whether a process still runs; one that nobody has waited for does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def failure(*arguments: str, **variables: str) -> tuple[int, list[str]]:
    """Return the exit code of a start that fails, and the lines it printed."""
    process = run(*arguments, **variables)
    printed = process.communicate(timeout=PATIENCE)[0]
    return process.returncode, printed.splitlines()


@pytest.fixture
def program(tmp_path: Path) -> Iterator[Program]:
    """Give a program that was just started on empty data."""
    started = Program(tmp_path / "data")
    try:
        started.until_ready()
        yield started
    finally:
        started.stop()


def test_first_start_hands_out_secrets_in_private_files(program: Program) -> None:
    """No terminal: no secret is printed."""
    names = ["first-handler-link.txt", "recovery-code.txt"]
    secrets = [(program.data / name).read_text().strip() for name in names]
    modes = [(program.data / name).stat().st_mode & 0o777 for name in names]
    printed = program.stop()
    assert (modes, [secret in printed for secret in secrets], [name in printed for name in names]) == (
        [0o600, 0o600],
        [False, False],
        [True, True],
    )


def test_serves_pages_and_becomes_ready(program: Program) -> None:
    """The organisation's page at once, all of it when the worker has reported."""
    until(lambda: program.get("/readyz") == 200, program)
    assert [program.get("/"), program.get("/o/nobody/"), program.get("/nothing")] == [200, 404, 404]


def test_second_start_on_the_same_data(program: Program) -> None:
    """One line, and the first goes on."""
    code, lines = failure("--data", str(program.data), "--port", str(free_port()))
    assert (code, len(lines), "already runs" in lines[0], program.get("/healthz")) == (1, 1, True, 200)


def test_port_in_use(program: Program, tmp_path: Path) -> None:
    """One line that names the option."""
    code, lines = failure("--data", str(tmp_path / "other"), "--port", str(program.port))
    assert (code, len(lines), "--port" in lines[0]) == (1, 1, True)


def test_second_start_makes_nothing_new(program: Program) -> None:
    """The example is made once."""
    program.stop()
    again = Program(program.data)
    again.until_ready()
    assert "first start" not in again.stop()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stops_and_leaves_nothing_running(program: Program, number: signal.Signals) -> None:
    """Exit code 0, no child, no open port."""
    children = program.children()
    program.process.send_signal(number)
    code = program.process.wait(PATIENCE)
    assert (code, len(children), [pid for pid in children if is_alive(pid)], program.get("/")) == (0, 2, [], 0)


def test_children_end_when_the_supervisor_is_killed(program: Program) -> None:
    """Even when it could not say goodbye."""
    children = program.children()
    program.process.kill()
    program.process.wait(PATIENCE)
    until(lambda: not any(is_alive(pid) for pid in children))
    assert program.get("/") == 0


def test_killed_child_is_started_again(program: Program) -> None:
    """The web server dies, the next visitor is served by a new one."""
    before = program.children()
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    until(lambda: len(program.children() - before) == 2, program)
    assert program.get("/") == 200


def test_restart_of_the_web_server_refuses_nobody(program: Program) -> None:
    """The port stays open while the server behind it is replaced."""
    before = program.children()
    program.process.send_signal(signal.SIGHUP)
    statuses = [program.get("/healthz")]
    while not program.children() - before:
        statuses.append(program.get("/healthz"))
    assert {*statuses, program.get("/healthz")} == {200}


def test_database_of_a_newer_version(program: Program) -> None:
    """It is left alone."""
    program.stop()
    with sqlite3.connect(program.data / "meldpunt.sqlite3") as database:
        database.execute(
            "INSERT INTO django_migrations (app, name, applied) VALUES ('sealing', '9999_later', '2030-01-01')"
        )
    database.close()
    code, lines = failure("--data", str(program.data), "--port", "0")
    assert (code, len(lines), "newer version" in lines[0]) == (1, 1, True)


def test_folder_that_cannot_be_written(tmp_path: Path) -> None:
    """One line that names the folder and the option."""
    (tmp_path / "file").touch()
    code, lines = failure("--data", str(tmp_path / "file" / "data"), "--port", "0")
    assert (code, len(lines), "--data" in lines[0]) == (1, 1, True)


def test_file_that_is_no_database(tmp_path: Path) -> None:
    """Something else lies where the database should be."""
    (tmp_path / "meldpunt.sqlite3").write_bytes(b"x" * 5000)
    code, lines = failure("--data", str(tmp_path), "--port", "0")
    assert (code, len(lines), "database" in lines[0]) == (1, 1, True)


def test_damaged_secrets(tmp_path: Path) -> None:
    """One line that names the file."""
    (tmp_path / "secrets.json").write_text("canary")
    code, lines = failure("--data", str(tmp_path), "--port", "0")
    assert (code, len(lines), "secrets.json" in lines[0], "canary" in lines[0]) == (1, 1, True, False)


def test_plain_http_for_everybody(tmp_path: Path) -> None:
    """One line that says how to do it right."""
    code, lines = failure("--data", str(tmp_path), "--host", "0.0.0.0")
    assert (code, len(lines), "MELDPUNT_TLS_CERTIFICATE" in lines[0]) == (1, 1, True)


def test_unreachable_postgresql(tmp_path: Path) -> None:
    """One line without the address: there is a password in it."""
    url = "postgresql://me:canary@127.0.0.1:1/desk"
    code, lines = failure("--data", str(tmp_path), "--port", "0", MELDPUNT_DATABASE_URL=url)
    assert (code, len(lines), "MELDPUNT_DATABASE_URL" in lines[0], "canary" in lines[0]) == (1, 1, True, False)
