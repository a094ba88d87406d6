"""Questions about who holds which key."""

from collections.abc import Collection
from uuid import UUID

from django.db.models import BinaryField, QuerySet
from django.db.models.functions import Substr

from meldpunt.sealing.models import Wrap
from meldpunt.sealing.rules.formats import OLDER


def wraps_left(recipient: UUID) -> int:
    """Return how many content keys are wrapped to this recipient key: none means that it may go."""
    return Wrap.objects.filter(recipient=recipient).count()


def kept_from(recipient: UUID, keys: Collection[UUID]) -> set[UUID]:
    """Return those of the content keys that others have and this recipient key has not."""
    wraps = Wrap.objects.filter(key__in=keys)
    theirs = wraps.filter(recipient=recipient).values_list("key", flat=True)
    return set(wraps.values_list("key", flat=True)).difference(theirs)


def older_wraps_left(recipients: Collection[UUID]) -> int:
    """Return how many content keys are wrapped to these recipient keys in an older format. Reads every one of their rows."""
    return older_wraps(recipients).count()


def older_wraps(recipients: Collection[UUID]) -> QuerySet[Wrap]:
    """Return the rows of these recipient keys that are in an older format."""
    first = Substr("sealed", 1, 1, output_field=BinaryField())
    return (
        Wrap.objects.filter(recipient__in=recipients).alias(form=first).filter(form__in=[bytes([one]) for one in OLDER])
    )
