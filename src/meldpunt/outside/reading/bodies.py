"""What of a message a person reads, and what is kept as files: choosing between a message's bodies (RFC 2046, 5.1)."""

import re
from dataclasses import dataclass, field
from typing import Final

from meldpunt.arrivals.terms import KeySource, MailPart
from meldpunt.outside.reading import hypertext, signed_data
from meldpunt.outside.reading.caps import MOST_DEPTH, MOST_TEXT, MOST_TEXTS, Toll
from meldpunt.outside.reading.charsets import is_known, storable
from meldpunt.outside.reading.crypt import Crypt
from meldpunt.outside.reading.entities import Entity, children, header, parse
from meldpunt.outside.reading.files import part
from meldpunt.outside.reading.flowed import unflowed
from meldpunt.people.terms import MessageFlaw

_FILES: Final = frozenset(
    {"text/calendar", "text/vcard", "text/x-vcard", "text/csv", "text/rtf", "text/rfc822-headers", "text/x-amp-html"}
)
"""Texts that nobody reads as they are."""
_MESSAGES: Final = frozenset({"message/rfc822", "message/global", "message/news"})
_CMS: Final = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime"})
_SIGNATURES: Final = frozenset({"application/pgp-signature", "application/octet-stream", "text/plain"})
_FIELD: Final = re.compile(r"[\w-]{1,60}: |[ \t]")
_BINARY: Final = "application/octet-stream"
_KEY, _MESSAGE, _HEAD = b"-----BEGIN PGP PUBLIC KEY BLOCK-----", b"-----BEGIN PGP MESSAGE-----", 2000
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
    """One walk through a message; what all of its parts may cost is counted here, and what it hides and proves kept in `crypt`."""

    def __init__(self, crypt: Crypt) -> None:
        """Begin with everything still to spend."""
        self.toll = Toll()
        self.crypt = crypt
        self.subject = ""
        self._room = hypertext.MOST
        self._texts = MOST_TEXTS
        self._beside = Found()
        self._named: list[Entity] = []
        self._depth = 0
        self._is_protected = False
        crypt.as_mail = self._mail_in_text

    def found(self, entity: Entity, *, reads: bool = True) -> Found:
        """Return what a part holds; without `reads` its texts are passed over, because others are read instead. Raises CannotRead."""
        if entity.depth >= MOST_DEPTH and not _is_text(entity):
            return Found(parts=[self._kept(entity)], defects=["depth"])
        if entity.kind.startswith("multipart"):
            return self._multipart(entity, reads=reads)
        if entity.kind in _MESSAGES:
            return self._message(entity)
        if entity.kind in _CMS:
            return self._cms(entity, reads=reads)
        if _is_text(entity):
            return self._text(entity) if reads else Found()
        if _is_body(entity):
            self._named.append(entity)
        return self._file(entity)

    def _multipart(self, entity: Entity, *, reads: bool) -> Found:
        kids = children(entity, self.toll)
        if not kids:
            return self._without_parts(entity, reads=reads)
        if entity.kind == "multipart/alternative":
            return self._alternative(kids, reads=reads)
        if any(kid.kind == "application/pgp-encrypted" for kid in kids):
            return self._encrypted(kids, reads=reads)
        if entity.kind == "multipart/signed" and len(kids) > 1:
            return self._signed(kids, reads=reads)
        found = Found()
        for kid in kids:
            found.add(Found() if is_repeated(kid) else self.found(kid, reads=reads))
        return found

    def _without_parts(self, entity: Entity, *, reads: bool) -> Found:
        """Read what says that it has parts, and has none, as the text that it is."""
        if not entity.body.strip():
            return Found()
        kept = [part(entity)] if entity.is_long else []
        return Found([self._words(entity)] if reads else [], kept, [], ["no_parts"])

    def _alternative(self, kids: list[Entity], *, reads: bool) -> Found:
        """Read the plain one of several, unless it only says to look at another; keep the files of all."""
        found = Found()
        plain = next((kid for kid in kids if kid.kind == "text/plain" and _is_body(kid) and kid.text.strip()), None)
        chosen = self._body(plain) if plain and reads else Found()
        for kid in reversed(kids):
            if kid is plain:
                continue
            is_read = reads and not _is_enough(chosen.text)
            body = self._body(kid) if is_read and _is_body(kid) else Found()
            other = body if _is_body(kid) else self.found(kid, reads=is_read)
            if _is_better(other.text, chosen.text):
                chosen.texts = [text for text in chosen.texts if not _is_in(text, other.text)] + other.texts
            found.add(Found([], other.parts, other.messages, other.defects))
        found.add(chosen)
        return found

    def _encrypted(self, kids: list[Entity], *, reads: bool) -> Found:
        """Read what is in an encrypted part (RFC 3156, 4) in the place of it; servers on the way put others beside it."""
        found = Found()
        for kid in kids:
            if kid.kind == "application/pgp-encrypted":
                continue
            before = self.crypt.proof.count
            inner = None if kid.kind.startswith("multipart") else self.crypt.opened(kid.content)
            if inner is None:
                found.add(self.found(kid, reads=reads))
                continue
            found.add(self._within(parse(inner[0], depth=kid.depth + 1), since=before, reads=reads))
        return found

    def _signed(self, kids: list[Entity], *, reads: bool) -> Found:
        """Read what was signed (RFC 1847, 2.1), and keep the signature, which stands beside it, for the end and as a file."""
        before = self.crypt.proof.count
        is_proved = kids[1].kind in _SIGNATURES and self.crypt.proved(kids[1].content, kids[0].raw)
        found = self._within(kids[0], since=before if is_proved else None, reads=reads)
        for kid in kids[1:]:
            is_signature = is_proved and kid is kids[1] and kid.kind != "text/plain"
            found.add(Found(parts=[part(kid)]) if is_signature else self.found(kid, reads=reads))
        return found

    def _within(self, inner: Entity, *, since: int | None, reads: bool) -> Found:
        """Read what was encrypted or signed as one (`since`: None where nobody here looks); its own subject counts (RFC 9788, 4, and before)."""
        if inner.first("subject") and (not self.subject):
            self.subject = header(inner, "subject")
        outside, self._is_protected = self._is_protected, self._is_protected or since is not None
        with self.crypt.proof.within(self.crypt.proof.count if since is None else since):
            found = self.found(inner, reads=reads)
        self._is_protected = outside
        return found

    def _cms(self, entity: Entity, *, reads: bool) -> Found:
        """Read what an S/MIME message signs; one that is encrypted stays closed."""
        content = signed_data.signed_content(entity.content)
        if content is not None and entity.kind in _CMS:
            found = self._within(parse(content, depth=entity.depth + 1), since=None, reads=reads)
            found.parts.append(self._kept(entity))
            return found
        if signed_data.is_encrypted(entity.content):
            self.crypt.encrypted_otherwise(MessageFlaw.UNKNOWN_WAY)
        return Found(parts=[self._kept(entity)])

    def _text(self, entity: Entity) -> Found:
        self._texts -= min(len(entity.content), MOST_TEXT)
        if self._texts < 0:
            return Found([], [self._kept(entity)], [], ["shortened"])
        before = self.crypt.proof.count
        defects = [] if is_known(entity.charset) else ["charset"]
        is_less = entity.is_long
        if entity.kind == "text/html":
            text, is_cut = hypertext.words(entity.text, self._room)
            text = self.crypt.words(text.encode(), "utf-8")
            self._room -= min(self._room, len(entity.content))
            is_less |= is_cut
        else:
            text = self._words(entity)
        text = self._as_asked(entity, text, before)
        return Found([text], [part(entity)] if is_less else [], [], defects + ["shortened"] * is_less)

    def _as_asked(self, entity: Entity, text: str, before: int) -> str:
        """Return a text as the fields of its part want it shown: they stand outside of a signature in the text, and may make another one of it."""
        shown = text
        if entity.parameter("format").lower() == "flowed":
            shown = unflowed(text, del_sp=entity.parameter("delsp").lower() == "yes")
        if entity.parameter("hp-legacy-display") == "1" and self._is_protected:
            shown = shown.partition("\n\n")[2]
        if shown != text and self.crypt.proof.count > before:
            self.crypt.proof.shown()
        return shown

    def _kept(self, entity: Entity) -> MailPart:
        self.crypt.proof.shown()
        return part(entity)

    def _body(self, entity: Entity) -> Found:
        """Read one of several bodies; one that has a name is a file as well."""
        found = self._text(entity)
        found.parts += [part(entity)] if entity.name and not found.parts else []
        return found

    def _words(self, entity: Entity) -> str:
        self._depth = entity.depth + 1
        return self.crypt.words(entity.content[:MOST_TEXT], entity.charset).replace("\r\n", "\n")

    def _mail_in_text(self, clear: bytes) -> str | None:
        """Return the words of a mail that was encrypted as if it were a text, as some programs do; its files are put beside."""
        inner = parse(clear, depth=self._depth)
        if not (inner.first("content-type") or inner.first("content-transfer-encoding")) or self._depth >= MOST_DEPTH:
            return None
        found = self.found(inner)
        self._beside.add(Found([], found.parts, found.messages, found.defects))
        return found.text

    def whole(self, mail: Entity) -> Found:
        """Return what a message holds, all of it. Raises CannotRead."""
        found = self.found(mail)
        found.add(self._beside)
        if not found.text.strip() and self._named:  # a file that is all there is to read
            with self.crypt.proof.again():
                found.texts += self._text(self._named[0]).texts
        return found

    def _message(self, entity: Entity) -> Found:
        kept, inner = self._kept(entity), parse(entity.content, depth=entity.depth + 1)
        return Found(messages=[inner]) if inner.fields else Found(parts=[kept])

    def _file(self, entity: Entity) -> Found:
        """Keep a file; one that is encrypted as what is in it, if it can be opened; a key also as a key."""
        kept, content, before = part(entity), entity.content, self.crypt.proof.count
        if entity.kind == "application/pgp-keys" or _KEY in content[:_HEAD]:
            self.crypt.learn(content, KeySource.ATTACHED)
        elif _MESSAGE in content[:_HEAD] or kept.name.lower().endswith((".pgp", ".gpg")):
            inner = self.crypt.opened(content)
            if inner is not None:
                name = re.sub(r"\.(?:pgp|gpg|asc)$", "", kept.name, flags=re.IGNORECASE)
                kept = MailPart(name or storable(inner[1]), _BINARY, inner[0], kept.is_inline)
        with self.crypt.proof.within(before):
            self.crypt.proof.shown()
        return Found(parts=[kept])


def is_repeated(entity: Entity) -> bool:
    """Tell whether a part only shows header fields that were protected, for programs that do not know of that."""
    if not entity.parameter("protected-headers"):
        return False
    lines = entity.text.split("\n") if entity.kind in {"text/rfc822-headers", "text/plain"} else ["no"]
    return all(_FIELD.match(line) for line in lines if line.strip())


def _is_text(entity: Entity) -> bool:
    """Tell whether a part is for reading: a text that is not sent as a file."""
    if not entity.kind.startswith("text") or entity.kind in _FILES or entity.disposition == "attachment":
        return False
    return not entity.name or not entity.depth


def _is_body(entity: Entity) -> bool:
    """Tell whether one of several bodies is a text, named or not."""
    return entity.kind in {"text/plain", "text/html"} and entity.disposition != "attachment"


def _is_enough(text: str) -> bool:
    return len(text.strip()) >= _STUB


def _is_better(other: str, text: str) -> bool:
    """Tell whether another body says more, where the plain one is a line or none."""
    return bool(other.strip()) and (not text.strip() or (not _is_enough(text) and len(other) > _MORE * len(text)))


def _is_in(text: str, other: str) -> bool:
    return "".join(text.split()) in "".join(other.split())
