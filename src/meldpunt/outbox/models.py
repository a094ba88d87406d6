"""The table of the outbox: letters owed, sealed until they left."""

from uuid import uuid4

from django.db import models
from django.db.models import Q

from meldpunt.outbox.terms import Letter


class Owed(models.Model):
    """One letter. Its sealed part (address, facts) is erased once it was delivered or given up."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    organisation = models.UUIDField()
    letter = models.CharField(max_length=32, choices=[(letter.value, letter.value) for letter in Letter])
    sealed = models.BinaryField(null=True)
    owed_at = models.DateTimeField()
    next_try_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    lease = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    problem = models.CharField(max_length=32, blank=True, default="")

    class Meta:
        """Constraints, and the index the worker reads by."""

        indexes = (
            models.Index(name="outbox_owed_due", fields=["next_try_at"], condition=Q(next_try_at__isnull=False)),
        )
        constraints = (
            models.CheckConstraint(
                name="outbox_owed_known_letter", condition=Q(letter__in=[letter.value for letter in Letter])
            ),
            models.CheckConstraint(
                name="outbox_owed_erased_when_done",
                condition=Q(
                    sealed__isnull=False, next_try_at__isnull=False, delivered_at__isnull=True, given_up_at__isnull=True
                )
                | Q(sealed__isnull=True, next_try_at__isnull=True, delivered_at__isnull=False, given_up_at__isnull=True)
                | Q(
                    sealed__isnull=True, next_try_at__isnull=True, delivered_at__isnull=True, given_up_at__isnull=False
                ),
            ),
            models.CheckConstraint(
                name="outbox_owed_lease_has_an_end",
                condition=Q(lease__isnull=True, leased_until__isnull=True)
                | Q(lease__isnull=False, leased_until__isnull=False),
            ),
        )

    def __str__(self) -> str:
        """Name the row, nothing more."""
        return f"owed {self.id}"
