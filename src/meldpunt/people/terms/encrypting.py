"""Words of mail that leaves encrypted: what is in it, and who does the mathematics."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

from meldpunt.people.terms.openpgp import ReadKey


@dataclass(frozen=True)
class ClearMail:
    """What a person will read once they opened it; `outer_subject` is what everybody on the way can read instead of `subject`."""

    sender: str
    to: str = field(repr=False)
    subject: str = field(repr=False)
    text: str = field(repr=False)
    outer_subject: str = field(repr=False)


class Encrypter(Protocol):
    """Judges keys of others, and encrypts mail to them."""

    def judge(self, content: bytes, *, now: datetime) -> ReadKey:
        """Return the one key in `content` (a file, a block, or a text with one in it), without what others signed about it.

        Raises KeyRefused where mail cannot be encrypted to it now: TOO_LARGE, UNREADABLE, SEVERAL, SECRET_GIVEN, EXPIRED, REVOKED, WEAK
        (an algorithm, a length or a digest that RFC 9580 forbids), CANNOT_ENCRYPT.
        """

    def encrypt(self, mail: ClearMail, *, to: bytes, signer: bytes | None, now: datetime) -> bytes:
        """Return the mail encrypted to the key in the certificate `to`, armoured: the second part of a `multipart/encrypted` (RFC 3156, 4).

        It is signed with the secret key `signer`, where that signs. The key is judged again; raises KeyRefused as `judge` does.
        """
