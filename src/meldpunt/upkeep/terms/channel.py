"""Words of the channel that tests itself: what is looked at, what can be wrong with it, and how bad that is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Protocol


class Part(StrEnum):
    """One part of the way in that is looked at by itself."""

    FORM = "form"
    ADDRESS = "address"
    CERTIFICATE = "certificate"
    DESK = "desk"
    KEY = "key"
    SECURITY_TEXT = "security_text"
    MAIL_DOMAIN = "mail_domain"
    SENDERS = "senders"
    FORGERIES = "forgeries"
    KEY_DIRECTORY = "key_directory"
    LETTERS = "letters"
    MAILBOX = "mailbox"
    MAIL = "mail"


class Trouble(StrEnum):
    """What is wrong with a part; blank in a table where nothing is."""

    NO_ANSWER = "no_answer"
    NO_FORM = "no_form"
    NOT_TAKEN = "not_taken"
    NO_WAY_BACK = "no_way_back"
    OTHER_TEXT = "other_text"
    INTAKE_STOPPED = "intake_stopped"
    NOT_TESTED = "not_tested"
    NOT_FROM_HERE = "not_from_here"
    OTHER_SERVER = "other_server"
    NOT_TRUSTED = "not_trusted"
    ENDS_SOON = "ends_soon"
    NOT_OPENED = "not_opened"
    KEY_ENDS = "key_ends"
    NOT_SIGNED = "not_signed"
    NO_MX = "no_mx"
    NO_SPF = "no_spf"
    NO_DMARC = "no_dmarc"
    NO_DIRECTORY = "no_directory"
    NO_DNS = "no_dns"
    LETTERS_WAIT = "letters_wait"
    NOT_LOOKED_AT = "not_looked_at"
    MAIL_NOT_BACK = "mail_not_back"
    MAIL_NEVER = "mail_never"
    MAIL_RETURNED = "mail_returned"


class Level(StrEnum):
    """How the way in is: it works, somebody should look at something, or it is dead."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"


class Who(StrEnum):
    """For whom it is to do something about a trouble."""

    HANDLER = "handler"
    LEAD = "lead"
    ADMINISTRATOR = "administrator"
    OPERATOR = "operator"


@dataclass(frozen=True)
class Sign:
    """One trouble, how bad it is, who does something about it, and since when it is there. `detail` is what the operator reads besides."""

    part: Part
    trouble: Trouble
    level: Level
    who: Who
    since: datetime
    detail: str = ""


@dataclass(frozen=True)
class Light:
    """How the way in of an organisation is, the worst sign first, and when what was tested last, `mailed_at` by mail; None where it never was."""

    level: Level
    signs: tuple[Sign, ...] = ()
    tested_at: datetime | None = None
    opened_at: datetime | None = None
    mailed_at: datetime | None = None

    @property
    def is_tested(self) -> bool:
        """Whether anybody ever tried."""
        return self.tested_at is not None or self.mailed_at is not None


@dataclass(frozen=True)
class Mailed:
    """What became of the last canary by mail: when it was sent and came, and its trouble. `is_known` is False while it may still come."""

    sent_at: datetime | None
    came_at: datetime | None = None
    trouble: Trouble | None = None
    is_known: bool = True


@dataclass(frozen=True)
class FilledIn:
    """What a canary fills in: the texts of the form's fields, and one file."""

    texts: Mapping[str, str]
    file: bytes


@dataclass(frozen=True)
class Visit:
    """What a finder's own page said, and until when the certificate of the site is valid; None without one."""

    page: str = field(repr=False)
    certificate_until: datetime | None = None


class FormVisitor(Protocol):
    """What visits the form as a finder does, without a script."""

    def there_and_back(self, site: str, filled_in: FilledIn, mark: Callable[[str], str]) -> Visit:
        """Report by the form of a site (`https://meld.example`), enter the code of the receipt, and return the page behind it.

        `mark` makes of a form's token what proves that this is a canary. Raises DeadEnd.
        """
        ...


class DeadEnd(Exception):
    """The way in ended here."""

    def __init__(self, trouble: Trouble) -> None:
        """Say what was wrong."""
        super().__init__(trouble.value)
        self.trouble = trouble
