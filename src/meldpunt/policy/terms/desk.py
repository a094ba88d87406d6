"""Tables of a policy file: who receives the reports, about what, and by which ways.

One class for each table; the order of the fields is the order they are written in.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from meldpunt.policy.terms.values import (
    Asset,
    Colour,
    Country,
    FileName,
    Fingerprint,
    Host,
    Ident,
    Language,
    Line,
    Link,
    Mail,
    Name,
    Phone,
    Reference,
    Span,
    Zone,
)


class Font(StrEnum):
    """A font every device has."""

    SYSTEM = "system"
    HUMANIST = "humanist"
    GEOMETRIC = "geometric"
    SERIF = "serif"
    SLAB = "slab"
    MONO = "mono"


@dataclass(frozen=True)
class Look:
    """`[organisation.look]`, `[brand.look]`: colours for light and dark, font, and logo (a PNG or WEBP beside the file)."""

    accent: Colour = field(default=Colour("#0b5a5e"))
    ink: Colour = field(default=Colour("#14211d"))
    paper: Colour = field(default=Colour("#fcfdfc"))
    accent_dark: Colour = field(default=Colour("#7fd1c7"))
    ink_dark: Colour = field(default=Colour("#e4ece8"))
    paper_dark: Colour = field(default=Colour("#17201d"))
    font: Font = Font.SYSTEM
    logo: FileName | None = None


@dataclass(frozen=True)
class Organisation:
    """`[organisation]`: who receives the reports, where its pages live, and where its days are counted."""

    name: Name
    languages: tuple[Language, ...]
    hosts: tuple[Host, ...] = ()
    country: Country = field(default=Country("NL"))
    zone: Zone = field(default=Zone("Europe/Amsterdam"))
    closed: tuple[date, ...] = ()
    open: tuple[date, ...] = ()
    public_body: bool = False
    look: Look = field(default_factory=Look)


@dataclass(frozen=True)
class Brand:
    """`[[brand]]`: another name of the same organisation, with its own page, host names and look, on the same desk."""

    id: Ident
    name: Name
    hosts: tuple[Host, ...]
    look: Look = field(default_factory=Look)


@dataclass(frozen=True)
class Contact:
    """`[contact]`: where people reach the organisation about security. `mail` goes into security.txt."""

    mail: Mail
    phone: Phone | None = None
    page: Link | None = None


class KeyOffer(StrEnum):
    """How a finder comes by the OpenPGP key."""

    PUBLISHED = "published"
    ON_REQUEST = "on_request"
    NONE = "none"


@dataclass(frozen=True)
class Key:
    """`[key]`: the OpenPGP key. Without `file` Meldpunt makes one; `within` is how fast it is sent on request."""

    offer: KeyOffer = KeyOffer.PUBLISHED
    within: Span | None = None
    file: FileName | None = None
    fingerprint: Fingerprint | None = None


class Rest(StrEnum):
    """What holds for everything the scope does not name."""

    INSIDE = "inside"
    OUTSIDE = "outside"
    ASK_FIRST = "ask_first"


@dataclass(frozen=True)
class ThirdParty:
    """`[[scope.third_party]]`: somebody else's system we use, and where they take reports."""

    name: Name
    assets: tuple[Asset, ...] = ()
    report_to: Reference | None = None


@dataclass(frozen=True)
class Scope:
    """`[scope]`: which systems the policy is about."""

    inside: tuple[Asset, ...] = ()
    outside: tuple[Asset, ...] = ()
    rest: Rest = Rest.INSIDE
    third_party: tuple[ThirdParty, ...] = ()


class Matter(StrEnum):
    """What this desk is not for."""

    FRAUD = "fraud"
    PHISHING = "phishing"
    FAKE_MAIL = "fake_mail"
    COMPLAINT = "complaint"
    ABUSE = "abuse"
    QUESTION = "question"
    OUTAGE = "outage"


@dataclass(frozen=True)
class OtherChannel:
    """`[[other_channel]]`: where to go with something else, shown before the form."""

    about: tuple[Matter, ...]
    mail: Mail | None = None
    phone: Phone | None = None
    page: Link | None = None


class WayKind(StrEnum):
    """A way for a report to come in."""

    MAIL = "mail"
    FORM = "form"
    PLATFORM = "platform"
    PHONE = "phone"


@dataclass(frozen=True)
class WayIn:
    """`[[way_in]]`: the first one in the file is the one preferred. `address` where the kind needs one, `mail_from` where a platform tells by mail."""

    kind: WayKind
    address: Line | None = None
    name: Name | None = None
    mail_from: Mail | None = None
