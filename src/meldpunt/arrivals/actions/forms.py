"""Using up a form."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError

from meldpunt.arrivals.actions.uploads import take_drafts
from meldpunt.arrivals.models import UsedForm
from meldpunt.arrivals.rules.forms import used_digest
from meldpunt.arrivals.terms import Channel, FormAlreadyUsed, OpenForm
from meldpunt.journal.actions import insert


def use_form(*, form: OpenForm, uploads: Sequence[UUID], by: Channel, now: datetime) -> None:
    """Mark the form used and its drafts taken, inside the caller's transaction; raises FormAlreadyUsed.

    After FormAlreadyUsed the transaction must be rolled back, which leaving it with the error does.
    """
    try:
        insert(row=UsedForm(digest=used_digest(form, secret=settings.MELDPUNT_SECRETS.form), used_at=now))
    except IntegrityError:
        raise FormAlreadyUsed from None
    if uploads:
        take_drafts(uploads=uploads, by=by, now=now)
