"""Words of looking into the DNS."""

from enum import StrEnum
from typing import Protocol


class Record(StrEnum):
    """What is asked for: servers that take mail, texts, or any address (RFC 1035, RFC 3596)."""

    MX = "MX"
    TXT = "TXT"
    ADDRESS = "A"


class Names(Protocol):
    """What asks the DNS."""

    def records(self, name: str, record: Record) -> tuple[str, ...]:
        """Return what stands under a name: host names for MX, whole texts for TXT, addresses of either kind; nothing where there is none.

        Raises NamesSilent.
        """
        ...


class NamesSilent(Exception):
    """The DNS did not answer, which says nothing of what stands there."""
