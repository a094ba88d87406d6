"""Showing secrets once: on a terminal, or else in files that only the operator can read.

Secrets are handed out before what they open is committed, so that nothing is ever made whose only key nobody got; when the
commit fails, the files are taken back.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO


class NotHandedOut(Exception):
    """A secret could not be handed out; the message says what to do."""


@dataclass
class Handing:
    """What is handed out together, and where it went."""

    output: TextIO
    files: list[Path] = field(default_factory=list)

    def give(self, what: str, secret: str, *, file: Path) -> None:
        """Print `secret` when there is a terminal; otherwise write it to `file` and print the file's name."""
        if self.output.isatty():
            self.output.write(f"  {what}\n      {secret}\n")
        else:
            self.put(what, secret, file=file)

    def put(self, what: str, secret: str, *, file: Path) -> None:
        """Write `secret` to `file`, new and readable by this user alone. Raises NotHandedOut."""
        try:
            descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            self.files.append(file)
            with os.fdopen(descriptor, "w", encoding="utf-8") as opened:
                opened.write(secret + "\n")
                opened.flush()
                os.fsync(descriptor)
        except FileExistsError:
            message = f"The file {file} is there already, and may be somebody's only copy. Move it away first; nothing was made."
            raise NotHandedOut(message) from None
        except OSError as error:
            message = f"The file {file} cannot be written ({error.strerror}). Choose another place; nothing was made."
            raise NotHandedOut(message) from None
        self.output.write(f"  {what}: in the file {file}\n")

    def take_back(self) -> None:
        """Remove what was written: it opens nothing."""
        for file in self.files:
            file.unlink(missing_ok=True)


@contextmanager
def handing_out(output: TextIO) -> Iterator[Handing]:
    """Hand secrets out in the body, around the transaction that makes what they open."""
    handing = Handing(output)
    try:
        yield handing
    except BaseException:
        handing.take_back()
        raise
