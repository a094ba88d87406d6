"""A mail to a finder that our own mail server took came back after all: what it told counts no more, until somebody takes that back."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from meldpunt.cases.actions.changing import hold, settle
from meldpunt.cases.actions.letters import end_notices, withdraw_mails
from meldpunt.cases.models import Case, Notice
from meldpunt.cases.queries.details import kept_since
from meldpunt.cases.rules.promised import when_it_came_back
from meldpunt.cases.terms import MailFlaw, MailRefused, NoSuchMail
from meldpunt.journal.actions import transaction
from meldpunt.journal.terms import Actor, Fact
from meldpunt.people.terms import Deed, Visitor


def note_came_back(
    *, number: str, mail: UUID, at: datetime, address_dead: bool, seen_version: int, by: Visitor, now: datetime
) -> None:
    """Record that a mail to the finder came back `at` a moment: it told nothing of all that it was about.

    With `address_dead` the finder is mailed no more, also not of what waits to leave, and the address kept for that is erased: the page behind
    the code is the only way then, until the finder leaves another. One that was left after the mail was owed stays. Raises NotAllowed, CaseNotFound, CaseMovedOn, NoSuchMail, MailRefused.
    """
    with transaction():
        case = hold(number=number, deed=Deed.ANSWER_FINDER, seen_version=seen_version, by=by)
        rows = _rows(case, mail)
        _go_back(rows, at=at, member=by.member, now=now)
        erased = address_dead and _end_mails(case, rows[0], now)
        facts: dict[str, Fact] = {"came_back": at.isoformat(timespec="minutes"), "address_erased": erased}
        settle(case, deed="case.mail_came_back", facts=facts, by=by.actor, now=now)


def note_bounced(*, thread: UUID, mail: UUID, address_dead: bool, by: Actor, now: datetime) -> None:
    """Record that a mail to the finder came back, as the delivery report that came says; otherwise as `note_came_back`, in the caller's transaction.

    Raises NoSuchMail, and MailRefused where it did not leave yet or came back already.
    """
    case = Case.objects.select_for_update().get(threads=thread)
    rows = _rows(case, mail)
    _go_back(rows, at=now, member=None, now=now)
    erased = address_dead and _end_mails(case, rows[0], now)
    facts: dict[str, Fact] = {"came_back": now.isoformat(timespec="minutes"), "address_erased": erased}
    settle(case, deed="case.mail_bounced", facts=facts, by=by, now=now)


def take_back_came_back(*, number: str, mail: UUID, seen_version: int, by: Visitor, now: datetime) -> None:
    """Take back that a mail came back: it told the finder when our mail server took it. An address that was erased stays so.

    Raises NotAllowed, CaseNotFound, CaseMovedOn, NoSuchMail, MailRefused where it did not come back.
    """
    with transaction():
        case = hold(number=number, deed=Deed.ANSWER_FINDER, seen_version=seen_version, by=by)
        rows = _rows(case, mail)
        if any(row.came_back_at is None for row in rows):
            raise MailRefused(MailFlaw.NOT_BACK)
        nothing = dict.fromkeys(("came_back_at", "came_back_noted_at", "came_back_by"))
        Notice.objects.filter(pk__in=[row.pk for row in rows]).update(**nothing)
        settle(case, deed="case.mail_return_withdrawn", facts={}, by=by.actor, now=now)


def _go_back(rows: Sequence[Notice], *, at: datetime, member: UUID | None, now: datetime) -> None:
    for row in rows:
        row.came_back_at = when_it_came_back(at, told_at=row.told_at, came_back_at=row.came_back_at, now=now)
        row.came_back_noted_at, row.came_back_by_id = now, member
    Notice.objects.bulk_update(rows, ("came_back_at", "came_back_noted_at", "came_back_by"))


def _end_mails(case: Case, mail: Notice, now: datetime) -> bool:
    """Mail the finder no more, if the mail went to the address that lies here now; tell whether that was so."""
    if not _went_to_what_lies_here(mail):
        return False
    end_notices(mail.thread, told=True)
    withdraw_mails(mail.thread, number=case.number, now=now)
    return True


def _went_to_what_lies_here(mail: Notice) -> bool:
    """Tell whether a mail went to the address that lies here now: the finder may have left another since, or had all erased."""
    since = kept_since(mail.thread)
    return since is not None and since <= mail.owed_at


def _rows(case: Case, mail: UUID) -> list[Notice]:
    """Return all that a letter was about: an answer and a closing of one minute leave in one."""
    rows = list(Notice.objects.filter(thread__case=case, letter=mail).select_related("thread").order_by("id"))
    if not rows:
        raise NoSuchMail
    return rows
