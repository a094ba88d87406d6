"""Sending a canary through the form and reading it back as its finder; opening it at a handler's desk; forgetting it."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from meldpunt.arrivals.access import mark_as_canary, read_form, word_of_canary
from meldpunt.arrivals.actions import note_canary_forgotten
from meldpunt.arrivals.queries import mail_canaries
from meldpunt.arrivals.terms import BadForm, SentCanary
from meldpunt.cases.access import open_canaries
from meldpunt.cases.actions import forget_canaries
from meldpunt.journal.actions import transaction
from meldpunt.journal.terms import SYSTEM, Actor
from meldpunt.people.queries import organisation_facts
from meldpunt.people.terms import Visitor
from meldpunt.policy.queries import policy_in_force, sites_of
from meldpunt.sealing.rules import marks
from meldpunt.upkeep.actions.noting import note
from meldpunt.upkeep.models import Canary
from meldpunt.upkeep.rules.channel import certificate, filled_in, said, seen_from_outside
from meldpunt.upkeep.terms import DeadEnd, FilledIn, FormVisitor, Part, Trouble, Visit

WORD_BYTES = 16


def send_canary(
    *, organisation: UUID, outside: FormVisitor | None, inside: FormVisitor, by: Actor, now: datetime
) -> None:
    """Report by the form of an organisation as a finder would, read it back by its code, and keep how that went.

    `outside` goes by the public address, None where nobody reaches that from here; `inside` asks this server itself. The canary before
    is forgotten, whether somebody opened it or not.
    """
    _forget(organisation, by, now)
    site, word = sites_of(organisation_facts(organisation))[0], secrets.token_hex(WORD_BYTES)
    form = filled_in(policy_in_force(organisation, now=now).terms, site=site, word=word)
    seen = _visit(outside, organisation, site, form) if outside and urlsplit(site).scheme == "https" else None
    found = seen if isinstance(seen, Visit) else _visit(inside, organisation, site, form)
    trouble = _judged(found, word)
    with transaction():
        if seen is not None:
            address, tls = seen_from_outside(seen if isinstance(seen, Trouble) else _judged(seen, word))
            ends = certificate(seen.certificate_until, now) if isinstance(seen, Visit) else None
            note(organisation=organisation, part=Part.ADDRESS, trouble=address, by=by, now=now)
            note(organisation=organisation, part=Part.CERTIFICATE, trouble=tls or ends, by=by, now=now)
        note(organisation=organisation, part=Part.FORM, trouble=trouble, by=by, now=now)
        Canary.objects.filter(organisation=organisation).delete()
        if trouble is None:
            Canary.objects.create(organisation_id=organisation, sent_at=now, expected=_mark(organisation, form))
    if trouble is not None:
        _forget(organisation, by, now)


def open_canary(*, by: Visitor, now: datetime) -> None:
    """Open the canaries of the visitor's organisation with its key, keep whether they say what was sent, and forget them.

    Nothing where none lies there. Raises NotAllowed, DeskLocked.
    """
    organisation = by.organisation.id
    row = Canary.objects.filter(organisation=organisation).first()
    mailed = [each for each in mail_canaries(organisation) if each.thread is not None]
    if row is None and not mailed:
        return
    texts = open_canaries(visitor=by)
    fits = (row is None or _is_there(row, texts.values())) and all(_says_its_word(each, texts) for each in mailed)
    with transaction():
        taken = [note_canary_forgotten(canary=each.id, by=by.actor, now=now) for each in mailed]
        if row is not None:
            taken.append(Canary.objects.filter(pk=row.pk, sent_at=row.sent_at).delete()[0] == 1)
        if not any(taken):
            return
        trouble = None if fits else Trouble.NOT_OPENED
        note(organisation=organisation, part=Part.DESK, trouble=trouble, by=by.actor, now=now)
    _forget(organisation, SYSTEM, now)


def _is_there(row: Canary, found: Iterable[Sequence[str]]) -> bool:
    """Tell whether one of these is the canary that came by the form."""
    expected, secret = bytes(row.expected), settings.MELDPUNT_SECRETS.form
    return any(marks.fits(expected, secret, _info(row.organisation_id, each)) for each in found)


def _says_its_word(canary: SentCanary, found: Mapping[UUID, Sequence[str]]) -> bool:
    """Tell whether a canary that came by mail says its word, and its file too; one that is being forgotten is well."""
    if canary.thread is None or canary.thread not in found:
        return True
    word = word_of_canary(canary.id, organisation=canary.organisation)
    return [word in text for text in found[canary.thread]] == [True, True]


def _forget(organisation: UUID, by: Actor, now: datetime) -> None:
    """Forget the canaries of an organisation but those that came by mail and that nobody opened yet."""
    waiting = [each.thread for each in mail_canaries(organisation) if each.thread is not None]
    forget_canaries(organisation=organisation, but=waiting, by=by, now=now)


def _visit(visitor: FormVisitor, organisation: UUID, site: str, form: FilledIn) -> Visit | Trouble:
    """Go there and back. Only a form of this organisation is marked: what stands at its host name may show that of another."""

    def mark(token: str) -> str:
        read_form(token=token, organisation=organisation)
        return mark_as_canary(token=token)

    try:
        return visitor.there_and_back(site, form, mark)
    except DeadEnd as end:
        return end.trouble
    except BadForm:
        return Trouble.NO_FORM


def _judged(found: Visit | Trouble, word: str) -> Trouble | None:
    if isinstance(found, Trouble):
        return found
    return None if said(word) in found.page else Trouble.OTHER_TEXT


def _mark(organisation: UUID, form: FilledIn) -> bytes:
    return marks.make(settings.MELDPUNT_SECRETS.form, _info(organisation, (form.texts["what"], form.file.decode())))


def _info(organisation: UUID, texts: Sequence[str]) -> bytes:
    return b"\0".join([b"meldpunt canary", organisation.bytes, *(text.encode() for text in texts)])
