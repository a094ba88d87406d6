"""Where a finder goes, as it is written in mail and on paper; an address never holds an access code."""

from meldpunt.people.queries import address_of
from meldpunt.people.terms import OrganisationFacts


def page_of_finders(organisation: OrganisationFacts) -> str:
    """Return the address of the page where an access code is entered."""
    return f"{_site(organisation)}/case"


def page_of_rules(organisation: OrganisationFacts, version: int) -> str:
    """Return the address of a version of the policy."""
    return f"{_site(organisation)}/policy/{version}"


def _site(organisation: OrganisationFacts) -> str:
    return f"{address_of(organisation.host)}{'' if organisation.host else f'/o/{organisation.slug}'}"
