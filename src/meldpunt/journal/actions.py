"""Writing: the one transaction of every verb, and the line it leaves behind."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import lru_cache
from typing import Final
from uuid import UUID

from django.db import connection, models
from django.db import transaction as database
from django.db.backends.base.base import BaseDatabaseWrapper

from meldpunt.journal.models import Entry, Head
from meldpunt.journal.rules import check_deed, check_facts, first_digest, next_digest
from meldpunt.journal.terms import Actor, EntryLine, Fact, Happening, OutsideTransaction

HEADS = Head._meta.db_table  # noqa: SLF001 - documented as public, as below
ORGANISATION, DIGEST = (field for field in Head._meta.concrete_fields if field.name != "number")  # noqa: SLF001
AS_IT_IS: Final = {models.CharField: str, models.TextField: str, models.BooleanField: bool}
"""Fields whose values of exactly this type every database takes as they are, as it does None for any field."""
_one_writer = threading.RLock()


@contextmanager
def transaction() -> Iterator[None]:
    """Run the body as one transaction, alone among the writers of this process.

    Waiting happens on a lock in memory, so that threads do not sleep in the database's own busy loop. Do slow
    work (passwords, sealing, reading files) before entering. May be nested.
    """
    with _one_writer, database.atomic():
        yield


def record(
    *,
    organisation: UUID,
    case: UUID | None,
    by: Actor,
    deed: str,
    facts: Mapping[str, Fact],
    now: datetime,
) -> None:
    """Write down that `by` did `deed`, in the caller's transaction.

    `facts` holds codes and numbers only, never content. Raises FactNotAllowed, DeedNotAllowed, OutsideTransaction.
    """
    if not database.get_connection().in_atomic_block:
        raise OutsideTransaction
    check_deed(deed)
    check_facts(facts)
    number, previous = _take_head(organisation)
    line = EntryLine(
        organisation=organisation, number=number, at=now, case=case, actor=by, deed=deed, facts=dict(facts)
    )
    digest = next_digest(previous, line)
    insert(row=_entry(line, digest))
    _move_head(organisation, number, digest)


def record_all(*, organisation: UUID, happenings: Sequence[Happening], by: Actor, now: datetime) -> None:
    """Write down that `by` did all of this, in this order and in the caller's transaction: what `record` does for each, in few statements.

    Raises FactNotAllowed, DeedNotAllowed, OutsideTransaction.
    """
    if not database.get_connection().in_atomic_block:
        raise OutsideTransaction
    if not happenings:
        return
    number, digest = _take_head(organisation)
    entries: list[Entry] = []
    for place, each in enumerate(happenings):
        check_deed(each.deed)
        check_facts(each.facts)
        line = EntryLine(organisation, number + place, now, each.case, by, each.deed, dict(each.facts))
        digest = next_digest(digest, line)
        entries.append(_entry(line, digest))
    insert_all(rows=entries)
    _move_head(organisation, entries[-1].number, digest)


def insert(*, row: models.Model) -> None:
    """Add a new row in the caller's transaction: what `save(force_insert=True)` does, with the statement made once a table.

    Making it anew for every row was a fifth of what taking in a report cost. The row gets its automatic key; database
    defaults and multi-table inheritance are not for this verb. Raises IntegrityError.
    """
    here = (
        database.get_connection()
    )  # and not the proxy for it, which looks for this thread's connection at every touch
    statement, fields, returning = _statement(type(row), here.vendor)
    values = _values(row, fields, here)
    with here.cursor() as cursor:
        cursor.execute(statement + returning, values)
        if returning:
            row.pk = cursor.fetchone()[0]
    row._state.adding, row._state.db = False, here.alias  # noqa: SLF001 - documented as public


def insert_all(*, rows: Sequence[models.Model]) -> None:
    """Add new rows of one table in the caller's transaction, as `insert` does, but without getting their automatic keys.

    Making a statement for all of them was most of what writing a hundred cost. Raises IntegrityError.
    """
    if not rows:
        return
    here = database.get_connection()
    statement, fields, _returning = _statement(type(rows[0]), here.vendor)
    with here.cursor() as cursor:
        cursor.executemany(statement, [_values(row, fields, here) for row in rows])


@lru_cache(maxsize=128)
def _statement(table: type[models.Model], vendor: str) -> tuple[str, "list[models.Field[object, object]]", str]:  # noqa: ARG001 - quoting differs by vendor
    """Return the statement that adds a row, the fields it takes, and what makes it return the automatic key."""
    facts, quote = table._meta, connection.ops.quote_name  # noqa: SLF001 - documented as public
    returns = isinstance(facts.pk, models.AutoField)
    fields = [field for field in facts.concrete_fields if not (returns and field.primary_key)]
    columns = ", ".join(quote(str(field.column)) for field in fields)
    statement = f"INSERT INTO {quote(str(facts.db_table))} ({columns}) VALUES ({', '.join(['%s'] * len(fields))})"  # noqa: S608 - names of our own
    return statement, fields, f" RETURNING {quote(str(facts.pk.column))}" if returns else ""


def _values(row: models.Model, fields: "list[models.Field[object, object]]", here: BaseDatabaseWrapper) -> list[object]:
    """Return the values of a row as the database takes them; most need nothing done to them, and Django takes five calls to find out."""
    values: list[object] = []
    for field in fields:
        value = field.pre_save(row, add=True)
        ready = value is None or type(value) is AS_IT_IS.get(type(field))
        values.append(value if ready else field.get_db_prep_save(value, here))
    return values


def _entry(line: EntryLine, digest: bytes) -> Entry:
    return Entry(
        organisation=line.organisation,
        number=line.number,
        at=line.at,
        case=line.case,
        actor_kind=line.actor.kind.value,
        actor_id=line.actor.id,
        deed=line.deed,
        facts=line.facts,
        digest=digest,
    )


def _take_head(organisation: UUID) -> tuple[int, bytes]:
    """Lock the head of the chain; return the next number and what it stands on."""
    here = database.get_connection()
    question = f"SELECT number, digest FROM {HEADS} WHERE organisation = %s"  # noqa: S608 - a name of our own
    lock = " FOR UPDATE" if here.features.has_select_for_update else ""
    with here.cursor() as cursor:
        cursor.execute(question + lock, [_ready(ORGANISATION, organisation, here)])
        for number, digest in cursor.fetchall():
            return number + 1, bytes(digest)
    start = {"number": 0, "digest": first_digest(organisation)}
    head, _ = Head.objects.select_for_update().get_or_create(organisation=organisation, defaults=start)
    return head.number + 1, bytes(head.digest)


def _move_head(organisation: UUID, number: int, digest: bytes) -> None:
    here = database.get_connection()
    statement = f"UPDATE {HEADS} SET number = %s, digest = %s WHERE organisation = %s"  # noqa: S608 - a name of our own
    with here.cursor() as cursor:
        cursor.execute(statement, [number, _ready(DIGEST, digest, here), _ready(ORGANISATION, organisation, here)])


def _ready(field: "models.Field[object, object]", value: UUID | bytes, here: BaseDatabaseWrapper) -> str | bytes | UUID:
    """Return a value as this database takes it."""
    ready: str | bytes | UUID = field.get_db_prep_value(value, here)
    return ready
