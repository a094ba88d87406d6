"""Whether one value is what its kind says."""

import re
import unicodedata
from collections.abc import Callable
from ipaddress import ip_address, ip_network
from itertools import pairwise
from typing import Final
from urllib.parse import urlsplit

from meldpunt.people.rules.settings import zones
from meldpunt.policy.rules.file.suggesting import nearest
from meldpunt.policy.rules.file.words import Wrong
from meldpunt.policy.rules.file.words import mark as _
from meldpunt.policy.rules.reckoning.calendars import has_calendar
from meldpunt.policy.terms import (
    Asset,
    Colour,
    Country,
    FileName,
    Fingerprint,
    Host,
    Hours,
    Ident,
    Line,
    Link,
    Mail,
    Name,
    Phone,
    Prose,
    Reference,
    Sha256,
    Zone,
)

MAX_LINE: Final = 300
MAX_NAME: Final = 120
MAX_PROSE: Final = 4000
MAX_HOST: Final = 253

PATTERNS: Final[dict[object, str]] = {
    Host: r"(?=.{1,253}$)(?!.*\.([0-9]+|0x[0-9a-f]*)$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?(\.[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?)+",
    Mail: r"(?=.{1,254}$)(?=[^@]{1,64}@)[A-Za-z0-9_%+-]+(\.[A-Za-z0-9_%+-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+(?![0-9]+$)[a-z0-9-]{2,63}",
    Phone: r"(\+[1-9]|0[1-9])[0-9 ()-]{5,24}",
    Colour: r"#[0-9a-f]{6}",
    FileName: r"[A-Za-z0-9][A-Za-z0-9._-]{0,99}",
    Sha256: r"[0-9a-f]{64}",
    Fingerprint: r"[0-9A-F]{40}|[0-9A-F]{64}",
    Ident: r"[a-z0-9]([a-z0-9_-]{0,38}[a-z0-9])?",
    Hours: r"([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]",
    Country: r"[A-Z]{2}(-[A-Z0-9]{1,3})?",
}
_REMEDIES: Final[dict[object, str]] = {
    Host: _(
        'Write a host name in small letters, such as "report.harbour.example", without https:// and without a path.'
    ),
    Mail: _('Write one mail address, such as "security@harbour.example".'),
    Phone: _('Write the number with its country, such as "+31 88 000 00 00".'),
    Colour: _('Write a colour with six signs, such as "#0b5a5e".'),
    FileName: _('Write the name of a file beside this one, such as "conduct.txt", without a folder.'),
    Sha256: _("Write the 64 signs that sha256sum shows for the file."),
    Fingerprint: _("Write the 40 or 64 signs of the fingerprint in capitals, without blanks."),
    Ident: _('Write a short name in small letters, digits, - and _, such as "code-of-conduct".'),
    Hours: _('Write from when until when, such as "09:00-17:00".'),
    Country: _('Write a country as two capitals, such as "NL"; a region as "DE-BY".'),
}
_TAG: Final = re.compile(
    r"<\s*[A-Za-z/!?]|&#|&[a-z]+;|\b(?:javascript|vbscript)\s*:|\bdata\s*:\s*(?:[a-z]+/|[;,])", re.IGNORECASE
)
_URI: Final = re.compile(r"https://[A-Za-z0-9._:\[\]-]+([/?#][A-Za-z0-9%._~:/?#\[\]@!$&'()*+,;=-]*)?", re.IGNORECASE)
"""What a web address is made of (RFC 3986, 2); whoever else is named in it comes before an `@` in front of the first slash."""
_BLANK: Final = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180b\u180c\u180d\u2800\u3164\uffa0")
_JOINS: Final = "\u200d\ufe0e\ufe0f"
"""They join and shape emoji, and are unseen beside anything else."""


def check(kind: object, text: str) -> str:
    """Return the text in its one form. Raises Wrong when it is no such thing."""
    plain = _plain(text, several_lines=kind is Prose)
    special = _SPECIAL.get(kind)
    if special is not None:
        special(plain)
    pattern = PATTERNS.get(kind)
    if pattern is not None and not re.fullmatch(pattern, plain):
        raise Wrong(_('"%(value)s" cannot be used here.'), _REMEDIES[kind], value=plain[:80])
    return plain


def _plain(text: str, *, several_lines: bool) -> str:
    """Return the text without blanks around it, if it is nothing but text."""
    tidy = unicodedata.normalize("NFC", text).strip()
    if not tidy:
        raise Wrong(_("This text is empty."), _("Fill it in, or take the line out."))
    if _TAG.search(tidy):
        raise Wrong(_("HTML and scripts are not allowed in texts."), _("Write plain text: no tags, no &-codes."))
    if any(_unseen(sign, before) and not (several_lines and sign == "\n") for before, sign in pairwise(f" {tidy}")):
        raise Wrong(_("There are signs in this text that cannot be seen."), _("Type the text again by hand."))
    most = MAX_PROSE if several_lines else MAX_LINE
    if len(tidy) > most:
        raise Wrong(_("This text is too long."), _("Use at most %(most)s signs."), most=str(most))
    return tidy


def _unseen(sign: str, before: str) -> bool:
    if sign in _JOINS:
        return unicodedata.category(before) not in {"So", "Sm", "Sk", "Po", "Nd"} and before not in _JOINS
    return unicodedata.category(sign) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"} or sign in _BLANK


def _name(text: str) -> None:
    if len(text) > MAX_NAME:
        raise Wrong(_("This text is too long."), _("Use at most %(most)s signs."), most=str(MAX_NAME))


def _link(text: str) -> None:
    if not _URI.fullmatch(text) or not _leads_somewhere(text):
        raise Wrong(
            _('"%(value)s" is not a safe web address.'),
            _("Write a whole address that starts with https://, without a name or password in it."),
            value=text[:80],
        )


def _leads_somewhere(address: str) -> bool:
    """Whether there is a host name or an IP address in it, and a port that exists if there is one."""
    try:
        parts = urlsplit(address)
        host = (parts.hostname or "").rstrip(".")
        if re.fullmatch(PATTERNS[Host], host):
            return parts.port != 0
        return bool(ip_address(host))
    except ValueError:
        return False


def _reference(text: str) -> None:
    if "@" in text and "/" not in text:
        check(Mail, text)
    elif text.lower().startswith("https:"):
        _link(text)
    else:
        raise Wrong(
            _('"%(value)s" is neither a mail address nor a safe web address.'),
            _("Write one mail address, or a whole address that starts with https://."),
            value=text[:80],
        )


def _asset(text: str) -> None:
    """Refuse what looks like an address of some kind but is none; a few plain words are fine."""
    if "://" in text:
        _link(text)
    elif re.fullmatch(r"[0-9a-fA-F.:]+(/\d+)", text):
        try:
            ip_network(text)
        except ValueError:
            raise Wrong(_('"%(value)s" is not a network.'), _("Write it as 192.0.2.0/24."), value=text[:80]) from None
    elif "*" in text:
        check(Host, text.removeprefix("*."))


def _zone(text: str) -> None:
    if text not in zones():
        raise Wrong(
            _('There is no time zone "%(value)s".'),
            _('Write it as in "Europe/Amsterdam".'),
            value=text[:80],
            near=nearest(text, zones()),
        )


def _country(text: str) -> None:
    if not has_calendar(text):
        raise Wrong(_('No public holidays are known for "%(value)s".'), _REMEDIES[Country], value=text[:80])


def _hours(text: str) -> None:
    if re.fullmatch(PATTERNS[Hours], text) and text[:5] >= text[-5:]:
        raise Wrong(_("The office closes before it opens."), _REMEDIES[Hours])


_SPECIAL: Final[dict[object, Callable[[str], None]]] = {
    Name: _name,
    Link: _link,
    Reference: _reference,
    Asset: _asset,
    Zone: _zone,
    Country: _country,
    Hours: _hours,
}
KINDS: Final = frozenset({Line, Prose, *PATTERNS, *_SPECIAL})
