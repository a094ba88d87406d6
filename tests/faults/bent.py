"""The real program with a bent clock or a read-only database: `python -m tests.faults.bent FOLDER`.

FOLDER/clock holds the seconds by which the clock is wrong; while FOLDER/read-only exists, SQLite refuses to write, with its own error.
"""

import sys
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path

from django.db.backends.sqlite3.base import SQLiteCursorWrapper
from django.utils import timezone

from meldpunt.__main__ import main

FOLDER = Path(sys.argv[1])
now = timezone.now
execute = SQLiteCursorWrapper.execute


def bent_now() -> datetime:
    """The time as this machine now believes it to be."""
    clock = FOLDER / "clock"
    return now() + timedelta(seconds=float(clock.read_text(encoding="ascii")) if clock.exists() else 0)


def bent_execute(self: SQLiteCursorWrapper, query: str, params: Sequence[object] | None = None) -> object:
    """Run a statement, on a connection that may only read while the file is there."""
    self.connection.execute(f"PRAGMA query_only = {int((FOLDER / 'read-only').exists())}")
    return execute(self, query, params)


timezone.now = bent_now
SQLiteCursorWrapper.execute = bent_execute  # type: ignore[method-assign,assignment]  # that is the point
sys.argv = ["meldpunt", "start"]
sys.exit(main())
