"""What a finder is shown and holds."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from meldpunt.cases.terms.mailed import Mail
from meldpunt.cases.terms.promised import Says
from meldpunt.cases.terms.words import ClosingReason, FinderStatus, MessageKind, Notices
from meldpunt.policy.terms import Span
from meldpunt.reports.terms import FileSummary, ReportContent


@dataclass(frozen=True)
class Receipt:
    """What the finder is shown once.

    `code` is the access code in groups; `digest` and `salt` are hex; `manifest` is the exact text whose
    SHA-256 is `digest` (the recipe stands in `arrivals.rules.content`); `due_at` is when the first answer is promised;
    `page_stays` is how long the page stays after closing.
    """

    number: str
    code: str = field(repr=False)
    digest: str = field(repr=False)
    salt: str = field(repr=False)
    manifest: str = field(repr=False)
    received_at: datetime
    due_at: datetime | None
    page_stays: Span
    language: str


@dataclass(frozen=True)
class FinderPass:
    """What a finder's browser holds: the session token of its cookie, and the organisation it speaks to."""

    token: str = field(repr=False)
    organisation: UUID


@dataclass(frozen=True)
class MessageView:
    """One message, opened. `kind` is None for the finder's; `by` is the handler's name, and `mail` what told the finder of it, for the desk only; `says` what ours holds of what is promised.

    `is_unshown`: it was opened here, and may be somebody else's: the finder's page does not show what it says.
    """

    id: int
    from_finder: bool
    kind: MessageKind | None
    by: str = field(repr=False)
    at: datetime
    text: str = field(repr=False)
    files: tuple[FileSummary, ...]
    says: Says = field(default_factory=Says)
    mail: Mail | None = None
    is_unshown: bool = False


@dataclass(frozen=True)
class FinderEvent:
    """One thing that happened, for the finder: `status` is what it became."""

    at: datetime
    status: FinderStatus


@dataclass(frozen=True)
class OpenedThread:
    """All that a finder sees of their own report. `case` and `id` (of the thread) are the random ids under which others know it.

    `policy_own`: that version is the organisation's own, not the built-in one. `has_identity` and `notices` tell what is kept, never what it is: it is write-only here.
    `due_at` is when we promised to be heard next, None where nothing is promised; `page_until` is set once closed; `review_at` is when
    we look again at what the law forbids to tell: None where nothing is withheld, and where the finder may not know. `mail_failed` says that the newest mail to them did not
    arrive, as far as we know, and that they left no address since; `untold` that the newest of our words and closings did not reach them.
    `is_unshown`: the report came encrypted and may be somebody else's, so that nothing of it is here.
    """

    case: UUID
    id: UUID
    number: str
    status: FinderStatus
    closing_reason: ClosingReason | None
    received_at: datetime
    due_at: datetime | None
    page_until: datetime | None
    language: str
    identity_mode: str
    channel: str
    policy_version: int
    policy_shown: bool
    policy_own: bool
    agreed: bool
    report: ReportContent
    files: tuple[FileSummary, ...]
    messages: tuple[MessageView, ...]
    events: tuple[FinderEvent, ...]
    has_identity: bool
    notices: Notices
    digest: str = field(repr=False)
    mail_failed: bool
    untold: bool
    review_at: datetime | None = None
    is_unshown: bool = False
