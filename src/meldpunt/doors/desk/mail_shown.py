"""A mail that came in, as a page shows it: who, when, what it says, and what it is worth. Nothing in it is a link."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from meldpunt.arrivals.rules.misdirected import channel_for
from meldpunt.arrivals.terms import Encryption, Mailbox, OpenedMail, ReadMail, Suggestion
from meldpunt.cases.rules.mail_contents import may_be_answered
from meldpunt.cases.terms import CameByMail, OpenedCase
from meldpunt.doors.desk.mail_words import MATTERS, origin_of
from meldpunt.doors.desk.message_words import FLAWS, VERDICTS
from meldpunt.doors.desk.reading import folded
from meldpunt.doors.desk.words import word
from meldpunt.people.terms import Verdict
from meldpunt.policy.queries import other_channels
from meldpunt.policy.terms import Matter


@dataclass(frozen=True)
class Part:
    """A file of a mail: by its place it is asked for."""

    place: int
    name: str = field(repr=False)
    size: int


@dataclass(frozen=True)
class MailShown:
    """What a page shows of a mail. `first` of its text at once, `rest` behind a fold, as `quoted` is."""

    mail: ReadMail = field(repr=False)
    files: tuple[Part, ...]
    origin: tuple[str, ...]
    encryption: str
    signature: str
    is_signed_well: bool
    first: str = field(repr=False)
    rest: str = field(repr=False)
    is_cut: bool
    signer_is_known: bool
    suggestion: Suggestion | None

    @property
    def sender(self) -> str:
        """Return who it says it is from."""
        return in_words(self.mail.sender) if self.mail.sender else _("nobody that it names")

    @property
    def to(self) -> list[str]:
        """Return to whom it was sent."""
        return [in_words(box) for box in self.mail.to]

    @property
    def cc(self) -> list[str]:
        """Return who else got it."""
        return [in_words(box) for box in self.mail.cc]

    @property
    def answers_elsewhere(self) -> str:
        """Return the address that answers are asked at, where that is another than it came from."""
        reply, sender = self.mail.reply_to, self.mail.sender
        return in_words(reply) if reply and (sender is None or reply.address != sender.address) else ""

    @property
    def dated(self) -> datetime | None:
        """Return the moment that stands in it, which the sender chose."""
        return self.mail.date

    @property
    def matter(self) -> str:
        """Say what it may be about that belongs elsewhere."""
        return word(MATTERS, self.suggestion.matter) if self.suggestion else ""


def shown_of(opened: OpenedMail, *, signer_is_known: bool = False) -> MailShown | None:
    """Return what a page shows of a mail; None where nothing of it is kept or opens."""
    if opened.kept is None:
        return None
    mail = opened.kept.mail
    first, rest = folded(mail.text)
    sizes = opened.kept.sizes
    return MailShown(
        mail=mail,
        files=tuple(Part(at, part.name, size) for at, (part, size) in enumerate(zip(mail.parts, sizes, strict=True))),
        origin=tuple(origin_of(mail)),
        encryption=_encryption(mail.encryption),
        signature=str(VERDICTS[mail.encryption.verdict]),
        is_signed_well=mail.encryption.verdict is Verdict.VALID,
        first=first,
        rest=rest,
        is_cut=opened.kept.is_cut,
        signer_is_known=signer_is_known,
        suggestion=opened.kept.suggestion,
    )


@dataclass(frozen=True)
class Came:
    """A mail that is part of a case, as its page shows it; `shown` is None where it does not open."""

    id: UUID
    at: datetime
    size: int
    shown: MailShown | None = field(repr=False)
    is_unthanked: bool = False


def came_with(opened: OpenedCase) -> dict[int | None, Came]:
    """Return the mail of each message that came by mail, by the message; that of the report is under None."""
    return {each.message: _came(each) for each in reversed(opened.came_by_mail)}


def elsewhere(mail: ReadMail, organisation: UUID, now: datetime) -> list[tuple[Matter, str, str]]:
    """Return what a mail can be about that belongs elsewhere, with its channel; nothing where nobody can be told."""
    if not may_be_answered(mail):
        return []
    channels = other_channels(organisation, now=now)
    return [
        (matter, word(MATTERS, matter), channel.page or channel.mail or channel.phone or "")
        for matter in Matter
        if (channel := channel_for(matter, channels))
    ]


def _came(each: CameByMail) -> Came:
    mail = each.mail
    shown = shown_of(mail, signer_is_known=each.signer_is_known)
    return Came(mail.id, mail.came_at, mail.size, shown, is_unthanked=mail.is_unthanked)


def in_words(box: Mailbox) -> str:
    """Write a name with its address."""
    return f"{box.name} <{box.address}>" if box.name else box.address


def _encryption(found: Encryption) -> str:
    if found.flaw is not None:
        return str(FLAWS[found.flaw])
    return _("It was encrypted to your key, and opened with it.") if found.encrypted else _("It was not encrypted.")
