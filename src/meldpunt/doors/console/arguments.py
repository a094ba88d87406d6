"""What the operator typed."""

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

COMMANDS = ("start", "init", "doctor", "manage")
VARIABLES = {"data": "MELDPUNT_DATA", "host": "MELDPUNT_HOST", "port": "MELDPUNT_PORT"}


@dataclass(frozen=True)
class Asked:
    """A command, the options that are settings as well, and what is left for the command itself."""

    command: str
    settings: dict[str, str] = field(default_factory=dict)
    rest: tuple[str, ...] = ()

    def export(self) -> None:
        """Put the options where every process of ours reads its settings: an option wins from the environment."""
        os.environ.update({VARIABLES[name]: value for name, value in self.settings.items()})


def read(arguments: Sequence[str]) -> Asked:
    """Read the command line; leaves with a usage message when it makes no sense."""
    parser = argparse.ArgumentParser("meldpunt", description="The disclosure desk that keeps its policy's promises.")
    parser.add_argument(
        "command", nargs="?", choices=COMMANDS, default="start", help="what to do (start when left out)"
    )
    parser.add_argument("--data", help="the folder that everything is kept in")
    parser.add_argument("--host", help="the address to listen on")
    parser.add_argument("--port", help="the port to listen on")
    if arguments and arguments[0] == "manage":
        return Asked("manage", {}, tuple(arguments[1:]))
    known, rest = parser.parse_known_args(arguments)
    if rest and known.command != "init":
        parser.error(f"unknown: {rest[0]}")
    given = {name: str(value) for name in VARIABLES if (value := getattr(known, name)) is not None}
    if "data" in given:
        given["data"] = str(Path(given["data"]).expanduser().absolute())
    return Asked(known.command, given, tuple(rest))
