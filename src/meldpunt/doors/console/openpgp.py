"""`./meldpunt openpgp`: the key that finders encrypt to: make it, use one of your own, show, export, renew or replace it."""

import argparse
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from meldpunt.doors.console.choosing import Stop, chosen
from meldpunt.doors.console.exporting import Ask, Export, add_options, export
from meldpunt.journal.terms import OPERATOR
from meldpunt.people import actions
from meldpunt.people.queries import openpgp_keys
from meldpunt.people.rules.openpgp import MAX_KEY, grouped
from meldpunt.people.terms import (
    KeyFlaw,
    KeyHeld,
    KeyNotRenewable,
    KeyRefused,
    NoKey,
    OpenPgp,
    OpenPgpKeyFacts,
    OrganisationFacts,
    SettingsRefused,
)
from meldpunt.policy.queries import text_in_force
from meldpunt.sealing.terms import SealingError

FLAWS: Mapping[KeyFlaw, str] = {
    KeyFlaw.TOO_LARGE: f"The file is larger than {MAX_KEY // 1024} kB. Export only the one key, without the signatures of others (gpg --export-options export-minimal --armor --export ADDRESS).",
    KeyFlaw.UNREADABLE: "This is no OpenPGP key. Export it with: gpg --armor --export ADDRESS",
    KeyFlaw.SEVERAL: "There is more than one key in the file. Export only the one for this address.",
    KeyFlaw.EXPIRED: "The key has expired. Renew it where it was made, and export it again.",
    KeyFlaw.REVOKED: "The key was revoked. Use another one, or let Meldpunt make one: ./meldpunt openpgp make",
    KeyFlaw.CANNOT_ENCRYPT: "Nothing can be encrypted to this key. Add a subkey for encryption (gpg --quick-add-key), and export it again.",
    KeyFlaw.OTHER_ADDRESS: "The key is for another address. Use the key of {address}, or say which address with --address.",
    KeyFlaw.SECRET_GIVEN: "This is a secret key. Give the public one (gpg --armor --export ADDRESS). If Meldpunt shall sign and renew with it, add --secret; remove the file afterwards.",
    KeyFlaw.SECRET_MISSING: "This is only the public key. Leave --secret out, or export with: gpg --armor --export-secret-keys ADDRESS",
    KeyFlaw.LOCKED: "The key signs nothing, or is behind a passphrase. Export a copy without one (gpg --edit-key ADDRESS passwd in a folder of its own); Meldpunt seals it under the key of the server.",
    KeyFlaw.WEAK: "The key is too old: what its owner signed about it can be forged (SHA-1). Make another: ./meldpunt openpgp make",
}
UNSEALED = "The key held here does not open with this secrets file. Put the right one back, or make another key: ./meldpunt openpgp replace"


@dataclass(frozen=True)
class Asked:
    """One run: the options, whose key, who does the mathematics, the moment, where to write, and how to ask (None: nobody is there)."""

    options: argparse.Namespace
    organisation: OrganisationFacts
    keys: OpenPgp
    now: datetime
    output: TextIO
    ask: Ask | None

    @property
    def address(self) -> str:
        """Return the mail address the key is for: as given, or as the policy says. Raises Stop."""
        policy = text_in_force(self.organisation.id, now=self.now)
        address = self.options.address or (policy and policy.contact.mail)
        if not address:
            raise Stop("Say for which mail address with --address, or publish a policy that names one in [contact].")
        return str(address)

    def say(self, *lines: str) -> None:
        """Write lines."""
        self.output.writelines(f"{line}\n" for line in lines)


def run(
    arguments: Sequence[str],
    *,
    keys: OpenPgp,
    ready: Callable[[], None],
    output: TextIO,
    complaints: TextIO,
    ask: Ask | None = None,
) -> int:
    """Do what is asked; the exit code is 1 when it was refused, with one line of complaint.

    `ready` brings the database to this version, `ask` is there at a terminal.
    """
    options = read_options(arguments)
    ready()
    try:
        asked = Asked(options, chosen(options.organisation), keys, datetime.now(tz=UTC), output, ask)
        _do(asked)
    except Stop as stop:
        complaints.write(f"meldpunt: {stop}\n")
        return 1
    return 0


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line; leaves with a usage message when it makes no sense."""
    every = argparse.ArgumentParser(add_help=False)
    every.add_argument("--organisation", metavar="SLUG", help="whose key, where there are several")
    every.add_argument("--address", help="the mail address it is for; that of the policy when left out")
    parser = argparse.ArgumentParser("meldpunt openpgp", description="The OpenPGP key that finders encrypt to.")
    what = parser.add_subparsers(dest="what", required=True)

    def command(name: str, text: str) -> argparse.ArgumentParser:
        return what.add_parser(name, help=text, description=text, parents=[every])

    command("show", "Show the key in use and those before it.")
    command("make", "Make the first key.")
    given = command("import", "Use a key of your own in place of the one in use.")
    given.add_argument("file", type=Path, help="the public key, armoured or binary")
    given.add_argument("--secret", action="store_true", help="the file holds the secret key: sign and renew with it")
    command("renew", "Make the key in use last two years from now; this happens by itself too.")
    command("replace", "Make another key in place of the one in use, which is kept and still opens mail.")
    add_options(command("export", "Write the public key, or hand out the secret one to open mail with."))
    return parser.parse_args(arguments)


def _do(asked: Asked) -> None:
    """Do the one thing, and say in words what stood in the way. Raises Stop."""
    try:
        COMMANDS[asked.options.what](asked)
    except KeyRefused as refused:
        raise Stop(FLAWS[refused.flaw].format(address=asked.address)) from None
    except SettingsRefused:
        raise Stop("This is no mail address that a key can be for.") from None
    except KeyHeld:
        raise Stop("There is a key already: ./meldpunt openpgp replace makes another.") from None
    except NoKey:
        raise Stop("No secret key is held here. Make one: ./meldpunt openpgp make") from None
    except KeyNotRenewable:
        raise Stop("The key can only be renewed where it was made. Renew it there, and import it again.") from None
    except SealingError:
        raise Stop(UNSEALED) from None


def _show(asked: Asked) -> None:
    found = openpgp_keys(asked.organisation.id)
    if not found:
        raise Stop("There is no key yet: ./meldpunt openpgp make")
    asked.say(*(_line(key) for key in found))


def _make(asked: Asked) -> None:
    actions.make_openpgp_key(
        organisation=asked.organisation.id, address=asked.address, keys=asked.keys, by=OPERATOR, now=asked.now
    )
    _show(asked)


def _import(asked: Asked) -> None:
    use = actions.import_secret_key if asked.options.secret else actions.import_public_key
    use(
        organisation=asked.organisation.id,
        content=_content(asked.options.file),
        address=asked.address,
        keys=asked.keys,
        by=OPERATOR,
        now=asked.now,
    )
    _show(asked)
    if not asked.options.secret:
        asked.say(
            "Without its secret part security.txt is not signed, and the key is not renewed: do that where it was made."
        )


def _renew(asked: Asked) -> None:
    actions.renew_openpgp_key(organisation=asked.organisation.id, keys=asked.keys, by=OPERATOR, now=asked.now)
    _show(asked)


def _replace(asked: Asked) -> None:
    actions.replace_openpgp_key(
        organisation=asked.organisation.id, address=asked.address, keys=asked.keys, by=OPERATOR, now=asked.now
    )
    _show(asked)


def _export(asked: Asked) -> None:
    export(Export(asked.options, asked.organisation, asked.keys, asked.ask, asked.now, asked.output))


def _line(key: OpenPgpKeyFacts) -> str:
    state = "in use" if key.retired_at is None else f"replaced {key.retired_at:%Y-%m-%d}"
    until = f"until {key.expires_at:%Y-%m-%d}" if key.expires_at else "without end"
    part = "secret part held" if key.signs else "public part only"
    given = f", handed out {key.handed_out_at:%Y-%m-%d}" if key.handed_out_at else ""
    return f"{grouped(key.fingerprint)}  {key.address}  {state}, {until}, {part}{given}"


def _content(file: Path) -> bytes:
    """Return the bytes of a file, never more than a key may have and one. Raises Stop."""
    try:
        with file.open("rb") as opened:
            return opened.read(MAX_KEY + 1)
    except OSError as error:
        raise Stop(f"{file} cannot be read ({error.strerror}).") from None


COMMANDS: Mapping[str, Callable[[Asked], None]] = {
    "show": _show,
    "make": _make,
    "import": _import,
    "renew": _renew,
    "replace": _replace,
    "export": _export,
}
