"""Cases, the finder's thread in each, and what is said and done. Content is sealed; states and times are clear."""

from django.db import models
from django.db.models import Q, QuerySet


class WithoutCanaries(models.Manager["Case"]):
    """The cases that people work on. A canary is none: it counts nowhere, so whoever wants one asks for it."""

    def get_queryset(self) -> QuerySet["Case"]:
        """Leave canaries out."""
        return super().get_queryset().filter(is_canary=False)


class Case(models.Model):
    """The work on one or more reports. `version` rises with every change, so that nobody overwrites another.

    `waiting_since` is the finder's first word we did not answer yet; `declined_as` the reason of a no that was told. `is_canary`
    says that it is the daily test of the way in: `objects` leaves it out, `with_canaries` does not.
    """

    uuid = models.UUIDField(unique=True, editable=False)
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    number = models.CharField(max_length=20)
    report_state = models.CharField(max_length=10)
    assigned_to = models.ForeignKey("people.Member", on_delete=models.PROTECT, null=True, related_name="+")
    opened_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)
    waiting_since = models.DateTimeField(null=True)
    last_own_word_at = models.DateTimeField(null=True)
    last_own_kind = models.CharField(max_length=10, blank=True)
    declined_as = models.CharField(max_length=20, blank=True)
    due_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    closing_reason = models.CharField(max_length=20, blank=True)
    version = models.PositiveIntegerField(default=1)
    last_word = models.CharField(max_length=12)
    is_canary = models.BooleanField(default=False)

    objects = WithoutCanaries()
    with_canaries = models.Manager["Case"]()

    class Meta:
        """An open case always has a moment at which it is due; a closed case always says why."""

        constraints = (
            models.UniqueConstraint(fields=("organisation", "number"), name="case_number_once"),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, due_at__isnull=False)
                | Q(closed_at__isnull=False, due_at__isnull=True),
                name="case_open_is_due",
            ),
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True, closing_reason="") & ~Q(report_state="closed")
                | Q(closed_at__isnull=False, report_state="closed") & ~Q(closing_reason=""),
                name="case_closed_says_why",
            ),
            models.CheckConstraint(
                condition=Q(report_state__in=("received", "invalid", "valid", "deferred", "accepted", "closed")),
                name="case_report_state",
            ),
            models.CheckConstraint(
                condition=Q(last_word="finder", waiting_since__isnull=False)
                | Q(last_word="organisation", waiting_since__isnull=True),
                name="case_last_word",
            ),
            models.CheckConstraint(
                condition=Q(answered_at__isnull=True, last_own_word_at__isnull=True, last_own_kind="", declined_as="")
                | Q(
                    answered_at__isnull=False,
                    last_own_word_at__isnull=False,
                    last_own_kind__in=("answer", "ask", "decline"),
                ),
                name="case_own_word",
            ),
        )
        indexes = (
            models.Index(
                fields=("organisation", "due_at", "id"), name="case_open", condition=Q(closed_at__isnull=True)
            ),
            models.Index(
                fields=("organisation", "assigned_to", "due_at", "id"),
                name="case_open_of",
                condition=Q(closed_at__isnull=True),
            ),
            models.Index(
                fields=("organisation", "closed_at", "id"), name="case_closed", condition=Q(closed_at__isnull=False)
            ),
        )

    def __str__(self) -> str:
        """Name the case by its number."""
        return f"case {self.number}"


class Thread(models.Model):
    """One finder's way back to their report: found by a locator, opened with a key only the access code makes.

    `notices_ended` says that there was an address for notices until the case was closed, and none was given since. `mail_mark` is a
    digest of the token in the addresses that the finder answers to by mail, `mail_references` are the Message-IDs of theirs that the next
    letter answers; kept and erased with the address.
    """

    report = models.OneToOneField("reports.Report", on_delete=models.PROTECT, primary_key=True, related_name="thread")
    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="threads")
    locator = models.BinaryField(unique=True, max_length=32)
    finder_public = models.BinaryField()
    notice_address = models.BinaryField(null=True)
    notices_ended = models.BooleanField(default=False)
    finder_language = models.CharField(max_length=10)
    mail_mark = models.BinaryField(unique=True, max_length=32, null=True)
    mail_references = models.BinaryField(null=True)

    class Meta:
        """What a letter answers is kept only where a letter can go."""

        constraints = (
            models.CheckConstraint(
                condition=Q(mail_references__isnull=True) | Q(notice_address__isnull=False),
                name="thread_references_need_an_address",
            ),
        )

    def __str__(self) -> str:
        """Name the thread by its random id."""
        return f"thread {self.pk}"


class Message(models.Model):
    """One message of the conversation, sealed under the thread's conversation key.

    `assesses`, `fix_by` and `no_date` are what the handler says that it holds: our assessment, the day by which we expect to
    have solved it, or why there is none. `own_key`: it came by mail, while nobody had the conversation's key at hand, and is sealed under one
    of its own.
    """

    thread = models.ForeignKey("cases.Thread", on_delete=models.PROTECT, related_name="messages", db_index=False)
    uuid = models.UUIDField(unique=True, editable=False)
    from_finder = models.BooleanField()
    kind = models.CharField(max_length=10, blank=True)
    by = models.ForeignKey("people.Member", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    at = models.DateTimeField()
    sealed = models.BinaryField()
    attachments = models.ManyToManyField("reports.Attachment", related_name="messages")
    assesses = models.BooleanField(default=False)
    fix_by = models.DateField(null=True)
    no_date = models.CharField(max_length=20, blank=True, default="")
    own_key = models.BooleanField(default=False)

    class Meta:
        """A message is from the finder or from one member; only ours says what a promise asks for, and a no says it by itself."""

        constraints = (
            models.CheckConstraint(
                condition=Q(from_finder=True, by__isnull=True, kind="")
                | Q(from_finder=False, by__isnull=False, kind__in=("answer", "ask", "decline")),
                name="message_from_one_side",
            ),
            models.CheckConstraint(
                condition=Q(from_finder=True, assesses=False, fix_by__isnull=True, no_date="")
                | Q(from_finder=False, no_date="")
                | Q(
                    from_finder=False,
                    fix_by__isnull=True,
                    no_date__in=("not_valid", "not_ours", "already_known", "too_early"),
                ),
                name="message_says",
            ),
            models.CheckConstraint(condition=Q(own_key=False) | Q(from_finder=True), name="message_own_key"),
        )
        indexes = (models.Index(fields=("thread", "id"), name="message_thread"),)

    def __str__(self) -> str:
        """Name the message by its id."""
        return f"message {self.pk}"


class Note(models.Model):
    """One internal note, sealed under the case's internal key, which no finder has."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="notes")
    uuid = models.UUIDField(unique=True, editable=False)
    by = models.ForeignKey("people.Member", on_delete=models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    sealed = models.BinaryField()

    def __str__(self) -> str:
        """Name the note by its id."""
        return f"note {self.pk}"


class StateChange(models.Model):
    """The report went from one state to another; `by` is empty where the system did it, `reason` where it was not closed."""

    case = models.ForeignKey("cases.Case", on_delete=models.PROTECT, related_name="state_changes")
    before = models.CharField(max_length=10)
    after = models.CharField(max_length=10)
    at = models.DateTimeField()
    by = models.ForeignKey("people.Member", on_delete=models.PROTECT, null=True, related_name="+", db_index=False)
    reason = models.CharField(max_length=20, blank=True, default="")

    class Meta:
        """A change changes something, and only closing has a reason."""

        constraints = (
            models.CheckConstraint(condition=~Q(before=models.F("after")), name="state_change_changes"),
            models.CheckConstraint(condition=Q(reason="") | Q(after="closed"), name="state_change_reason"),
        )

    def __str__(self) -> str:
        """Tell from where to where."""
        return f"{self.before} to {self.after}"


class Counter(models.Model):
    """The last case number given out by an organisation in a year."""

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    last = models.PositiveIntegerField()

    class Meta:
        """One row a year."""

        constraints = (models.UniqueConstraint(fields=("organisation", "year"), name="counter_once_a_year"),)

    def __str__(self) -> str:
        """Name the year."""
        return f"case numbers of {self.year}"


class FinderSession(models.Model):
    """A finder who is in. The token is in the browser's cookie; the row holds its digest and what it can open."""

    digest = models.BinaryField(primary_key=True, max_length=32)
    thread = models.ForeignKey("cases.Thread", on_delete=models.CASCADE, related_name="+")
    sealed_seed = models.BinaryField()
    created_at = models.DateTimeField(db_index=True)
    last_seen_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        """Say nothing that identifies the session."""
        return "finder session"
