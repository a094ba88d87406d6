"""The figures of promises as they were last made, and who asked for new ones."""

from django.db import models
from django.db.models import Q

from meldpunt.obligations.terms.figures import Audience


class MadeFigures(models.Model):
    """The figures of an organisation as they were last made, for one kind of reader: counts, times and codes; `file` is the table to recompute them from."""

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    audience = models.CharField(max_length=10)
    made_at = models.DateTimeField()
    tables = models.JSONField()
    file = models.TextField()

    class Meta:
        """One for each kind of reader."""

        constraints = (
            models.UniqueConstraint(fields=("organisation", "audience"), name="figures_once"),
            models.CheckConstraint(
                condition=Q(audience__in=[audience.value for audience in Audience]), name="figures_known_audience"
            ),
        )

    def __str__(self) -> str:
        """Name the reader."""
        return f"figures for {self.audience}"


class WantedFigures(models.Model):
    """A member asked for the figures to be made anew; gone once they are."""

    organisation = models.OneToOneField(
        "people.Organisation", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey("people.Member", on_delete=models.PROTECT, related_name="+", db_index=False)

    def __str__(self) -> str:
        """Name the row, nothing more."""
        return f"figures wanted {self.pk}"
