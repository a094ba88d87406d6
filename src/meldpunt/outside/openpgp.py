"""OpenPGP keys and cleartext signatures, by Sequoia (RFC 9580; new keys are version 4, which every program knows).

What the library says when it fails holds backtraces and what it was given, so none of it goes further. It signs with and encrypts to keys that
expired or were revoked without a word: whoever asks here looks at `expires_at` and `revoked` first.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Final

from pysequoia import ArmorKind, Cert, Profile, SignatureMode, Tsk, armor, sign
from pysequoia.packet import Packet, PacketPile, SignatureType, Tag

from meldpunt.outside.passphrase import protected
from meldpunt.people.terms import KeyFlaw, KeyNotRenewable, KeyRefused, ReadKey

SUBKEYS_LAST: Final = timedelta(days=30 * 365)
"""Renewing moves the end of the primary key alone: what hangs below it lasts longer, and ends with it."""
_SECRET_PARTS: Final = (Tag.SecretKey, Tag.SecretSubkey)
_BY_THE_OWNER: Final = (
    SignatureType.DirectKey,
    SignatureType.GenericCertification,
    SignatureType.CasualCertification,
    SignatureType.PositiveCertification,
    SignatureType.SubkeyBinding,
    SignatureType.SubkeyRevocation,
)
_NEVER: Final = datetime.max.replace(tzinfo=UTC)
_EVER: Final = datetime.min.replace(tzinfo=UTC)


class Sequoia:
    """Makes, reads, renews and locks keys, and signs with them."""

    def make(self, *, user_id: str, until: datetime) -> ReadKey:
        """Return a new key: Ed25519 to certify and to sign, X25519 to encrypt to."""
        lasts = int(SUBKEYS_LAST.total_seconds())
        made = Tsk.generate(user_ids=[user_id], profile=Profile.RFC4880, validity_seconds=lasts)
        certificate = made.extract_certificate().set_expiration(until, made.certifier())
        return _read_key(certificate, bytes(made))

    def read(self, content: bytes) -> ReadKey:
        """Return the one key in `content`, armoured or binary. Raises KeyRefused."""
        certificates = _or_refused(lambda: Cert.split_bytes(content), KeyFlaw.UNREADABLE)
        if len(certificates) != 1:
            raise KeyRefused(KeyFlaw.SEVERAL if certificates else KeyFlaw.UNREADABLE)
        packets = _or_refused(lambda: list(PacketPile.from_bytes(content)), KeyFlaw.UNREADABLE)
        if not any(packet.tag in _SECRET_PARTS for packet in packets):
            return _read_key(certificates[0], None)
        key = _or_refused(lambda: Tsk.from_bytes(content), KeyFlaw.UNREADABLE)
        return _read_key(key.extract_certificate(), bytes(key))

    def renew(self, *, certificate: bytes, secret: bytes, until: datetime) -> ReadKey:
        """Return the same key, valid until then. Raises KeyNotRenewable, also where its own end keeps it from renewing itself."""
        try:
            known, key = Cert.from_bytes(certificate), Tsk.from_bytes(secret)
            if key.extract_certificate().fingerprint != known.fingerprint:
                raise KeyNotRenewable
            renewed = known.set_expiration(until, key.certifier())
        except RuntimeError:
            raise KeyNotRenewable from None
        return _read_key(renewed, secret)

    def sign(self, text: str, *, secret: bytes) -> str:
        """Return the text in a cleartext signature. Raises KeyRefused where the key signs nothing, or is behind a password."""
        signed = _or_refused(
            lambda: sign(Tsk.from_bytes(secret).signer(), text.encode(), mode=SignatureMode.CLEAR), KeyFlaw.LOCKED
        )
        return signed.decode()

    def lock(self, *, certificate: bytes, secret: bytes, passphrase: str) -> str:
        """Return the key with its secret parts behind a passphrase, armoured. Raises KeyRefused where they are behind one already."""
        locked = protected(certificate=certificate, secret=secret, passphrase=passphrase)
        return armor(locked, ArmorKind.SecretKey)


@dataclass
class _Part:
    """A key packet and what its owner signed about it: what it is for and how long, or that it is over."""

    created: datetime
    signed: list[Packet] = field(default_factory=list)

    @property
    def encrypts(self) -> bool:
        """Whether mail may be encrypted to it."""
        flags = self._newest.key_flags if self.signed and not self._is_revoked else None
        return flags is not None and (flags.transport_encryption or flags.storage_encryption)

    @property
    def ends(self) -> datetime:
        """The moment from which it may not be used any more."""
        lasts = self._newest.key_validity_period
        return self.created + lasts if lasts else _NEVER

    @property
    def _is_revoked(self) -> bool:
        return any(packet.signature_type == SignatureType.SubkeyRevocation for packet in self.signed)

    @property
    def _newest(self) -> Packet:
        return max(self.signed, key=lambda packet: packet.signature_created or _EVER)


def _read_key(certificate: Cert, secret: bytes | None) -> ReadKey:
    """Return what is known of a key. Raises KeyRefused where nothing can be encrypted to it."""
    content = bytes(certificate)
    packets = list(PacketPile.from_bytes(content))
    ends = [part.ends for part in _parts(packets) if part.encrypts]
    if not ends:
        raise KeyRefused(KeyFlaw.CANNOT_ENCRYPT)
    end = min(max(ends), certificate.expiration or _NEVER)
    return ReadKey(
        fingerprint=certificate.fingerprint.upper(),
        addresses=[packet.user_id_email.lower() for packet in packets if packet.user_id_email],
        expires_at=None if end == _NEVER else end,
        revoked=certificate.is_revoked,
        certificate=content,
        secret=secret,
    )


def _parts(packets: list[Packet]) -> list[_Part]:
    """Return every key of a certificate with the signatures of its owner that stand behind it."""
    parts: list[_Part] = []
    for packet in packets:
        if packet.key_created is not None:
            parts.append(_Part(packet.key_created))
        elif parts and packet.signature_type in _BY_THE_OWNER:
            parts[-1].signed.append(packet)
    return parts


def _or_refused[T](work: Callable[[], T], flaw: KeyFlaw) -> T:
    """Do it; what the library has against it becomes a KeyRefused without its words."""
    try:
        return work()
    except (RuntimeError, ValueError):
        raise KeyRefused(flaw) from None
