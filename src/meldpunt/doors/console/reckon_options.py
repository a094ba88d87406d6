"""The options of `./meldpunt reckon`, and what they ask for."""

import argparse
import gettext
import shlex
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import cache
from pathlib import Path
from typing import Final, NoReturn
from zoneinfo import ZoneInfo

from meldpunt.policy.rules.file.scalars import check
from meldpunt.policy.rules.file.spans import read_span
from meldpunt.policy.rules.file.words import Wrong, printable
from meldpunt.policy.rules.file.words import mark as _
from meldpunt.policy.terms import Country, Hours, Promise, PromiseKind, Region, Wait, Zone

PACKAGE: Final = Path(__file__).parents[2]
LANGUAGES: Final = ("en", "nl")
FIRST_YEAR, LAST_YEAR = 1970, 2200


class Mistake(Exception):
    """The command line makes no sense; the message says what to do."""


@dataclass(frozen=True)
class Note:
    """Something to tell beside the answer: a msgid with what fills its places."""

    message: str
    values: Mapping[str, str]


@dataclass(frozen=True)
class Asked:
    """What is to be reckoned, and what to tell beside it."""

    promise: Promise
    received_at: datetime
    region: Region
    waits: tuple[Wait, ...]
    notes: tuple[Note, ...]


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line, and leaves nothing."""

    def error(self, message: str) -> NoReturn:
        """Raise Mistake."""
        raise Mistake(f"{printable(message)}. ./meldpunt reckon --help lists what there is.")


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line. Raises Mistake."""
    return _parser(with_help=True).parse_intermixed_args(arguments)


def read_line(line: str, options: argparse.Namespace) -> argparse.Namespace:
    """Read a line of standard input, written as on the command line; what it does not say is as in `options`. Raises Mistake, also for --help: the next line waits."""
    try:
        words = shlex.split(line)
    except ValueError:
        raise Mistake('a quotation mark is not closed. Write it as 2026-05-07T16:40 "5 working days".') from None
    given = {name: value for name, value in vars(options).items() if name not in {"moment", "term"}}
    read = _parser(with_help=False).parse_intermixed_args(words, argparse.Namespace(**given))
    read.term = read.term or options.term
    return read


def asked_for(options: argparse.Namespace) -> Asked:
    """Return what the options ask for. Raises Wrong with what to do."""
    region = _region(options.region, options.zone, _days(options.closed), _days(options.open))
    zone = ZoneInfo(region.zone)
    received_at, notes = _moment(options.moment, zone)
    span = read_span(" ".join(options.term))
    promise = Promise(
        PromiseKind.FIRST_ANSWER,
        span.amount,
        span.unit,
        office=check(Hours, options.office_hours) if options.office_hours else "",
        moves=options.to_working_day,
    )
    waits = []
    for text in options.waited:
        wait, more = _wait(text, zone)
        waits.append(wait)
        notes += more
    return Asked(promise, received_at, region, tuple(waits), notes)


@cache
def spoken(language: str) -> Callable[[str], str]:
    """Return what turns a msgid into a text; Django, which needs settings and with them a data folder, is left out."""
    found, more = (
        gettext.translation("django", PACKAGE / folder / "locale", [language], fallback=True)
        for folder in ("doors/console", "policy")
    )
    found.add_fallback(more)
    return found.gettext


@cache
def _parser(*, with_help: bool) -> argparse.ArgumentParser:
    what = "Say when a promise is due, and how that date comes about."
    parser = _Parser("meldpunt reckon", description=what, add_help=with_help)
    parser.add_argument("moment", help="when it was received: 2026-05-07T16:40; - reads lines from standard input")
    parser.add_argument("term", nargs="*", help='how long it may take: "5 working days", "2 weeks", "4 hours"')
    parser.add_argument("--region", default=Region.country, help="whose public holidays: NL, BE, DE-BY, NL-ATW")
    parser.add_argument("--zone", default=Region.zone, help="by whose clock: Europe/Amsterdam")
    parser.add_argument("--lang", choices=LANGUAGES, default="en", help="to speak in")
    parser.add_argument("--json", action="store_true", help="for programs: due, counted and skipped days")
    parser.add_argument("--closed", metavar="DATE", action="append", default=[], help="an own closing day (repeatable)")
    parser.add_argument("--open", metavar="DATE", action="append", default=[], help="a day that is worked (repeatable)")
    parser.add_argument("--office-hours", metavar="HOURS", help="count from the next opening: 09:00-17:00")
    parser.add_argument("--to-working-day", action="store_true", help="an end on a closed day moves to a working day")
    parser.add_argument(
        "--waited",
        metavar="FROM/UNTIL",
        action="append",
        default=[],
        help="the clock stood still: 2026-05-08T12:00/2026-05-12T09:17 (repeatable)",
    )
    return parser


@cache
def _region(country: str, zone: str, closed: tuple[str, ...], opened: tuple[str, ...]) -> Region:
    return Region(check(Country, country.upper()), check(Zone, zone), closed, opened)


def _days(texts: Iterable[str]) -> tuple[str, ...]:
    return tuple(_day(text).isoformat() for text in texts)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise Wrong(_('"%(value)s" is not a date.'), _("Write it as 2026-05-15."), value=text[:80]) from None


def _wait(text: str, zone: ZoneInfo) -> tuple[Wait, tuple[Note, ...]]:
    first, _slash, last = text.partition("/")
    (since, notes), (until, more) = _moment(first, zone), _moment(last, zone)
    if until <= since:
        raise Wrong(
            _('"%(value)s" ends before it begins.'),
            _("Write first from when, then until when, with / between them."),
            value=text[:80],
        )
    return Wait(since, until), notes + more


def _moment(text: str, zone: ZoneInfo) -> tuple[datetime, tuple[Note, ...]]:
    """Return a moment (UTC), in the zone where it names none, and what to tell when the clock showed it twice or never."""
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        moment = None
    if moment is None or _is_day(text):
        raise Wrong(_('"%(value)s" is not a date with a time.'), _("Write it as 2026-05-07T16:40."), value=text[:80])
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise Wrong(
            _("No dates are reckoned in the year %(year)s."),
            _("Write a year from %(first)s to %(last)s."),
            year=str(moment.year),
            first=str(FIRST_YEAR),
            last=str(LAST_YEAR),
        )
    if moment.tzinfo is not None:
        return moment.astimezone(UTC), ()
    return moment.replace(tzinfo=zone).astimezone(UTC), tuple(_notes(moment, zone))


def _is_day(text: str) -> bool:
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


def _notes(moment: datetime, zone: ZoneInfo) -> Iterable[Note]:
    """Yield what is odd about a moment without a zone: on two nights a year the clock shows an hour twice, or never."""
    first, second = (moment.replace(tzinfo=zone, fold=fold) for fold in (0, 1))
    shown = first.astimezone(UTC).astimezone(zone)
    if shown.replace(tzinfo=None) != moment:
        yield Note(
            _("The clock never showed %(moment)s: it went forward. It is taken as %(shown)s."),
            {"moment": _written(moment), "shown": _written(shown)},
        )
    elif first.utcoffset() != second.utcoffset():
        yield Note(
            _("The clock showed %(moment)s twice. The first is taken, %(first)s; for the second write %(second)s."),
            {"moment": _written(moment), "first": _written(first), "second": _written(second)},
        )


def _written(moment: datetime) -> str:
    return moment.isoformat(timespec="minutes")
