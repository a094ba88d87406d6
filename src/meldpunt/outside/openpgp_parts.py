"""The parts of an OpenPGP certificate: every key packet with what its owner signed about it (RFC 9580, 10.1).

Anybody can write a packet that names the owner and says that a part was taken back, or lasts for ever. So each is believed only where rPGP finds
that the primary key signed it, about that part: Sequoia's Python interface does not tell.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from openpgp.composed import SignedPublicKey
from openpgp.errors import Error
from pysequoia.packet import HashAlgorithm, Packet, PublicKeyAlgorithm, SignatureType, Tag

from meldpunt.people.terms import KeyFlaw, KeyRefused

NEVER: Final = datetime.max.replace(tzinfo=UTC)
_EVER: Final = datetime.min.replace(tzinfo=UTC)
_BY_THE_OWNER: Final = (
    SignatureType.DirectKey,
    SignatureType.GenericCertification,
    SignatureType.CasualCertification,
    SignatureType.PositiveCertification,
    SignatureType.SubkeyBinding,
    SignatureType.SubkeyRevocation,
)
_RSA: Final = (PublicKeyAlgorithm.RSAEncryptSign, PublicKeyAlgorithm.RSAEncrypt, PublicKeyAlgorithm.RSASign)
_OLD: Final = (PublicKeyAlgorithm.DSA, PublicKeyAlgorithm.ElGamalEncrypt, PublicKeyAlgorithm.ElGamalEncryptSign)
_FORGED: Final = (HashAlgorithm.MD5, HashAlgorithm.SHA1, HashAlgorithm.RipeMD)
"""Digests of which two texts with the same one can be made (RFC 9580, 9.5)."""
_LEAST_RSA: Final = 2048
_SIZE_AT: Final = {4: 6, 6: 10}
"""Where the length of the first number of a key stands, by version: behind version, time and algorithm (RFC 9580, 5.5.2)."""


@dataclass
class KeyPart:
    """A key packet and what its owner signed about it: what it is for and how long, or that it is over."""

    packet: Packet
    created: datetime
    signed: list[Packet] = field(default_factory=list)

    @property
    def is_for_encrypting(self) -> bool:
        """Whether its owner said that mail is encrypted to it, over or not."""
        said = [each for each in self.signed if each.signature_type != SignatureType.SubkeyRevocation]
        flags = _newest(said).key_flags if said else None
        return flags is not None and (flags.transport_encryption or flags.storage_encryption)

    @property
    def encrypts(self) -> bool:
        """Whether mail may be encrypted to it, as long as it has not ended."""
        return self.is_for_encrypting and not self.is_revoked

    @property
    def ends(self) -> datetime:
        """The moment from which it may not be used any more."""
        lasts = _newest(self.signed).key_validity_period if self.signed else None
        return self.created + lasts if lasts else NEVER

    @property
    def is_revoked(self) -> bool:
        """Whether its owner took it back."""
        return any(packet.signature_type == SignatureType.SubkeyRevocation for packet in self.signed)

    @property
    def is_weak(self) -> bool:
        """Whether it is of a kind nobody may encrypt to any more (RFC 9580, 12.4 to 12.6), or bound by a digest that can be forged."""
        algorithm = self.packet.key_algorithm
        is_short = algorithm in _RSA and _bits(self.packet.body) < _LEAST_RSA
        return is_short or algorithm in _OLD or self.is_bound_weakly

    @property
    def is_bound_weakly(self) -> bool:
        """Whether the newest of what its owner signed about it could have been made by somebody else."""
        return bool(self.signed) and _newest(self.signed).hash_algorithm in _FORGED


def parts_of(packets: Iterable[Packet]) -> list[KeyPart]:
    """Return every key of a certificate, the primary first, with the signatures of its owner that stand behind it."""
    parts: list[KeyPart] = []
    about = b""
    for packet in filter(is_known, packets):
        if packet.key_created is not None:
            about = bytes(packet) if parts else b""
            parts.append(KeyPart(packet, packet.key_created))
        elif packet.tag != Tag.Signature:
            about = bytes(packet)
        elif parts and packet.signature_type in _BY_THE_OWNER and _is_signed(parts[0].packet, about, packet):
            parts[-1].signed.append(packet)
    return parts


def is_known(packet: Packet) -> bool:
    """Tell whether Sequoia's Python interface has words for what is in a packet; else it raises as soon as it is asked."""
    try:
        bytes(packet), packet.key_algorithm, packet.signature_type, packet.hash_algorithm
    except RuntimeError:
        return False
    return True


def _is_signed(primary: Packet, about: bytes, signature: Packet) -> bool:
    """Tell whether a signature about a part or a name (or, with none, about the primary key) was made by the primary key.

    What rPGP does not know it leaves out of a key, and finds nothing wrong with the rest. The few primary keys that it cannot verify by (Brainpool,
    and those against quantum computers) are believed: a kind is part of a fingerprint, so nobody makes another's key one of these.
    """
    alone = bytes(primary) + about + bytes(signature)
    try:
        key = SignedPublicKey.from_bytes(alone)
        if key.public_params.kind == "unknown" or key.public_params.is_supported is False:
            return True
        key.verify_bindings()
        return key.to_bytes() == alone
    except (Error, ValueError):
        return False


def or_refused[T](work: Callable[[], T], flaw: KeyFlaw) -> T:
    """Do it; what the library has against it becomes a KeyRefused without its words."""
    try:
        return work()
    except (RuntimeError, ValueError):
        raise KeyRefused(flaw) from None


def _newest(signed: list[Packet]) -> Packet:
    return max(signed, key=lambda packet: packet.signature_created or _EVER)


def _bits(body: bytes) -> int:
    """Return how long the modulus of an RSA key is."""
    at = _SIZE_AT.get(body[0], _SIZE_AT[4])
    return int.from_bytes(body[at : at + 2], "big")
