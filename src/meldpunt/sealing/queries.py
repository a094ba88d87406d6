"""Questions about who holds which key."""

from uuid import UUID

from meldpunt.sealing.models import Wrap


def wraps_left(recipient: UUID) -> int:
    """Return how many content keys are wrapped to this recipient key: none means that it may go."""
    return Wrap.objects.filter(recipient=recipient).count()
