"""Secrets that come in files, which should be the operator's alone."""

from pathlib import Path
from typing import Final, TextIO

FOR_OTHERS: Final = 0o077


def others_can_read(file: Path) -> bool:
    """Tell whether anybody but its owner has a right to a file. Raises OSError."""
    return bool(file.stat().st_mode & FOR_OTHERS)


def warn(file: Path, complaints: TextIO) -> None:
    """Say so on one line where others can read a file that was used, as a start does of the server's secrets file."""
    if others_can_read(file):
        complaints.write(f"meldpunt: Others can read {file}. Run chmod 600 on it, or remove it: it was used now.\n")
