"""Roles, deeds, and who is visiting."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from meldpunt.journal.terms import Actor, member
from meldpunt.people.terms.looks import Theme
from meldpunt.people.terms.second_factor import FactorNeed, FactorState
from meldpunt.sealing.terms import KeyRing


class Role(StrEnum):
    """What a member is to the organisation."""

    HANDLER = "handler"
    LEAD = "lead"
    ADMINISTRATOR = "administrator"


class Deed(StrEnum):
    """Everything a route of the desk may do; `rules.ALLOWED` says who may."""

    SEE_DESK = "see_desk"
    READ_QUEUE = "read_queue"
    OPEN_CASE = "open_case"
    ENTER_REPORT = "enter_report"
    SORT_MAIL = "sort_mail"
    ANSWER_FINDER = "answer_finder"
    WRITE_NOTE = "write_note"
    ASSIGN_CASE = "assign_case"
    CHANGE_STATE = "change_state"
    CLOSE_CASE = "close_case"
    REOPEN_CASE = "reopen_case"
    ERASE_FINDER = "erase_finder"
    KEEP_FINDER_KEY = "keep_finder_key"
    RECORD_DUTY = "record_duty"
    SEE_MEMBERS = "see_members"
    READ_CARD = "read_card"
    READ_FIGURES = "read_figures"
    INVITE_MEMBER = "invite_member"
    CHANGE_ROLE = "change_role"
    REMOVE_MEMBER = "remove_member"
    READMIT_MEMBER = "readmit_member"
    CLEAR_SECOND_FACTOR = "clear_second_factor"
    WITHHOLD_PROGRESS = "withhold_progress"
    ROTATE_KEYS = "rotate_keys"
    REPLACE_RECOVERY_CODE = "replace_recovery_code"
    RESUME_INTAKE = "resume_intake"
    CHANGE_SETTINGS = "change_settings"
    PUBLISH_POLICY = "publish_policy"
    READ_JOURNAL = "read_journal"
    KEEP_OWN_ACCOUNT = "keep_own_account"
    SEE_ABSENCES = "see_absences"
    NOTE_ABSENCE_OF_OTHERS = "note_absence_of_others"


@dataclass(frozen=True)
class OrganisationFacts:
    """What a page may know of an organisation: nothing secret.

    `host` is its first host name or empty; `logo_version` changes with the logo and is empty without one;
    `brand` is the key of the brand whose name, host and look these are, empty for the organisation itself;
    `zone` and `region` are for reckoning days (`Europe/Amsterdam`, `NL`); `closed_days` and `worked_days` (ISO dates) are the
    organisation's own exceptions to the calendar of working days; `figures_public`: anybody may read how promises are kept. `mail_in` is the
    address at which mail comes in, empty for none; `subaddress` the sign before a token in it, empty for no tokens; `reroutes_alone`: what
    is surely meant for another channel is answered with that and not kept. `tests_way_in`: the way in is tested once a day;
    `tests_mail`: also by mail.
    """

    id: UUID
    slug: str
    name: str
    languages: tuple[str, ...]
    host: str
    onion_host: str
    zone: str
    region: str
    mail_from: str
    finder_mail_enabled: bool
    notice_phrase: str
    intake_stopped: bool
    theme: Theme
    logo_version: str
    closed_days: tuple[str, ...] = ()
    worked_days: tuple[str, ...] = ()
    brand: str = ""
    second_factor: FactorNeed = FactorNeed.NOBODY
    figures_public: bool = False
    mail_in: str = ""
    subaddress: str = "+"
    reroutes_alone: bool = False
    tests_way_in: bool = True
    tests_mail: bool = True

    @property
    def language(self) -> str:
        """Return the organisation's first language."""
        return self.languages[0]


@dataclass(frozen=True)
class Visitor:
    """A member at the desk. `ring` is None while the desk is locked; `must_set_up` the second factor before anything else.

    `openpgp_until` is when the OpenPGP key ends to which the visitor's mail is encrypted; None without one, or without an end.
    """

    member: UUID
    name: str
    language: str
    role: Role
    organisation: OrganisationFacts
    ring: KeyRing | None = field(default=None, repr=False)
    must_set_up: bool = False
    openpgp_until: datetime | None = None

    @property
    def unlocked(self) -> bool:
        """Tell whether the visitor's own key is at hand."""
        return self.ring is not None

    @property
    def admitted(self) -> bool:
        """Tell whether a key of the organisation is at hand, so that cases can be opened."""
        return self.ring is not None and bool(self.ring.seeds.keys() - {self.member})

    @property
    def actor(self) -> Actor:
        """Return who acts, for verbs and the journal."""
        return member(self.member)


@dataclass(frozen=True)
class SignedIn:
    """A password was right: the member, and the seed that unlocks (to be re-sealed under the desk's cookie at once).

    `stamp` is what `access.stamp_of` said in the moment in which that counted.
    """

    member: UUID
    stamp: str = field(repr=False)
    seed: bytes = field(repr=False)


@dataclass(frozen=True)
class FirstKeys:
    """What making an organisation yields: shown once, kept nowhere."""

    organisation: UUID
    slug: str
    recovery_code: str = field(repr=False)
    invitation_token: str = field(repr=False)


@dataclass(frozen=True)
class InvitationFacts:
    """What the page behind an invitation link may show before the button is pressed."""

    organisation: OrganisationFacts
    role: Role
    language: str
    email: str = field(repr=False)


@dataclass(frozen=True)
class PendingInvitation:
    """An invitation that was not used yet, for the members page."""

    id: UUID
    role: Role
    expires_at: datetime
    email: str = field(repr=False)


class Standing(StrEnum):
    """How a member stands with the organisation's keys."""

    ADMITTED = "admitted"
    DOUBTED = "doubted"
    WAITING = "waiting"
    NO_ACCESS = "no access"


@dataclass(frozen=True)
class MemberFacts:
    """A member, for the members page. `fingerprint` is eight numbers to compare by voice."""

    id: UUID
    name: str
    role: Role
    standing: Standing
    joined_at: datetime
    fingerprint: str
    email: str = field(repr=False)
    second_factor: FactorState = FactorState.NONE


@dataclass(frozen=True)
class Doubts:
    """Who holds the current key without a mark that fits: ids of members and of invitations, and whether the recovery code does."""

    members: frozenset[UUID] = frozenset()
    invitations: frozenset[UUID] = frozenset()
    recovery: bool = False

    def __bool__(self) -> bool:
        """Tell whether there is any."""
        return bool(self.members or self.invitations) or self.recovery


@dataclass(frozen=True)
class Rotation:
    """How far a rotation of the organisation's key is."""

    retiring: UUID
    current: UUID
    started_at: datetime
    left: int


@dataclass(frozen=True)
class Settings:
    """What a member who may change settings fills in."""

    name: str
    languages: tuple[str, ...]
    zone: str
    region: str
    mail_from: str
    notice_phrase: str
    finder_mail_enabled: bool
    closed_days: tuple[str, ...] = ()
    worked_days: tuple[str, ...] = ()
    second_factor: FactorNeed = FactorNeed.NOBODY
    figures_public: bool = False
    mail_in: str = ""
    subaddress: str = "+"
    reroutes_alone: bool = False
    tests_way_in: bool = True
    tests_mail: bool = True


class SessionState(StrEnum):
    """What time has done to a session of the desk."""

    OPEN = "open"
    IDLE = "idle"
    OVER = "over"
