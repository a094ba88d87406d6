"""Sending a canary through the form and reading it back as its finder; opening it at a handler's desk; forgetting it."""

import secrets
from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlsplit
from uuid import UUID

from django.conf import settings

from meldpunt.arrivals.access import mark_as_canary
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
    forget_canaries(organisation=organisation, by=by, now=now)
    site, word = sites_of(organisation_facts(organisation))[0], secrets.token_hex(WORD_BYTES)
    form = filled_in(policy_in_force(organisation, now=now).terms, site=site, word=word)
    seen = _visit(outside, site, form) if outside and urlsplit(site).scheme == "https" else None
    found = seen if isinstance(seen, Visit) else _visit(inside, site, form)
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
        forget_canaries(organisation=organisation, by=by, now=now)


def open_canary(*, by: Visitor, now: datetime) -> None:
    """Open the canary of the visitor's organisation with its key, keep whether it says what was sent, and forget it.

    Nothing where none lies there. Raises NotAllowed, DeskLocked.
    """
    organisation = by.organisation.id
    row = Canary.objects.filter(organisation=organisation).first()
    if row is None:
        return
    texts = open_canaries(visitor=by).values()
    fits = any(
        marks.fits(bytes(row.expected), settings.MELDPUNT_SECRETS.form, _info(organisation, each)) for each in texts
    )
    with transaction():
        if not Canary.objects.filter(pk=row.pk, sent_at=row.sent_at).delete()[0]:
            return
        note(
            organisation=organisation,
            part=Part.DESK,
            trouble=None if fits else Trouble.NOT_OPENED,
            by=by.actor,
            now=now,
        )
    forget_canaries(organisation=organisation, by=SYSTEM, now=now)


def _visit(visitor: FormVisitor, site: str, form: FilledIn) -> Visit | Trouble:
    try:
        return visitor.there_and_back(site, form, lambda token: mark_as_canary(token=token))
    except DeadEnd as end:
        return end.trouble


def _judged(found: Visit | Trouble, word: str) -> Trouble | None:
    if isinstance(found, Trouble):
        return found
    return None if said(word) in found.page else Trouble.OTHER_TEXT


def _mark(organisation: UUID, form: FilledIn) -> bytes:
    return marks.make(settings.MELDPUNT_SECRETS.form, _info(organisation, (form.texts["what"], form.file.decode())))


def _info(organisation: UUID, texts: Sequence[str]) -> bytes:
    return b"\0".join([b"meldpunt canary", organisation.bytes, *(text.encode() for text in texts)])
