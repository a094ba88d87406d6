"""The one table of sealing: which content key is wrapped to whom."""

from django.db import models


class Wrap(models.Model):
    """One content key, sealed to one recipient key.

    Where no row is left, what the key sealed can never be opened again.
    """

    id = models.BigAutoField(primary_key=True)
    key = models.UUIDField()
    recipient = models.UUIDField()
    sealed = models.BinaryField()

    class Meta:
        """Found by key to open it, by recipient when that one retires."""

        constraints = (models.UniqueConstraint(fields=("key", "recipient"), name="sealing_wrap_once"),)
        indexes = (models.Index(fields=("recipient", "id"), name="sealing_wrap_recipient"),)

    def __str__(self) -> str:
        """Name the row by its ids, which are no secret."""
        return f"{self.key} to {self.recipient}"
