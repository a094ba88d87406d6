"""What happened, in plain words: of a case for its timeline, of an organisation for its journal."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import groupby
from uuid import UUID

from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from meldpunt.cases.terms import Change, MessageKind
from meldpunt.doors.desk.deed_words import DEEDS
from meldpunt.doors.desk.duty_words import FACT_WORDS, LAW_WORDS, STAGE_WORDS
from meldpunt.doors.desk.words import CHANNELS, CLOSING_REASONS, GROUNDS, NEEDS, OBLIGATIONS, ROLES, STATES, Words, word
from meldpunt.journal.terms import ActorKind, EntryLine, Fact
from meldpunt.obligations.terms import Lapse

CODES: Mapping[str, Words] = {
    "channel": CHANNELS,
    "ground": GROUNDS,
    "before": STATES,
    "after": STATES,
    "reason": CLOSING_REASONS,
    "kind": OBLIGATIONS,
    "role": ROLES,
    "second_factor": NEEDS,
    "fact": FACT_WORDS,
    "law": LAW_WORDS,
    "stage": STAGE_WORDS,
}
LOOKS = frozenset({"case.opened", "case.file_opened", "case.finder_entered", "case.finder_left", "duty.opened"})
"""Deeds that change nothing: each is told once for as long as nobody else does anything."""
PEOPLE = {"member", "to", "proposer"}
MOMENTS = {"received", "came_back"}
BUILT_IN = 1
"""The number of the version that holds before anybody published."""

type Test = Callable[[Mapping[str, Fact], UUID | None], object]

OTHERWISE: Mapping[str, tuple[str, Test]] = {
    "case.answered": ("case.asked", lambda facts, _member: facts.get("kind") == MessageKind.ASK),
    "case.assigned": ("case.taken", lambda facts, member: member and facts.get("to") == str(member)),
    "case.key_learned": ("case.key_learned_used", lambda facts, _member: facts.get("used")),
    "case.mail_came_back": ("case.mail_came_back_dead", lambda facts, _member: facts.get("address_erased")),
    "case.mail_bounced": ("case.mail_bounced_dead", lambda facts, _member: facts.get("address_erased")),
    "obligation.lapsed": ("obligation.named_anew", lambda facts, _member: facts.get("because") == Lapse.MOVED),
    "obligation.warned": ("obligation.warned_late", lambda facts, _member: facts.get("late")),
    "duty.warned": ("duty.warned_late", lambda facts, _member: facts.get("late")),
    "policy.published": (
        "policy.published_by",
        lambda facts, member: member and facts.get("number") != BUILT_IN,
    ),
    "queue.titles_opened": ("queue.title_opened", lambda facts, _member: str(facts.get("count")) == "1"),
}
"""Deeds that are told by another name where their facts, or who did them, say so."""


@dataclass(frozen=True)
class Line:
    """One thing that happened; `before` are the earlier moments of a look that is told once, in order."""

    at: datetime
    words: str = field(repr=False)
    before: tuple[datetime, ...] = ()

    @property
    def moments(self) -> tuple[datetime, ...]:
        """Return every moment at which it happened."""
        return (*self.before, self.at)


def lines_of(changes: Iterable[Change], names: Mapping[UUID, str]) -> list[Line]:
    """Tell the changes of a case, as the capability gives them; `names` are the members'."""
    by_person = groupby(changes, key=lambda change: (change.side, change.who))
    return [line for _, deeds in by_person for line in _folded(deeds, names)]


def _folded(deeds: Iterable[Change], names: Mapping[UUID, str]) -> list[Line]:
    """Tell what one person did in a row: a look that came back stands where it was last, with the moments of those before it."""
    lines: list[Line] = []
    for deed in deeds:
        told_as = _asked(deed.deed, deed.facts, member=deed.member)
        line = Line(deed.at, _told(told_as, deed.facts, deed.who or _side(deed.side), names))
        seen = next((each for each in lines if each.words == line.words), None) if deed.deed in LOOKS else None
        if seen:
            lines.remove(seen)
            line = replace(line, before=seen.moments)
        lines.append(line)
    return lines


def told(entry: EntryLine, names: Mapping[UUID, str]) -> str:
    """Tell one line of the journal."""
    member = entry.actor.id if entry.actor.kind is ActorKind.MEMBER else None
    who = names.get(member, "") if member else ""
    told_as = _asked(entry.deed, entry.facts, member=member)
    return _told(told_as, entry.facts, who or _side(entry.actor.kind), names)


def _told(deed: str, facts: Mapping[str, Fact], who: str, names: Mapping[UUID, str]) -> str:
    """Fill in the sentence; what a deed did not say is left open rather than made up."""
    return word(DEEDS, deed).format_map(_Facts(_facts(facts, names), who=who))


def _asked(deed: str, facts: Mapping[str, Fact], *, member: UUID | None) -> str:
    """Return under which name a deed is told: a question is an answer of its own kind, and one case is no list of cases.

    Who gives a case to oneself takes it. A member who published is named; version 1 is built in, and nobody's. Warnings that left late
    say so, and a day that another took the place of did not just fall away.
    """
    name, holds = OTHERWISE.get(deed, (deed, None))
    return name if holds is not None and holds(facts, member) else deed


class _Facts(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "…"


def _facts(facts: Mapping[str, Fact], names: Mapping[UUID, str]) -> dict[str, str]:
    """Put the codes among the facts into words, ids of members into their names, and moments into those of the reader's clock."""
    said = {name: word(CODES.get(name, {}), value) for name, value in facts.items()}
    for name in PEOPLE & said.keys():
        said[name] = _person(said[name], names)
    for name in MOMENTS & said.keys():
        said[name] = date_format(localtime(datetime.fromisoformat(said[name])), "j F Y H:i")
    return said


def _person(code: str, names: Mapping[UUID, str]) -> str:
    """Return the name behind an id; nobody where there is none."""
    if code == ActorKind.OPERATOR:
        return _("The operator")
    return names.get(_uuid(code), _("somebody")) if code else _("nobody")


def _side(kind: str) -> str:
    sides = {
        ActorKind.FINDER: _("The finder"),
        ActorKind.SYSTEM: _("The system"),
        ActorKind.OPERATOR: _("The operator"),
    }
    return sides.get(ActorKind(kind), _("somebody"))


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
