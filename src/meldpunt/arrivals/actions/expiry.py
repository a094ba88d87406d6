"""Forgetting what has waited long enough."""

from datetime import datetime

from meldpunt.arrivals.actions.uploads import discard_file
from meldpunt.arrivals.models import UploadDraft, UsedForm
from meldpunt.arrivals.terms import DRAFT_LIFE, FORM_LIFE, GRACE
from meldpunt.journal.actions import transaction

AT_ONCE = 200


def expire(*, now: datetime) -> int:
    """Remove a batch of used forms and waiting uploads whose time is over; return how many.

    A draft stays one hour longer than it can be opened, so that a form which was just read can still take it along.
    """
    drafts = list(UploadDraft.objects.filter(created_at__lt=now - DRAFT_LIFE - GRACE).order_by("created_at")[:AT_ONCE])
    forms = (
        UsedForm.objects.filter(used_at__lt=now - FORM_LIFE - GRACE).order_by("used_at").values_list("pk", flat=True)
    )
    old = list(forms[:AT_ONCE])
    if not drafts and not old:
        return 0
    with transaction():
        UploadDraft.objects.filter(pk__in=[draft.pk for draft in drafts]).delete()
        UsedForm.objects.filter(pk__in=old).delete()
    for draft in drafts:
        if draft.taken:
            continue  # a report or a message has the file now
        discard_file(stored_as=draft.stored_as)
    return len(drafts) + len(old)
