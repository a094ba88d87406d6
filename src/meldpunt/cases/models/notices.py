"""By which letters a finder was told of what, and what became of them."""

from django.db import models
from django.db.models import Q


class Notice(models.Model):
    """One letter by which a finder is told of one thing of ours: a message, or that the case was closed.

    Nothing of ours has one where the page behind the code is the only way: that was told when it was posted. `told_at` is when the
    organisation's own mail server took it, `failed_at` when it was given up; the outbox forgets its letters sooner than a case is over.
    `came_back_at` is when it came back after that, as a member recorded at `came_back_noted_at`, or the system where a delivery report came:
    then it told nothing.
    """

    thread = models.ForeignKey("cases.Thread", on_delete=models.PROTECT, related_name="told_by", db_index=False)
    message = models.OneToOneField("cases.Message", on_delete=models.PROTECT, null=True, related_name="told_by")
    change = models.ForeignKey(
        "cases.StateChange", on_delete=models.PROTECT, null=True, related_name="told_by", db_index=False
    )
    letter = models.UUIDField()
    owed_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(null=True)
    came_back_at = models.DateTimeField(null=True)
    came_back_noted_at = models.DateTimeField(null=True)
    came_back_by = models.ForeignKey(
        "people.Member", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )

    class Meta:
        """A letter is about one thing, and it was taken or given up, not both; only what was taken comes back. What is open is found at once."""

        constraints = (
            models.CheckConstraint(
                condition=Q(message__isnull=False, change__isnull=True) | Q(message__isnull=True, change__isnull=False),
                name="notice_about_one_thing",
            ),
            models.UniqueConstraint(
                fields=("thread", "change"), condition=Q(change__isnull=False), name="notice_once_a_change"
            ),
            models.CheckConstraint(
                condition=Q(told_at__isnull=True) | Q(failed_at__isnull=True), name="notice_one_fate"
            ),
            models.CheckConstraint(
                condition=Q(came_back_at__isnull=True, came_back_noted_at__isnull=True, came_back_by__isnull=True)
                | Q(
                    came_back_at__gte=models.F("told_at"),
                    came_back_noted_at__isnull=False,
                    told_at__isnull=False,
                ),
                name="notice_came_back",
            ),
        )
        indexes = (
            models.Index(fields=("thread", "id"), name="notice_thread"),
            models.Index(
                fields=("id",), condition=Q(told_at__isnull=True, failed_at__isnull=True), name="notice_on_its_way"
            ),
        )

    def __str__(self) -> str:
        """Name the notice by its row."""
        return f"notice {self.pk}"
