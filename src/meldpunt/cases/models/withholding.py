"""Progress that is withheld from finders because the law demands it."""

from django.db import models
from django.db.models import F, Q

from meldpunt.cases.terms import Ground


class Withholding(models.Model):
    """A decision to tell the finders of a case nothing more, until it is looked at again at `review_at`; it holds until somebody ends it.

    `said` tells whether finders may know that something is withheld; `sealed` are the reasons in words. `warned_at` and `late_warned_at`
    are when members were told that the review is due, and that it is late.
    """

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="withholdings", db_index=False)
    uuid = models.UUIDField(unique=True, editable=False)
    ground = models.CharField(max_length=15)
    said = models.BooleanField()
    sealed = models.BinaryField()
    at = models.DateTimeField()
    by = models.ForeignKey("people.Member", on_delete=models.PROTECT, related_name="+", db_index=False)
    review_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey("people.Member", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    warned_at = models.DateTimeField(null=True)
    late_warned_at = models.DateTimeField(null=True)

    class Meta:
        """One at a time in a case; it is looked at again after it began, and who ended it is known."""

        constraints = (
            models.UniqueConstraint(
                fields=("case",), condition=Q(ended_at__isnull=True), name="withholding_once_a_case"
            ),
            models.CheckConstraint(
                condition=Q(ground__in=[ground.value for ground in Ground]), name="withholding_known_ground"
            ),
            models.CheckConstraint(condition=Q(review_at__gt=F("at")), name="withholding_is_reviewed_later"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__gte=F("at"), ended_by__isnull=False),
                name="withholding_ended_is_paired",
            ),
        )
        indexes = (
            models.Index(fields=("case", "id"), name="withholding_case"),
            models.Index(fields=("review_at", "id"), name="withholding_open", condition=Q(ended_at__isnull=True)),
        )

    def __str__(self) -> str:
        """Name the row, nothing more."""
        return f"withholding {self.pk}"
