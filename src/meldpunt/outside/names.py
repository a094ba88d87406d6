"""The DNS, asked by dnspython through the resolver of this machine."""

from dataclasses import dataclass
from typing import Final

import dns.exception
import dns.resolver
from dns.rdtypes.ANY.MX import MX
from dns.rdtypes.ANY.TXT import TXT

from meldpunt.upkeep.terms import NamesSilent, Record

LIFETIME: Final = 6.0  # seconds for one question, its retries included
KINDS: Final = {Record.MX: ("MX",), Record.TXT: ("TXT",), Record.ADDRESS: ("A", "AAAA")}


@dataclass(frozen=True)
class Dns:
    """Asks the machine's own resolver, or, with `at`, the server at this address and port."""

    at: tuple[str, int] | None = None

    def records(self, name: str, record: Record) -> tuple[str, ...]:
        """Return what stands under a name. Raises NamesSilent."""
        return tuple(text for kind in KINDS[record] for text in self._asked(name, kind))

    def _asked(self, name: str, kind: str) -> list[str]:
        try:
            resolver = self._resolver()
            answer = resolver.resolve(f"{name}.", kind, lifetime=LIFETIME, search=False)
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
