"""Whether a name, a language, a host name or a phrase can be used."""

import re
import unicodedata
from collections.abc import Sequence
from datetime import date
from functools import cache
from typing import Final
from zoneinfo import available_timezones

from meldpunt.people.terms import Settings, SettingsRefused

SIGNS: Final = ("+", "-", "_", "=")
LANGUAGES: Final = ("nl", "en")
MAX_NAME: Final = 120
MAX_PHRASE: Final = 80
MAX_HOST: Final = 253
MAX_DAYS: Final = 400

_LABEL: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?")
_REGION: Final = re.compile(r"[A-Z]{2}(-[A-Z0-9]{1,3})?")
_SLUG: Final = re.compile(r"[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?")
_TEXT_ORDER: Final = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


def check_settings(settings: Settings) -> Settings:
    """Return the settings with their texts tidied. Raises SettingsRefused with the field and why."""
    check_place(zone=settings.zone, region=settings.region)
    return Settings(
        name=line("name", settings.name, longest=MAX_NAME),
        languages=languages(settings.languages),
        zone=settings.zone,
        region=settings.region,
        mail_from=settings.mail_from.strip(),
        notice_phrase=line("notice_phrase", settings.notice_phrase, longest=MAX_PHRASE, may_be_empty=True),
        finder_mail_enabled=settings.finder_mail_enabled,
        closed_days=days("closed_days", settings.closed_days),
        worked_days=days("worked_days", settings.worked_days),
        second_factor=settings.second_factor,
        figures_public=settings.figures_public,
        mail_in=settings.mail_in.strip(),
        subaddress=sign(settings.subaddress),
        reroutes_alone=settings.reroutes_alone,
        tests_way_in=settings.tests_way_in,
        tests_mail=settings.tests_mail,
    )


def sign(wanted: str) -> str:
    """Return the sign before what is added to an address (RFC 5233); empty for none. Raises SettingsRefused."""
    if wanted and wanted not in SIGNS:
        raise SettingsRefused("subaddress", "unknown")
    return wanted


def check_place(*, zone: str, region: str) -> None:
    """Refuse a time zone that there is not, or what is no country or part of one (`NL`, `DE-BY`). Raises SettingsRefused."""
    if zone not in zones():
        raise SettingsRefused("zone", "unknown")
    if not _REGION.fullmatch(region):
        raise SettingsRefused("region", "unknown")


@cache
def zones() -> frozenset[str]:
    """Return the names of all time zones, read once: they come from some hundreds of files."""
    return frozenset(available_timezones())


def days(field: str, written: Sequence[str]) -> tuple[str, ...]:
    """Return days as ISO dates (2026-12-24), each once, in order. Raises SettingsRefused."""
    if len(written) > MAX_DAYS:
        raise SettingsRefused(field, "too long")
    try:
        return tuple(sorted({date.fromisoformat(day.strip()).isoformat() for day in written if day.strip()}))
    except ValueError:
        raise SettingsRefused(field, "not a date") from None


def line(field: str, text: str, *, longest: int, may_be_empty: bool = False) -> str:
    """Return one line of text without blanks around it. Raises SettingsRefused."""
    tidy = unicodedata.normalize("NFC", text).strip()
    if not tidy and not may_be_empty:
        raise SettingsRefused(field, "empty")
    if len(tidy) > longest:
        raise SettingsRefused(field, "too long")
    if any(unicodedata.category(sign) in {"Cc", "Cs", "Zl", "Zp"} or sign in _TEXT_ORDER for sign in tidy):
        raise SettingsRefused(field, "has signs that cannot be shown")
    return tidy


def languages(wanted: Sequence[str]) -> tuple[str, ...]:
    """Return the languages, each once, in their order. Raises SettingsRefused when one is unknown or there is none."""
    if not wanted or any(language not in LANGUAGES for language in wanted):
        raise SettingsRefused("languages", "unknown")
    return tuple(dict.fromkeys(wanted))


def language(wanted: str) -> str:
    """Return the language if there is one. Raises SettingsRefused."""
    return languages([wanted])[0]


def host_name(text: str) -> str:
    """Return a host name in the form it is looked up by: lower case, ASCII, no port. Raises SettingsRefused."""
    try:
        host = text.strip().rstrip(".").encode("idna").decode("ascii").lower()
    except UnicodeError:
        raise SettingsRefused("host_names", "not a host name") from None
    if len(host) > MAX_HOST or not all(_LABEL.fullmatch(label) for label in host.split(".")):
        raise SettingsRefused("host_names", "not a host name")
    return host


def slug(text: str) -> str:
    """Return the slug, as given. Raises SettingsRefused, also for `x--y`, which is the brand y of x in a path."""
    if not _SLUG.fullmatch(text) or "--" in text:
        raise SettingsRefused("slug", "not usable")
    return text


def slug_from(name: str) -> str:
    """Return a slug made from a name; `organisation` when nothing of the name can be used."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:32].strip("-") or "organisation"
