"""`./meldpunt mail`: take in a message that a mail server hands to a program, and see what mail is owed.

What `receive` tells the mail server are the exit codes of sysexits.h: 0 once the message is stored, 75 when it must be handed over again,
64 and 65 for what will never work.
"""

import argparse
import os
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import BinaryIO, Final, NoReturn, TextIO
from uuid import UUID

from meldpunt.arrivals.queries import count_entries
from meldpunt.arrivals.terms import Channel, Envelope, MailReader, TryLater, Way
from meldpunt.cases.actions import receive_mail
from meldpunt.doors.console.choosing import Stop, chosen
from meldpunt.outbox.queries import given_up, queue
from meldpunt.outbox.terms import QueueLine
from meldpunt.people.queries import organisation_by_slug, organisations
from meldpunt.policy.queries import organisation_of_address

KEPT: Final = os.EX_OK
WRONG_USAGE: Final = os.EX_USAGE
NO_MESSAGE: Final = os.EX_DATAERR
LATER: Final = os.EX_TEMPFAIL
LARGEST: Final = 25 * 1024 * 1024
MOST: Final = 1000
FROM_SERVER: Final = {"recipient": ("ORIGINAL_RECIPIENT", "RECIPIENT"), "sender": ("SENDER",)}
"""What mail servers say of a message that they hand to a program (Postfix local(8), Exim pipe)."""


def run(
    arguments: Sequence[str],
    *,
    reader: MailReader,
    source: BinaryIO,
    environment: Mapping[str, str],
    output: TextIO,
    complaints: TextIO,
) -> int:
    """Do what is asked and return the exit code. Whatever goes wrong with a message is 75, so that nobody throws it away."""
    try:
        asked = _parser().parse_args(arguments)
        if asked.verb == "queue":
            return _queue(output)
        return _receive(asked, reader, source, environment)
    except _WrongUsage as wrong:
        return _complain(complaints, WRONG_USAGE, str(wrong))
    except Stop as stopped:
        return _complain(complaints, LATER, str(stopped))
    except TryLater:
        return _complain(complaints, LATER, "Not kept. Hand it over again later.")
    except _NotTaken as problem:
        return _complain(complaints, NO_MESSAGE, str(problem))


class _WrongUsage(Exception):
    """The command line makes no sense."""


class _NotTaken(Exception):
    """What was handed over is no message that is taken here."""


class _Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        """Leave with the exit code that mail servers know."""
        text = f"{message}. ./meldpunt mail --help lists what there is."
        raise _WrongUsage(text)


def _receive(asked: argparse.Namespace, reader: MailReader, source: BinaryIO, environment: Mapping[str, str]) -> int:
    if source.isatty():
        text = "Hand the message over on standard input: ./meldpunt mail receive < message"
        raise _WrongUsage(text)
    now = datetime.now(tz=UTC)
    recipients = asked.recipient or _told(environment, "recipient")
    senders = [asked.sender] if asked.sender is not None else _told(environment, "sender")
    organisation = _organisation(asked.organisation, recipients, now)
    raw = source.read(LARGEST + 1)
    if not raw.strip() or len(raw) > LARGEST:
        text = "Nothing was handed over." if len(raw) <= LARGEST else f"Larger than {LARGEST // 1024**2} MB."
        raise _NotTaken(text)
    envelope = Envelope(
        Way.PIPE, tuple(recipients), next(iter(senders), None), authserv_id=asked.authserv_id, is_shared=asked.shared
    )
    receive_mail(raw=raw, envelope=envelope, organisation=organisation, reader=reader, by=Channel.MAIL, now=now)
    return KEPT


def _told(environment: Mapping[str, str], what: str) -> list[str]:
    return [environment[name] for name in FROM_SERVER[what] if name in environment][:1]


def _organisation(slug: str | None, recipients: Sequence[str], now: datetime) -> UUID:
    """Return whose mail it is: as was said, by its address, or the only one's. Raises Stop."""
    if slug is not None and organisation_by_slug(slug) is None:
        message = f"There is no organisation {slug}: ./meldpunt hosts lists them."
        raise Stop(message)
    found = None if slug else next(filter(None, (organisation_of_address(one, now=now) for one in recipients)), None)
    return found or chosen(slug).id


def _queue(output: TextIO) -> int:
    """List the letters that wait and those that were given up, without address and content, and how many mails wait at each desk."""
    now = datetime.now(tz=UTC)
    output.writelines(_line(line) for line in [*queue(now=now, limit=MOST), *given_up(now=now, limit=MOST)])
    for each in organisations():
        waiting = count_entries(organisation=each.id, at_most=MOST)
        output.write(f"{each.slug}: {waiting} mails wait in the mail room\n")
    return KEPT


def _line(line: QueueLine) -> str:
    again = f", again at {line.next_try_at:%Y-%m-%d %H:%M} UTC" if line.next_try_at else ""
    problem = f", {line.problem}" if line.problem else ""
    return f"{line.id} {line.letter}: {line.state.value}, owed at {line.owed_at:%Y-%m-%d %H:%M} UTC, tries {line.tries}{again}{problem}\n"


def _complain(complaints: TextIO, code: int, message: str) -> int:
    with suppress(OSError):
        complaints.write(f"meldpunt: {message}\n")
    return code


def _parser() -> _Parser:
    parser = _Parser("meldpunt mail", description="Take in a message from a mail server, or see what mail is owed.")
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="receive | queue", parser_class=_Parser)
    receive = verbs.add_parser("receive", help="take in the message on standard input; exit code 0 once it is stored")
    receive.add_argument("--organisation", metavar="SLUG", help="whose mail it is, where the recipient does not say")
    receive.add_argument(
        "--recipient", metavar="ADDRESS", action="append", help="the envelope's recipient; more than once"
    )
    receive.add_argument("--sender", metavar="ADDRESS", help="the envelope's sender; empty for a delivery report")
    receive.add_argument(
        "--authserv-id", metavar="NAME", default="", help="whose Authentication-Results are believed (RFC 8601)"
    )
    receive.add_argument("--shared", action="store_true", help="a person forwards to it: the mail inside is the report")
    verbs.add_parser("queue", help="list the letters that wait, without address or content")
    return parser
