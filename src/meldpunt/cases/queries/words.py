"""When a finder last heard from us."""

from collections.abc import Iterable
from datetime import datetime
from uuid import UUID

from django.db.models import Max

from meldpunt.cases.models import Message


def newest_words(cases: Iterable[UUID]) -> dict[UUID, datetime]:
    """Return when our newest message in each case was written, those on their way too; what is known not to have arrived does not count."""
    ours = Message.objects.filter(thread__case__uuid__in=list(cases), from_finder=False)
    arriving = ours.filter(told_by__failed_at__isnull=True, told_by__came_back_at__isnull=True).order_by()
    return dict(arriving.values_list("thread__case__uuid").annotate(Max("at")))
