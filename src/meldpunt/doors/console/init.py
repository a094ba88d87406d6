"""`./meldpunt init`: make an organisation, by answering questions or by options alone."""

import argparse
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.urls import reverse

from meldpunt.doors.console.handed_in import warn
from meldpunt.doors.console.handing_out import Handing, NotHandedOut, handing_out
from meldpunt.journal.actions import transaction
from meldpunt.journal.terms import OPERATOR
from meldpunt.people.actions import accept_invitation, create_organisation
from meldpunt.people.queries import address_of, oldest_organisation
from meldpunt.people.rules import settings as rules
from meldpunt.people.terms import AddressNotUsable, AddressTaken, FirstKeys, HostTaken, PasswordTooWeak, SettingsRefused
from meldpunt.policy.rules.file.scalars import check
from meldpunt.policy.rules.file.words import Wrong
from meldpunt.policy.terms.values import Country, Zone

LANGUAGES = ("nl", "en")
"""First the one that is first where nobody says."""
COUNTRY, ZONE = "NL", "Europe/Amsterdam"
ZONES = {"BE": "Europe/Brussels", "LU": "Europe/Luxembourg", "DE": "Europe/Berlin", "FR": "Europe/Paris"}
"""Of the countries around; of others it has to be given."""
PLACES: Mapping[str, type[str]] = {"country": Country, "zone": Zone}
OPTIONS = {"name": "--name", "slug": "--name", "host_names": "--host-name", "languages": "--language"}


def run(options: argparse.Namespace, address: str, questions: TextIO, output: TextIO, complaints: TextIO) -> int:
    """Make the organisation and hand out its secrets; the exit code is 1, with one line of complaint, when something is wrong."""
    if questions.isatty():
        _ask(options, questions, output)
    problem = _problem(options) or _tried(options, address, output)
    if problem:
        complaints.write(f"meldpunt: {problem}\n")
        return 1
    if options.password_file:
        warn(options.password_file, complaints)
    return 0


def _tried(options: argparse.Namespace, address: str, output: TextIO) -> str | None:
    """Make the organisation; return what was wrong, and what to do."""
    try:
        _make(options, address, output)
    except NotHandedOut as error:
        return str(error)
    except SettingsRefused as error:
        return f"{OPTIONS.get(error.field, error.field)} cannot be used ({error.code}). Choose another."
    except HostTaken:
        return "This host name is not usable or belongs to another organisation. Choose another --host-name."
    except (AddressNotUsable, AddressTaken) as error:
        why = "a member's already: was this made before?" if isinstance(error, AddressTaken) else "no e-mail address."
        return f"{options.handler_email} is {why} Choose another --handler-email."
    except PasswordTooWeak as error:
        return f"The password is too weak ({error}). Nothing was made: put a better one into --password-file."
    return None


def _ask(options: argparse.Namespace, questions: TextIO, output: TextIO) -> None:
    """Ask at the terminal for what was not given; what cannot be used is asked again."""

    def answer(question: str, remedy: str, is_right: Callable[[str], bool]) -> str:
        while True:
            output.write(f"{question}: ")
            output.flush()
            line = questions.readline()
            if is_right(line.strip()) or not line:
                return line.strip()
            output.write(f"  {remedy}\n")

    options.name = options.name or answer("Name of the organisation", "It needs a name, of one line.", _is_name)
    if not options.host_name:
        host = answer("Host name of its page (empty: decide later)", "Such as meld.kliniek.example.", _is_host)
        options.host_name = [host] if host else []
    options.language = options.language or answer("Languages, first one first (nl,en)", "nl, en, or both.", _is_spoken)
    options.handler_email = options.handler_email or answer(
        "E-mail address of the first handler", "Such as security@kliniek.example.", _is_address
    )


def _is_name(text: str) -> bool:
    return _holds(lambda: rules.line("name", text, longest=rules.MAX_NAME))


def _is_host(text: str) -> bool:
    return not text or _holds(lambda: rules.host_name(text))


def _is_address(text: str) -> bool:
    return _holds(lambda: validate_email(text))


def _is_spoken(text: str) -> bool:
    return not set(_split(text)) - set(LANGUAGES)


def _holds(rule: Callable[[], object]) -> bool:
    try:
        rule()
    except (SettingsRefused, ValidationError):
        return False
    return True


def _problem(options: argparse.Namespace) -> str | None:
    for name in ("name", "handler_email"):
        if not getattr(options, name):
            return f"--{name.replace('_', '-')} is missing."
    if unknown := set(_languages(options)) - set(LANGUAGES):
        return f"--language knows {' and '.join(LANGUAGES)}, not {', '.join(sorted(unknown))}."
    if problem := _misplaced(options):
        return problem
    if options.password_file and not _is_readable(options.password_file):
        return f"There is no file {options.password_file}, or it cannot be read."
    return None


def _misplaced(options: argparse.Namespace) -> str | None:
    for name, kind in PLACES.items():
        if problem := _unknown(kind, getattr(options, name)):
            return f"--{name}: {problem}"
    if _zone(options) is None:
        return f"--zone is missing: say in which time zone the days of {options.country} are counted."
    return None


def _unknown(kind: type[str], given: str | None) -> str | None:
    """Return what is wrong with a country or a time zone, and what to do, as the policy file says it."""
    if given is None:
        return None
    try:
        check(kind, given)
    except Wrong as wrong:
        return f"{wrong.message % wrong.values} {wrong.remedy % wrong.values}"
    return None


def _zone(options: argparse.Namespace) -> str | None:
    """Return the time zone that is given, or that of the country; None where that has to be said."""
    country = (options.country or COUNTRY)[:2]
    return options.zone or (ZONE if country == COUNTRY else ZONES.get(country))


def _is_readable(file: Path) -> bool:
    try:
        file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return False
    return True


def _languages(options: argparse.Namespace) -> list[str]:
    return _split(options.language or "") or list(LANGUAGES)


def _split(languages: str) -> list[str]:
    return [code.strip() for code in languages.split(",") if code.strip()]


def _make(options: argparse.Namespace, address: str, output: TextIO) -> None:
    """Make the organisation and hand out its secrets, both or none."""
    now, host = datetime.now(tz=UTC), next(iter(options.host_name), "")
    address = address_of(host.strip().lower()) if host else address
    with handing_out(output) as handing, transaction():
        keys = create_organisation(
            name=options.name,
            languages=_languages(options),
            handler_email=options.handler_email,
            host_names=options.host_name,
            zone=_zone(options) or ZONE,
            region=options.country or COUNTRY,
            by=OPERATOR,
            now=now,
        )
        if options.password_file:
            _make_first_handler(options, keys, now)  # before anything is told: the password may be too weak
        _give_recovery_code(options, keys, handing)
        _let_first_handler_in(options, keys, address, handing)
    output.write(
        f"{options.name} was made. Its page: {address}/{'' if host or _is_first(keys) else f'o/{keys.slug}/'}\n"
    )
    output.write(_next_step())


def _is_first(keys: FirstKeys) -> bool:
    """Tell whether this is whose pages are at the server's own name."""
    oldest = oldest_organisation()
    return oldest is not None and oldest.slug == keys.slug


def _next_step() -> str:
    """Say what is to be done now, and on what the addresses above rest where nobody chose a port."""
    environment = settings.MELDPUNT
    told = "Next, unless it runs already: start it with ./meldpunt, with the same settings. Then use the link, or sign in.\n"
    if environment.public_url or environment.trusted_proxies or "port" in environment.model_fields_set:
        return told
    return f"{told}Nobody chose a port: the addresses hold for {environment.port}. Started with another --port, they have that one.\n"


def _give_recovery_code(options: argparse.Namespace, keys: FirstKeys, handing: Handing) -> None:
    what = "Recovery code, to keep on paper"
    if options.recovery_code_file:
        handing.put(what, keys.recovery_code, file=options.recovery_code_file)
    else:
        handing.give(what, keys.recovery_code, file=Path(f"recovery-code-{keys.slug}.txt").absolute())


def _make_first_handler(options: argparse.Namespace, keys: FirstKeys, now: datetime) -> None:
    """Make the member with the password of the file. Raises PasswordTooWeak."""
    name = options.handler_name or options.handler_email.partition("@")[0]
    password = options.password_file.read_text(encoding="utf-8").rstrip("\r\n")
    language = _languages(options)[0]
    accept_invitation(token=keys.invitation_token, name=name, language=language, password=password, now=now)


def _let_first_handler_in(options: argparse.Namespace, keys: FirstKeys, address: str, handing: Handing) -> None:
    """Say where the member who was made signs in, or hand out a link to use once."""
    if options.password_file:
        handing.output.write(f"  {options.handler_email} can sign in at {address}{reverse('desk:sign-in')}\n")
        return
    link = address + reverse("desk:invitation", args=[keys.invitation_token])
    file = Path(f"first-handler-link-{keys.slug}.txt").absolute()
    handing.give("Link for the first handler, to use once", link, file=file)
