"""Reports and their files, sealed. A report is never changed; parts of it can only be destroyed."""

from django.db import models
from django.db.models import Q


class Report(models.Model):
    """One report as received. Its id is the id of the finder's thread; `commitment` is the salted digest.

    `policy_version` applies; `policy_shown` tells whether the finder was shown it, `agreed` whether the finder also agreed; `brand` whose page it came by, empty for the organisation's own.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    policy_version = models.ForeignKey(
        "policy.PolicyVersion", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    policy_shown = models.BooleanField(default=True)
    agreed = models.BooleanField(default=False)
    channel = models.CharField(max_length=20)
    language = models.CharField(max_length=10)
    brand = models.CharField(max_length=60, blank=True, default="")
    identity_mode = models.CharField(max_length=20)
    received_at = models.DateTimeField()
    body = models.BinaryField()
    identity = models.BinaryField(null=True)
    commitment = models.BinaryField(max_length=32)
    size_class = models.PositiveBigIntegerField()

    class Meta:
        """Nobody agrees to rules that they were not shown."""

        constraints = (
            models.CheckConstraint(condition=Q(agreed=False) | Q(policy_shown=True), name="report_agreed_was_shown"),
        )

    def __str__(self) -> str:
        """Name the report by its random id."""
        return f"report {self.id}"


class Attachment(models.Model):
    """One file of a report or of its conversation; name, type and size are sealed."""

    id = models.UUIDField(primary_key=True, editable=False)
    report = models.ForeignKey("reports.Report", on_delete=models.PROTECT, related_name="attachments")
    sealed = models.BinaryField()
    stored_as = models.CharField(max_length=120, unique=True)
    size_class = models.PositiveBigIntegerField()
    added_at = models.DateTimeField()
    scrubbed = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField()

    class Meta:
        """Files are shown in the order they were sent."""

        ordering = ("report", "added_at", "position", "id")

    def __str__(self) -> str:
        """Name the file by its random id."""
        return f"attachment {self.id}"
