"""Whether name and contact details of finders lie here, and when they did: told by clear columns and the journal, no key is needed."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db.models import Q

from meldpunt.cases.models import Thread
from meldpunt.cases.rules.details import details_of
from meldpunt.cases.terms import Details, DetailsChange
from meldpunt.journal.queries import entries_of_deeds
from meldpunt.journal.terms import EntryLine

CHANGED: Final = "case.contact_changed"
FORGOTTEN: Final = "case.contact_forgotten"
ERASED: Final = "case.finder_erased"
HAD: Final = "had"
"""The fact that tells whether there were details before; lines without it are older than it, and told of some."""


def details_in(threads: Collection[Thread]) -> Mapping[UUID, tuple[Details, ...]]:
    """Return when details of each of these finders lay here, by thread."""
    held = threads_with_details(thread.pk for thread in threads)
    lines = entries_of_deeds({thread.case.uuid for thread in threads}, (CHANGED, FORGOTTEN, ERASED))
    return {
        thread.pk: details_of(
            [_change(line) for line in lines if line.case == thread.case.uuid and _is_about(line, thread)],
            received_at=thread.report.received_at,
            held=thread.pk in held,
        )
        for thread in threads
    }


def kept_since(thread: Thread) -> datetime | None:
    """Return since when an address to mail this finder at may lie here as it is now; None where none does, or it is mailed no more."""
    if thread.notices_ended or not threads_with_details([thread.pk]):
        return None
    lines = entries_of_deeds({thread.case.uuid}, (CHANGED, FORGOTTEN, ERASED))
    return max((line.at for line in lines if _is_about(line, thread)), default=thread.report.received_at)


def threads_with_details(threads: Iterable[UUID]) -> set[UUID]:
    """Return those of these threads of whose finder something lies here: name or contact details, or an address for notices."""
    something = Q(report__identity__isnull=False) | Q(notice_address__isnull=False)
    return set(Thread.objects.filter(something, pk__in=list(threads)).values_list("pk", flat=True))


def _is_about(line: EntryLine, thread: Thread) -> bool:
    """Tell whether a line is about this finder: what the desk erases, it erases of every finder of the case."""
    return line.deed == ERASED or line.actor.id == thread.pk


def _change(line: EntryLine) -> DetailsChange:
    return DetailsChange(line.at, before=bool(line.facts.get(HAD, True)), after=line.deed == CHANGED)
