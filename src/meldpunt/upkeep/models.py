"""Signs of life, and how the way in of each organisation is."""

from django.db import models
from django.db.models import Q

from meldpunt.upkeep.terms import Part, Trouble

PARTS = [part.value for part in Part]
TROUBLES = ["", *(trouble.value for trouble in Trouble)]


class Heartbeat(models.Model):
    """When the background worker was last there: one row."""

    only = models.BooleanField(primary_key=True, default=True)
    at = models.DateTimeField()

    class Meta:
        """There is one worker, so there is one row."""

        constraints = (models.CheckConstraint(condition=models.Q(only=True), name="upkeep_one_heartbeat"),)

    def __str__(self) -> str:
        """Say what it is."""
        return "heartbeat"


class Check(models.Model):
    """How one part of an organisation's way in was when it was last looked at. `since` is when its trouble was found first, `told_at` when the operator was told, `detail` what the operator reads besides."""

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    part = models.CharField(max_length=20)
    at = models.DateTimeField()
    trouble = models.CharField(max_length=20, blank=True, default="")
    since = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)
    detail = models.CharField(max_length=200, blank=True, default="")

    class Meta:
        """One row for each part, of known words; only a trouble has a beginning, and only of a trouble anybody was told."""

        constraints = (
            models.UniqueConstraint(fields=("organisation", "part"), name="upkeep_check_once"),
            models.CheckConstraint(
                condition=Q(part__in=PARTS) & Q(trouble__in=TROUBLES), name="upkeep_check_known_words"
            ),
            models.CheckConstraint(
                condition=Q(trouble="", since__isnull=True, told_at__isnull=True)
                | ~Q(trouble="") & Q(since__isnull=False),
                name="upkeep_check_since_when",
            ),
        )

    def __str__(self) -> str:
        """Name the part."""
        return f"check of {self.part}"


class Canary(models.Model):
    """A canary that lies sealed until a handler's desk opens it. `expected` is a keyed mark of what it says."""

    organisation = models.OneToOneField(
        "people.Organisation", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    sent_at = models.DateTimeField()
    expected = models.BinaryField(max_length=33)

    def __str__(self) -> str:
        """Say what it is."""
        return "canary"
