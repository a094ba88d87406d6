"""Forgetting canaries: all of one goes, rows, keys and files, because nobody wrote it and nobody waits for it."""

from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

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


def forget_canaries(*, organisation: UUID, but: Collection[UUID] = (), by: Actor, now: datetime) -> int:
    """Forget every canary of an organisation `but` those of these threads; return how many. No journal tells of it: none told that they came."""
    found = Case.with_canaries.filter(organisation=organisation).exclude(threads__in=but)
    return _forget(found, organisation, by, now)


def forget_canary(*, organisation: UUID, thread: UUID, by: Actor, now: datetime) -> int:
    """Forget the canary of one thread; return how many there were."""
    return _forget(Case.with_canaries.filter(organisation=organisation, threads=thread), organisation, by, now)


def _forget(found: QuerySet[Case], organisation: UUID, by: Actor, now: datetime) -> int:
    stored: list[str] = []
    with transaction():
        cases = list(found.filter(is_canary=True).select_for_update().order_by("id"))
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
