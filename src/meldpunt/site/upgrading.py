"""Bringing the database to this version, with a way back: a copy is made before anything is changed."""

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from django.core.management import call_command
from django.db import Error, connection

from meldpunt.site.preparing import CannotStart
from meldpunt.upkeep.queries import is_newer_than_program, is_older_than_program

NEWER = "The database was made by a newer version of Meldpunt. Install that version, or restore a backup of this one."
DUMP_FIRST = (
    "This version changes the database. Make a copy of it with pg_dump first, then start once with --dumped: without "
    "a copy there is no way back."
)


def upgrade(*, output: TextIO, dumped: bool) -> None:
    """Migrate, after a copy was made of a database that holds something; `dumped` says that the operator made it.

    Raises CannotStart, and then nothing was changed unless a migration itself failed.
    """
    try:
        if is_newer_than_program():
            raise CannotStart(NEWER)
        if is_older_than_program():
            _keep_a_way_back(output, dumped=dumped)
        call_command("migrate", interactive=False, verbosity=0)
    except Error as error:
        message = f"The database cannot be used ({type(error).__name__}). Check MELDPUNT_DATABASE_URL, the rights and the room on the disk."
        raise CannotStart(message) from None


def copy_database(file: Path) -> None:
    """Write a consistent copy of the SQLite database to `file` (0600), whole or not at all. Raises CannotStart."""
    part = file.with_name(f".{file.name}.part")
    try:
        part.unlink(missing_ok=True)
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        with closing(sqlite3.connect(connection.settings_dict["NAME"])) as ours, closing(sqlite3.connect(part)) as copy:
            ours.backup(copy)
        part.rename(file)
        _settle(file.parent)
    except (OSError, sqlite3.Error) as error:
        for rest in (part, Path(f"{part}-journal")):
            rest.unlink(missing_ok=True)
        message = (
            f"No copy of the database could be made in {file.parent} ({type(error).__name__}), so nothing was changed. "
            "Make room on the disk for a second one, then start again."
        )
        raise CannotStart(message) from None


def _keep_a_way_back(output: TextIO, *, dumped: bool) -> None:
    if connection.vendor != "sqlite":
        if not dumped:
            raise CannotStart(DUMP_FIRST)
        return
    database = Path(connection.settings_dict["NAME"])
    moment = datetime.now(tz=UTC).strftime("%Y%m%dT%H%M%SZ")
    file = database.with_name(f"{database.stem}-before-upgrade-{moment}{database.suffix}")
    copy_database(file)
    output.write(f"This version changes the database. The one from before is kept in {file}\n")
    output.flush()


def _settle(folder: Path) -> None:
    """Let the new name survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
