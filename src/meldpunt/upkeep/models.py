"""Signs of life."""

from django.db import models


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
