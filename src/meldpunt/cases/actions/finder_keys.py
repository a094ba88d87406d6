"""The OpenPGP key of a finder: learned from mail, confirmed once, given by hand, ended; never replaced by another without a person.

It lives and goes with the address for mails. Whoever changes it sees the case as it is: a key that came meanwhile is not taken for the one that was read.
"""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from uuid import UUID, uuid4

from django.conf import settings
from django.db.models import QuerySet

from meldpunt.arrivals.terms import KeySource, LearnedKey
from meldpunt.cases.access.finder_keys import opened_key
from meldpunt.cases.access.sessions import own_thread
from meldpunt.cases.actions.changing import hold, settle
from meldpunt.cases.models import Case, FinderKey, Thread
from meldpunt.cases.rules.finder_keys import (
    MOST_KEPT,
    each_once,
    facts_of,
    is_used_at_once,
    learned_facts,
    mark_of_key,
    seal_key,
)
from meldpunt.cases.terms import FinderKeyFacts, FinderKeyGone, FinderPass, NoMailToFinder
from meldpunt.journal.actions import record, transaction
from meldpunt.journal.terms import Fact, finder
from meldpunt.people.access import allow
from meldpunt.people.actions.own_keys import encrypter
from meldpunt.people.terms import Deed, KeyFlaw, KeyRefused, Visitor
from meldpunt.sealing.terms import SealingError


def learn_keys(thread: Thread, *, keys: Sequence[LearnedKey], is_report: bool, now: datetime) -> None:
    """Keep the keys that a finder's mail brought, in the caller's transaction; nothing where no address for mails is kept.

    One that signed the report itself is used at once, any other waits for a handler, and one that was refused stays so. Who read the mail judged
    them: nothing here is slow.
    """
    if thread.notice_address is None:
        return
    for learned in each_once(keys):
        facts = learned_facts(learned, now)
        row = _row_of(thread, facts.fingerprint)
        if row is not None:
            with suppress(FinderKeyGone):
                _renew(row, facts)
        elif thread.finder_keys.count() < MOST_KEPT:
            _learn(thread, facts, learned.source, is_report=is_report, now=now)


def confirm_finder_key(*, number: str, key: UUID, seen_version: int, by: Visitor, now: datetime) -> None:
    """Use a key that a mail brought, in place of the one in use. Raises CaseNotFound, CaseMovedOn, FinderKeyGone, KeyRefused."""
    with transaction():
        case = hold(number=number, deed=Deed.KEEP_FINDER_KEY, seen_version=seen_version, by=by)
        row = _alive(case).filter(pk=key, confirmed_at__isnull=True).first()
        if row is None:
            raise FinderKeyGone
        if flaw := _opened(row).flaw(now):
            raise KeyRefused(flaw)
        replaced = _end_others(row.thread, now)
        row.confirmed_at, row.confirmed_by_id = now, by.member
        row.save(update_fields=["confirmed_at", "confirmed_by"])
        settle(case, deed="case.key_confirmed", facts={"replaced": replaced}, by=by.actor, now=now)


def end_finder_key(*, number: str, key: UUID, seen_version: int, by: Visitor, now: datetime) -> None:
    """Refuse a key that waits, or stop using the one in use: what follows is not encrypted. Raises CaseNotFound, CaseMovedOn, FinderKeyGone."""
    with transaction():
        case = hold(number=number, deed=Deed.KEEP_FINDER_KEY, seen_version=seen_version, by=by)
        row = _alive(case).filter(pk=key).first()
        if row is None:
            raise FinderKeyGone
        row.ended_at = now
        row.save(update_fields=["ended_at"])
        deed = "case.key_ended" if row.confirmed_at else "case.key_refused"
        settle(case, deed=deed, facts={}, by=by.actor, now=now)


def give_finder_key(*, number: str, content: bytes, seen_version: int, by: Visitor, now: datetime) -> None:
    """Use a key that the finder gave in another way, in place of the one in use.

    Raises KeyRefused, NoMailToFinder, CaseNotFound, CaseMovedOn.
    """
    allow(by, Deed.KEEP_FINDER_KEY)
    facts = facts_of(encrypter().judge(content, now=now))
    with transaction():
        case = hold(number=number, deed=Deed.KEEP_FINDER_KEY, seen_version=seen_version, by=by)
        thread = case.threads.order_by("report__received_at")[:1].get()
        if thread.notice_address is None:
            raise NoMailToFinder
        replaced = _use(thread, facts, by=by.member, now=now)
        settle(case, deed="case.key_given", facts={"replaced": replaced}, by=by.actor, now=now)


def give_key_as_finder(*, content: bytes, by: FinderPass, now: datetime) -> None:
    """Use a key that the finder gives on their own page, in place of the one in use. Raises KeyRefused, NoMailToFinder, SessionOver."""
    own = own_thread(by=by, now=now)
    facts = facts_of(encrypter().judge(content, now=now))
    with transaction():
        case = Case.objects.select_for_update().get(pk=own.thread.case_id)
        thread = Thread.objects.get(pk=own.thread.pk)
        if thread.notice_address is None:
            raise NoMailToFinder
        replaced = _use(thread, facts, by=None, now=now)
        settle(case, deed="case.finder_gave_key", facts={"replaced": replaced}, by=finder(thread.pk), now=now)


def end_key_as_finder(*, by: FinderPass, now: datetime) -> None:
    """Stop using the finder's key; nothing happens where there is none. Raises SessionOver."""
    own = own_thread(by=by, now=now)
    with transaction():
        case = Case.objects.select_for_update().get(pk=own.thread.case_id)
        if _end_others(own.thread, now):
            settle(case, deed="case.finder_ended_key", facts={}, by=finder(own.thread.pk), now=now)


def _use(thread: Thread, facts: FinderKeyFacts, *, by: UUID | None, now: datetime) -> bool:
    """Use this key from now on, also one that was refused before; tell whether another was in use."""
    known = _row_of(thread, facts.fingerprint)
    if known is not None:
        known.delete()
    replaced = _end_others(thread, now)
    _keep(thread, facts, KeySource.GIVEN, confirmed_at=now, by=by, now=now)
    return replaced


def _learn(thread: Thread, facts: FinderKeyFacts, source: KeySource, *, is_report: bool, now: datetime) -> None:
    has_one = thread.finder_keys.filter(confirmed_at__isnull=False, ended_at__isnull=True).exists()
    used = is_used_at_once(source, flaw=facts.flaw(now), is_report=is_report, has_one=has_one)
    _keep(thread, facts, source, confirmed_at=now if used else None, by=None, now=now)
    said: dict[str, Fact] = {"source": source.value, "used": used}
    case = thread.case
    record(
        organisation=case.organisation_id,
        case=case.uuid,
        by=finder(thread.pk),
        deed="case.key_learned",
        facts=said,
        now=now,
    )


def _renew(row: FinderKey, facts: FinderKeyFacts) -> None:
    """Keep what is new about a key that we have: that it lasts longer, or that its owner took it back."""
    known = _opened(row)
    is_longer = facts.expires_at is None or (known.expires_at is not None and facts.expires_at > known.expires_at)
    is_better = facts.trouble is None and known.trouble is not KeyFlaw.REVOKED and is_longer
    if facts.trouble is KeyFlaw.REVOKED or (is_better and facts != known):
        row.sealed = _sealed(facts, row.id, row.thread_id)
        row.save(update_fields=["sealed"])


def _opened(row: FinderKey) -> FinderKeyFacts:
    """Return what is known of a key; what cannot be opened is as good as gone. Raises FinderKeyGone."""
    try:
        return opened_key(row)
    except SealingError:
        raise FinderKeyGone from None


def _keep(
    thread: Thread,
    facts: FinderKeyFacts,
    source: KeySource,
    *,
    confirmed_at: datetime | None,
    by: UUID | None,
    now: datetime,
) -> None:
    key, secret = uuid4(), settings.MELDPUNT_SECRETS.notice
    FinderKey.objects.create(
        id=key,
        thread=thread,
        mark=mark_of_key(facts.fingerprint, thread=thread.pk, secret=secret),
        sealed=_sealed(facts, key, thread.pk),
        source=source.value,
        learned_at=now,
        confirmed_at=confirmed_at,
        confirmed_by_id=by,
    )


def _sealed(facts: FinderKeyFacts, key: UUID, thread: UUID) -> bytes:
    return seal_key(facts, key=key, thread=thread, secret=settings.MELDPUNT_SECRETS.notice)


def _row_of(thread: Thread, fingerprint: str) -> FinderKey | None:
    mark = mark_of_key(fingerprint, thread=thread.pk, secret=settings.MELDPUNT_SECRETS.notice)
    return FinderKey.objects.filter(thread=thread, mark=mark).first()


def _alive(case: Case) -> QuerySet[FinderKey]:
    return FinderKey.objects.select_related("thread").filter(thread__case=case, ended_at__isnull=True)


def _end_others(thread: Thread, now: datetime) -> bool:
    in_use = FinderKey.objects.filter(thread=thread, confirmed_at__isnull=False, ended_at__isnull=True)
    return bool(in_use.update(ended_at=now))
