"""Which organisation a command is about."""

from meldpunt.people.queries import oldest_organisation, organisation_by_slug, organisations
from meldpunt.people.terms import OrganisationFacts


class Stop(Exception):
    """It cannot be done; the message says why and what to do."""


def chosen(slug: str | None) -> OrganisationFacts:
    """Return the organisation with this short name, or the only one where none is given. Raises Stop."""
    found = organisation_by_slug(slug) if slug else oldest_organisation()
    if found is None:
        raise Stop("There is no such organisation." if slug else "There is no organisation yet: ./meldpunt init")
    if not slug and len(organisations()) > 1:
        raise Stop("There are several organisations: say which with --organisation SLUG.")
    return found
