"""Letters as files in a folder, until the operator sets an SMTP server."""

import os
from datetime import datetime
from pathlib import Path

from meldpunt.outbox.terms import CarrierBusy, ReadyLetter
from meldpunt.outside.letters import message


class MailFolder:
    """A carrier that writes each letter as one `.eml` file; a second copy of a letter replaces the first."""

    def __init__(self, folder: Path) -> None:
        """Write into `folder`, which is made when it is not there."""
        self._folder = folder

    def send(self, letter: ReadyLetter) -> None:
        """Write the letter, whole or not at all. Raises CarrierBusy when the disk does not take it."""
        name = "".join(c for c in letter.message_id.partition("@")[0] if c.isalnum() or c == "-")
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            fresh = self._folder / f".{name}.part"
            with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
                file.write(message(letter).as_bytes())
                file.flush()
                os.fsync(file.fileno())
            fresh.replace(self._folder / f"{name}.eml")
        except OSError:
            code = "folder"
            raise CarrierBusy(code) from None

    def forget(self, *, before: datetime) -> int:
        """Erase the letters that were written before that moment; return how many."""
        old = [file for file in self._letters() if file.stat().st_mtime < before.timestamp()]
        for file in old:
            file.unlink(missing_ok=True)
        return len(old)

    def _letters(self) -> list[Path]:
        return [*self._folder.glob("*.eml"), *self._folder.glob(".*.part")]
