"""Judging somebody else's OpenPGP key before anything is encrypted to it.

Sequoia encrypts to keys that ended or were taken back, and to every part of a key alike, without a word. So what is kept of a
certificate is what its owner signed, and what is encrypted to are the parts of it that are good now, and nothing else.
"""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Final

from pysequoia import Cert, encrypt
from pysequoia.packet import Packet, PacketPile, Tag

from meldpunt.outside.key_packets import SECRETS, key_packets
from meldpunt.outside.openpgp_parts import NEVER, KeyPart, is_known, or_refused, parts_of
from meldpunt.people.terms import KeyFlaw, KeyRefused, ReadKey

MOST_OWN: Final = 250
"""Packets that its owner made: Sequoia holds every one against every other."""
MOST_PARTS: Final = 4
_OF_A_KEY: Final = (Tag.PublicKey, Tag.PublicSubkey, Tag.UserID, Tag.Signature)
_TELLS_NOTHING: Final = (Tag.Marker, Tag.Trust, Tag.Padding)
_TRY: Final = b"try\n"


def judged(content: bytes, *, now: datetime) -> ReadKey:
    """Return the one key in a file, a block or a pasted text, if mail can be encrypted to it now. Raises KeyRefused.

    `certificate` holds what its owner signed alone; `expires_at` is the moment from which no part of it can be encrypted to.
    """
    packets = _own_packets(content)
    certificate, good = _looked_at(packets, now)
    end = min(max(part.ends for part in good), certificate.expiration or NEVER)
    return ReadKey(
        fingerprint=certificate.fingerprint.upper(),
        addresses=[packet.user_id_email.lower() for packet in packets if packet.user_id_email],
        expires_at=None if end == NEVER else end,
        revoked=False,
        certificate=b"".join(bytes(packet) for packet in packets),
    )


def good_part(certificate: bytes, *, now: datetime) -> Cert:
    """Return of a judged key what mail is encrypted to now. Raises KeyRefused."""
    packets = _own_packets(certificate)
    return _only(packets, _looked_at(packets, now)[1])


def _looked_at(packets: Sequence[Packet], now: datetime) -> tuple[Cert, list[KeyPart]]:
    """Return a key and what of it mail can be encrypted to now. Raises KeyRefused where nothing can."""
    certificate = or_refused(lambda: Cert.from_packets(packets), KeyFlaw.UNREADABLE)
    parts = parts_of(packets)
    _check_whole(certificate, parts[0], now)
    good = _good(packets, parts, now)
    if not good:
        raise KeyRefused(_why_none([part for part in parts if part.is_for_encrypting], now))
    return certificate, good


def _good(packets: Sequence[Packet], parts: Sequence[KeyPart], now: datetime) -> list[KeyPart]:
    """Return the newest parts that mail can be encrypted to now: what Sequoia does not know, or is not bound by the owner, is none."""
    fit = [part for part in parts if part.encrypts and part.ends > now and not part.is_weak]
    newest = sorted(fit, key=lambda part: part.created)[-MOST_PARTS:]
    return [part for part in newest if _works(packets, part)]


def _works(packets: Sequence[Packet], part: KeyPart) -> bool:
    try:
        encrypt(_TRY, recipients=[_only(packets, [part])])
    except RuntimeError:
        return False
    return True


def _only(packets: Sequence[Packet], parts: Sequence[KeyPart]) -> Cert:
    """Return a certificate with its primary key, its names, and of what is below it these parts alone."""
    wanted, kept, takes = {part.packet.fingerprint for part in parts}, [], True
    for packet in packets:
        if packet.tag == Tag.PublicSubkey:
            takes = packet.fingerprint in wanted
        if takes:
            kept.append(packet)
    return Cert.from_packets(kept)


def _own_packets(content: bytes) -> list[Packet]:
    """Return the packets of the one key in it that are its owner's. Raises KeyRefused."""
    binary, tags = key_packets(content)
    if not SECRETS.isdisjoint(tags):
        raise KeyRefused(KeyFlaw.SECRET_GIVEN)
    packets = or_refused(lambda: list(PacketPile.from_bytes(binary)), KeyFlaw.UNREADABLE)
    own = list(_signed_by_the_owner(packets))
    if len(own) > MOST_OWN:
        raise KeyRefused(KeyFlaw.TOO_LARGE)
    return own


def _signed_by_the_owner(packets: Sequence[Packet]) -> Iterator[Packet]:
    """Leave out what others signed, pictures and kinds that nobody here knows with what stands behind them, and what tells nothing."""
    own = {packets[0].fingerprint, packets[0].key_id}
    is_left_out = False
    for packet in packets:
        if packet.tag in _TELLS_NOTHING:
            continue
        if packet.tag != Tag.Signature:
            is_left_out = packet.tag not in _OF_A_KEY or not is_known(packet)
        elif not is_known(packet) or not _issuers(packet) & own:
            continue
        if not is_left_out:
            yield packet


def _issuers(packet: Packet) -> set[str | None]:
    return {packet.issuer_fingerprint, packet.issuer_key_id}


def _check_whole(certificate: Cert, primary: KeyPart, now: datetime) -> None:
    """Refuse a key that is over as a whole. Raises KeyRefused."""
    if certificate.is_revoked:
        raise KeyRefused(KeyFlaw.REVOKED)
    if primary.is_weak:
        raise KeyRefused(KeyFlaw.WEAK)
    ends = or_refused(lambda: certificate.expiration, KeyFlaw.WEAK)
    if ends is not None and ends <= now:
        raise KeyRefused(KeyFlaw.EXPIRED)


def _why_none(parts: Sequence[KeyPart], now: datetime) -> KeyFlaw:
    """Return why none of the parts that are meant for it can be encrypted to."""
    if not parts:
        return KeyFlaw.CANNOT_ENCRYPT
    valid = [part for part in parts if not part.is_revoked]
    alive = [part for part in valid if part.ends > now]
    if not valid:
        return KeyFlaw.REVOKED
    if not alive:
        return KeyFlaw.EXPIRED
    return KeyFlaw.WEAK if all(part.is_weak for part in alive) else KeyFlaw.CANNOT_ENCRYPT
