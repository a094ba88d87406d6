"""What the child process of `opening` does: open one message, judge who signed it, and make of a mail what a person can read.

rPGP opens what Sequoia refuses: a message to a key of ours that ended, and one whose signature stands inside its compression, as GnuPG
makes them. What had no protection against change is not opened at all (RFC 9580, 13.7). Runs with limits, and answers on standard output.
"""

import codecs
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from encodings.aliases import aliases
from typing import Final

from openpgp.composed import DecryptedMessage, Message, SignedPublicKey, SignedSecretKey
from openpgp.errors import Error
from openpgp.packet import PublicKeyEncryptedSessionKey, Signature
from pysequoia import Cert

from meldpunt.outside.opening import Head, said, unframed
from meldpunt.outside.opening_armour import armoured_keys, blocks
from meldpunt.outside.opening_mail import readable
from meldpunt.people.terms import HeldKey, MessageFlaw, MessageRefused, Verdict

MEMORY: Final = 512 * 1024 * 1024
CPU_SECONDS: Final = 8
_BINARY: Final = 0x80
"""The bit that every packet begins with (RFC 9580, 4.2); no text in UTF-8 begins with a byte that has it and no other before it."""
_WITHOUT_PROTECTION: Final = "sed"
_NO_WAY: Final = "CRYPTO"
_PANIC: Final = "PanicException"
"""What Rust raises where Python has no room for what it made; it cannot be imported."""
_WEAK: Final = frozenset({"md5", "sha1", "ripemd160"})


def main() -> int:
    """Open what standard input brings; the exit code says whether standard output can be used."""
    _load_charsets()
    _limit_this_process()
    try:
        answer = _answer(sys.stdin.buffer.read())
    except MessageRefused as refused:
        answer = said(Head(flaw=refused.flaw, named=refused.named))
    except Error:
        answer = said(Head(flaw=MessageFlaw.DAMAGED))
    except BaseException as error:
        if not isinstance(error, MemoryError) and type(error).__name__ != _PANIC:
            raise
        answer = said(Head(flaw=MessageFlaw.TOO_LARGE))
    sys.stdout.buffer.write(answer)
    return 0


def _load_charsets() -> None:
    """Load every charset that Python knows: it reads a file for each at its first use, which the limits forbid."""
    for name in set(aliases.values()):
        with suppress(LookupError, ImportError):  # some exist on Windows alone
            codecs.lookup(name)


def _limit_this_process() -> None:
    import resource

    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (CPU_SECONDS, CPU_SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (3, 3))


def _answer(asked: bytes) -> bytes:
    moment, content, keys, signers = unframed(asked)
    held = [_held(*unframed(key)) for key in unframed(keys)]
    known = [key for signer in unframed(signers) for key in _signers(signer)]
    message, messages = _message(content)
    opened, key = _opened(message, held)
    clear = opened.as_data_vec()
    read = readable(clear)
    known += [key for block in armoured_keys(clear) for key in _certificates(block)]
    verdict, signed_by = _judged(opened, known, datetime.fromtimestamp(int.from_bytes(moment, "big"), tz=UTC))
    head = Head(
        fingerprint=key.fingerprint,
        verdict=verdict,
        signed_by=signed_by,
        messages=messages,
        attachments=read.attachments,
        is_text=read.text is not None,
    )
    return said(head, clear, read.text or "")


def _held(fingerprint: bytes, certificate: bytes, secret: bytes) -> HeldKey:
    return HeldKey(fingerprint.decode(), certificate, secret or None)


def _message(content: bytes) -> tuple[Message, int]:
    """Return the first encrypted message and how many there are. Raises MessageRefused."""
    found = blocks(content)
    if not found and not content[:1] >= bytes([_BINARY]):
        raise MessageRefused(MessageFlaw.NO_MESSAGE)
    try:
        message = Message.from_armor(found[0])[0] if found else Message.from_bytes(content)
    except (Error, ValueError):
        raise MessageRefused(MessageFlaw.DAMAGED if found else MessageFlaw.NO_MESSAGE) from None
    if message.kind != "encrypted":
        raise MessageRefused(MessageFlaw.NO_MESSAGE)
    return message, max(1, len(found))


def _opened(message: Message, held: Sequence[HeldKey]) -> tuple[DecryptedMessage, HeldKey]:
    """Open the message with the first key that does. Raises MessageRefused."""
    packet = message.encrypted_data_packet()
    if packet.kind == _WITHOUT_PROTECTION:
        raise MessageRefused(MessageFlaw.UNPROTECTED)
    named = [_recipient(each) for each in message.public_key_encrypted_session_key_packets()]
    if not named:
        raise MessageRefused(MessageFlaw.PASSWORD)
    fitting = [key for key in held if "" in named or _ids(key).intersection(named)]
    failures = []
    for key in fitting:
        try:
            if key.secret is not None:
                return message.decrypt(None, SignedSecretKey.from_bytes(key.secret)), key
        except Error as error:
            failures.append(error.code)
    raise MessageRefused(_why(fitting, failures, hidden="" in named), [each for each in named if each])


def _why(fitting: Sequence[HeldKey], failures: Sequence[str], *, hidden: bool) -> MessageFlaw:
    """Return why none of the keys that the message may be for opened it; of a hidden recipient all may be meant, and fail."""
    if any(code != _NO_WAY for code in failures):
        return MessageFlaw.DAMAGED
    if not fitting or hidden:
        return MessageFlaw.NOT_OURS
    return MessageFlaw.UNKNOWN_WAY if failures else MessageFlaw.SECRET_ELSEWHERE


def _ids(key: HeldKey) -> set[str]:
    """Return the ids and the fingerprints of a key and of everything below it."""
    try:
        public = SignedPublicKey.from_bytes(key.certificate)
    except Error:
        return set()
    return set(_names(public))


def _names(key: SignedPublicKey) -> Iterator[str]:
    yield from (key.key_id.upper(), key.fingerprint.upper())
    for subkey in key.public_subkeys:
        yield from (subkey.key.key_id.upper(), subkey.key.fingerprint.upper())


def _recipient(packet: PublicKeyEncryptedSessionKey) -> str:
    """Return the id, or the fingerprint, of the key that a packet is for; nothing where the sender hid it."""
    return (packet.recipient_key_id or packet.recipient_fingerprint or "").upper()


def _judged(opened: DecryptedMessage, known: Sequence[SignedPublicKey], now: datetime) -> tuple[Verdict, str]:
    """Return what the signatures say, and of whom: of several the first that is good, else the first."""
    verdicts = [_verdict(opened, index, signature, known, now) for index, signature in enumerate(opened.signatures())]
    good = [each for each in verdicts if each[0] is Verdict.VALID]
    return next(iter(good or verdicts), (Verdict.NONE, ""))


def _verdict(
    opened: DecryptedMessage, index: int, signature: Signature, known: Sequence[SignedPublicKey], now: datetime
) -> tuple[Verdict, str]:
    issuers = [name.upper() for name in (*signature.issuer_fingerprint(), *signature.issuer_key_id())]
    signer = next((key for key in known if set(_names(key)).intersection(issuers)), None)
    if signer is None:
        return Verdict.UNKNOWN_KEY, next(iter(issuers), "")
    fingerprint = signer.fingerprint.upper()
    try:
        opened.verify_signature(signer, index)
    except Error:
        return Verdict.CHANGED, fingerprint
    return _worth(signature, signer, now), fingerprint


def _worth(signature: Signature, signer: SignedPublicKey, now: datetime) -> Verdict:
    """Return what a signature is worth whose numbers are right: keys end, are revoked, and some digests can be forged."""
    try:
        certificate = Cert.from_bytes(signer.to_bytes())
        revoked, ends = certificate.is_revoked, certificate.expiration
    except RuntimeError:
        return Verdict.WEAK
    if revoked:
        return Verdict.REVOKED
    if (ends is not None and ends <= now) or _is_over(signature, now):
        return Verdict.EXPIRED
    return Verdict.WEAK if signature.hash_alg() in _WEAK else Verdict.VALID


def _is_over(signature: Signature, now: datetime) -> bool:
    lasts, created = signature.signature_expiration_time(), signature.created()
    return bool(lasts) and created is not None and created + (lasts or 0) <= now.timestamp()


def _signers(content: bytes) -> list[SignedPublicKey]:
    """Return the keys that somebody gave to judge signatures by, armoured or binary. Raises MessageRefused."""
    found = armoured_keys(content)
    try:
        given = _certificates(found[0]) if found else SignedPublicKey.from_bytes_many(content)
    except Error:
        given = []
    if not given:
        raise MessageRefused(MessageFlaw.SIGNER_UNREADABLE)
    return given


def _certificates(block: str) -> list[SignedPublicKey]:
    try:
        return SignedPublicKey.from_armor_many(block)[0]
    except (Error, ValueError):
        return []
