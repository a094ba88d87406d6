"""Writing: the one transaction of every verb, and the line it leaves behind."""

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime
from uuid import UUID

from django.db import transaction as database
from django.db.models import F

from meldpunt.journal.models import Entry, Head
from meldpunt.journal.rules import check_deed, check_facts, first_digest, next_digest
from meldpunt.journal.terms import Actor, EntryLine, Fact, OutsideTransaction

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
    Entry.objects.create(
        organisation=organisation,
        number=number,
        at=now,
        case=case,
        actor_kind=by.kind.value,
        actor_id=by.id,
        deed=deed,
        facts=dict(facts),
        digest=digest,
    )
    Head.objects.filter(organisation=organisation).update(number=F("number") + 1, digest=digest)


def _take_head(organisation: UUID) -> tuple[int, bytes]:
    """Lock the head of the chain; return the next number and what it stands on."""
    ends = Head.objects.select_for_update().filter(organisation=organisation).values_list("number", "digest")
    for number, digest in ends:
        return number + 1, bytes(digest)
    start = {"number": 0, "digest": first_digest(organisation)}
    head, _ = Head.objects.select_for_update().get_or_create(organisation=organisation, defaults=start)
    return head.number + 1, bytes(head.digest)
