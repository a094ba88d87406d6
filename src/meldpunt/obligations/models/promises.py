"""Obligations that follow from promises, the warnings about them, who is warned last, and how far the journal was followed."""

from django.db import models
from django.db.models import F, Q

from meldpunt.obligations.terms import Lapse, WarningStep
from meldpunt.policy.terms import PromiseKind


class Obligation(models.Model):
    """One promise to one finder: started, due, fulfilled or broken. `cause` tells those of one kind in a thread apart.

    `reckoning` holds how its date was reckoned, with the calendar; `ended_at` is when nothing was left to do about it.
    """

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="obligations", db_index=False)
    thread = models.ForeignKey("cases.Thread", on_delete=models.PROTECT, related_name="obligations", db_index=False)
    policy_version = models.ForeignKey(
        "policy.PolicyVersion", on_delete=models.PROTECT, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=20)
    cause = models.CharField(max_length=60, blank=True)
    started_at = models.DateTimeField()
    due_at = models.DateTimeField()
    reckoning = models.JSONField()
    paused = models.BooleanField(default=False)
    fulfilled_at = models.DateTimeField(null=True)
    fulfilled_by = models.UUIDField(null=True)
    broken_at = models.DateTimeField(null=True)
    lapsed_at = models.DateTimeField(null=True)
    lapsed_because = models.CharField(max_length=20, blank=True, default="")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """Broken is when the date passed and nothing else; what was done in time was kept; what fell away is neither."""

        constraints = (
            models.UniqueConstraint(fields=("thread", "kind", "cause"), name="obligation_once"),
            models.CheckConstraint(
                condition=Q(kind__in=[kind.value for kind in PromiseKind]), name="obligation_known_kind"
            ),
            models.CheckConstraint(condition=Q(due_at__gte=F("started_at")), name="obligation_due_after_start"),
            models.CheckConstraint(
                condition=Q(broken_at__isnull=True) | Q(broken_at=F("due_at")), name="obligation_broken_when_due"
            ),
            models.CheckConstraint(
                condition=Q(fulfilled_at__isnull=True, fulfilled_by__isnull=True)
                | Q(fulfilled_at__lte=F("due_at"), broken_at__isnull=True)
                | Q(fulfilled_at__gt=F("due_at"), broken_at__isnull=False),
                name="obligation_late_is_broken",
            ),
            models.CheckConstraint(
                condition=Q(lapsed_at__isnull=True, lapsed_because="")
                | Q(
                    lapsed_at__isnull=False,
                    lapsed_because__in=[lapse.value for lapse in Lapse],
                    fulfilled_at__isnull=True,
                    broken_at__isnull=True,
                ),
                name="obligation_lapsed_is_neither",
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=False)
                | Q(ended_at__isnull=True, fulfilled_at__isnull=True, lapsed_at__isnull=True),
                name="obligation_ended",
            ),
            models.CheckConstraint(
                condition=Q(paused=False) | Q(ended_at__isnull=True, broken_at__isnull=True),
                name="obligation_pauses_while_open",
            ),
        )
        indexes = (
            models.Index(fields=("case", "id"), name="obligation_case"),
            models.Index(
                fields=("organisation", "due_at", "id"), name="obligation_owed", condition=Q(ended_at__isnull=True)
            ),
            models.Index(
                fields=("due_at", "id"),
                name="obligation_running",
                condition=Q(ended_at__isnull=True, broken_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        """Name it by its kind and row."""
        return f"obligation {self.kind} {self.pk}"


class PlannedWarning(models.Model):
    """One warning about one obligation: planned with it, and sent once."""

    obligation = models.ForeignKey(
        "obligations.Obligation", on_delete=models.CASCADE, related_name="warnings", db_index=False
    )
    step = models.CharField(max_length=10)
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        """One a step."""

        constraints = (
            models.UniqueConstraint(fields=("obligation", "step"), name="warning_once"),
            models.CheckConstraint(
                condition=Q(step__in=[step.value for step in WarningStep]), name="warning_known_step"
            ),
        )
        indexes = (models.Index(fields=("at", "id"), name="warning_to_send", condition=Q(sent_at__isnull=True)),)

    def __str__(self) -> str:
        """Name its step."""
        return f"warning {self.step}"


class Named(models.Model):
    """A member whom an organisation wants warned when neither handler nor lead kept an obligation from its date."""

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    member = models.ForeignKey("people.Member", on_delete=models.PROTECT, related_name="+", db_index=False)
    place = models.PositiveSmallIntegerField()

    class Meta:
        """Everybody once, in an order."""

        constraints = (
            models.UniqueConstraint(fields=("organisation", "member"), name="named_once"),
            models.UniqueConstraint(fields=("organisation", "place"), name="named_in_order"),
        )

    def __str__(self) -> str:
        """Name the row, not the person."""
        return f"named {self.pk}"


class Followed(models.Model):
    """Up to which line of an organisation's journal obligations were settled; locked while one of them is written."""

    organisation = models.OneToOneField(
        "people.Organisation", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    number = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        """Tell how far."""
        return f"followed to {self.number}"
