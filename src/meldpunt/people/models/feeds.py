"""Addresses at which members' calendar programs read due dates."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from meldpunt.people.models.members import DIGEST_LENGTH, Member
from meldpunt.people.terms import FeedScope


class FeedAddress(models.Model):
    """The one address of a member's feed. The token in it is nowhere; `digest` finds the row."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, primary_key=True, related_name="feed")
    digest = models.BinaryField(max_length=DIGEST_LENGTH, unique=True)
    scope = models.CharField(max_length=4)
    made_at = models.DateTimeField()

    class Meta:
        """Constraints."""

        constraints = (
            models.CheckConstraint(
                name="people_feed_scope", condition=Q(scope__in=[scope.value for scope in FeedScope])
            ),
            models.CheckConstraint(name="people_feed_digest", condition=Exact(Length("digest"), DIGEST_LENGTH)),
        )

    def __str__(self) -> str:
        """Name the row, nothing more."""
        return f"feed of {self.member_id}"
