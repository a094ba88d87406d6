"""Mail that is encrypted to one person and signed as the organisation (PGP/MIME, RFC 3156; header protection, RFC 9788).

Nothing here is large: what is encrypted are letters of ours, and the keys are of at most 256 kB (a receipt, which is encrypted within its
transaction, goes to one of 32 kB). A key that came in a stranger's mail was judged in the child process that read it, and what others wrote is
opened in one too; what a person gives on a page is judged here, before anything is locked.
"""

from datetime import datetime
from email.message import EmailMessage
from email.policy import SMTP
from typing import Final

from pysequoia import PySigner, Tsk, encrypt

from meldpunt.outside.judging import good_part, judged
from meldpunt.people.terms import ClearMail, KeyFlaw, KeyRefused, ReadKey

_PROTECTED: Final = {"protected-headers": "v1", "hp": "cipher"}
"""What says that the fields within are the true ones: as programs have read it for years, and as RFC 9788 (2.1.1) says it."""


class SequoiaEncrypter:
    """Judges keys of others, and encrypts mail to them."""

    def judge(self, content: bytes, *, now: datetime) -> ReadKey:
        """Return the one key in `content`, without what others signed about it. Raises KeyRefused."""
        return judged(content, now=now)

    def encrypt(self, mail: ClearMail, *, to: bytes, signer: bytes | None, now: datetime) -> bytes:
        """Return the mail as one armoured message. Raises KeyRefused, also where the key was good once."""
        recipient = good_part(to, now=now)
        try:
            return bytes(encrypt(inner(mail), recipients=[recipient], signer=_signer(signer), armor=True))
        except RuntimeError:
            raise KeyRefused(KeyFlaw.CANNOT_ENCRYPT) from None


def inner(mail: ClearMail) -> bytes:
    """Return what is encrypted: a whole part of a mail, with the fields that are the true ones and those that were sent (RFC 9788, 2.2)."""
    part = EmailMessage(policy=SMTP)
    part["From"], part["To"], part["Subject"] = mail.sender, mail.to, mail.subject
    part["HP-Outer"] = f"From: {mail.sender}"
    part["HP-Outer"] = f"To: {mail.to}"
    part["HP-Outer"] = f"Subject: {mail.outer_subject}"
    part.set_content(mail.text, cte="quoted-printable", params=_PROTECTED)
    return part.as_bytes()


def _signer(secret: bytes | None) -> PySigner | None:
    """Return what signs; nothing for a key that does not, because an answer that waits for ever is worse than one without a signature."""
    if secret is None:
        return None
    try:
        return Tsk.from_bytes(secret).signer()
    except RuntimeError:
        return None
