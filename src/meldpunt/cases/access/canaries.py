"""Opening canaries from the organisation's side: what they say and what their files hold. Nobody wrote them, so no journal tells of it."""

from collections.abc import Iterator
from uuid import UUID

from meldpunt.cases.access.keys import key_for, thread_keys
from meldpunt.cases.models import Thread
from meldpunt.people.access import allow_unlocked
from meldpunt.people.terms import Deed, Visitor
from meldpunt.reports.access import open_one_file
from meldpunt.reports.queries import file_ids
from meldpunt.reports.rules.bodies import open_content
from meldpunt.reports.terms import NoSuchFile
from meldpunt.sealing.terms import KeyRing, Purpose, SealingError


def open_canaries(*, visitor: Visitor) -> dict[UUID, tuple[str, ...]]:
    """Return the texts of every canary of the visitor's organisation, by thread: what was found, then each file. Empty where it does not open.

    Raises NotAllowed, DeskLocked.
    """
    ring = allow_unlocked(visitor, Deed.OPEN_CASE)
    rows = Thread.objects.filter(case__organisation=visitor.organisation.id, case__is_canary=True)
    return {row.pk: _texts_or_none(row, ring) for row in rows.select_related("report", "case").order_by("pk")}


def _texts_or_none(thread: Thread, ring: KeyRing) -> tuple[str, ...]:
    try:
        return tuple(_texts(thread, ring))
    except (SealingError, NoSuchFile, OSError):
        return ()


def _texts(thread: Thread, ring: KeyRing) -> Iterator[str]:
    content, _ = open_content(bytes(thread.report.body), key=key_for(Purpose.REPORT, thread, thread_keys(thread, ring)))
    yield content.what
    for file in sorted(file_ids(thread.pk)):
        opened = open_one_file(organisation=thread.case.organisation_id, report=thread.pk, file=file, ring=ring)
        yield b"".join(opened.chunks).decode("utf-8", "replace")
