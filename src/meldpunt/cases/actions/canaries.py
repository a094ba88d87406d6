"""Forgetting canaries: all of one goes, rows, keys and files, because nobody wrote it and nobody waits for it."""

from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from meldpunt.arrivals.actions import discard_file
from meldpunt.cases.models import Case, Thread
from meldpunt.journal.actions import transaction
from meldpunt.journal.terms import Actor
from meldpunt.reports.actions import forget_report
from meldpunt.reports.queries import file_ids
from meldpunt.sealing.actions import destroy_keys
from meldpunt.sealing.rules.keys import key_name
from meldpunt.sealing.terms import Purpose

OF_THREAD = (Purpose.IDENTITY, Purpose.REPORT, Purpose.CONVERSATION)


def forget_canaries(*, organisation: UUID, by: Actor, now: datetime) -> int:
    """Forget every canary of an organisation; return how many there were. No journal tells of it: none told that they came."""
    stored: list[str] = []
    with transaction():
        found = Case.with_canaries.select_for_update().filter(organisation=organisation, is_canary=True)
        cases = list(found.order_by("id"))
        for case in cases:
            for report in case.threads.order_by("pk").values_list("pk", flat=True):
                destroy_keys(keys=_keys_of(organisation, report))
                Thread.objects.filter(pk=report).delete()
                stored += forget_report(report=report, by=by, now=now)
            destroy_keys(keys=[key_name(purpose=Purpose.INTERNAL, organisation=organisation, thread=case.uuid).id])
            case.delete()
    for name in stored:
        discard_file(stored_as=name)
    return len(cases)


def _keys_of(organisation: UUID, thread: UUID) -> Iterator[UUID]:
    for purpose in OF_THREAD:
        yield key_name(purpose=purpose, organisation=organisation, thread=thread).id
    yield from file_ids(thread)
