"""`security.txt` (RFC 9116): what stands in it, for how long, and when it is signed anew."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Final
from urllib.parse import quote

from meldpunt.policy.rules.dialling import international
from meldpunt.policy.terms import Contact, PolicyText, WayIn, WayKind

PLACE: Final = "/.well-known/security.txt"
REPORT, POLICY, KEY = "/report", "/policy", "/openpgp-key"
LIFE: Final = timedelta(days=180)
"""RFC 9116, 2.5.5: less than a year."""
SIGN_AGAIN: Final = LIFE / 2


def fields(
    *, policy: PolicyText | None, sites: Sequence[str], languages: Sequence[str], has_key_page: bool
) -> tuple[tuple[str, str], ...]:
    """Return every field but Expires, in order.

    `policy` is None for the built-in one; `sites` are the addresses of the organisation's pages, without a slash at the end and the one to
    show first; `has_key_page` tells whether a finder comes by a key there.
    """
    contacts = contacts_of(policy, site=sites[0])
    return (
        *(("Contact", contact) for contact in contacts),
        *((("Encryption", sites[0] + KEY),) if has_key_page else ()),
        *((("Acknowledgments", policy.credit.page),) if policy and policy.credit.page else ()),
        ("Preferred-Languages", ", ".join(languages)),
        *(("Canonical", site + PLACE) for site in sites),
        ("Policy", sites[0] + POLICY),
    )


def contacts_of(policy: PolicyText | None, *, site: str) -> tuple[str, ...]:
    """Return where reports go, as addresses (URI), the preferred one first."""
    if policy is None:
        return (site + REPORT,)
    country = policy.organisation.country
    ways = (_way(way, policy.contact, site, country) for way in policy.way_in)
    return tuple(dict.fromkeys([*ways, *_reached(policy.contact, country)]))


def written(lines: Iterable[tuple[str, str]], *, expires_at: datetime) -> str:
    """Return the text, with its end after the contacts."""
    every = list(lines)
    at = sum(name == "Contact" for name, _value in every)
    every.insert(at, ("Expires", f"{expires_at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"))
    return "".join(f"{name}: {value}\n" for name, value in every)


def ends(now: datetime) -> datetime:
    """Return until when a text that is made now holds: whole days, so that it is the same all day."""
    return datetime(now.year, now.month, now.day, tzinfo=UTC) + LIFE


def is_due(expires_at: datetime, now: datetime) -> bool:
    """Tell whether less than half of its life is left."""
    return expires_at - now < SIGN_AGAIN


def _way(way: WayIn, contact: Contact, site: str, country: str) -> str:
    if way.kind is WayKind.FORM:
        return site + REPORT
    address = str(way.address or contact.mail)
    if way.kind is WayKind.PHONE:
        return _phone(address, country)
    return address if way.kind is WayKind.PLATFORM else _mail(address)


def _reached(contact: Contact, country: str) -> Iterator[str]:
    yield _mail(contact.mail)
    if contact.phone is not None:
        yield _phone(contact.phone, country)
    if contact.page is not None:
        yield contact.page


def _mail(address: str) -> str:
    return "mailto:" + quote(address, safe="@+")


def _phone(number: str, country: str) -> str:
    """Return a number as RFC 3966 writes it, with its country."""
    return "tel:" + "".join("-" if sign == " " else sign for sign in international(number, country=country))
