"""What an OpenPGP signature is worth, and whose it is.

rPGP looks whether the numbers fit, also within compression, where Sequoia cannot; whether the key may sign at all, and was not taken back,
says Sequoia. Whoever signs with a part that hangs below a key without the key's own word has not signed with that key.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final

from openpgp.composed import DetachedSignature, SignedPublicKey
from openpgp.errors import Error
from openpgp.packet import Signature
from pysequoia import Cert, Sig, verify
from pysequoia.packet import PacketPile

from meldpunt.outside.openpgp_parts import KeyPart, parts_of
from meldpunt.outside.reading.certificates import merged, names
from meldpunt.people.terms import Verdict

MOST: Final = 8
"""Signatures of one text that are looked at."""
_WEAK: Final = frozenset({"md5", "sha1", "ripemd160"})
_BREAK: Final = re.compile(rb"\r?\n")
_TAG: Final = b"\xc2"
_FOUR_BYTES: Final = b"\xff"


@dataclass(frozen=True)
class Judged:
    """What a signature is worth; `signed_by` the fingerprint, or the key id of a key that is not known; `signer` the certificate."""

    verdict: Verdict = Verdict.NONE
    signed_by: str = ""
    signer: bytes = field(default=b"", repr=False)


@dataclass(frozen=True)
class Signed:
    """Something that was signed: the signatures, and what it may have been, bit for bit: some programs count the last line break."""

    signatures: Sequence[DetachedSignature]
    contents: Sequence[bytes] = field(repr=False)


def within(signatures: Sequence[Signature], content: bytes) -> Signed:
    """Return what stood in one message with its signatures."""
    packets = (each.to_bytes() for each in signatures[:MOST])
    whole = [DetachedSignature.from_bytes(_TAG + _FOUR_BYTES + len(each).to_bytes(4, "big") + each) for each in packets]
    return Signed(whole, [content])


def detached(armoured: bytes, content: bytes) -> Signed | None:
    """Return a part of a mail with the signature that stands beside it (RFC 3156, 5); None where that is none."""
    try:
        if b"-----BEGIN" in armoured:
            found = DetachedSignature.from_armor_many(armoured.decode("ascii", "replace").strip())[0]
        else:
            found = DetachedSignature.from_bytes_many(armoured)
    except (Error, ValueError):
        return None
    sent = with_breaks(content)
    return Signed(found[:MOST], [sent, sent + b"\r\n", content]) if found else None


def with_breaks(content: bytes) -> bytes:
    """Return the content with the line breaks that mail has on its way."""
    return _BREAK.sub(b"\r\n", content)


def judged(signed: Signed, known: Sequence[SignedPublicKey], now: datetime) -> Judged:
    """Return what the signatures say: of several the first that is good, else the first."""
    found = [_judged(each, signed.contents, known, now) for each in signed.signatures]
    good = [each for each in found if each.verdict is Verdict.VALID]
    return next(iter(good or found), Judged())


def _judged(
    whole: DetachedSignature, contents: Sequence[bytes], known: Sequence[SignedPublicKey], now: datetime
) -> Judged:
    signature = whole.signature
    issuers = [name.upper() for name in (*signature.issuer_fingerprint(), *signature.issuer_key_id())]
    copies = [key for key in known if set(names(key)).intersection(issuers)]
    if not copies:
        return Judged(Verdict.UNKNOWN_KEY, next(iter(issuers), ""))
    for key in copies:
        content = next((each for each in contents if _fits(whole, key, each)), None)
        if content is not None:
            same = [each for each in copies if each.fingerprint == key.fingerprint]
            return _worth(whole, content, same, set(issuers), now)
    is_weak = signature.hash_alg() in _WEAK  # which some keys are not looked at with at all
    return Judged(Verdict.WEAK if is_weak else Verdict.CHANGED, copies[0].fingerprint.upper(), copies[0].to_bytes())


def _fits(whole: DetachedSignature, key: SignedPublicKey, content: bytes) -> bool:
    try:
        whole.verify_signature(key, content)
    except (Error, ValueError):
        return False
    return True


def _worth(
    whole: DetachedSignature, content: bytes, copies: Sequence[SignedPublicKey], issuers: set[str], now: datetime
) -> Judged:
    """Return what a signature is worth whose numbers are right: keys end, are taken back, and some digests can be forged."""
    fingerprint, certificate = copies[0].fingerprint.upper(), merged(copies)
    if certificate is None:
        return Judged(Verdict.WEAK, fingerprint, copies[0].to_bytes())
    signer = bytes(certificate)
    return Judged(_verdict(whole, content, certificate, issuers, now), fingerprint, signer)


def _verdict(whole: DetachedSignature, content: bytes, certificate: Cert, issuers: set[str], now: datetime) -> Verdict:
    part = _part(certificate, issuers)
    try:
        is_revoked, ends = certificate.is_revoked, certificate.expiration
    except RuntimeError:
        return Verdict.WEAK
    if is_revoked or part is None or part.is_revoked:
        return Verdict.WEAK if part is None else Verdict.REVOKED
    if (ends is not None and ends <= now) or part.ends <= now or _is_over(whole.signature, now):
        return Verdict.EXPIRED
    if whole.signature.hash_alg() in _WEAK or not _is_accepted(whole, content, certificate):
        return Verdict.WEAK
    return Verdict.VALID


def _part(certificate: Cert, issuers: set[str]) -> KeyPart | None:
    """Return the key of a certificate that signed."""
    try:
        parts = parts_of(PacketPile.from_bytes(bytes(certificate)))
    except RuntimeError:
        return None
    return next(
        (
            part
            for part in parts
            if {(part.packet.fingerprint or "").upper(), (part.packet.key_id or "").upper()} & issuers
        ),
        None,
    )


def _is_accepted(whole: DetachedSignature, content: bytes, certificate: Cert) -> bool:
    """Tell whether Sequoia finds a key that its owner lets sign."""
    try:
        verify(bytes=content, store=lambda _: [certificate], signature=Sig.from_bytes(whole.to_bytes()))
    except (RuntimeError, ValueError, TypeError):
        return False
    return True


def _is_over(signature: Signature, now: datetime) -> bool:
    lasts, created = signature.signature_expiration_time(), signature.created()
    return bool(lasts) and created is not None and created + (lasts or 0) <= now.timestamp()
