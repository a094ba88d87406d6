"""An upgrade leaves a way back."""

import io
import resource
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from django.db import connection

from meldpunt.site import upgrading
from meldpunt.site.preparing import CannotStart
from tests.site.program import Program, failure

NEWER = "INSERT INTO django_migrations (app, name, applied) VALUES ('sealing', '9999_later', '2030-01-01')"


def change(database: Path, *statements: str) -> None:
    """Change a database behind the program's back."""
    with closing(sqlite3.connect(database)) as opened, opened:
        for statement in statements:
            opened.execute(statement)


def copies(data: Path) -> list[Path]:
    """Return the databases of before upgrades."""
    return sorted(data.glob("meldpunt-before-upgrade-*"))


@contextmanager
def full_disk(room: int) -> Iterator[None]:
    """Let no file grow beyond `room` bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (room, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


@pytest.mark.network
@pytest.mark.sqlite
def test_there_and_back_again(program: Program) -> None:
    """An older database is copied and brought up to date; a newer one is refused; the copy, put back, works."""
    database = program.data / "meldpunt.sqlite3"
    program.stop()
    gone = [f"DROP TABLE upkeep_{table}" for table in ("heartbeat", "canary", "check")]
    change(database, *gone, "DELETE FROM django_migrations WHERE app = 'upkeep'")
    upgraded = Program(program.data)
    upgraded.until_ready()
    said = upgraded.stop()
    (copy,) = copies(program.data)
    change(database, NEWER)
    code, lines = failure("--data", str(program.data), "--port", "0")
    for old in program.data.glob("meldpunt.sqlite3*"):
        old.unlink()
    copy.rename(database)
    restored = Program(program.data)
    restored.until_ready()
    page = restored.get("/o/example-organisation/")
    assert (str(copy) in said, code, len(lines), page, "first start" in restored.stop()) == (True, 1, 1, 200, False)


@pytest.mark.network
@pytest.mark.sqlite
def test_start_without_an_upgrade_copies_nothing(program: Program) -> None:
    """Neither the first nor a later one."""
    program.stop()
    again = Program(program.data)
    again.until_ready()
    again.stop()
    assert copies(program.data) == []


@pytest.mark.django_db
@pytest.mark.sqlite
def test_copy_is_whole_and_private(tmp_path: Path) -> None:
    """It has what the database has, and nobody else reads it."""
    upgrading.copy_database(tmp_path / "copy.sqlite3")
    with closing(sqlite3.connect(tmp_path / "copy.sqlite3")) as copy:
        found = {name for (name,) in copy.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
        intact = copy.execute("PRAGMA integrity_check").fetchall()
    mode = (tmp_path / "copy.sqlite3").stat().st_mode & 0o777
    assert (found >= set(connection.introspection.table_names()), intact, mode) == (True, [("ok",)], 0o600)


@pytest.mark.django_db
@pytest.mark.sqlite
def test_disk_too_full_for_a_copy(tmp_path: Path) -> None:
    """One line, and no half a copy."""
    with full_disk(20_000), pytest.raises(CannotStart, match=r"Make room on the disk"):
        upgrading.copy_database(tmp_path / "copy.sqlite3")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
@pytest.mark.postgresql
def test_postgresql_is_dumped_first(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing is changed until the operator says that there is a dump."""
    monkeypatch.setattr(upgrading, "is_older_than_program", lambda: True)
    with pytest.raises(CannotStart, match=r"pg_dump"):
        upgrading.upgrade(output=io.StringIO(), dumped=False)
    upgrading.upgrade(output=io.StringIO(), dumped=True)
