"""`./meldpunt reseal`: move what is sealed in an older format to the newest one."""

import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from getpass import getpass
from pathlib import Path
from typing import Final, TextIO
from uuid import UUID

from meldpunt.doors.console.handed_in import warn
from meldpunt.journal.terms import OPERATOR
from meldpunt.people import queries
from meldpunt.people.actions import reseal_batch
from meldpunt.people.terms import KeysSubstituted, RecoveryRefused
from meldpunt.sealing.terms import Resealed

AT_ONCE: Final = 100
"""Keys in one transaction: short enough for a report to come in between."""
TOLD_EVERY: Final = 5_000


class _Refused(Exception):
    """What was wrong, and what to do."""


def run(arguments: Sequence[str], output: TextIO, complaints: TextIO) -> int:
    """List what there is to move, or move it for one organisation (slug, and a file with its recovery code).

    Without the file the code is asked for at the terminal. The exit code is 1 when something was wrong, which is told in one line of
    complaint, or did not move.
    """
    try:
        if not arguments:
            _list(output)
            return 0
        passed_over = _reseal(*_asked(*arguments), output)
    except _Refused as refused:
        complaints.write(f"meldpunt: {refused}\n")
        return 1
    if arguments[1:]:
        warn(Path(arguments[1]), complaints)
    return 1 if passed_over else 0


def _list(output: TextIO) -> None:
    output.writelines(
        f"{facts.slug} {queries.older_wraps_left(facts.id)} sealed in an older format\n"
        for facts in queries.organisations()
    )


def _asked(slug: str, file: str | None = None, *more: str) -> tuple[UUID, str]:
    """Return the organisation and its recovery code. Raises _Refused."""
    organisation = queries.organisation_by_slug(slug)
    if organisation is None:
        message = f"There is no organisation {slug}. ./meldpunt reseal lists them."
        raise _Refused(message)
    if more:
        message = "Give an organisation and the file with its recovery code, nothing more."
        raise _Refused(message)
    if file is None and not sys.stdin.isatty():
        message = (
            "Give the file with the recovery code after the organisation, or run this at a terminal to be asked for it."
        )
        raise _Refused(message)
    return organisation.id, _read(Path(file)) if file else getpass("Recovery code: ")


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError):
        message = f"There is no file {file}, or it cannot be read."
        raise _Refused(message) from None


def _reseal(organisation: UUID, code: str, output: TextIO) -> int:
    """Move batch after batch, saying how far it is; return how many do not open. Raises _Refused."""
    moved = passed_over = 0
    done = _batch(organisation, code, after=0)
    while done.last is not None:
        if (moved + done.moved) // TOLD_EVERY > moved // TOLD_EVERY:
            output.write(f"{moved + done.moved} moved\n")
            output.flush()
        moved, passed_over = moved + done.moved, passed_over + done.passed_over
        done = _batch(organisation, code, after=done.last)
    output.write(f"{moved} moved to the newest format\n")
    if passed_over:
        output.write(f"{passed_over} do not open with this organisation's keys and stay as they are\n")
    return passed_over


def _batch(organisation: UUID, code: str, *, after: int) -> Resealed:
    try:
        return reseal_batch(
            organisation=organisation,
            recovery_code=code,
            after=after,
            limit=AT_ONCE,
            by=OPERATOR,
            now=datetime.now(tz=UTC),
        )
    except RecoveryRefused:
        message = "This is not the recovery code of that organisation. A lead can make a new one on the page Keys of the desk."
        raise _Refused(message) from None
    except KeysSubstituted:
        message = (
            "The stored key is not the one behind the recovery code. Nothing was moved; the leads see more at the desk."
        )
        raise _Refused(message) from None
