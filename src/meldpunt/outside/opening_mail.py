"""What a person reads of what was in a message: a text as it is, of a mail (PGP/MIME, RFC 3156) the texts, and the names of the rest.

The parser of the standard library takes gigabytes and breaks on what strangers send: only the child process of `opening` calls this.
"""

import re
from dataclasses import dataclass, field
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from typing import Final

MOST_HEAD: Final = 64 * 1024
MOST_BOUNDARIES: Final = 100
MOST_NAME: Final = 120
_MAIL: Final = re.compile(rb"\A(?:[\w-]+:[^\n]*\n(?:[ \t][^\n]*\n)*)*?content-type:", re.IGNORECASE)
_CONTROLS: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f]")


@dataclass(frozen=True)
class Readable:
    """The text, None where it is none, and the names of what came with it."""

    text: str | None = field(repr=False)
    attachments: tuple[str, ...] = field(default=(), repr=False)


def readable(content: bytes) -> Readable:
    """Return what can be read of it; a mail that cannot be taken apart is shown as it is."""
    head = content[:MOST_HEAD]
    if _MAIL.match(head) and content.count(b"\n--") <= MOST_BOUNDARIES:
        try:
            return _mail(BytesParser(EmailMessage, policy=policy.default).parsebytes(content))
        except Exception:  # noqa: BLE001, S110 -- whatever it was: the whole is shown instead
            pass
    return Readable(_text(content))


def _mail(mail: EmailMessage) -> Readable:
    texts, names = [], []
    for part in (each for each in mail.walk() if not each.is_multipart()):
        if part.get_content_type() == "text/plain" and part.get_content_disposition() != "attachment":
            texts.append(str(part.get_content()))
        else:
            names.append(_name(part))
    if not texts:
        return Readable(_text(mail.as_bytes()), tuple(names))
    subject = mail["Subject"]
    above = [f"{subject}\n"] if subject else []
    return Readable("\n".join([*above, *texts]), tuple(names))


def _name(part: EmailMessage) -> str:
    return (part.get_filename() or part.get_content_type())[:MOST_NAME]


def _text(content: bytes) -> str | None:
    """Return a text in UTF-8, or in what most of Europe wrote before it; None where it holds what no text does."""
    if _CONTROLS.search(content):
        return None
    try:
        return content.decode()
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")
