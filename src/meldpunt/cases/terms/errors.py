"""What can go wrong with a case, each said by name."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from meldpunt.cases.terms.words import ReportState


class CaseError(Exception):
    """Something about a case that a caller must handle."""


class IntakeStopped(CaseError):
    """The organisation takes no reports now: its key or its people need attention first."""


class PolicyChanged(CaseError):
    """The policy says something else than the version the finder was shown: show the differences and ask anew."""

    def __init__(self, shown: int) -> None:
        """Remember the number of the version that was shown."""
        super().__init__()
        self.shown = shown


class LinkOver(CaseError):
    """No access code is behind this link: it was used, is too old, was replaced, or never was."""


class NowhereToMail(CaseError):
    """There is no address at which this finder can be mailed, or they want no mail."""


class CodeUnknown(CaseError):
    """No page opens with this access code: it was mistyped, or the page is gone."""


class SessionOver(CaseError):
    """The finder's session ended or never was: ask for the access code again."""


class CaseNotFound(CaseError):
    """There is no such case, or it is not yours: the answer is the same."""


class NothingSaid(CaseError):
    """A message or note without text and without files."""


class NotFilledIn(CaseError):
    """A ready text still has its blank, which is for the handler to fill; `blank` says how it reads."""

    def __init__(self, blank: str) -> None:
        """Remember how the blank reads: words of ours, nothing of the case."""
        super().__init__("a ready text still has its blank")
        self.blank = blank


class NoSuchMember(CaseError):
    """The case cannot be given to this person: not a member here, or not one who opens cases."""


class TransitionRefused(CaseError):
    """The report cannot go to that state from where it is.

    `reason` is the English sentence (a msgid) that says why; `possible` are the states it can go to.
    """

    def __init__(self, reason: str, possible: tuple[ReportState, ...]) -> None:
        """Remember why, and what can be done instead."""
        super().__init__(reason)
        self.reason = reason
        self.possible = possible


class NoNotTold(TransitionRefused):
    """The case cannot be closed yet: the finder has read no answer, or not this no. Declining sends it."""


@dataclass(frozen=True)
class Change:
    """One line of the timeline. `deed` is an id; `side` is finder, member, system or operator; `who` a member's name or "", `member` their id."""

    at: datetime
    deed: str
    side: str
    who: str = field(repr=False)
    facts: dict[str, str | int | bool | None] = field(default_factory=dict, repr=False)
    member: UUID | None = None


class CaseMovedOn(CaseError):
    """Somebody changed the case since it was shown; `changes` says what, nothing was done yet."""

    def __init__(self, version: int, changes: tuple[Change, ...]) -> None:
        """Remember the version as it is now and what led to it."""
        super().__init__("the case has changed since it was shown")
        self.version = version
        self.changes = changes


class RerouteRefused(CaseError):
    """Whoever sent a mail cannot be told where to go: no channel for it in the policy, no address, or a machine. Nothing was done."""
