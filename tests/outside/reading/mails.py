"""Mails written for these tests."""

from collections.abc import Sequence
from datetime import UTC, datetime

from meldpunt.arrivals.terms import Envelope, ReadMail, Way
from meldpunt.outside.reading import mail
from meldpunt.outside.reading.crypt import Keys
from meldpunt.people.terms import HeldKey

NOW = datetime(2027, 3, 1, 9, 0, tzinfo=UTC)
HEAD = (
    "From: Anna de Vries <Anna@Finder.example>\r\n"
    "To: security@haven.example\r\n"
    "Subject: A hole in the fence\r\n"
    "Date: Mon, 01 Mar 2027 08:58:00 +0100\r\n"
    "Message-ID: <one@finder.example>\r\n"
    "MIME-Version: 1.0\r\n"
)


def made(*fields: str, body: str | bytes = "", head: str = HEAD) -> bytes:
    """Return a mail with these fields beside those that every mail has."""
    above = head + "".join(f"{field}\r\n" for field in fields) + "\r\n"
    return above.encode() + (body if isinstance(body, bytes) else body.replace("\n", "\r\n").encode())


def multipart(kind: str, *parts: str, boundary: str = "edge", fields: tuple[str, ...] = (), more: str = "") -> bytes:
    """Return a mail of several parts, each with its fields, a blank line and its body."""
    body = "".join(f"--{boundary}\n{part}\n" for part in parts) + f"--{boundary}--\n"
    return made(f'Content-Type: multipart/{kind}; boundary="{boundary}"{more}', *fields, body=body)


def read(
    raw: bytes,
    *,
    authserv_id: str = "",
    sender: str | None = None,
    own: tuple[str, ...] = (),
    held: Sequence[HeldKey] = (),
    signers: Sequence[bytes] = (),
    now: datetime = NOW,
) -> ReadMail:
    """Read a mail here, without a child."""
    return mail.read(
        raw,
        keys=Keys(held, signers),
        envelope=Envelope(Way.PIPE, sender=sender, authserv_id=authserv_id, own=own),
        now=now,
    )
