"""Published policy versions. Rows are added, never changed or removed."""

from django.db import models


class PolicyVersion(models.Model):
    """One version of an organisation's policy, with the texts as they were shown."""

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    terms = models.JSONField()

    class Meta:
        """A number is given once; numbers count from 1."""

        constraints = (
            models.UniqueConstraint(fields=("organisation", "number"), name="policy_number_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="policy_number_from_one"),
        )

    def __str__(self) -> str:
        """Name the version by its number."""
        return f"policy version {self.number}"
