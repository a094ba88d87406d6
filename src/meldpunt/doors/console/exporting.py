"""`./meldpunt openpgp export`: the public key for whoever asks for it, or the secret one for the handlers' mail program."""

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, TextIO

from meldpunt.doors.console.choosing import Stop
from meldpunt.doors.console.handed_in import others_can_read
from meldpunt.doors.console.handing_out import NotHandedOut, handing_out
from meldpunt.journal.actions import transaction
from meldpunt.journal.terms import OPERATOR
from meldpunt.people.actions import hand_out_openpgp_key
from meldpunt.people.queries import openpgp_keys
from meldpunt.people.rules.openpgp import armoured
from meldpunt.people.terms import KeyRefused, OpenPgp, OpenPgpKeyFacts, OrganisationFacts, PasswordTooWeak

type Ask = Callable[[str], str]
"""Asks at the terminal for what is not shown while it is typed."""

WARNING: Final = (
    "Import it into the mail program of those who open the mail, then remove every copy of it.",
    "Who has the key and the passphrase reads all mail that was ever encrypted to it, and signs as you.",
    "Was it lost? Then make another: ./meldpunt openpgp replace",
)


def add_options(parser: argparse.ArgumentParser) -> None:
    """Say what `export` takes."""
    parser.add_argument(
        "--fingerprint", help="of a key that was replaced (show lists them); the one in use when left out"
    )
    parser.add_argument(
        "--secret", action="store_true", help="with the secret part, behind a passphrase, to open mail with"
    )
    parser.add_argument(
        "--passphrase-file", type=Path, help="with the passphrase (mode 0600); asked at the terminal when left out"
    )
    parser.add_argument("--file", type=Path, help="where to write the key (mode 0600)")


@dataclass(frozen=True)
class Export:
    """One run: the options, whose key, who does the mathematics, how to ask (None: nobody is there), the moment, where to write."""

    options: argparse.Namespace
    organisation: OrganisationFacts
    keys: OpenPgp
    ask: Ask | None
    now: datetime
    output: TextIO


def export(asked: Export) -> None:
    """Write the key that is asked for. Raises Stop, SealingError, NoKey where the secret part is not held."""
    key = _key(asked)
    try:
        if asked.options.secret:
            _hand_out(asked, key, _passphrase(asked))
        elif asked.options.file:
            with handing_out(asked.output) as handing:
                handing.put("Public key", armoured(key.certificate), file=asked.options.file)
        else:
            asked.output.write(armoured(key.certificate))
    except NotHandedOut as error:
        raise Stop(str(error)) from None


def _key(asked: Export) -> OpenPgpKeyFacts:
    """Return the key in use, or the one with the fingerprint that is given, however that is grouped. Raises Stop."""
    wanted = "".join((asked.options.fingerprint or "").split()).upper()
    for key in openpgp_keys(asked.organisation.id):
        if key.fingerprint == wanted or (not wanted and key.retired_at is None):
            return key
    told = "There is no such key: ./meldpunt openpgp show lists them."
    raise Stop(told if wanted else "There is no key yet: ./meldpunt openpgp make")


def _hand_out(asked: Export, key: OpenPgpKeyFacts, passphrase: str) -> None:
    """Hand out the secret part and say what that means: at a terminal on the screen, otherwise in a file. Raises Stop, NotHandedOut, NoKey."""
    file = asked.options.file
    try:
        with handing_out(asked.output) as handing, transaction():
            locked = hand_out_openpgp_key(
                organisation=asked.organisation.id,
                fingerprint=key.fingerprint,
                passphrase=passphrase,
                keys=asked.keys,
                by=OPERATOR,
                now=asked.now,
            )
            give = handing.put if file else handing.give
            give(
                "Secret key", locked, file=file or Path(f"openpgp-secret-key-{asked.organisation.slug}.asc").absolute()
            )
    except PasswordTooWeak as error:
        raise Stop(f"The passphrase is too weak ({error}). Nothing was handed out: choose a better one.") from None
    except KeyRefused:
        raise Stop("This key can only be exported where it was made.") from None
    asked.output.writelines(f"  {line}\n" for line in WARNING)


def _passphrase(asked: Export) -> str:
    """Return the passphrase from the file, or as it is typed twice. Raises Stop."""
    if asked.options.passphrase_file:
        return _in_file(asked.options.passphrase_file)
    if asked.ask is None:
        raise Stop(
            "There is no terminal to ask at: put the passphrase into a file (mode 0600) and give --passphrase-file."
        )
    passphrase = asked.ask("Passphrase for the secret key: ")
    if asked.ask("Once more: ") != passphrase:
        raise Stop("These are two different passphrases. Nothing was handed out.")
    return passphrase


def _in_file(file: Path) -> str:
    """Return the first line of a file that is the operator's alone. Raises Stop."""
    try:
        if others_can_read(file):
            raise Stop(f"Others can read {file}. Run chmod 600 on it, and think of another passphrase.")
        return file.read_text(encoding="utf-8").rstrip("\r\n")
    except (OSError, UnicodeDecodeError):
        raise Stop(f"{file} cannot be read.") from None
