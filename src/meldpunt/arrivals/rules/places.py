"""Where the bytes of a file belong. A file is sealed before its thread exists; its wrapped key ties it to the thread."""

from typing import Final
from uuid import UUID

from meldpunt.sealing.terms import Format, Place, Purpose

FOLDER: Final = "reports"


def file_bind(organisation: UUID, file: UUID) -> bytes:
    """Return what ties the stored bytes to this file."""
    return Place(organisation, file, f"file/{file}", "content").bind(Purpose.FILE, Format.STREAM)


def stored_name(random: bytes) -> str:
    """Return the name of a file in the sealed store: random, in one of 256 folders."""
    name = random.hex()
    return f"{FOLDER}/{name[:2]}/{name[2:]}"
