"""Parts of a message as files, with a name where they have none."""

from typing import Final

from meldpunt.arrivals.terms import MailPart
from meldpunt.outside.reading.entities import Entity

_NAMES: Final = {
    "text/calendar": "calendar.ics",
    "text/html": "message.html",
    "text/plain": "text.txt",
    "text/vcard": "contact.vcf",
    "text/rfc822-headers": "headers.txt",
    "message/rfc822": "message.eml",
    "message/global": "message.eml",
    "message/delivery-status": "delivery-status.txt",
    "application/pdf": "document.pdf",
    "application/ms-tnef": "winmail.dat",
    "application/pgp-keys": "key.asc",
    "application/pgp-signature": "signature.asc",
    "application/pkcs7-signature": "smime.p7s",
    "application/x-pkcs7-signature": "smime.p7s",
    "application/pkcs7-mime": "smime.p7m",
    "application/x-pkcs7-mime": "smime.p7m",
    "image/jpeg": "image.jpg",
}
_IMAGES: Final = frozenset({"image/png", "image/gif", "image/webp", "image/bmp", "image/tiff"})


def part(entity: Entity) -> MailPart:
    """Return a part as a file, bit for bit."""
    is_inline = entity.disposition == "inline" or (not entity.disposition and bool(entity.first("content-id")))
    return MailPart(entity.name or _name(entity.kind), entity.kind, entity.content, is_inline)


def message_part(message: Entity) -> MailPart:
    """Return a message inside another one as a file."""
    return MailPart(_NAMES["message/rfc822"], "message/rfc822", message.raw)


def _name(kind: str) -> str:
    rest = "message.txt" if kind.startswith("message/") else "part.bin"
    return _NAMES.get(kind) or (f"image.{kind[6:]}" if kind in _IMAGES else rest)
