"""The request as the views of the desk see it, after a guard."""

from django.http import HttpRequest

from meldpunt.people.terms import OrganisationFacts, Visitor


class DeskRequest(HttpRequest):
    """A request with a visitor in it: only a guard makes one."""

    visitor: Visitor
    organisation: OrganisationFacts
