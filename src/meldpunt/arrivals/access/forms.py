"""The way to forms and waiting uploads; the keys come from the form, never from a table."""

import json
import secrets
from datetime import datetime
from uuid import UUID

from django.conf import settings

from meldpunt.arrivals.models import UploadDraft
from meldpunt.arrivals.rules import forms
from meldpunt.arrivals.rules.drafts import draft_info, opening_key, read_draft
from meldpunt.arrivals.terms import DRAFT_LIFE, DraftsGone, OpenForm, SealedUpload
from meldpunt.sealing.rules.bodies import open_under
from meldpunt.sealing.terms import SealingError


def new_form(*, organisation: UUID, policy_version: int, language: str, brand: str = "", now: datetime) -> str:
    """Return a fresh form token (URL-safe text) for the hidden field `form`."""
    form = OpenForm(organisation, secrets.token_bytes(forms.RANDOM_SIZE), now, policy_version, language, brand)
    return forms.issue_form(form, secret=settings.MELDPUNT_SECRETS.form)


def read_form(*, token: str, organisation: UUID) -> OpenForm:
    """Read a token back; raises BadForm. Expiry is judged later: `OpenForm.expired(now)`."""
    return forms.read_form(token, organisation=organisation, secret=settings.MELDPUNT_SECRETS.form)


def mark_as_canary(*, token: str) -> str:
    """Return what the daily test of the way in sends along with a form, so that it is known as one."""
    return forms.canary_mark(token, secret=settings.MELDPUNT_SECRETS.form)


def is_canary(*, token: str, mark: str) -> bool:
    """Tell whether a form comes from the daily test of the way in."""
    return forms.is_canary(token, mark, secret=settings.MELDPUNT_SECRETS.form)


def open_drafts(*, upload_key: str, organisation: UUID, now: datetime) -> tuple[SealedUpload, ...]:
    """Return the files that wait for the form with this upload key, in the order they were sent.

    An unknown, expired or malformed key gives no files: raises DraftsGone.
    """
    key = opening_key(upload_key)
    fresh = UploadDraft.objects.filter(locator=key.locator, organisation=organisation, created_at__gt=now - DRAFT_LIFE)
    rows = list(fresh.order_by("position", "id"))
    if not rows:
        raise DraftsGone
    try:
        return tuple(
            read_draft(
                json.loads(open_under(key.secret, bytes(row.sealed), draft_info(organisation, row.id))),
                row.id,
                row.stored_as,
            )
            for row in rows
        )
    except SealingError:
        raise DraftsGone from None
