"""Mails that were encrypted and signed for these tests."""

from datetime import timedelta

from meldpunt.arrivals.terms import ReadMail
from meldpunt.people.terms import ReadKey
from tests.outside.gnupg import Gpg
from tests.outside.messages import FINDER, NOW, by_gpg, held
from tests.outside.reading import mails
from tests.outside.reading.mails import multipart

INNER = 'Content-Type: text/plain; charset=utf-8; hp="cipher"\r\nSubject: The gate\r\n\r\nThe gate is open, café.\r\n'


def read(raw: bytes, *keys: ReadKey, signers: list[bytes] | None = None, days: int = 0) -> ReadMail:
    return mails.read(raw, held=held(*keys), signers=signers or [], now=NOW + timedelta(days=days))


def pgp_mime(armoured: bytes | str) -> bytes:
    """Return a mail that carries an encrypted one (RFC 3156, 4)."""
    armoured = armoured.decode() if isinstance(armoured, bytes) else armoured
    return multipart(
        "encrypted",
        "Content-Type: application/pgp-encrypted\n\nVersion: 1",
        f'Content-Type: application/octet-stream; name="encrypted.asc"\n\n{armoured}',
        more='; protocol="application/pgp-encrypted"',
    )


def encrypted(gpg: Gpg, content: str | bytes, key: ReadKey, *options: str) -> bytes:
    content = content if isinstance(content, bytes) else content.encode()
    return by_gpg(gpg, content, key, "--armor", *options)


def signed(gpg: Gpg, part: str, *options: str) -> bytes:
    """Return a mail whose part is signed beside it (RFC 3156, 5)."""
    sent = part.replace("\n", "\r\n").encode()
    signature = gpg.run("--armor", "--detach-sign", "--local-user", FINDER, *options, given=sent).stdout.decode()
    return multipart(
        "signed",
        part,
        f'Content-Type: application/pgp-signature; name="signature.asc"\n\n{signature}',
        more='; protocol="application/pgp-signature"',
    )
