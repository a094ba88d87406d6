"""What the operator typed."""

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NoReturn

COMMANDS = ("start", "init", "hosts", "reseal", "doctor", "policy", "openpgp", "mail", "reckon", "manage")
AS_TYPED = ("reckon", "manage")
WITH_MORE = ("init", "hosts", "reseal", "policy", "openpgp", "mail")
WITH_OWN_OPTIONS = ("init", "policy", "openpgp", "mail")
HIGHEST_PORT = 65535
WRONG_COMMAND_LINE = 2
VARIABLES = {"data": "MELDPUNT_DATA", "host": "MELDPUNT_HOST", "port": "MELDPUNT_PORT"}


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, without the whole usage before it."""

    def error(self, message: str) -> NoReturn:
        """Leave with the exit code of a wrong command line."""
        self.exit(WRONG_COMMAND_LINE, f"meldpunt: {message}. ./meldpunt --help lists what there is.\n")


@dataclass(frozen=True)
class Asked:
    """A command, the options that are settings as well, and what is left for the command itself."""

    command: str
    settings: dict[str, str] = field(default_factory=dict)
    rest: tuple[str, ...] = ()
    dumped: bool = False
    new_secrets: bool = False

    def export(self) -> None:
        """Put the options where every process of ours reads its settings: an option wins from the environment."""
        os.environ.update({VARIABLES[name]: value for name, value in self.settings.items()})


def read(arguments: Sequence[str]) -> Asked:
    """Read the command line; leaves with a usage message when it makes no sense."""
    if arguments and arguments[0] in AS_TYPED:
        return Asked(arguments[0], {}, tuple(arguments[1:]))
    has_own_options = bool(arguments) and arguments[0] in WITH_OWN_OPTIONS
    parser = _parser(add_help=not has_own_options)
    known, rest = parser.parse_known_args(arguments)
    for word in rest:
        if known.command not in WITH_MORE or (word.startswith("-") and not has_own_options):
            parser.error(f"unknown: {word}")
    given = {name: str(value) for name in VARIABLES if (value := getattr(known, name)) is not None}
    if "data" in given:
        given["data"] = str(Path(given["data"]).expanduser().absolute())
    return Asked(known.command, given, tuple(rest), dumped=known.dumped, new_secrets=known.new_secrets)


def _parser(*, add_help: bool) -> argparse.ArgumentParser:
    parser = _Parser("meldpunt", description="The disclosure desk that keeps its policy's promises.", add_help=add_help)
    parser.add_argument(
        "command",
        nargs="?",
        choices=COMMANDS,
        default="start",
        help=(
            "what to do (start when left out); init, policy, openpgp, mail and reckon have options of their own, "
            "hosts takes a slug and names, reseal a slug and a file"
        ),
    )
    parser.add_argument("--data", help="the folder that everything is kept in")
    parser.add_argument("--host", help="the address to listen on")
    parser.add_argument("--port", type=_port, help="the port to listen on")
    parser.add_argument("--dumped", action="store_true", help="upgrade PostgreSQL: I have a dump of the database")
    parser.add_argument("--new-secrets", action="store_true", help="the secrets file is lost for good: make another")
    return parser


def _port(word: str) -> int:
    """Return the number of a port; raises ArgumentTypeError."""
    if word.isascii() and word.isdecimal() and int(word) <= HIGHEST_PORT:
        return int(word)
    message = f"{word!r} is no port; give a number from 0 to {HIGHEST_PORT}"
    raise argparse.ArgumentTypeError(message)
