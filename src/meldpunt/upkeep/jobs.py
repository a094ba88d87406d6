"""Leaving nothing behind of what was erased."""

from typing import Final

from django.db import connection

PATIENCE: Final = 1000  # milliseconds that others may have to wait; a busy log is emptied a minute later
USUAL: Final = 20_000  # milliseconds, as the settings say


def empty_log() -> int:
    """Move SQLite's log into the database file and make it empty: until then it holds what was erased.

    Returns 0 always. PostgreSQL recycles its log by itself.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA busy_timeout={PATIENCE}")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
            cursor.fetchall()
            cursor.execute(f"PRAGMA busy_timeout={USUAL}")
    return 0
