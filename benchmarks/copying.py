"""Filling a stopped program's database with many cases: copies of a real one, written by SQL.

Copies have their own numbers, times, states and owners, and the sealed bytes of the case they were copied from. One in three
is open; one in six is nobody's. Nobody can open a copy: its keys are not there.
"""

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from pathlib import Path

UUID = "lower(hex(randomblob(16)))"
DAYS_BACK = 3000
OPEN_ONE_IN, MINE_ONE_IN = 3, 2
OPENED = f"datetime('now', '-' || (n % {DAYS_BACK}) || ' days', '-' || (n % 86400) || ' seconds')"
DUE = "datetime('now', (n % 30 - 10) || ' days', (n % 86400) || ' seconds')"

CASE = {
    "id": ":above + n",
    "uuid": UUID,
    "number": "printf('%d-%05d', 1900 + n / 99999, n % 99999 + 1)",
    "opened_at": OPENED,
    "report_state": f"CASE WHEN n % {OPEN_ONE_IN} THEN 'closed' ELSE report_state END",
    "closed_at": f"CASE WHEN n % {OPEN_ONE_IN} THEN {OPENED} END",
    "closing_reason": f"CASE WHEN n % {OPEN_ONE_IN} THEN 'solved' ELSE '' END",
    "due_at": f"CASE WHEN n % {OPEN_ONE_IN} THEN NULL ELSE {DUE} END",
    "assigned_to_id": f"CASE WHEN n / {OPEN_ONE_IN} % {MINE_ONE_IN} THEN (SELECT id FROM people_member LIMIT 1) END",
}
REPORT = {"id": "printf('%032x', n)", "received_at": OPENED}
THREAD = {
    "report_id": "printf('%032x', n)",
    "case_id": ":above + n",
    "locator": "randomblob(32)",
    "notice_address": "NULL",
}
WRAP = {"id": ":above_wraps + n", "key": UUID}
TEMPLATE = "(SELECT max(id) FROM cases_case)"  # the last one that came in through the form


def copy_cases(database: Path, first: int, last: int) -> None:
    """Add the copies with numbers `first` to `last`, in one transaction."""
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute("PRAGMA synchronous=OFF")
        connection.execute("PRAGMA temp_store=MEMORY")
        case, report = connection.execute(
            f"SELECT case_id, report_id FROM cases_thread WHERE case_id = {TEMPLATE}"
        ).fetchone()
        (wraps,) = connection.execute("SELECT max(id) FROM sealing_wrap").fetchone()
        between = {"first": first, "last": last, "case": case, "report": report, "wrap": wraps}
        between |= {"above": case - first + 1, "above_wraps": wraps - first + 1}
        _copy(connection, "cases_case", CASE, "template.id = :case", between)
        _copy(connection, "reports_report", REPORT, "template.id = :report", between)
        _copy(connection, "cases_thread", THREAD, "template.report_id = :report", between)
        _copy(connection, "sealing_wrap", WRAP, "template.id = :wrap", between)


def _copy(
    connection: sqlite3.Connection, table: str, changed: Mapping[str, str], one: str, between: Mapping[str, object]
) -> None:
    """Copy the one row of `table` that fits `one`, for every number, with the `changed` columns reckoned from it."""
    columns = [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
    values = ", ".join(changed.get(column, f"template.{column}") for column in columns)
    names = ", ".join(columns)
    connection.execute(
        "WITH RECURSIVE numbers(n) AS (SELECT :first UNION ALL SELECT n + 1 FROM numbers WHERE n < :last) "
        f"INSERT INTO {table} ({names}) SELECT {values} FROM numbers, {table} AS template WHERE {one}",
        dict(between),
    )
