"""The one way to a finder's OpenPGP keys."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.conf import settings

from meldpunt.arrivals.terms import KeySource
from meldpunt.cases.access.sessions import own_thread
from meldpunt.cases.models import FinderKey, Thread
from meldpunt.cases.rules.finder_keys import open_key
from meldpunt.cases.terms import FinderKeyFacts, FinderKeyView, FinderPass, OwnFinderKey
from meldpunt.people.queries import member_names, organisation_facts
from meldpunt.sealing.terms import SealingError


def key_in_use(thread: UUID) -> FinderKeyFacts | None:
    """Return the key that mail to a finder is encrypted to, good or not by now; None where there is none."""
    for row in FinderKey.objects.filter(thread=thread, confirmed_at__isnull=False, ended_at__isnull=True):
        with suppress(SealingError):
            return opened_key(row)
    return None


def own_key_of_finder(*, by: FinderPass, now: datetime) -> OwnFinderKey:
    """Return the key in use of the finder of this session, and whether one can be kept. Raises SessionOver."""
    thread = own_thread(by=by, now=now).thread
    found = key_in_use(thread.pk)
    takes = thread.notice_address is not None and organisation_facts(thread.case.organisation_id).finder_mail_enabled
    return OwnFinderKey(takes, found, found.flaw(now) if found else None)


def signers_of(thread: UUID) -> list[bytes]:
    """Return the certificates that mail of this finder may be signed by."""
    found = key_in_use(thread)
    return [found.certificate] if found else []


def finder_keys(thread: Thread, *, now: datetime) -> tuple[FinderKeyView, ...]:
    """Return the keys of a finder that are in use or wait for a handler, the one in use first."""
    rows = FinderKey.objects.filter(thread=thread, ended_at__isnull=True).order_by("learned_at", "id")
    names, views = member_names(thread.case.organisation_id) if rows else {}, []
    for row in rows:
        with suppress(SealingError):
            views.append(_view(row, names, now))
    return tuple(sorted(views, key=lambda view: not view.in_use))


def opened_key(row: FinderKey) -> FinderKeyFacts:
    """Return what is known of a key. Raises SealingError."""
    secret = settings.MELDPUNT_SECRETS.notice
    return open_key(bytes(row.sealed), key=row.id, thread=row.thread_id, secret=secret)


def _view(row: FinderKey, names: dict[UUID, str], now: datetime) -> FinderKeyView:
    facts = opened_key(row)
    return FinderKeyView(
        id=row.id,
        key=facts,
        source=KeySource(row.source),
        learned_at=row.learned_at,
        in_use=row.confirmed_at is not None,
        confirmed_at=row.confirmed_at,
        by=names.get(row.confirmed_by_id, "") if row.confirmed_by_id else "",
        flaw=facts.flaw(now),
    )
