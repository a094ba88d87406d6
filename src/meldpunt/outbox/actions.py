"""Owing a letter, taking what is due under a lease, and settling what became of it.

Delivery has no `by`: it is always the system. The journal entry belongs to the verb that owes the letter.
"""

import json
from base64 import b64encode
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import datetime, timedelta
from uuid import UUID, uuid4

from django.conf import settings
from django.db.models import Q

from meldpunt.journal.actions import transaction
from meldpunt.outbox.models import Owed
from meldpunt.outbox.rules import (
    HOLD_BACK,
    KEEP_DONE,
    LEASE,
    Content,
    check_address,
    check_enclosed,
    check_facts,
    gathered,
    next_try,
    seal_info,
    usable_references,
)
from meldpunt.outbox.terms import CarrierRefused, Enclosed, Letter
from meldpunt.sealing.rules import bodies
from meldpunt.sealing.terms import SealingError


def owe(
    *,
    organisation: UUID,
    to: str,
    letter: Letter,
    language: str,
    facts: Mapping[str, str],
    now: datetime,
    sender: str = "",
    gather: timedelta = timedelta(0),
    reply_to: str = "",
    references: Iterable[str] = (),
    enclosed: Enclosed | None = None,
    key: bytes = b"",
) -> UUID:
    """Owe a letter, in the caller's transaction; return its id.

    `facts` are exactly the ones `rules.FACTS[letter]` names, one line each. Several `language`s, with blanks between, say it in each of them. An empty `sender` is this installation's own. `references` are
    Message-IDs it answers, oldest first; those that cannot stand in a header are left out. It leaves after `gather`; until then the same
    letter is owed once. `key` is the public OpenPGP key of who gets it: the whole is encrypted to that when it leaves. Raises FactsDoNotFit, AddressNotUsable, EnclosureNotUsable.
    """
    check_address(to)
    check_facts(letter, facts)
    more = _more(reply_to, usable_references(references), enclosed, key)
    content: Content = {"to": to, "sender": sender, "language": language, "facts": dict(facts), **more}
    if gather and (same := _gathering(organisation, letter, content, now)):
        return same
    row = uuid4()
    info = seal_info(row=row, organisation=organisation, letter=letter)
    Owed.objects.create(
        id=row,
        organisation=organisation,
        letter=letter.value,
        sealed=_sealed(content, info),
        owed_at=now,
        next_try_at=now + gather,
    )
    return row


def put_off(*, letter: UUID, until: datetime) -> None:
    """Let a letter that was just owed wait for its turn, in the caller's transaction."""
    Owed.objects.filter(pk=letter, tries=0, next_try_at__isnull=False).update(next_try_at=until)


def take_due(*, now: datetime, limit: int, letters: Collection[Letter] = tuple(Letter)) -> list[Owed]:
    """Lease the letters of these kinds that are due, oldest first. A lease that ran out counts as never taken."""
    with transaction():
        free = Q(lease__isnull=True) | Q(leased_until__lte=now)
        due = Owed.objects.filter(free, next_try_at__lte=now, letter__in=letters).order_by("next_try_at", "id")
        rows = list(due.select_for_update(skip_locked=True)[:limit])
        lease = uuid4()
        Owed.objects.filter(pk__in=[row.pk for row in rows]).update(lease=lease, leased_until=now + LEASE)
    for row in rows:
        row.lease = lease
    return rows


def settle_delivered(*, row: Owed, now: datetime) -> None:
    """Erase a letter that left; nothing happens if somebody else took it after our lease ran out."""
    with transaction():
        Owed.objects.filter(pk=row.pk, lease=row.lease).update(
            **_no_lease(), sealed=None, next_try_at=None, delivered_at=now, tries=row.tries + 1, problem=""
        )


def settle_failed(*, row: Owed, problem: Exception, now: datetime) -> None:
    """Put a letter back for a later try; erase it when it was refused or is too old."""
    tries = row.tries + 1
    again = None if isinstance(problem, CarrierRefused) else next_try(tries=tries, owed_at=row.owed_at, now=now)
    outcome = {"next_try_at": again} if again else {"next_try_at": None, "sealed": None, "given_up_at": now}
    code = getattr(problem, "code", type(problem).__name__)[:32]
    with transaction():
        Owed.objects.filter(pk=row.pk, lease=row.lease).update(**_no_lease(), **outcome, tries=tries, problem=code)


def withdraw(*, organisation: UUID, letters: Collection[Letter], number: str) -> list[UUID]:
    """Delete the letters of these kinds about a case that did not leave yet, and return their ids; in the caller's transaction.

    What a carrier has in hand at this moment may still arrive.
    """
    waiting = Owed.objects.filter(organisation=organisation, letter__in=letters, next_try_at__isnull=False)
    found = [row.pk for row in waiting if _number_in(row) == number]
    Owed.objects.filter(pk__in=found).delete()
    return found


def forget_done(*, now: datetime, limit: int = 500) -> int:
    """Erase the rows of letters that left, or were given up, more than thirty days ago; return how many."""
    with transaction():
        before = now - KEEP_DONE
        old = Owed.objects.filter(Q(delivered_at__lte=before) | Q(given_up_at__lte=before)).order_by("owed_at")[:limit]
        return Owed.objects.filter(pk__in=[row.pk for row in old]).delete()[0]


def forget_held_back(*, now: datetime) -> int:
    """Erase letters that nothing could take for thirty days: their links ended long ago; return how many."""
    with transaction():
        held = Owed.objects.filter(next_try_at__isnull=False, tries=0, owed_at__lte=now - HOLD_BACK)
        return held.update(**_no_lease(), sealed=None, next_try_at=None, given_up_at=now, problem="no-smtp")


def _more(reply_to: str, references: tuple[str, ...], enclosed: Enclosed | None, key: bytes) -> Content:
    """Return what is kept of a letter besides its words, only of what was given. Raises AddressNotUsable, EnclosureNotUsable."""
    more: Content = {}
    if reply_to:
        check_address(reply_to)
        more["reply_to"] = reply_to
    if references:
        more["references"] = list(references)
    if key:
        more["key"] = b64encode(key).decode()
    if enclosed is not None:
        check_enclosed(enclosed)
        more["enclosed"] = {"kind": enclosed.kind.value, "content": b64encode(enclosed.content).decode()}
    return more


def _gathering(organisation: UUID, letter: Letter, content: Content, now: datetime) -> UUID | None:
    """Return the letter about the same that has not become due, which then says this too; there are only those of the last minutes to open."""
    for row in Owed.objects.filter(organisation=organisation, letter=letter.value, tries=0, next_try_at__gt=now):
        info = seal_info(row=row.id, organisation=organisation, letter=letter)
        with suppress(SealingError):
            waiting = json.loads(bodies.open_under(settings.MELDPUNT_SECRETS.mail, bytes(row.sealed or b""), info))
            together = gathered(waiting, content)
            if together is not None and _says_now(row, waiting, together, info):
                return row.id
    return None


def _says_now(row: Owed, waiting: Content, together: Content, info: bytes) -> bool:
    """Let a letter say what was gathered; False where it was taken meanwhile."""
    if together == waiting:
        return True
    untaken = Owed.objects.filter(pk=row.pk, lease__isnull=True, sealed__isnull=False)
    return untaken.update(sealed=_sealed(together, info)) == 1


def _sealed(content: Content, info: bytes) -> bytes:
    return bodies.seal_under(settings.MELDPUNT_SECRETS.mail, json.dumps(content).encode(), info)


def _number_in(row: Owed) -> str | None:
    """Return the case number that a letter names; None for one without, or that does not open."""
    info = seal_info(row=row.id, organisation=row.organisation, letter=Letter(row.letter))
    with suppress(SealingError):
        number: str | None = json.loads(
            bodies.open_under(settings.MELDPUNT_SECRETS.mail, bytes(row.sealed or b""), info)
        )["facts"].get("number")
        return number
    return None


def _no_lease() -> dict[str, None]:
    return {"lease": None, "leased_until": None}
