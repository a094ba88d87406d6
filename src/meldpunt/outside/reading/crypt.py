"""What is encrypted and signed in one message, and the keys that came with it. Judged at the end, because a key may stand behind what it signed."""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from openpgp.composed import SignedPublicKey

from meldpunt.arrivals.terms import Encryption, KeySource, LearnedKey
from meldpunt.outside.reading.certificates import certificates, learned
from meldpunt.outside.reading.charsets import decoded
from meldpunt.outside.reading.proof import MOST, Proof
from meldpunt.outside.reading.signatures import Judged, detached, judged, with_breaks
from meldpunt.outside.reading.unlocking import only_signed, unlocked
from meldpunt.people.terms import HeldKey, MessageFlaw, MessageRefused, Verdict

_BLOCK: Final = re.compile(
    rb"^[ \t]*-----BEGIN PGP (MESSAGE|SIGNED MESSAGE|PUBLIC KEY BLOCK)-----[ \t\r]*$", re.MULTILINE
)
_ENDS: Final = {
    b"MESSAGE": b"-----END PGP MESSAGE-----",
    b"SIGNED MESSAGE": b"-----END PGP SIGNATURE-----",
    b"PUBLIC KEY BLOCK": b"-----END PGP PUBLIC KEY BLOCK-----",
}
_CHARSET: Final = re.compile(rb"^Charset:[ \t]*([\w.-]{1,40})", re.MULTILINE | re.IGNORECASE)
_SIGNATURE: Final = b"-----BEGIN PGP SIGNATURE-----"
_BLANK: Final = re.compile(rb"\r?\n[ \t]*\r?\n")
_ESCAPED: Final = re.compile(rb"^- ", re.MULTILINE)


@dataclass(frozen=True)
class Keys:
    """With what a message is opened and judged: keys of ours, certificates of those who may have signed it."""

    held: Sequence[HeldKey] = field(default=(), repr=False)
    signers: Sequence[bytes] = field(default=(), repr=False)


class Crypt:
    """What one message hides and what it proves."""

    def __init__(self, keys: Keys, now: datetime) -> None:
        """Begin with nothing found."""
        self._keys, self._now = keys, now
        self._encrypted = False
        self._flaw: MessageFlaw | None = None
        self._fingerprint = ""
        self._tries = MOST
        self.proof = Proof()
        self._is_opened = False
        self._found: list[tuple[SignedPublicKey, KeySource]] = []
        self._is_readable = False
        self.as_mail: Callable[[bytes], str | None] = lambda _: None
        """Reads what is a mail of its own within an encrypted text; None for what is none."""

    def opened(self, content: bytes) -> tuple[bytes, str] | None:
        """Return what is in an encrypted message, such as a whole mail, and the file name in it; None where it stays closed, or is none."""
        self._tries -= 1
        if self._tries < 0:
            return None
        try:
            found = unlocked(content, self._keys.held)
        except MessageRefused as refused:
            if refused.flaw is not MessageFlaw.NO_MESSAGE:
                self.encrypted_otherwise(refused.flaw)
            return None
        self._encrypted = True
        self._fingerprint = self._fingerprint or found.fingerprint
        self.proof.add(found.signed)
        self._is_opened = True
        return found.content, found.name

    def encrypted_otherwise(self, flaw: MessageFlaw) -> None:
        """Keep that something stays closed, and why."""
        self._encrypted = True
        self._flaw = self._flaw or flaw

    def proved(self, signature: bytes, content: bytes) -> bool:
        """Keep a signature that stands beside what it is about; tell whether it is one."""
        signed = detached(signature, content)
        self.proof.add(signed)
        return signed is not None

    def learn(self, content: bytes, source: KeySource) -> bool:
        """Keep the keys in it; tell whether there are any."""
        keys = certificates(content)
        self._found += [(key, source) for key in keys[: MOST - len(self._found)]]
        return bool(keys)

    def words(self, content: bytes, charset: str) -> str:
        """Return a text with what is encrypted in it opened, and without what proves who signed it."""
        pieces, at = [], 0
        for begin, end, kind in _blocks(content):
            pieces += [self._plain(content[at:begin], charset), self._block(content[begin:end], kind, charset)]
            at = end
        pieces.append(self._plain(content[at:], charset))
        return "".join(pieces)

    def _plain(self, content: bytes, charset: str) -> str:
        if content.strip():
            self._is_readable = True
            self.proof.shown()
        return decoded(content, charset)

    def _block(self, block: bytes, kind: bytes, charset: str) -> str:
        if kind == b"PUBLIC KEY BLOCK":
            self.learn(block, KeySource.TEXT)
            self.proof.shown()
            return decoded(block)
        named = _CHARSET.search(block[:1000])
        charset = named[1].decode() if named else charset
        if kind == b"SIGNED MESSAGE":
            return self._clearsigned(block, charset)
        before = self.proof.count
        clear = self._inside(block)
        if clear is None:
            self.proof.shown()
            return decoded(block)
        with self.proof.within(self._since(before, clear, charset)):
            text = self.as_mail(clear)
            return self.words(clear, charset) if text is None else text

    def _since(self, before: int, text: bytes, charset: str) -> int:
        """Return since when what was signed tells how a text reads: the charset was not signed with it, and may make another text of it."""
        return before if decoded(text, charset) == decoded(text) else self.proof.count

    def _inside(self, block: bytes) -> bytes | None:
        found = self.opened(block)
        if found is not None:
            return found[0]
        signed = only_signed(block)
        if signed is None:
            return None
        self.proof.add(signed[1])
        return signed[0]

    def _clearsigned(self, block: bytes, charset: str) -> str:
        """Return the text of a cleartext signature (RFC 9580, 7)."""
        head = _BLANK.search(block)
        end = block.rfind(_SIGNATURE)
        if head is None or end < head.end():
            return self._plain(block, charset)
        text = _ESCAPED.sub(b"", block[head.end() : end])
        text, before = text.removesuffix(b"\n").removesuffix(b"\r"), self.proof.count
        if not self.proved(block[end:], with_breaks(_trimmed(text))):
            return self._plain(block, charset)
        self._is_readable |= bool(text.strip())
        with self.proof.within(self._since(before, text, charset)):
            self.proof.shown()
        return decoded(text, charset) + "\n"

    def encryption(self) -> Encryption:
        """Return how the message was encrypted and signed, once all of it was walked through."""
        found, is_partly = self._judged()
        return Encryption(
            encrypted=self._encrypted,
            flaw=self._flaw,
            fingerprint=self._fingerprint,
            verdict=found.verdict,
            signed_by=found.signed_by,
            signer=found.signer,
            is_closed=self._flaw is not None and not self._is_readable,
            is_partly_signed=is_partly,
            is_opened=self._is_opened,
        )

    def keys(self, encryption: Encryption) -> tuple[LearnedKey, ...]:
        """Return the keys that came with the message; one that signed it, and was not known, is one of them."""
        own = [(key, source) for key, source in self._found]
        if encryption.verdict is Verdict.VALID:
            own += [(key, KeySource.SIGNED) for key in certificates(encryption.signer)]
        return learned(own, self._now)

    def _known(self) -> list[SignedPublicKey]:
        known = [key for signer in self._keys.signers for key in certificates(signer)]
        return known + [key for key, _ in self._found]

    def _judged(self) -> tuple[Judged, bool]:
        known = self._known()
        return self.proof.told([judged(each, known, self._now) for each in self.proof.signed])


def _trimmed(text: bytes) -> bytes:
    """Return a text without the blanks at the ends of its lines, which are not signed (RFC 9580, 7.2)."""
    return b"\n".join(line.removesuffix(b"\r").rstrip(b" \t") for line in text.split(b"\n"))


def _blocks(content: bytes) -> list[tuple[int, int, bytes]]:
    """Return where the armoured blocks of a text begin and end, and of what kind they are; one within another is part of it."""
    found: list[tuple[int, int, bytes]] = []
    for begun in _BLOCK.finditer(content):
        if len(found) == MOST or (found and begun.start() < found[-1][1]):
            continue
        last = _ENDS[begun[1]]
        end = content.find(last, begun.end())
        found.append((begun.start(), len(content) if end < 0 else end + len(last), begun[1]))
    return found
