"""What of a message a person reads, and what is kept as files: choosing between a message's bodies (RFC 2046, 5.1)."""

from dataclasses import dataclass, field
from typing import Final

from meldpunt.arrivals.terms import MailPart
from meldpunt.outside.reading import hypertext
from meldpunt.outside.reading.caps import MOST_DEPTH, Toll
from meldpunt.outside.reading.charsets import is_known
from meldpunt.outside.reading.entities import Entity, children, parse
from meldpunt.outside.reading.flowed import unflowed

_FILES: Final = frozenset(
    {"text/calendar", "text/vcard", "text/x-vcard", "text/csv", "text/rtf", "text/rfc822-headers", "text/x-amp-html"}
)
"""Texts that nobody reads as they are."""
_MESSAGES: Final = frozenset({"message/rfc822", "message/global", "message/news"})
_NAMES: Final = {
    "text/calendar": "calendar.ics",
    "text/html": "message.html",
    "text/plain": "text.txt",
    "text/vcard": "contact.vcf",
    "text/rfc822-headers": "headers.txt",
    "message/rfc822": "message.eml",
    "message/global": "message.eml",
    "message/delivery-status": "delivery-status.txt",
    "application/pdf": "document.pdf",
    "application/ms-tnef": "winmail.dat",
    "application/pgp-keys": "key.asc",
    "application/pgp-signature": "signature.asc",
    "application/pkcs7-signature": "smime.p7s",
    "application/x-pkcs7-signature": "smime.p7s",
    "application/pkcs7-mime": "smime.p7m",
    "application/x-pkcs7-mime": "smime.p7m",
    "image/jpeg": "image.jpg",
}
_IMAGES: Final = frozenset({"image/png", "image/gif", "image/webp", "image/bmp", "image/tiff"})
_STUB: Final = 80
_MORE: Final = 4


@dataclass
class Found:
    """What a message holds, in its order: texts for reading, files, messages inside, and codes of what was wrong."""

    texts: list[str] = field(default_factory=list)
    parts: list[MailPart] = field(default_factory=list)
    messages: list[Entity] = field(default_factory=list)
    defects: list[str] = field(default_factory=list)

    def add(self, other: "Found") -> None:
        """Take over what another one holds."""
        self.texts += other.texts
        self.parts += other.parts
        self.messages += other.messages
        self.defects += other.defects

    @property
    def text(self) -> str:
        """All texts, one below the other."""
        return "\n\n".join(text.strip("\n") for text in self.texts if text.strip())


class Walk:
    """One walk through a message; what all of its parts may cost is counted here."""

    def __init__(self) -> None:
        """Begin with everything still to spend."""
        self.toll = Toll()
        self._room = hypertext.MOST

    def found(self, entity: Entity, *, reads: bool = True) -> Found:
        """Return what a part holds; without `reads` its texts are passed over, because others are read instead. Raises CannotRead."""
        if entity.depth >= MOST_DEPTH and not _is_text(entity):
            return Found(parts=[part(entity)], defects=["depth"])
        if entity.kind.startswith("multipart"):
            return self._multipart(entity, reads=reads)
        if entity.kind in _MESSAGES:
            return self._message(entity)
        if _is_text(entity):
            return self._text(entity) if reads else Found()
        return Found(parts=[part(entity)])

    def _multipart(self, entity: Entity, *, reads: bool) -> Found:
        kids = children(entity, self.toll)
        if not kids:
            return self._without_parts(entity, reads=reads)
        if entity.kind == "multipart/alternative":
            return self._alternative(kids, reads=reads)
        found = Found()
        for kid in kids:
            found.add(self.found(kid, reads=reads))
        return found

    def _without_parts(self, entity: Entity, *, reads: bool) -> Found:
        """Read what says that it has parts, and has none, as the text that it is."""
        if not entity.body.strip():
            return Found()
        kept = [part(entity)] if entity.is_long else []
        return Found([entity.text.replace("\r\n", "\n")] if reads else [], kept, [], ["no_parts"])

    def _alternative(self, kids: list[Entity], *, reads: bool) -> Found:
        """Read the plain one of several, unless it only says to look at another; keep the files of all."""
        found = Found()
        plain = next((kid for kid in kids if kid.kind == "text/plain" and _is_text(kid) and kid.text.strip()), None)
        chosen = self.found(plain) if plain and reads else Found()
        for kid in reversed(kids):
            if kid is plain:
                continue
            other = self.found(kid, reads=reads and not _is_enough(chosen.text))
            if _is_better(other.text, chosen.text):
                chosen.texts = [text for text in chosen.texts if not _is_in(text, other.text)] + other.texts
            found.add(Found([], other.parts, other.messages, other.defects))
        found.add(chosen)
        return found

    def _message(self, entity: Entity) -> Found:
        inner = parse(entity.content, depth=entity.depth + 1)
        if not inner.fields:
            return Found(parts=[part(entity)])
        return Found(messages=[inner])

    def _text(self, entity: Entity) -> Found:
        defects = [] if is_known(entity.charset) else ["charset"]
        is_less = entity.is_long
        if entity.kind == "text/html":
            text, is_cut = hypertext.words(entity.text, self._room)
            self._room -= min(self._room, len(entity.content))
            is_less |= is_cut
        else:
            text = entity.text.replace("\r\n", "\n")
        if entity.parameter("format").lower() == "flowed":
            text = unflowed(text, del_sp=entity.parameter("delsp").lower() == "yes")
        return Found([text], [part(entity)] if is_less else [], [], defects + ["shortened"] * is_less)


def part(entity: Entity) -> MailPart:
    """Return a part as a file, bit for bit."""
    is_inline = entity.disposition == "inline" or (not entity.disposition and bool(entity.first("content-id")))
    return MailPart(entity.name or _name(entity.kind), entity.kind, entity.content, is_inline)


def message_part(message: Entity) -> MailPart:
    """Return a message inside another one as a file."""
    return MailPart(_NAMES["message/rfc822"], "message/rfc822", message.raw)


def _name(kind: str) -> str:
    return _NAMES.get(kind) or (f"image.{kind[6:]}" if kind in _IMAGES else "part.bin")


def _is_text(entity: Entity) -> bool:
    """Tell whether a part is for reading: a text that is not sent as a file."""
    if not entity.kind.startswith("text") or entity.kind in _FILES or entity.disposition == "attachment":
        return False
    return not entity.name or not entity.depth


def _is_enough(text: str) -> bool:
    return len(text.strip()) >= _STUB


def _is_better(other: str, text: str) -> bool:
    """Tell whether another body says more, where the plain one is a line or none."""
    return bool(other.strip()) and (not text.strip() or (not _is_enough(text) and len(other) > _MORE * len(text)))


def _is_in(text: str, other: str) -> bool:
    return "".join(text.split()) in "".join(other.split())
