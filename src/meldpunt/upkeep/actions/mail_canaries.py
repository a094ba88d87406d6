"""Sending a canary by mail, and noting what became of it."""

from datetime import datetime
from uuid import uuid4

from meldpunt.arrivals.access import word_of_canary
from meldpunt.arrivals.actions import await_canary, note_canary_forgotten
from meldpunt.arrivals.queries import mail_canaries
from meldpunt.cases.actions import forget_canary
from meldpunt.journal.actions import transaction
from meldpunt.journal.terms import Actor
from meldpunt.outbox.actions import owe
from meldpunt.outbox.queries import fates
from meldpunt.outbox.terms import Letter
from meldpunt.people.terms import OrganisationFacts
from meldpunt.upkeep.actions.noting import note
from meldpunt.upkeep.queries.mail_test import never_worked, noted_of_mail
from meldpunt.upkeep.rules.mail_test import became, is_news
from meldpunt.upkeep.terms import Mailed, Part


def mail_canary(*, organisation: OrganisationFacts, to: str, by: Actor, now: datetime) -> None:
    """Mail a canary to the address at which reports come in, and forget the reports of those before."""
    canary = uuid4()
    forget_mailed(organisation=organisation, by=by, now=now)
    with transaction():
        letter = owe(
            organisation=organisation.id,
            to=to,
            letter=Letter.CHANNEL_TEST,
            language=organisation.language,
            facts={"organisation": organisation.name, "word": word_of_canary(canary, organisation=organisation.id)},
            now=now,
            sender=organisation.mail_from,
        )
        await_canary(canary=canary, organisation=organisation.id, letter=letter, by=by, now=now)


def forget_mailed(*, organisation: OrganisationFacts, by: Actor, now: datetime) -> None:
    """Forget the reports that canaries by mail became."""
    for each in mail_canaries(organisation.id):
        if each.thread is None:
            continue
        with transaction():
            note_canary_forgotten(canary=each.id, by=by, now=now)
            forget_canary(organisation=organisation.id, thread=each.thread, by=by, now=now)


def note_mailed(*, organisation: OrganisationFacts, by: Actor, now: datetime) -> Mailed:
    """Note what became of the last canary by mail, where that is news, and return it."""
    sent = next(iter(mail_canaries(organisation.id)), None)
    if sent is None:
        return Mailed(None)
    fate = fates([sent.letter]).get(sent.letter)
    mailed = became(sent, fate, never=never_worked(organisation), now=now)
    at, before = noted_of_mail(organisation)
    if mailed.is_known and is_news(mailed, before=before, at=at, now=now):
        note(organisation=organisation.id, part=Part.MAIL, trouble=mailed.trouble, by=by, now=now)
    return mailed
