"""Reading the journal, and checking that nobody rewrote it."""

from collections.abc import Collection, Iterator
from datetime import datetime
from uuid import UUID

from django.db.models import Max, Min

from meldpunt.journal.models import Entry, Head
from meldpunt.journal.rules import first_digest, next_digest
from meldpunt.journal.terms import CHANGED, CUT_OFF, MISSING, UNCHAINED, Actor, ActorKind, BrokenLink, EntryLine

_READ_AT_ONCE = 1000


def entries_of_case(case: UUID, *, newest: int | None = None) -> list[EntryLine]:
    """Return every line about one case, or only the `newest` so many; oldest first."""
    entries = Entry.objects.filter(case=case).order_by("-number")
    return [_line(entry) for entry in reversed(entries if newest is None else entries[:newest])]


def beginnings_of_cases(cases: Collection[UUID]) -> dict[UUID, datetime]:
    """Return when the first line about each of these cases was written; one without a line is not among them."""
    found = Entry.objects.filter(case__in=cases).order_by("case").values("case", "organisation").annotate(Min("number"))
    first = set(found.values_list("organisation", "number__min"))
    entries = Entry.objects.filter(organisation__in={each for each, _ in first}, number__in={each for _, each in first})
    rows = entries.order_by("organisation", "number").values_list("organisation", "number", "case", "at")
    return {case: at for organisation, number, case, at in rows if case and (organisation, number) in first}


def entries_of_deeds(cases: Collection[UUID], deeds: Collection[str]) -> list[EntryLine]:
    """Return the lines about these cases that tell of one of these deeds, oldest first."""
    entries = Entry.objects.filter(case__in=cases, deed__in=deeds)
    return [_line(entry) for entry in entries.order_by("organisation", "number")]


def ends_of_cases(cases: Collection[UUID]) -> dict[UUID, int]:
    """Return the number of the newest line about each of these cases; one without a line is not among them."""
    found = Entry.objects.filter(case__in=cases).order_by("case").values_list("case").annotate(Max("number"))
    return dict(found)


def entries_since(organisation: UUID, number: int, *, limit: int) -> list[EntryLine]:
    """Return an organisation's lines after this number, oldest first. None is ever added before one that can be read already."""
    entries = Entry.objects.filter(organisation=organisation, number__gt=number)
    return [_line(entry) for entry in entries.order_by("number")[:limit]]


def heads() -> dict[UUID, int]:
    """Return the number of the last line of every organisation's chain."""
    return dict(Head.objects.order_by("organisation").values_list("organisation", "number"))


def entries_of_organisation(organisation: UUID, *, before: int | None = None, limit: int = 100) -> list[EntryLine]:
    """Return a page of an organisation's lines, newest first, starting below number `before`."""
    entries = Entry.objects.filter(organisation=organisation)
    if before is not None:
        entries = entries.filter(number__lt=before)
    return [_line(entry) for entry in entries.order_by("-number")[:limit]]


def entries_at(organisation: UUID, moment: datetime) -> list[EntryLine]:
    """Return what was done in an organisation at exactly this moment, oldest first."""
    return [_line(entry) for entry in Entry.objects.filter(organisation=organisation, at=moment).order_by("number")]


def organisations() -> list[UUID]:
    """Return the organisations that have a chain."""
    return list(Head.objects.order_by("organisation").values_list("organisation", flat=True))


def first_broken_link(organisation: UUID) -> BrokenLink | None:
    """Walk the whole chain and return the first line that does not hold, or None when all hold."""
    digest, count = first_digest(organisation), 0
    for entry in _all_entries(organisation):
        count += 1
        if entry.number != count:
            return BrokenLink(organisation, count, MISSING)
        digest = next_digest(digest, _line(entry))
        if digest != bytes(entry.digest):
            return BrokenLink(organisation, count, CHANGED)
    return _broken_end(organisation, count, digest)


def _all_entries(organisation: UUID) -> Iterator[Entry]:
    return Entry.objects.filter(organisation=organisation).order_by("number").iterator(chunk_size=_READ_AT_ONCE)


def _broken_end(organisation: UUID, count: int, digest: bytes) -> BrokenLink | None:
    """Hold the last line against the head of the chain."""
    head = Head.objects.filter(organisation=organisation).first()
    if head is None:
        return BrokenLink(organisation, count, UNCHAINED) if count else None
    if head.number != count or bytes(head.digest) != digest:
        return BrokenLink(organisation, count + 1, CUT_OFF)
    return None


def _line(entry: Entry) -> EntryLine:
    return EntryLine(
        organisation=entry.organisation,
        number=entry.number,
        at=entry.at,
        case=entry.case,
        actor=Actor(ActorKind(entry.actor_kind), entry.actor_id),
        deed=entry.deed,
        facts=entry.facts,
    )
