"""Testing the way in, and leaving nothing behind of what was erased."""

from datetime import datetime
from functools import partial
from typing import Final
from uuid import UUID

from django.db import connection

from meldpunt.journal.terms import SYSTEM
from meldpunt.people.jobs import done_apart
from meldpunt.people.queries import made_at, organisations
from meldpunt.people.terms import OrganisationFacts
from meldpunt.upkeep.actions import look_at_names, look_inside, mail_canary, note_mailed, send_canary
from meldpunt.upkeep.queries import due_for_canary, due_for_names, tested_address
from meldpunt.upkeep.rules.mail_test import is_mail_due
from meldpunt.upkeep.terms import FormVisitor, Names

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


def try_form(*, outside: FormVisitor | None, inside: FormVisitor, now: datetime) -> int:
    """Test the form of one organisation that is due, so that other work gets its turn between two; return 1 when there may be more."""
    for organisation in due_for_canary(now=now):
        if done_apart("test of the form", organisation.id, partial(_send, organisation.id, outside, inside, now)):
            return 1
    return 0


def try_names(*, names: Names, now: datetime) -> int:
    """Ask the DNS about one organisation that is due; return 1 when there may be more."""
    for organisation in due_for_names(now=now):
        if done_apart("look into the DNS", organisation.id, partial(_look_at_names, organisation.id, names, now)):
            return 1
    return 0


def try_inside(*, now: datetime) -> int:
    """Look at key, security.txt and letters of every organisation; return how many were looked at."""
    return sum(
        done_apart("look at the way in", each.id, partial(_look_inside, each.id, now)) for each in organisations()
    )


def try_mail(*, now: datetime) -> int:
    """Note what became of the tests by mail of every organisation, and mail those that are due; return how many were mailed."""
    return sum(done_apart("test by mail", each.id, partial(_try_mail, each, now)) for each in organisations())


def _try_mail(organisation: OrganisationFacts, now: datetime) -> int:
    to = tested_address(organisation, now=now)
    if not to or organisation.intake_stopped:
        return 0
    last = note_mailed(organisation=organisation, by=SYSTEM, now=now)
    if not is_mail_due(last, made_at=made_at(organisation.id), now=now):
        return 0
    mail_canary(organisation=organisation, to=to, by=SYSTEM, now=now)
    return 1


def _look_at_names(organisation: UUID, names: Names, now: datetime) -> int:
    look_at_names(organisation=organisation, names=names, by=SYSTEM, now=now)
    return 1


def _look_inside(organisation: UUID, now: datetime) -> int:
    look_inside(organisation=organisation, by=SYSTEM, now=now)
    return 1


def _send(organisation: UUID, outside: FormVisitor | None, inside: FormVisitor, now: datetime) -> int:
    send_canary(organisation=organisation, outside=outside, inside=inside, by=SYSTEM, now=now)
    return 1
