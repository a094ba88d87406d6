"""The options of `./meldpunt init`, read before anything is touched."""

import argparse
from collections.abc import Sequence
from pathlib import Path


def read(arguments: Sequence[str]) -> argparse.Namespace:
    """Return what was asked; leaves with a usage message when it makes no sense, or when that is what was asked."""
    parser = argparse.ArgumentParser(
        "meldpunt init",
        description="Make an organisation. At a terminal, asks for what is left out.",
        epilog="--data, as with every command, says which folder everything is kept in.",
    )
    parser.add_argument("--name", help="as people know it")
    parser.add_argument("--host-name", action="append", default=[], help="where its page is reached; may be repeated")
    parser.add_argument("--language", help="of its pages, first one first, such as nl,en")
    parser.add_argument("--country", help="whose public holidays count, such as NL or DE-BY; NL when left out")
    parser.add_argument(
        "--zone", help="in which days are counted, such as Europe/Brussels; that of the country when left out"
    )
    parser.add_argument("--handler-email", help="of the first handler")
    parser.add_argument("--handler-name", default="", help="of the first handler, with --password-file")
    parser.add_argument(
        "--password-file", type=Path, help="with the first handler's password (mode 0600), instead of a link"
    )
    parser.add_argument("--recovery-code-file", type=Path, help="where to write the recovery code (mode 0600)")
    return parser.parse_args(arguments)
