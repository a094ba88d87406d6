"""Where a finder goes, as it is written in mail and on paper; an address never holds an access code."""

from meldpunt.cases.rules.link_places import PLACE
from meldpunt.people.terms import OrganisationFacts
from meldpunt.policy.queries import sites_of


def page_of_finders(organisation: OrganisationFacts) -> str:
    """Return the address of the page where an access code is entered."""
    return f"{sites_of(organisation)[0]}/case"


def page_of_form(organisation: OrganisationFacts) -> str:
    """Return the address of the page where something is reported."""
    return f"{sites_of(organisation)[0]}/report"


def page_of_link(organisation: OrganisationFacts, token: str, *, language: str) -> str:
    """Return the address that shows an access code once, in the language of the mail; for that mail and nothing else."""
    return f"{sites_of(organisation)[0]}{PLACE}{token}?language={language}"


def page_of_rules(organisation: OrganisationFacts, version: int) -> str:
    """Return the address of a version of the policy."""
    return f"{sites_of(organisation)[0]}/policy/{version}"
