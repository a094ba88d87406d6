"""The values of a policy file: kinds of one-line text, spans of time, and what may be chosen."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

Line = NewType("Line", str)
"""One line of plain text."""
Name = NewType("Name", str)
"""One line of plain text, at most 120 signs."""
Prose = NewType("Prose", str)
"""Plain text of some paragraphs; blank lines part them."""
Host = NewType("Host", str)
"""A host name in lower case, without scheme, port or path."""
Asset = NewType("Asset", str)
"""A host name (`*.` in front for all below it), a network, an https address, or a few plain words."""
Mail = NewType("Mail", str)
"""A mail address."""
Phone = NewType("Phone", str)
"""A telephone number: `+31 88 000 00 00`; a Dutch or Belgian one in a policy of that country also as `088 000 00 00`."""
Link = NewType("Link", str)
"""An https address."""
Reference = NewType("Reference", str)
"""A mail address or an https address."""
Colour = NewType("Colour", str)
"""A colour as `#rrggbb`."""
FileName = NewType("FileName", str)
"""The name of a file beside the policy, without a folder."""
Sha256 = NewType("Sha256", str)
"""A SHA-256 digest, 64 hexadecimal signs."""
Fingerprint = NewType("Fingerprint", str)
"""The fingerprint of an OpenPGP key, 40 or 64 hexadecimal signs."""
Country = NewType("Country", str)
"""A country or region with public holidays: `NL`, `BE`, `DE-BY`."""
Zone = NewType("Zone", str)
"""A time zone of the IANA list: `Europe/Amsterdam`."""
Hours = NewType("Hours", str)
"""From when until when people are there on a working day: `09:00-17:00`."""
Ident = NewType("Ident", str)
"""An id of the organisation's own: lower case, digits, `_` and `-`."""
ClauseId = NewType("ClauseId", str)
"""The id of a clause in the catalogue."""
SourceId = NewType("SourceId", str)
"""The id of a model text a policy was made from."""
WeaknessId = NewType("WeaknessId", str)
"""The id of a kind of weakness in the catalogue."""


class Unit(StrEnum):
    """What a span is counted in."""

    HOURS = "hours"
    WORKING_DAYS = "working_days"
    DAYS = "days"
    WEEKS = "weeks"
    MONTHS = "months"


@dataclass(frozen=True)
class Span:
    """A length of time; in the file `"5 working days"`, in code `Span(5, Unit.WORKING_DAYS)`."""

    amount: int
    unit: Unit


@dataclass(frozen=True)
class Chosen:
    """A clause taken from the catalogue, in the file `"scan_at_most: 5"`.

    `amount` and `unit` are the values of its parameters, None where it has none.
    """

    clause: str
    amount: int | None = None
    unit: Unit | None = None


@dataclass(frozen=True)
class Both:
    """A text of the organisation's own, in each language of the policy; None where it is not given."""

    nl: Prose | None = None
    en: Prose | None = None

    def given(self) -> dict[str, str]:
        """Return the texts that are there, by language code."""
        return {code: text for code, text in (("nl", self.nl), ("en", self.en)) if text is not None}


class Language(StrEnum):
    """A language a policy can be read in."""

    NL = "nl"
    EN = "en"


class IdentityMode(StrEnum):
    """Who a finder may say to be."""

    ANONYMOUS = "anonymous"
    PSEUDONYM = "pseudonym"
    NAME = "name"


class ContactMode(StrEnum):
    """How a finder may ask to be reached, beside the page behind the access code."""

    NONE = "none"
    EMAIL = "email"
    PHONE = "phone"
