"""One program serves a PostgreSQL database, wherever its data folder is."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from secrets import token_hex
from urllib.parse import urlsplit

import psycopg
import pytest

from meldpunt.site import database_lock
from meldpunt.site.database_lock import DatabaseLock
from meldpunt.site.preparing import AlreadyRuns, CannotStart
from tests.site.program import PATIENCE, Program, failure, free_port, is_alive, run, until

pytestmark = [pytest.mark.network, pytest.mark.postgresql, pytest.mark.django_db]


@pytest.fixture(autouse=True)
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Wait for nobody who is just stopping."""
    monkeypatch.setattr(database_lock, "SESSION", database_lock.SESSION.replace("'3s'", "'100ms'"))


@pytest.fixture
def url() -> Iterator[str]:
    """Give the address of an empty database."""
    server, name = os.environ["MELDPUNT_DATABASE_URL"], f"meldpunt_lock_{token_hex(6)}"
    _command(server, f"CREATE DATABASE {name}")
    try:
        yield urlsplit(server)._replace(path=f"/{name}").geturl()
    finally:
        _command(server, f"DROP DATABASE {name} WITH (FORCE)")


def _command(url: str, words: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(words)


def _end_sessions(url: str) -> None:
    _command(
        url, "SELECT pg_terminate_backend(pid) FROM pg_locks WHERE locktype = 'advisory' AND pid <> pg_backend_pid()"
    )


def test_one_holds_it(url: str) -> None:
    """The other is told; once the first has let go, it may."""
    with closing(DatabaseLock(url)), pytest.raises(AlreadyRuns, match="already runs on this database"):
        DatabaseLock(url)
    DatabaseLock(url).close()


def test_each_schema_is_an_installation(url: str) -> None:
    """They share a database and nothing else."""
    _command(url, "CREATE SCHEMA second")
    with closing(DatabaseLock(url)), closing(DatabaseLock(f"{url}&options=-csearch_path%3Dsecond")) as second:
        second.keep()


def test_free_once_its_holder_was_killed(url: str) -> None:
    """Nothing is left that somebody would have to remove."""
    code = "import sys; from meldpunt.site.database_lock import DatabaseLock; lock = DatabaseLock(sys.argv[1]); print(flush=True); sys.stdin.read()"
    with subprocess.Popen([sys.executable, "-c", code, url], stdin=-1, stdout=-1, text=True) as holder:
        assert holder.stdout
        holder.stdout.readline()
        holder.kill()
        holder.wait(PATIENCE)
    DatabaseLock(url).close()


def test_taken_again_after_its_session_was_lost(url: str) -> None:
    """As when the database was started again."""
    with closing(DatabaseLock(url)) as lock:
        _end_sessions(url)
        lock.keep()
        with pytest.raises(AlreadyRuns):
            DatabaseLock(url)


def test_taken_by_another_after_its_session_was_lost(url: str) -> None:
    """Then the first has to stop."""
    with closing(DatabaseLock(url)) as lock:
        _end_sessions(url)
        with closing(DatabaseLock(url)), pytest.raises(AlreadyRuns):
            lock.keep()


def test_what_is_left_of_the_own_lost_session_is_nobody_else(url: str) -> None:
    """A server that has not yet noticed that the line is cut makes nobody stop."""
    with closing(DatabaseLock(url)) as lock:
        lost = lock._session
        lock._session = psycopg.connect(url)
        lock._session.close()
        lock.keep()
        lost.close()
        lock.keep()
        with pytest.raises(AlreadyRuns):
            DatabaseLock(url)


def test_waits_for_a_database_that_is_away(url: str) -> None:
    """It goes on looking, and holds the lock when the database is back."""
    with closing(DatabaseLock(url)) as lock:
        there, lock._url = lock._url, "postgresql:///nothing?host=/nowhere"
        _end_sessions(url)
        lock.keep()
        lock._url = there
        lock.keep()
        with pytest.raises(AlreadyRuns):
            DatabaseLock(url)


def test_a_database_that_is_not_there() -> None:
    """One line without the address: there may be a password in it."""
    with pytest.raises(CannotStart, match=r"^The database cannot be used \(OperationalError\)"):
        DatabaseLock("postgresql://me:canary@/nothing?host=/nowhere")


@pytest.mark.server
def test_a_program_with_another_data_folder(url: str, tmp_path: Path) -> None:
    """It is refused in one line, commands beside the first go on, a killed one keeps nobody out, and one that lost its place stops."""
    secrets = {"MELDPUNT_DATABASE_URL": url, "MELDPUNT_SECRETS_FILE": str(tmp_path / "secrets.json")}
    first = Program(tmp_path / "first", **secrets)
    try:
        first.until_ready()
        code, lines = failure("--data", str(tmp_path / "second"), "--port", str(free_port()), **secrets)
        assert (code, len(lines), "already runs on this database" in lines[0]) == (1, 1, True)
        until(lambda: first.get("/readyz") == 200, first)
        beside = [_beside(command, tmp_path, secrets) for command in ("doctor", "hosts", "manage check")]
        assert [(process.communicate(timeout=PATIENCE), process.returncode)[1] for process in beside] == [0, 0, 0]
        children = first.children()
        first.process.kill()
        until(lambda: not any(is_alive(pid) for pid in children))
        assert _loses_its_place(Program(tmp_path / "second", **secrets), url) == (1, True)
    finally:
        first.stop()


def _loses_its_place(program: Program, url: str) -> tuple[int, bool]:
    """Return the exit code, and whether it said why."""
    try:
        program.until_ready()
        _end_sessions(url)
        with closing(DatabaseLock(url)):
            program.process.send_signal(signal.SIGHUP)  # it looks whenever it wakes
            program.process.wait(PATIENCE)
    finally:
        printed = program.stop()
    return program.process.returncode, "already runs on this database" in printed.splitlines()[-1]


def _beside(command: str, folder: Path, variables: dict[str, str]) -> subprocess.Popen[str]:
    """Start a command with a data folder of its own."""
    return run(*command.split(), MELDPUNT_DATA=str(folder / "third"), **variables)
