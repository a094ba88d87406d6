"""One encrypted OpenPGP message opened with the keys that are held.

rPGP opens what Sequoia refuses: a message to a key of ours that ended, and one whose signature stands inside its compression, as GnuPG
makes them. What had no protection against change is not opened at all (RFC 9580, 13.7).
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from openpgp.composed import DecryptedMessage, Message, SignedSecretKey
from openpgp.errors import Error
from openpgp.packet import PublicKeyEncryptedSessionKey

from meldpunt.outside.opening_armour import blocks
from meldpunt.outside.reading import elgamal
from meldpunt.outside.reading.certificates import ids_of
from meldpunt.outside.reading.signatures import Signed, within
from meldpunt.people.terms import HeldKey, MessageFlaw, MessageRefused

_BINARY: Final = 0x80
"""The bit that every packet begins with (RFC 9580, 4.2); no text in UTF-8 begins with a byte that has it and no other before it."""
_WITHOUT_PROTECTION: Final = "sed"
_NO_WAY: Final = "CRYPTO"


@dataclass(frozen=True)
class Unlocked:
    """What was in a message, who signed it within, the fingerprint of the key that opened it, and how many messages there were."""

    content: bytes = field(repr=False)
    signed: Signed
    fingerprint: str
    messages: int
    name: str = field(default="", repr=False)


def unlocked(content: bytes, held: Sequence[HeldKey]) -> Unlocked:
    """Open the first encrypted message in `content`: binary, armoured, or armoured somewhere in a text. Raises MessageRefused."""
    message, messages = _message(content)
    opened, key = _opened(message, held)
    clear = opened.as_data_vec()
    name = (opened.literal_filename() or b"").decode("utf-8", "replace")
    return Unlocked(clear, within(opened.signatures(), clear), key.fingerprint, messages, name)


def only_signed(content: bytes) -> tuple[bytes, Signed] | None:
    """Return what is in a message that is signed and not encrypted, and its signatures; None where it is none."""
    try:
        message = Message.from_armor(blocks(content)[0])[0]
        if message.kind == "encrypted":
            return None
        clear = message.as_data_vec()
        return clear, within(message.signatures(), clear)
    except (Error, ValueError, IndexError):
        return None


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
    fitting = [key for key in held if "" in named or ids_of(key.certificate).intersection(named)]
    failures = []
    for key in fitting:
        if key.secret is None:
            continue
        try:
            return message.decrypt(None, SignedSecretKey.from_bytes(key.secret)), key
        except Error as error:
            failures.append(error.code)
        by_hand = elgamal.opened(message, key.secret)
        if by_hand is not None:
            return by_hand, key
    raise MessageRefused(_why(fitting, failures, hidden="" in named), [each for each in named if each])


def _why(fitting: Sequence[HeldKey], failures: Sequence[str], *, hidden: bool) -> MessageFlaw:
    """Return why none of the keys that the message may be for opened it; of a hidden recipient all may be meant, and fail."""
    if any(code != _NO_WAY for code in failures):
        return MessageFlaw.DAMAGED
    if not fitting or hidden:
        return MessageFlaw.NOT_OURS
    return MessageFlaw.UNKNOWN_WAY if failures else MessageFlaw.SECRET_ELSEWHERE


def _recipient(packet: PublicKeyEncryptedSessionKey) -> str:
    """Return the id, or the fingerprint, of the key that a packet is for; nothing where the sender hid it."""
    return (packet.recipient_key_id or packet.recipient_fingerprint or "").upper()
