"""Showing secrets once: on a terminal, or else in files that only the operator can read."""

import os
from pathlib import Path
from typing import TextIO


class NotHandedOut(Exception):
    """A secret could not be handed out; the message says what to do."""


def hand_out(what: str, secret: str, *, file: Path, output: TextIO) -> None:
    """Print `secret` when `output` is a terminal; otherwise write it to `file` (0600) and print the file's name."""
    if output.isatty():
        output.write(f"  {what}\n      {secret}\n")
        return
    write(secret, file)
    output.write(f"  {what}: in the file {file}\n")


def write(secret: str, file: Path) -> None:
    """Write `secret` to `file`, readable by this user alone. Raises NotHandedOut."""
    try:
        file.unlink(missing_ok=True)
        descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
            opened.write(secret + "\n")
    except OSError as error:
        message = f"The file {file} cannot be written ({error.strerror}). Choose another place."
        raise NotHandedOut(message) from None
