"""Opening what a handler tells the cases of a list apart by: what each is about, and where.

One query for the reports, one for their keys, one line in the journal with how many were opened. Who reads a list has not read the
cases: nothing but these two comes out, and a case's own page is opened and written down by itself.
"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from uuid import UUID

from meldpunt.cases.models import Thread
from meldpunt.cases.terms import Title
from meldpunt.journal.actions import record, transaction
from meldpunt.people.access import allow_unlocked
from meldpunt.people.terms import Deed, Visitor
from meldpunt.reports.rules.bodies import open_content
from meldpunt.sealing.access import open_keys
from meldpunt.sealing.rules.keys import key_name
from meldpunt.sealing.terms import KeyName, Purpose, SealingError

LONGEST = 120
LARGEST_BODY = 128 * 1024
"""Bytes of a sealed report that are opened for its title; a larger one is opened on its own page only."""


def open_titles(*, cases: Sequence[UUID], visitor: Visitor, now: datetime) -> dict[UUID, Title]:
    """Return the titles of those `cases` that this visitor can open, by case; the rest is left out.

    Raises NotAllowed, DeskLocked.
    """
    ring = allow_unlocked(visitor, Deed.OPEN_CASE)
    organisation = visitor.organisation.id
    threads = _first_threads(organisation, cases)
    names = {thread: _report_key(organisation, thread) for thread, _ in threads.values()}
    keys = open_keys(wanted=names.values(), ring=ring)
    titles: dict[UUID, Title] = {}
    for case, (thread, body) in threads.items():
        key = keys.get(names[thread].id)
        try:
            content = open_content(body, key=key)[0] if key else None
        except SealingError:
            content = None
        if content:
            titles[case] = Title(content.topic, _one_line(content.where or content.subject))
    if titles:
        with transaction():
            facts = {"count": len(titles)}
            record(
                organisation=organisation, case=None, by=visitor.actor, deed="queue.titles_opened", facts=facts, now=now
            )
    return titles


def _first_threads(organisation: UUID, cases: Iterable[UUID]) -> dict[UUID, tuple[UUID, bytes]]:
    """Return the first thread of each case with its sealed report.

    Whose a case is, is looked at here: with the organisation in its question SQLite walks every case of it.
    """
    rows = Thread.objects.filter(case__uuid__in=list(cases), report__size_class__lte=LARGEST_BODY)
    found = rows.order_by("-report__received_at").values_list("case__organisation", "case__uuid", "pk", "report__body")
    return {case: (thread, bytes(body)) for owner, case, thread, body in found if owner == organisation}


def _report_key(organisation: UUID, thread: UUID) -> KeyName:
    return key_name(purpose=Purpose.REPORT, organisation=organisation, thread=thread)


def _one_line(text: str) -> str:
    line = " ".join(text[: LONGEST * 4].split())
    return line if len(line) <= LONGEST else line[: LONGEST - 1] + "…"
