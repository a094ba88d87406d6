"""`./meldpunt policy`: check a file, show a version, compare, publish; and the schema and catalogue for writers."""

import argparse
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TextIO
from zoneinfo import ZoneInfo

from django.utils.translation import gettext, override

from meldpunt.doors.console.choosing import Stop, chosen
from meldpunt.doors.console.keepable import keepable_lines
from meldpunt.doors.console.publishing import (
    proposal_or_stop,
    publish_or_propose,
    stop_where_hosts_move,
    two_people_lines,
    waiting_lines,
    warning_lines,
    withdraw,
)
from meldpunt.doors.console.reading import Beside, content_of
from meldpunt.doors.console.showing import shown_lines
from meldpunt.journal.terms import OPERATOR
from meldpunt.people.terms import OpenPgp, OrganisationFacts
from meldpunt.policy.queries import policy_in_force, policy_source, policy_text, policy_version, read_for
from meldpunt.policy.rules.catalogue.page import as_markdown
from meldpunt.policy.rules.changed_keys import ChangedKey, changed_keys
from meldpunt.policy.rules.differences import Change, Difference, differences
from meldpunt.policy.rules.file.schema import json_schema
from meldpunt.policy.rules.reading import read, read_again, read_earlier
from meldpunt.policy.rules.settled import terms_of
from meldpunt.policy.terms import (
    NoSuchVersion,
    Policy,
    PolicyRefused,
    PolicyText,
    Problem,
    Region,
    ShownClause,
)

type Reader = Callable[..., PolicyText]
LANGUAGES = ("en", "nl")
MOST_A_DAY = 100
PROPOSAL = "proposal"
"""The name under which `diff` compares what waits for a second person."""
SIGNS = {Change.ADDED: "+", Change.REMOVED: "-", Change.CHANGED: "~"}


@dataclass(frozen=True)
class Asked:
    """One run: the options, who looks into a key file, the moment, where to write, and how to get at the database."""

    options: argparse.Namespace
    keys: OpenPgp
    now: datetime
    output: TextIO
    ready: Callable[[], None]

    def say(self, *lines: str) -> None:
        """Write lines."""
        self.output.writelines(f"{line}\n" for line in lines)

    def organisation(self) -> OrganisationFacts:
        """Return the organisation that is named, or the only one. Raises Stop."""
        self.ready()
        return chosen(self.options.organisation)


@dataclass(frozen=True)
class Side:
    """One side of a comparison: what is shown, and the file; None for the built-in policy."""

    clauses: tuple[ShownClause, ...]
    text: PolicyText | None


def run(
    arguments: Sequence[str], *, keys: OpenPgp, ready: Callable[[], None], output: TextIO, complaints: TextIO
) -> int:
    """Do what is asked; the exit code is 1 when something is wrong. `ready` brings the database to this version.

    What is wrong in a file is the answer of `check`; for all others it is a complaint.
    """
    options = read_options(arguments)
    asked = Asked(options, keys, datetime.now(tz=UTC), output, ready)
    with override(options.language):
        try:
            COMMANDS[options.what](asked)
        except PolicyRefused as refused:
            lines = [*(told(problem, options.file) for problem in refused.problems), *_more_to_come(options.file)]
            (output if options.what == "check" else complaints).writelines(f"{line}\n" for line in lines)
        except Stop as stop:
            complaints.write(f"meldpunt: {stop}\n")
        else:
            return 0
    return 1


def read_options(arguments: Sequence[str]) -> argparse.Namespace:
    """Read the command line; leaves with a usage message when it makes no sense."""
    every = argparse.ArgumentParser(add_help=False)
    every.add_argument("--language", choices=LANGUAGES, default="en", help="to speak in")
    every.add_argument("--organisation", metavar="SLUG", help="whose policy, where there are several")
    parser = argparse.ArgumentParser("meldpunt policy", description="Check, show, compare and publish a policy.")
    what = parser.add_subparsers(dest="what", required=True)

    def command(name: str, text: str) -> argparse.ArgumentParser:
        return what.add_parser(name, help=text, description=text, parents=[every])

    command("check", "Tell what is wrong with a policy file.").add_argument("file", type=Path)
    _keepable_options(command)
    show = command("show", "Show a published version, clause by clause.")
    show.add_argument("--version", type=int, help="its number; the one in force when left out")
    show.add_argument("--source", action="store_true", help="the file it was published from, which names people")
    diff = command(
        "diff",
        "Show what changes between two files or versions: clause by clause, then the keys that are no clause; people are among those.",
    )
    diff.add_argument(
        "before", help="a file, the number of a version, or the word proposal: what waits for a second person"
    )
    diff.add_argument("after", help="the same")
    publish = command("publish", "Publish a policy file as the next version, or propose it where two people publish.")
    publish.add_argument("file", type=Path)
    publish.add_argument(
        "--yes", action="store_true", help="also where host names are given to a brand or taken from one"
    )
    command("withdraw", "Withdraw the proposal that was made with publish.")
    command("schema", "Write the JSON Schema of a policy file.")
    command("catalogue", "Write the catalogue of clauses.")
    return parser.parse_args(arguments)


def _keepable_options(command: Callable[[str, str], argparse.ArgumentParser]) -> None:
    keepable = command(
        "keepable", "Tell which promises of a policy file would be broken if last year came again, and what would help."
    )
    keepable.add_argument("file", type=Path)
    told_as = "how many reports one person answers on a working day; as last year when left out"
    keepable.add_argument("--per-day", type=_per_day, metavar="NUMBER", help=told_as)


def _per_day(written: str) -> float:
    """Read how many reports somebody answers on a day. Raises ValueError, of which the parser makes a usage message."""
    number = float(written)
    if not 0 < number <= MOST_A_DAY:
        raise ValueError
    return number


def told(problem: Problem, file: Path | str) -> str:
    """Say a problem on one line, in the language that is spoken: place, what is wrong, and what to do."""
    place = f"{file}:{problem.line}" + (f" {problem.key}" if problem.key else "")
    hint = " " + gettext('Did you mean "%(near)s"?') % {"near": problem.near} if problem.near else ""
    return f"{place}: {gettext(problem.message) % problem.values} {gettext(problem.remedy) % problem.values}{hint}"


def _more_to_come(file: Path | str) -> Iterator[str]:
    """Say so where values are so wrong that what looks at several of them together was not looked at."""
    with suppress(Stop):
        if read_again(content_of(Path(file))) is None:
            yield gettext("More may show up once these are right: not everything could be looked at yet.")


def _check(asked: Asked) -> None:
    file = asked.options.file
    if asked.options.organisation:
        organisation = asked.organisation()
        policy = _checked(asked, organisation)[1]
    else:
        today = asked.now.astimezone(ZoneInfo(Region().zone)).date()
        policy = read(content_of(file), today=today, files=Beside(file.parent), keys=asked.keys)
    asked.say(gettext("%(file)s can be published.") % {"file": file}, *two_people_lines(policy), *warning_lines(policy))


def _keepable(asked: Asked) -> None:
    organisation, options = asked.organisation(), asked.options
    policy = _checked(asked, organisation)[1]
    asked.say(*keepable_lines(organisation, policy, per_day=options.per_day, now=asked.now, language=options.language))


def _show(asked: Asked) -> None:
    organisation = asked.organisation()
    number = asked.options.version or policy_in_force(organisation.id, now=asked.now).number
    if asked.options.source:
        asked.output.write(_source(organisation, number))
        return
    policy = _version(organisation, number, asked.now)
    asked.say(*waiting_lines(organisation), *shown_lines(organisation, policy, language=asked.options.language))


def _diff(asked: Asked) -> None:
    before, after = _side(asked, asked.options.before, read_earlier), _side(asked, asked.options.after, read)
    found = differences(before.clauses, after.clauses)
    asked.say(*(line for each in found for line in _in_lines(each, asked.options.language)))
    changed = changed_keys(before.text, after.text) if after.text else ()
    asked.say(*(line for each in changed for line in _key_in_lines(each)))
    if not found and not changed:
        asked.say(gettext("Nothing changes."))


def _publish(asked: Asked) -> None:
    organisation, file = asked.organisation(), asked.options.file
    (content, policy), beside = _checked(asked, organisation), Beside(file.parent)
    if not asked.options.yes:
        stop_where_hosts_move(organisation, policy)
    asked.say(*publish_or_propose(organisation, content=content, files=beside, now=asked.now), *warning_lines(policy))


def _withdraw(asked: Asked) -> None:
    asked.say(withdraw(asked.organisation(), now=asked.now))


def _schema(asked: Asked) -> None:
    asked.output.write(json.dumps(json_schema(), indent=2) + "\n")


def _catalogue(asked: Asked) -> None:
    asked.output.write(as_markdown())


def _side(asked: Asked, name: str, reader: Reader) -> Side:
    """Return a version, when `name` is a number, what is proposed, or a file. Raises Stop, PolicyRefused."""
    if name.isdecimal():
        organisation, number = asked.organisation(), int(name)
        policy = _version(organisation, number, asked.now)
        return Side(policy.terms.clauses, policy_text(organisation.id, number) if policy.row else None)
    if name == PROPOSAL:
        return _proposed(asked)
    file = asked.options.file = Path(name)
    today = asked.now.astimezone(ZoneInfo(Region().zone)).date()
    text = reader(content_of(file), today=today, files=Beside(file.parent))
    return Side(terms_of(text).clauses, text)


def _proposed(asked: Asked) -> Side:
    """Return the proposal. Raises Stop, PolicyRefused where it cannot be published any more."""
    proposal = proposal_or_stop(asked.organisation())
    asked.options.file = PROPOSAL
    today = proposal.at.astimezone(ZoneInfo(Region().zone)).date()
    text = read(proposal.source.encode(), today=today, files=proposal.files)
    return Side(terms_of(text).clauses, text)


def _version(organisation: OrganisationFacts, number: int, now: datetime) -> Policy:
    current = policy_in_force(organisation.id, now=now)
    if current.number == number:
        return current
    try:
        return policy_version(organisation.id, number)
    except NoSuchVersion:
        raise Stop(gettext("There is no version %(number)d.") % {"number": number}) from None


def _source(organisation: OrganisationFacts, number: int) -> str:
    try:
        return policy_source(organisation.id, number)
    except NoSuchVersion:
        raise Stop(gettext("There is no version %(number)d.") % {"number": number}) from None


def _in_lines(difference: Difference, language: str) -> Iterator[str]:
    """Yield one difference: the sign and id of the clause, then its text before and after."""
    either = difference.after or difference.before
    yield f"{SIGNS[difference.change]} {either.id if either else ''}"
    for sign, clause in (("-", difference.before), ("+", difference.after)):
        if clause is not None:
            yield f"    {sign} {clause.text(language)}"


def _key_in_lines(changed: ChangedKey) -> Iterator[str]:
    """Yield what is no clause: its sign and key, then its value before and after, as it stands in the file."""
    yield f"{'+' if not changed.before else '-' if not changed.after else '~'} {changed.key}"
    for sign, value in (("-", changed.before), ("+", changed.after)):
        if value:
            yield f"    {sign} {value}"


def _checked(asked: Asked, organisation: OrganisationFacts) -> tuple[bytes, PolicyText]:
    """Return the policy file and what it says once it can be published, the key file beside it looked into. Raises PolicyRefused, Stop."""
    content, files = content_of(asked.options.file), Beside(asked.options.file.parent)
    return content, read_for(organisation, content=content, files=files, keys=asked.keys, by=OPERATOR, now=asked.now)


COMMANDS: Mapping[str, Callable[[Asked], None]] = {
    "check": _check,
    "keepable": _keepable,
    "show": _show,
    "diff": _diff,
    "publish": _publish,
    "withdraw": _withdraw,
    "schema": _schema,
    "catalogue": _catalogue,
}
