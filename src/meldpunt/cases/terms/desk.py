"""What a handler is shown."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from meldpunt.arrivals.terms import EntryLine, OpenedMail
from meldpunt.cases.terms.details import Details
from meldpunt.cases.terms.errors import Change
from meldpunt.cases.terms.facts import Advice, CaseFacts
from meldpunt.cases.terms.finder import MessageView
from meldpunt.cases.terms.finder_keys import FinderKeyView
from meldpunt.cases.terms.mailed import Mail
from meldpunt.cases.terms.withholding import WithholdingView
from meldpunt.cases.terms.words import ClosingReason, Notices, ReportState, Side
from meldpunt.reports.terms import FileSummary, ReportContent, Topic
from meldpunt.sealing.terms import ContentKey


@dataclass(frozen=True)
class Inside:
    """A case by row, id and number, with the key of what only the organisation reads of it."""

    row: int
    id: UUID
    number: str
    key: ContentKey = field(repr=False)


@dataclass(frozen=True)
class NoteView:
    """One internal note, opened."""

    id: int
    by: str = field(repr=False)
    at: datetime
    text: str = field(repr=False)


@dataclass(frozen=True)
class Title:
    """What a list shows of a case to tell it from others: what it is about, and one line of where."""

    topic: Topic
    where: str = field(repr=False)


@dataclass(frozen=True)
class CameByMail:
    """A mail that is the report, where `message` is None, or a message of the conversation. `signer_is_known`: it was signed by the finder's key."""

    message: int | None
    mail: OpenedMail = field(repr=False)
    signer_is_known: bool = False


@dataclass(frozen=True)
class OpenedCase:
    """All that a handler sees of a case. `identity_name` and `contact` are the finder's, empty when not given or erased.

    `policy_own`: that version is the organisation's own, not the built-in one. `timeline` has as many of the newest events as were asked for. `closing_reasons` are those it can be closed with now: none means that it cannot be closed yet. While progress is withheld there is no step that the finder would see. `closing_mails` are those that told of a closing, the oldest first; a message has its own. `untold`: the newest of our words and closings did not reach the finder, as far as we know. `details` are the times in which a name or contact details of the finder lay here. `waiting_mails` are those of the mail room that name this case. `keys` are the finder's OpenPGP keys, the one in use first; `takes_key`: there is an address for mails kept here that one can belong to. `is_unshown`: the finder's page does not show the report, which was opened here and may be somebody else's.
    """

    number: str
    id: UUID
    version: int
    state: ReportState
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    assigned_to: UUID | None
    assigned_name: str = field(repr=False)
    last_word: Side
    channel: str
    policy_version: int
    policy_shown: bool
    policy_own: bool
    agreed: bool
    brand: str
    language: str
    identity_mode: str
    identity_name: str = field(repr=False)
    contact_mode: str
    contact: str = field(repr=False)
    notices: Notices
    report: ReportContent
    digest: str = field(repr=False)
    salt: str = field(repr=False)
    files: tuple[FileSummary, ...]
    messages: tuple[MessageView, ...]
    notes: tuple[NoteView, ...]
    timeline: tuple[Change, ...]
    possible: tuple[ReportState, ...]
    closing_reasons: tuple[ClosingReason, ...]
    facts: CaseFacts
    advice: Advice
    withholding: WithholdingView | None = None
    details: tuple[Details, ...] = ()
    closing_mails: tuple[Mail, ...] = ()
    untold: bool = False
    came_by_mail: tuple[CameByMail, ...] = ()
    waiting_mails: tuple[EntryLine, ...] = ()
    keys: tuple[FinderKeyView, ...] = ()
    takes_key: bool = False
    is_unshown: bool = False

    @property
    def closing_reason(self) -> ClosingReason | None:
        """Return why it is closed, None while it is open."""
        return self.facts.closing_reason

    @property
    def key_in_use(self) -> FinderKeyView | None:
        """Return the key that answers are encrypted to, good or not."""
        return next((key for key in self.keys if key.in_use), None)

    @property
    def keys_waiting(self) -> tuple[FinderKeyView, ...]:
        """Return the keys that somebody is to confirm or refuse."""
        return tuple(key for key in self.keys if not key.in_use)

    @property
    def has_details(self) -> bool:
        """Tell whether a name or contact details of the finder lie here, also where nobody can open them."""
        return bool(self.details) and self.details[-1].until is None

    @property
    def keeps_mail(self) -> bool:
        """Tell whether a mail of the case lies here as it came, with who sent it."""
        return any(came.mail.kept is not None for came in self.came_by_mail)

    @property
    def erased_at(self) -> datetime | None:
        """Return when who the finder is was erased; None while something lies here, and where nothing ever did."""
        return self.details[-1].until if self.details else None

    @property
    def is_untold(self) -> bool:
        """Tell whether it is closed, and the finder was not told of that."""
        return self.state is ReportState.CLOSED and self.untold

    @property
    def may_decline(self) -> bool:
        """Tell whether a no can still be told."""
        return self.state is not ReportState.CLOSED and self.withholding is None
