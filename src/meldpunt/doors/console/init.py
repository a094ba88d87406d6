"""`./meldpunt init`: make an organisation, by answering questions or by options alone."""

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from django.urls import reverse

from meldpunt.doors.console.handing_out import NotHandedOut, hand_out, write
from meldpunt.journal.terms import OPERATOR
from meldpunt.people.actions import accept_invitation, create_organisation
from meldpunt.people.terms import AddressNotUsable, AddressTaken, FirstKeys, HostTaken, PasswordTooWeak, SettingsRefused

LANGUAGES = ("en", "nl")
OPTIONS = {"name": "--name", "slug": "--name", "host_names": "--host-name", "languages": "--language"}


def run(arguments: Sequence[str], address: str, questions: TextIO, output: TextIO) -> int:
    """Make the organisation and hand out its secrets; the exit code is 1, with one line, when something is wrong."""
    options = _read(arguments)
    if questions.isatty():
        _ask(options, questions, output)
    problem = _problem(options) or _tried(options, address, output)
    if problem is None:
        return 0
    output.write(f"meldpunt: {problem}\n")
    return 1


def _tried(options: argparse.Namespace, address: str, output: TextIO) -> str | None:
    """Make the organisation; return what was wrong, and what to do."""
    try:
        _make(options, address, output)
    except (NotHandedOut, OSError) as error:
        return str(error)
    except SettingsRefused as error:
        return f"{OPTIONS.get(error.field, error.field)} cannot be used ({error.code}). Choose another."
    except HostTaken:
        return "This host name is not usable or belongs to another organisation. Choose another --host-name."
    except (AddressNotUsable, AddressTaken):
        return "This address cannot be used: it is no e-mail address, or a member's already. Choose another --handler-email."
    except PasswordTooWeak as error:
        return f"The password is too weak ({error}). The organisation was made: choose a better one with the link."
    return None


def _read(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser("meldpunt init", description="Make an organisation.")
    parser.add_argument("--name", help="as people know it")
    parser.add_argument("--host-name", action="append", default=[], help="where its page is reached; may be repeated")
    parser.add_argument("--language", help="of its pages, first one first, such as nl,en")
    parser.add_argument("--handler-email", help="of the first handler")
    parser.add_argument("--handler-name", default="", help="of the first handler, with --password-file")
    parser.add_argument("--password-file", type=Path, help="with the first handler's password, instead of a link")
    parser.add_argument("--recovery-code-file", type=Path, help="where to write the recovery code (mode 0600)")
    return parser.parse_args(arguments)


def _ask(options: argparse.Namespace, questions: TextIO, output: TextIO) -> None:
    """Ask at the terminal for what was not given."""

    def answer(question: str) -> str:
        output.write(f"{question}: ")
        output.flush()
        return questions.readline().strip()

    options.name = options.name or answer("Name of the organisation")
    if not options.host_name:
        options.host_name = [host for host in [answer("Host name of its page (empty: decide later)")] if host]
    options.language = options.language or answer("Languages, first one first (nl,en)") or "nl,en"
    options.handler_email = options.handler_email or answer("E-mail address of the first handler")


def _problem(options: argparse.Namespace) -> str | None:
    for name in ("name", "handler_email"):
        if not getattr(options, name):
            return f"--{name.replace('_', '-')} is missing."
    if unknown := set(_languages(options)) - set(LANGUAGES):
        return f"--language knows {' and '.join(LANGUAGES)}, not {', '.join(sorted(unknown))}."
    if options.password_file and not options.password_file.is_file():
        return f"There is no file {options.password_file}."
    return None


def _languages(options: argparse.Namespace) -> list[str]:
    return [code.strip() for code in (options.language or "nl,en").split(",") if code.strip()]


def _make(options: argparse.Namespace, address: str, output: TextIO) -> None:
    now = datetime.now(tz=UTC)
    keys = create_organisation(
        name=options.name,
        languages=_languages(options),
        handler_email=options.handler_email,
        host_names=options.host_name,
        by=OPERATOR,
        now=now,
    )
    output.write(f"{options.name} was made. Its page: {address}/o/{keys.slug}/\n")
    _give_recovery_code(options, keys, output)
    _give_first_handler(options, keys, address, output, now)


def _give_recovery_code(options: argparse.Namespace, keys: FirstKeys, output: TextIO) -> None:
    if options.recovery_code_file is None:
        file = Path(f"recovery-code-{keys.slug}.txt").absolute()
        hand_out("Recovery code, to keep on paper", keys.recovery_code, file=file, output=output)
        return
    write(keys.recovery_code, options.recovery_code_file)
    output.write(f"  Recovery code, to keep on paper: in the file {options.recovery_code_file}\n")


def _give_first_handler(
    options: argparse.Namespace, keys: FirstKeys, address: str, output: TextIO, now: datetime
) -> None:
    """Let the first handler in: with the password of a file, or with a link to use once."""
    if options.password_file is None:
        _give_link(keys, address, output)
        return
    name = options.handler_name or options.handler_email.partition("@")[0]
    password = options.password_file.read_text(encoding="utf-8").rstrip("\r\n")
    language = _languages(options)[0]
    try:
        accept_invitation(token=keys.invitation_token, name=name, language=language, password=password, now=now)
    except PasswordTooWeak:
        _give_link(keys, address, output)
        raise
    output.write(f"  {options.handler_email} can sign in at {address}{reverse('desk:sign-in')}\n")


def _give_link(keys: FirstKeys, address: str, output: TextIO) -> None:
    link = address + reverse("desk:invitation", args=[keys.invitation_token])
    file = Path(f"first-handler-link-{keys.slug}.txt").absolute()
    hand_out("Link for the first handler, to use once", link, file=file, output=output)
