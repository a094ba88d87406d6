"""The whole program as an operator sees it: it starts, says what is wrong, heals, and leaves nothing behind."""

import fcntl
import os
import pty
import signal
import sqlite3
import subprocess
import sys
import termios
from collections.abc import Iterator
from contextlib import contextmanager
from io import FileIO
from pathlib import Path

import pytest

from benchmarks.measuring import processes
from meldpunt.site.secrets import make_secrets
from tests.site.program import PATIENCE, Program, failure, free_port, is_alive, until

pytestmark = [pytest.mark.network, pytest.mark.sqlite]


def test_first_start_hands_out_secrets_in_private_files(new_program: Program) -> None:
    """No terminal: no secret is printed."""
    names = ["first-handler-link.txt", "recovery-code.txt"]
    secrets = [(new_program.data / name).read_text().strip() for name in names]
    modes = [(new_program.data / name).stat().st_mode & 0o777 for name in names]
    printed = new_program.stop()
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


def test_second_start_makes_nothing_new(new_program: Program) -> None:
    """The example is made once."""
    new_program.stop()
    again = Program(new_program.data)
    again.until_ready()
    assert "first start" not in again.stop()


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_stops_and_leaves_nothing_running(program: Program, number: signal.Signals) -> None:
    """Exit code 0, no child, no open port."""
    children = program.children()
    program.process.send_signal(number)
    code = program.process.wait(PATIENCE)
    assert (code, len(children), [pid for pid in children if is_alive(pid)], program.get("/")) == (0, 2, [], 0)


def test_ctrl_c_as_soon_as_it_is_offered(tmp_path: Path) -> None:
    """The line that says how to stop is true from its first letter on."""
    with at_terminal(tmp_path) as (terminal, process):
        shown = b""
        while b"Ctrl-C stops it" not in shown:
            shown += terminal.read(4096)
        terminal.write(b"\x03")
        assert (process.wait(PATIENCE), processes(process.pid)) == (0, [])


def test_closed_terminal_ends_it(tmp_path: Path) -> None:
    """Nothing serves on unseen."""
    with at_terminal(tmp_path) as (terminal, process):
        until(lambda: len(processes(process.pid)) == 3)
        terminal.close()
        process.wait(PATIENCE)
        assert processes(process.pid) == []


@contextmanager
def at_terminal(folder: Path) -> Iterator[tuple[FileIO, subprocess.Popen[bytes]]]:
    """Start the program at a terminal of its own; lend the end where a person sits."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "meldpunt", "--data", str(folder / "data"), "--port", str(free_port())],
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        start_new_session=True,
        preexec_fn=lambda: fcntl.ioctl(0, termios.TIOCSCTTY, 0),  # noqa: PLW1509 (nothing but one system call)
    )
    os.close(theirs)
    try:
        with FileIO(ours, "r+b") as terminal:
            yield terminal, process
    finally:
        for left in processes(process.pid):
            os.kill(left, signal.SIGKILL)
        process.wait(PATIENCE)


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
    """The port stays open while the server behind it is replaced; a visitor it lost at that moment gets in at once."""
    before = program.children()
    program.process.send_signal(signal.SIGHUP)
    statuses = [_once_or_again(program)]
    while not program.children() - before:
        statuses.append(_once_or_again(program))
    assert {*statuses, _once_or_again(program)} == {200}


def _once_or_again(program: Program) -> int:
    """Ask as a browser does: a GET whose connection ended without an answer is sent again."""
    return program.get("/healthz") or program.get("/healthz")


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
    make_secrets(tmp_path / "secrets.json")
    (tmp_path / "meldpunt.sqlite3").write_bytes(b"x" * 5000)
    code, lines = failure("--data", str(tmp_path), "--port", "0")
    assert (code, len(lines), "database" in lines[0]) == (1, 1, True)


def test_missing_secrets(program: Program) -> None:
    """One line that says what to do, and no new ones: with those nothing would open."""
    program.stop()
    (program.data / "secrets.json").unlink()
    code, lines = failure("--data", str(program.data), "--port", "0")
    made = (program.data / "secrets.json").exists()
    assert (code, len(lines), "MELDPUNT_SECRETS_FILE" in lines[0], made) == (1, 1, True, False)


def test_secrets_that_are_lost_for_good(program: Program) -> None:
    """The operator says so, and it starts."""
    program.stop()
    (program.data / "secrets.json").unlink()
    again = Program(program.data, "--new-secrets")
    again.until_ready()
    again.stop()
    assert (program.data / "secrets.json").stat().st_mode & 0o777 == 0o600


def test_secrets_that_others_can_read(program: Program) -> None:
    """It is said at each start."""
    program.stop()
    (program.data / "secrets.json").chmod(0o644)
    again = Program(program.data)
    again.until_ready()
    assert "chmod 600" in again.stop()


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


def test_stop_leaves_no_log_of_the_database(program: Program) -> None:
    """It would hold what was erased."""
    program.stop()
    assert [path.name for path in program.data.glob("meldpunt.sqlite3*")] == ["meldpunt.sqlite3"]
