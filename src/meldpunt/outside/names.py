"""The DNS, asked by dnspython through the resolver of this machine."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from time import monotonic
from typing import Final

import dns.exception
import dns.resolver
from dns.rdtypes.ANY.MX import MX
from dns.rdtypes.ANY.TXT import TXT

from meldpunt.upkeep.terms import NamesSilent, Record

LIFETIME: Final = 6.0  # seconds for one question, its retries included
TOGETHER: Final = 2.0  # seconds for all names of one mail, whose sender chose them
KINDS: Final = {Record.MX: ("MX",), Record.TXT: ("TXT",), Record.ADDRESS: ("A", "AAAA")}


@dataclass(frozen=True)
class Dns:
    """Asks the machine's own resolver, or, with `at`, the server at this address and port."""

    at: tuple[str, int] | None = None

    def records(self, name: str, record: Record) -> tuple[str, ...]:
        """Return what stands under a name. Raises NamesSilent."""
        return tuple(text for kind in KINDS[record] for text in self._asked(name, kind, LIFETIME))

    def texts(self, names: Sequence[str]) -> Mapping[str, str]:
        """Return the TXT record of each name that was answered for within two seconds for all of them; empty where there is none. Raises nothing."""
        end = monotonic() + TOGETHER
        found: dict[str, str] = {}
        for name in names:
            left = end - monotonic()
            if left <= 0:
                break
            with suppress(NamesSilent):
                found[name] = next(iter(self._asked(name, "TXT", left)), "")
        return found

    def _asked(self, name: str, kind: str, lifetime: float) -> list[str]:
        try:
            resolver = self._resolver()
            answer = resolver.resolve(f"{name}.", kind, lifetime=lifetime, search=False)
        except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer, dns.name.LabelTooLong, dns.name.EmptyLabel):
            return []
        except (dns.exception.DNSException, OSError):
            raise NamesSilent from None
        return [_text(row) for row in answer]

    def _resolver(self) -> dns.resolver.Resolver:
        if self.at is None:
            return dns.resolver.Resolver()
        resolver = dns.resolver.Resolver(configure=False)
        resolver.nameservers, resolver.port = [self.at[0]], self.at[1]
        return resolver


def _text(row: object) -> str:
    """Return a record as the rules read it: the host of an MX, a TXT with its parts joined (RFC 7208, 3.3)."""
    if isinstance(row, MX):
        return str(row.exchange)
    if isinstance(row, TXT):
        return b"".join(row.strings).decode("utf-8", "replace")
    return str(row)
