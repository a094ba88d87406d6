"""OpenPGP keys and cleartext signatures, by Sequoia (RFC 9580; new keys are version 4, which every program knows).

What the library says when it fails holds backtraces and what it was given, so none of it goes further. It signs with and encrypts to keys that
expired or were revoked without a word: whoever asks here looks at `expires_at` and `revoked` first.
"""

from datetime import datetime, timedelta
from typing import Final

from pysequoia import ArmorKind, Cert, Profile, SignatureMode, Tsk, armor, sign
from pysequoia.packet import PacketPile

from meldpunt.outside.key_packets import SECRETS, key_packets
from meldpunt.outside.openpgp_parts import NEVER, or_refused, parts_of
from meldpunt.outside.passphrase import protected
from meldpunt.people.terms import KeyFlaw, KeyNotRenewable, KeyRefused, ReadKey

SUBKEYS_LAST: Final = timedelta(days=30 * 365)
"""Renewing moves the end of the primary key alone: what hangs below it lasts longer, and ends with it."""


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
        binary, tags = key_packets(content)
        if SECRETS.isdisjoint(tags):
            return or_refused(lambda: _read_key(Cert.from_bytes(binary), None), KeyFlaw.UNREADABLE)
        key = or_refused(lambda: Tsk.from_bytes(binary), KeyFlaw.UNREADABLE)
        return or_refused(lambda: _read_key(key.extract_certificate(), bytes(key)), KeyFlaw.UNREADABLE)

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
        signed = or_refused(
            lambda: sign(Tsk.from_bytes(secret).signer(), text.encode(), mode=SignatureMode.CLEAR), KeyFlaw.LOCKED
        )
        return signed.decode()

    def lock(self, *, certificate: bytes, secret: bytes, passphrase: str) -> str:
        """Return the key with its secret parts behind a passphrase, armoured. Raises KeyRefused where they are behind one already."""
        locked = protected(certificate=certificate, secret=secret, passphrase=passphrase)
        return armor(locked, ArmorKind.SecretKey)


def _read_key(certificate: Cert, secret: bytes | None) -> ReadKey:
    """Return what is known of a key. Raises KeyRefused where nothing can be encrypted to it, or its owner signed it by a digest that can be forged."""
    content = bytes(certificate)
    packets = list(PacketPile.from_bytes(content))
    ends = [part.ends for part in parts_of(packets) if part.encrypts]
    if not ends:
        raise KeyRefused(KeyFlaw.CANNOT_ENCRYPT)
    expiration = or_refused(lambda: certificate.expiration, KeyFlaw.WEAK)
    end = min(max(ends), expiration or NEVER)
    return ReadKey(
        fingerprint=certificate.fingerprint.upper(),
        addresses=[packet.user_id_email.lower() for packet in packets if packet.user_id_email],
        expires_at=None if end == NEVER else end,
        revoked=certificate.is_revoked,
        certificate=content,
        secret=secret,
    )
