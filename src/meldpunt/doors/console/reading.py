"""The policy file that a command names, and the files in its folder."""

from collections.abc import Iterator, Mapping
from pathlib import Path

from django.utils.translation import gettext

from meldpunt.doors.console.choosing import Stop
from meldpunt.policy.rules.file.beside import MAX_FILE
from meldpunt.policy.rules.file.source import MAX_BYTES


def content_of(file: Path) -> bytes:
    """Return the bytes of a file, never more than a policy may have and one. Raises Stop."""
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_BYTES + 1)
    except OSError as error:
        raise Stop(_unread(error) % {"file": file}) from None


def _unread(error: OSError) -> str:
    """Say why a file was not read, and what to do."""
    if isinstance(error, FileNotFoundError):
        return gettext("There is no file %(file)s. Correct its name, or give its whole path.")
    if isinstance(error, IsADirectoryError):
        return gettext("%(file)s is a folder. Name the policy file in it.")
    return gettext("%(file)s cannot be read. Let this account read it, or name another file.")


class Beside(Mapping[str, bytes]):
    """The files in the folder of a policy, read when they are asked for, and never whole when they are too large."""

    def __init__(self, folder: Path) -> None:
        """Look in this folder."""
        self._folder = folder

    def __getitem__(self, name: str) -> bytes:
        """Return the bytes of a file, at most one more than is allowed. Raises KeyError."""
        try:
            with (self._folder / name).open("rb") as opened:
                return opened.read(MAX_FILE + 1)
        except OSError:
            raise KeyError(name) from None

    def __iter__(self) -> Iterator[str]:
        """Yield the names of the files that are there."""
        return (path.name for path in self._folder.iterdir() if path.is_file())

    def __len__(self) -> int:
        """Count the files that are there."""
        return sum(1 for _name in self)
