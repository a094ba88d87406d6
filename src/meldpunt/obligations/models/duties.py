"""Duties by law: which laws hold, the facts that were recorded, what they began, the answers, and what was submitted.

Reasons, answers and evidence are sealed under the case's internal key, as its notes are; only codes, moments and ids are clear.
What was recorded is never changed: it is withdrawn, with the reasons, and stays.
"""

from django.db import models
from django.db.models import F, Q

from meldpunt.obligations.terms.duties import MAX_EVENTS, DutyEnd, DutyStep
from meldpunt.obligations.terms.law import ASKED, FactKind, Law

_WITHDRAWN_WHOLE = Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_because__isnull=True) | Q(
    withdrawn_at__isnull=False, withdrawn_by__isnull=False, withdrawn_because__isnull=False
)
_ONE_OF_FEW = Q(event__gte=1, event__lte=MAX_EVENTS)


class LawHeld(models.Model):
    """A law with a clock that holds for an organisation, as one of its members said."""

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    law = models.CharField(max_length=20)
    since_at = models.DateTimeField()
    by = models.ForeignKey("people.Member", on_delete=models.PROTECT, related_name="+", db_index=False)

    class Meta:
        """Each once, and only those whose clocks are known."""

        constraints = (
            models.UniqueConstraint(fields=("organisation", "law"), name="law_held_once"),
            models.CheckConstraint(condition=Q(law__in=[law.value for law in Law]), name="law_held_known"),
        )

    def __str__(self) -> str:
        """Name the law."""
        return f"law {self.law}"


class LawFact(models.Model):
    """A fact that a handler recorded about a case: since when, about which event, and (sealed) why.

    `until` is the end that an authority named when it asked.
    """

    uuid = models.UUIDField(unique=True, editable=False)
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    kind = models.CharField(max_length=30)
    event = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)
    recorded_at = models.DateTimeField()
    by = models.ForeignKey("people.Member", on_delete=models.PROTECT, related_name="+", db_index=False)
    sealed = models.BinaryField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        "people.Member", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    withdrawn_because = models.BinaryField(null=True)

    class Meta:
        """Nobody knows what is still to come; what stands is there once; a withdrawal says who and why."""

        constraints = (
            models.CheckConstraint(condition=Q(kind__in=[kind.value for kind in FactKind]), name="law_fact_known_kind"),
            models.CheckConstraint(condition=_ONE_OF_FEW, name="law_fact_event"),
            models.CheckConstraint(condition=Q(at__lte=F("recorded_at")), name="law_fact_not_to_come"),
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(kind__in=sorted(kind.value for kind in ASKED), until__gte=F("at")),
                name="law_fact_asked_until",
            ),
            models.CheckConstraint(condition=_WITHDRAWN_WHOLE, name="law_fact_withdrawn_whole"),
            models.UniqueConstraint(
                fields=("case", "kind", "event", "at"),
                condition=Q(withdrawn_at__isnull=True, until__isnull=True),
                name="law_fact_once",
            ),
            models.UniqueConstraint(
                fields=("case", "kind", "event", "at", "until"),
                condition=Q(withdrawn_at__isnull=True, until__isnull=False),
                name="law_fact_once_until",
            ),
        )
        indexes = (
            models.Index(fields=("case", "id"), name="law_fact_case"),
            models.Index(
                fields=("organisation", "case"), name="law_fact_standing", condition=Q(withdrawn_at__isnull=True)
            ),
        )

    def __str__(self) -> str:
        """Name it by its kind and row."""
        return f"fact {self.kind} {self.pk}"


class LawAnswers(models.Model):
    """The answers to the questions about one event, sealed; `version` rises with every change, so that nobody overwrites another."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    event = models.PositiveSmallIntegerField()
    version = models.PositiveIntegerField()
    saved_at = models.DateTimeField()
    by = models.ForeignKey("people.Member", on_delete=models.PROTECT, related_name="+", db_index=False)
    sealed = models.BinaryField()

    class Meta:
        """One row an event."""

        constraints = (
            models.UniqueConstraint(fields=("case", "event"), name="law_answers_once"),
            models.CheckConstraint(condition=_ONE_OF_FEW, name="law_answers_event"),
        )

    def __str__(self) -> str:
        """Name the event, not an answer."""
        return f"answers about event {self.event}"


class LawSubmission(models.Model):
    """A person submitted a stage: when, and (sealed) who, under which reference, why late, and with which answers."""

    uuid = models.UUIDField(unique=True, editable=False)
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    stage = models.CharField(max_length=60)
    event = models.PositiveSmallIntegerField()
    at = models.DateTimeField()
    recorded_at = models.DateTimeField()
    by = models.ForeignKey("people.Member", on_delete=models.PROTECT, related_name="+", db_index=False)
    sealed = models.BinaryField()
    withdrawn_at = models.DateTimeField(null=True)
    withdrawn_by = models.ForeignKey(
        "people.Member", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    withdrawn_because = models.BinaryField(null=True)

    class Meta:
        """Nothing was submitted that is still to come; what stands is there once."""

        constraints = (
            models.CheckConstraint(condition=_ONE_OF_FEW, name="law_submission_event"),
            models.CheckConstraint(condition=Q(at__lte=F("recorded_at")), name="law_submission_not_to_come"),
            models.CheckConstraint(condition=_WITHDRAWN_WHOLE, name="law_submission_withdrawn_whole"),
            models.UniqueConstraint(
                fields=("case", "stage", "event", "at"),
                condition=Q(withdrawn_at__isnull=True),
                name="law_submission_once",
            ),
        )
        indexes = (models.Index(fields=("case", "id"), name="law_submission_case"),)

    def __str__(self) -> str:
        """Name the stage and the row."""
        return f"submission {self.stage} {self.pk}"


class LawDuty(models.Model):
    """One stage that facts of a case began, as the due list and the warnings need it. `in_force` tells the version of the law.

    `due_at` is empty where the law names no end; `ended_at` is when nothing was left to do about it, `ended_because` why. `broken_at`
    is the first end that passed while it was owed: it stays, whatever is recorded, taken back or taken out afterwards.
    """

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="+", db_index=False)
    stage = models.CharField(max_length=60)
    event = models.PositiveSmallIntegerField()
    in_force = models.DateField()
    started_at = models.DateTimeField()
    due_at = models.DateTimeField(null=True)
    reckoning = models.JSONField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_because = models.CharField(max_length=10, blank=True, default="")
    broken_at = models.DateTimeField(null=True)

    class Meta:
        """One a stage and event; what was reckoned has an end, and what is over says why."""

        constraints = (
            models.UniqueConstraint(fields=("case", "stage", "event"), name="law_duty_once"),
            models.CheckConstraint(condition=_ONE_OF_FEW, name="law_duty_event"),
            models.CheckConstraint(
                condition=Q(due_at__isnull=True) | Q(due_at__gte=F("started_at")), name="law_duty_due_after_start"
            ),
            models.CheckConstraint(
                condition=Q(reckoning__isnull=True) | Q(due_at__isnull=False), name="law_duty_reckoned_is_due"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_because="")
                | Q(ended_at__isnull=False, ended_because__in=[end.value for end in DutyEnd]),
                name="law_duty_ended_says_why",
            ),
        )
        indexes = (
            models.Index(
                fields=("organisation", "due_at", "id"), name="law_duty_owed", condition=Q(ended_at__isnull=True)
            ),
            models.Index(
                fields=("due_at", "id"),
                name="law_duty_running",
                condition=Q(ended_at__isnull=True, broken_at__isnull=True),
            ),
        )

    def __str__(self) -> str:
        """Name it by its stage and row."""
        return f"duty {self.stage} {self.pk}"


class DutyWarning(models.Model):
    """One warning about one duty by law: planned with it, and sent once."""

    duty = models.ForeignKey("obligations.LawDuty", on_delete=models.CASCADE, related_name="warnings", db_index=False)
    step = models.CharField(max_length=10)
    at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True)

    class Meta:
        """One a step."""

        constraints = (
            models.UniqueConstraint(fields=("duty", "step"), name="duty_warning_once"),
            models.CheckConstraint(
                condition=Q(step__in=[step.value for step in DutyStep]), name="duty_warning_known_step"
            ),
        )
        indexes = (models.Index(fields=("at", "id"), name="duty_warning_to_send", condition=Q(sent_at__isnull=True)),)

    def __str__(self) -> str:
        """Name its step."""
        return f"warning {self.step}"
