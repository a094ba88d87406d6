"""Tables of the journal: lines that are only ever added, and the head of each organisation's chain."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from meldpunt.journal.rules import DIGEST_LENGTH
from meldpunt.journal.terms import ActorKind

WITH_ID = [ActorKind.FINDER.value, ActorKind.MEMBER.value]
WITHOUT_ID = [ActorKind.SYSTEM.value, ActorKind.OPERATOR.value]


class Head(models.Model):
    """Where an organisation's chain ends: locked while a line is added."""

    organisation = models.UUIDField(primary_key=True)
    number = models.PositiveBigIntegerField()
    digest = models.BinaryField(max_length=DIGEST_LENGTH)

    class Meta:
        """Constraints."""

        constraints = (
            models.CheckConstraint(name="journal_head_digest", condition=Exact(Length("digest"), DIGEST_LENGTH)),
        )

    def __str__(self) -> str:
        """Name the row, nothing more."""
        return f"head {self.organisation}"


class Entry(models.Model):
    """One line. The database refuses to change it (see the migration)."""

    organisation = models.UUIDField()
    number = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    case = models.UUIDField(null=True)
    actor_kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in ActorKind])
    actor_id = models.UUIDField(null=True)
    deed = models.CharField(max_length=98)
    facts = models.JSONField()
    digest = models.BinaryField(max_length=DIGEST_LENGTH)

    class Meta:
        """Constraints and the order of reading."""

        ordering = ("organisation", "number")
        indexes = (models.Index(name="journal_entry_case", fields=["case", "number"], condition=Q(case__isnull=False)),)
        constraints = (
            models.UniqueConstraint(name="journal_entry_number", fields=["organisation", "number"]),
            models.CheckConstraint(name="journal_entry_starts_at_one", condition=Q(number__gte=1)),
            models.CheckConstraint(name="journal_entry_deed", condition=~Q(deed="")),
            models.CheckConstraint(
                name="journal_entry_actor",
                condition=Q(actor_kind__in=WITH_ID, actor_id__isnull=False)
                | Q(actor_kind__in=WITHOUT_ID, actor_id__isnull=True),
            ),
            models.CheckConstraint(name="journal_entry_digest", condition=Exact(Length("digest"), DIGEST_LENGTH)),
        )

    def __str__(self) -> str:
        """Name the row, nothing more."""
        return f"entry {self.organisation} {self.number}"
