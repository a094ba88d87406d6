"""The clauses of the catalogue, what keeps each of them, and a clause as a finder reads it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class ClauseKind(StrEnum):
    """What a clause is.

    The first four are taken by their id; the others follow from a setting of the policy (a promise, the reward table, ...).
    """

    ASK = "ask"
    RULE = "rule"
    PLEDGE = "pledge"
    INFORMATION = "information"
    PROMISE = "promise"
    SAFE_HARBOUR = "safe_harbour"
    TERM = "term"


class MechanismKind(StrEnum):
    """What keeps a clause."""

    OBLIGATION = "obligation"
    FORM_STEP = "form_step"
    PERMISSION = "permission"
    PAGE = "page"
    VERB = "verb"
    PEOPLE = "people"


@dataclass(frozen=True)
class Mechanism:
    """What keeps a clause: a part of the system by its name, or people, with the reason why no system can.

    `planned` marks a part that is not there yet: until it is, people keep the clause, and the page says so.
    """

    kind: MechanismKind
    name: str
    reason: str = ""
    planned: bool = False

    @property
    def kept_by_people(self) -> bool:
        """Tell whether people keep it today."""
        return self.kind is MechanismKind.PEOPLE or self.planned


@dataclass(frozen=True)
class Clause:
    """One clause of the catalogue: its text by language code, where the idea comes from, and what keeps it.

    `parameters` are the names of the placeholders in every text, such as `amount` and `unit`.
    """

    id: str
    kind: ClauseKind
    texts: Mapping[str, str]
    source: str
    mechanism: Mechanism
    parameters: tuple[str, ...] = ()


@dataclass(frozen=True)
class Weakness:
    """A kind of weakness an organisation may exclude, by language code."""

    id: str
    texts: Mapping[str, str]


class Section(StrEnum):
    """The parts of a policy page, in the order they are read."""

    WELCOME = "welcome"
    ELSEWHERE = "elsewhere"
    SCOPE = "scope"
    EXCLUDED = "excluded"
    WAYS_IN = "ways_in"
    ASK = "ask"
    IDENTITY = "identity"
    RULES = "rules"
    PROMISES = "promises"
    PLEDGES = "pledges"
    SAFE_HARBOUR = "safe_harbour"
    REWARD = "reward"
    PUBLICATION = "publication"
    LAW = "law"
    RETENTION = "retention"
    DOCUMENTS = "documents"
    INFORMATION = "information"


FINDERS_DUTIES: Final = frozenset({Section.ASK, Section.RULES, Section.LAW})
"""Parts of the page that say what the finder does; it is not for the organisation's people to keep."""


@dataclass(frozen=True)
class ShownClause:
    """One clause as it is shown and kept for ever: every value filled in.

    `id` is unique within a version and stays the same between versions, so that two versions can be compared by it.
    """

    id: str
    section: Section
    texts: Mapping[str, str]
    kept_by_people: bool = False

    @property
    def is_marked(self) -> bool:
        """Tell whether to say that people keep it: people of the organisation, so not what a finder does, unless in words of its own.

        What only tells a promise in full has no mark of its own: what misuse means, and each row of the rewards.
        """
        return (
            self.kept_by_people
            and not self.is_detail
            and (self.section not in FINDERS_DUTIES or self.id.startswith("own."))
        )

    @property
    def is_detail(self) -> bool:
        """Tell whether it says what another clause promises: a definition of misuse, or a row of the rewards."""
        return self.id.startswith(("misuse_", "reward.")) and self.id != "misuse_goes_to_police"

    def text(self, language: str) -> str:
        """Return the text in `language`, else in English, else in the one language it has."""
        return self.texts.get(language) or self.texts.get("en") or next(iter(self.texts.values()))
