"""Links that were not used in time."""

from datetime import datetime

from meldpunt.journal.actions import transaction
from meldpunt.people.models import Invitation, PasswordReset


def expire_links(*, now: datetime, limit: int = 200) -> int:
    """Erase invitations and password links that ran out, at most `limit` of each; return how many rows went."""
    with transaction():
        invitations = Invitation.objects.filter(expires_at__lte=now, used_at__isnull=True).order_by("expires_at")
        resets = PasswordReset.objects.filter(expires_at__lte=now).order_by("expires_at")
        gone = Invitation.objects.filter(pk__in=[row.pk for row in invitations[:limit]]).delete()[0]
        return gone + PasswordReset.objects.filter(pk__in=[row.pk for row in resets[:limit]]).delete()[0]
