"""Forms that were used and uploads that wait. Nothing in here outlives a few days."""

from django.db import models


class UsedForm(models.Model):
    """A form that became a report; the digest is keyed, the form's random is not kept."""

    digest = models.BinaryField(unique=True, max_length=32)
    used_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        """Say nothing that identifies the form."""
        return "used form"


class UploadDraft(models.Model):
    """One accepted file of a form that came back with an error, sealed under a key only that form holds.

    `taken` tells that the file itself belongs to a report or a message now. The row stays until its time is over, so that sending
    the same form again still finds the same files and leads to the same receipt.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    organisation = models.ForeignKey("people.Organisation", on_delete=models.CASCADE, related_name="+")
    locator = models.BinaryField(db_index=True, max_length=32)
    sealed = models.BinaryField()
    stored_as = models.CharField(max_length=120, unique=True)
    position = models.PositiveSmallIntegerField()
    created_at = models.DateTimeField(db_index=True)
    taken = models.BooleanField(default=False)

    def __str__(self) -> str:
        """Name the draft by its random id."""
        return f"upload draft {self.id}"
