"""A mail to a finder that our own mail server took came back after all: what it told counts no more, until somebody takes that back."""

from datetime import datetime
from uuid import UUID

from meldpunt.cases.actions.changing import hold, settle
from meldpunt.cases.actions.letters import end_notices, withdraw_mails
from meldpunt.cases.models import Case, Notice
from meldpunt.cases.queries.details import kept_since
from meldpunt.cases.rules.promised import when_it_came_back
from meldpunt.cases.terms import MailFlaw, MailRefused, NoSuchMail
from meldpunt.journal.actions import transaction
from meldpunt.journal.terms import Fact
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
        for row in rows:
            row.came_back_at = when_it_came_back(at, told_at=row.told_at, came_back_at=row.came_back_at, now=now)
            row.came_back_noted_at, row.came_back_by_id = now, by.member
        Notice.objects.bulk_update(rows, ("came_back_at", "came_back_noted_at", "came_back_by"))
        erased = address_dead and _went_to_what_lies_here(rows[0])
        if erased:
            end_notices(rows[0].thread, told=True)
            withdraw_mails(rows[0].thread, number=number, now=now)
        facts: dict[str, Fact] = {"came_back": at.isoformat(timespec="minutes"), "address_erased": erased}
        settle(case, deed="case.mail_came_back", facts=facts, by=by.actor, now=now)


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
