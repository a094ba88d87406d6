"""One table."""

from django.db import models


class Entry(models.Model):
    """What somebody sent."""

    where = models.TextField()
    what = models.TextField()
    files = models.FileField(blank=True)
    received_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        """Return its number."""
        return str(self.pk)
