"""The one row that tells whether what a process remembers of organisations still holds."""

from django.db import models


class Directory(models.Model):
    """`stamp` is 32 random characters; triggers renew it with every change to organisations, host names and public keys."""

    id = models.PositiveSmallIntegerField(primary_key=True)
    stamp = models.CharField(max_length=32)

    class Meta:
        """There is one."""

        constraints = (models.CheckConstraint(name="people_directory_once", condition=models.Q(id=1)),)

    def __str__(self) -> str:
        """Return the stamp."""
        return self.stamp
