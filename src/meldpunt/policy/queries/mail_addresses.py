"""Whose a mail address is at which mail comes in."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from meldpunt.people.queries import organisations
from meldpunt.people.terms import OrganisationFacts
from meldpunt.policy.queries.versions import text_in_force
from meldpunt.policy.terms import WayKind


def organisation_of_address(address: str, *, now: datetime) -> UUID | None:
    """Return whose address it is, with or without a token behind the organisation's sign; None for nobody's.

    What an organisation's settings name comes before what policies name. An address that the policies of two name is neither's: mail that
    comes back to its sender is better than a report at somebody else's desk.
    """
    wanted = address.lower()
    return _one_that_has(wanted, lambda each: {each.mail_in}) or _one_that_has(
        wanted, lambda each: mail_ways(each.id, now=now)
    )


def mail_ways(organisation: UUID, *, now: datetime) -> set[str]:
    """Return the addresses that the policy in force names as ways to report, in lower case."""
    text = text_in_force(organisation, now=now)
    ways = text.way_in if text else ()
    return {str(way.address).lower() for way in ways if way.kind is WayKind.MAIL and way.address}


def _one_that_has(address: str, addresses_of: Callable[[OrganisationFacts], set[str]]) -> UUID | None:
    found = [
        each.id for each in organisations() if any(_is_of(address, own, each.subaddress) for own in addresses_of(each))
    ]
    return found[0] if len(found) == 1 else None


def _is_of(address: str, own: str, sign: str) -> bool:
    """Tell whether an address is an own one, or that with something behind the sign in its local part (RFC 5233)."""
    local, at, domain = own.rpartition("@")
    begins = local + sign if sign else None
    return bool(own) and (
        address == own or (begins is not None and address.startswith(begins) and address.endswith(at + domain))
    )
