"""Whose a mail address is at which mail comes in."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from meldpunt.people.queries import organisations
from meldpunt.people.terms import OrganisationFacts
from meldpunt.policy.queries.versions import newest_number, policy_text, text_in_force
from meldpunt.policy.rules.fitting import mail_addresses_of
from meldpunt.policy.terms import PolicyText

type _Named = Callable[[OrganisationFacts], set[str]]


def organisation_of_address(address: str, *, now: datetime) -> UUID | None:
    """Return whose address it is, with or without a token behind the organisation's sign; None for nobody's.

    An address as it is named comes before one with a token behind it, and what an organisation's settings name before what policies name.
    One that two of them name is neither's: mail that comes back to its sender is better than a report at somebody else's desk.
    """
    wanted = address.lower()
    named: tuple[_Named, ...] = (lambda each: {each.mail_in}, lambda each: set(mail_ways(each.id, now=now)))
    found = (_one_that_has(wanted, addresses, fits) for fits in (_is_exactly, _is_of) for addresses in named)
    return next((each for each in found if each is not None), None)


def is_address_taken(address: str, *, subaddress: str, by: UUID, now: datetime) -> bool:
    """Tell whether mail to an address, or to it with a token behind the sign `subaddress`, would be another's than `by`'s, or another's mail would be theirs.

    That of another counts as its settings name it, and its policy: in force, and published for later.
    """
    wanted = address.lower()
    return any(
        _is_of(wanted, own, each.subaddress) or _is_of(own, wanted, subaddress)
        for each in organisations()
        if each.id != by
        for own in {each.mail_in, *mail_ways(each.id, now=now), *_ways_to_come(each.id)} - {""}
    )


def mail_ways(organisation: UUID, *, now: datetime) -> tuple[str, ...]:
    """Return the addresses that the policy in force names as ways to report, in its order and in lower case."""
    return _mail_ways(text_in_force(organisation, now=now))


def mail_comes_to(organisation: OrganisationFacts, *, now: datetime) -> str:
    """Return where mail of finders comes in: as the settings say, else the first address of the policy; empty for nowhere."""
    return organisation.mail_in or next(iter(mail_ways(organisation.id, now=now)), "")


def _mail_ways(text: PolicyText | None) -> tuple[str, ...]:
    return tuple(address for _place, address in mail_addresses_of(text)) if text is not None else ()


def _ways_to_come(organisation: UUID) -> tuple[str, ...]:
    number = newest_number(organisation)
    return _mail_ways(policy_text(organisation, number)) if number else ()


def _one_that_has(address: str, addresses_of: _Named, fits: Callable[[str, str, str], bool]) -> UUID | None:
    found = [
        each.id for each in organisations() if any(fits(address, own, each.subaddress) for own in addresses_of(each))
    ]
    return found[0] if len(found) == 1 else None


def _is_exactly(address: str, own: str, _sign: str) -> bool:
    return bool(own) and address == own


def _is_of(address: str, own: str, sign: str) -> bool:
    """Tell whether an address is an own one, or that with something behind the sign in its local part (RFC 5233)."""
    local, at, domain = own.rpartition("@")
    begins = local + sign if sign else None
    return bool(own) and (
        address == own or (begins is not None and address.startswith(begins) and address.endswith(at + domain))
    )
