"""The journal, as far as a role may read it: of one case, and of the whole organisation."""

from django.http import HttpResponse
from django.urls import reverse

from meldpunt.cases.queries.numbers import case_id, case_numbers
from meldpunt.doors.desk.answers import show
from meldpunt.doors.desk.guards import desk_page
from meldpunt.doors.desk.requests import DeskRequest
from meldpunt.doors.desk.timeline import told
from meldpunt.journal.queries import entries_of_case, entries_of_organisation
from meldpunt.journal.terms import EntryLine
from meldpunt.people.queries import member_names
from meldpunt.people.terms import Deed

LINES = 100
LONGEST_NUMBER = 18
"""Digits of a number that the database can still compare."""


@desk_page(Deed.READ_JOURNAL)
def of_organisation(request: DeskRequest) -> HttpResponse:
    """Show the newest lines, a page at a time."""
    organisation = request.visitor.organisation.id
    asked = request.GET.get("before", "")
    before = int(asked) if asked.isdecimal() and len(asked) < LONGEST_NUMBER else None
    entries = entries_of_organisation(organisation, before=before, limit=LINES)
    later = f"{reverse('desk:journal')}?before={entries[-1].number}" if len(entries) == LINES else None
    context = {"lines": _lines(request, entries), "earlier": before and reverse("desk:journal"), "later": later}
    return show(request, "journal", context)


@desk_page(Deed.READ_JOURNAL)
def of_case(request: DeskRequest, number: str) -> HttpResponse:
    """Show every line about one case."""
    entries = entries_of_case(case_id(number=number, visitor=request.visitor, deed=Deed.READ_JOURNAL))
    return show(request, "journal", {"lines": _lines(request, entries), "number": number})


def _lines(request: DeskRequest, entries: list[EntryLine]) -> list[dict[str, object]]:
    organisation = request.visitor.organisation.id
    names = member_names(organisation)
    numbers = case_numbers(organisation, {entry.case for entry in entries if entry.case})
    return [
        {
            "number": entry.number,
            "at": entry.at,
            "case": entry.case and numbers.get(entry.case),
            "words": told(entry, names),
        }
        for entry in entries
    ]
