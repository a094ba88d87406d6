"""Forms that were used, uploads that wait, every mail that came in, answers that no person wrote, and tests. Nothing but a mail outlives a few days."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from meldpunt.arrivals.terms import MailEnd, Way

DIGEST_LENGTH = 32
ENDS = [end.value for end in MailEnd if end not in {MailEnd.SEEN, MailEnd.CANARY}]


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


class Mail(models.Model):
    """One message that came by mail, and how it ended. Its id is that of the sealed file that holds it as it came.

    `mark` is a keyed digest by which it is known when it comes again. `thread` and `message` are what became of it; `reason` is a short code
    that says why it ended so. Open entries of the mail room have no `settled_at` and are sealed; `settled_by` is empty where the system settled
    it. `forget_at` is when the row itself goes; one of a case stays with that.
    """

    id = models.UUIDField(primary_key=True, editable=False)
    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+", db_index=False)
    mark = models.BinaryField(max_length=DIGEST_LENGTH)
    way = models.CharField(max_length=10)
    end = models.CharField(max_length=15)
    reason = models.CharField(max_length=30, blank=True, default="")
    came_at = models.DateTimeField()
    thread = models.UUIDField(null=True)
    message = models.UUIDField(null=True, unique=True)
    sealed = models.BinaryField(null=True)
    stored_as = models.CharField(max_length=120, unique=True, null=True)  # noqa: DJ001 -- unique, and gone once forgotten
    size_class = models.PositiveBigIntegerField()
    settled_at = models.DateTimeField(null=True)
    settled_by = models.ForeignKey(
        "people.Member", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    forget_at = models.DateTimeField(null=True)

    class Meta:
        """A mail is taken once; what is open can be opened, and what became part of a case is settled."""

        constraints = (
            models.UniqueConstraint(fields=("organisation", "mark"), name="mail_once"),
            models.CheckConstraint(condition=Exact(Length("mark"), DIGEST_LENGTH), name="mail_mark"),
            models.CheckConstraint(condition=Q(way__in=[way.value for way in Way]), name="mail_known_way"),
            models.CheckConstraint(condition=Q(end__in=ENDS), name="mail_known_end"),
            models.CheckConstraint(
                condition=Q(sealed__isnull=True, stored_as__isnull=True)
                | Q(sealed__isnull=False, stored_as__isnull=False) & ~Q(stored_as=""),
                name="mail_kept_is_whole",
            ),
            models.CheckConstraint(
                condition=Q(settled_at__isnull=False) | Q(sealed__isnull=False, settled_by__isnull=True),
                name="mail_open_is_kept",
            ),
            models.CheckConstraint(
                condition=~Q(end="report") | Q(thread__isnull=False, settled_at__isnull=False),
                name="mail_report_has_a_thread",
            ),
            models.CheckConstraint(
                condition=Q(message__isnull=True) | Q(thread__isnull=False, settled_at__isnull=False),
                name="mail_message_has_a_thread",
            ),
            models.CheckConstraint(
                condition=~Q(end="message") | Q(message__isnull=False), name="mail_message_is_known"
            ),
            models.CheckConstraint(
                condition=Q(forget_at__isnull=True) | Q(settled_at__isnull=False), name="mail_forgotten_is_settled"
            ),
        )
        indexes = (
            models.Index(fields=("thread",), name="mail_thread", condition=Q(thread__isnull=False)),
            models.Index(
                fields=("organisation", "came_at", "id"), name="mail_open", condition=Q(settled_at__isnull=True)
            ),
            models.Index(fields=("organisation", "came_at", "id"), name="mail_came"),
            models.Index(fields=("forget_at",), name="mail_forget", condition=Q(forget_at__isnull=False)),
        )

    def __str__(self) -> str:
        """Name the mail by its random id."""
        return f"mail {self.id}"


class Answered(models.Model):
    """That an answer no person wrote is mailed `at` a moment: `mark` is a keyed digest of its kind and whom it goes to. Gone a day later."""

    organisation = models.ForeignKey("people.Organisation", on_delete=models.CASCADE, related_name="+", db_index=False)
    mark = models.BinaryField(max_length=DIGEST_LENGTH)
    at = models.DateTimeField(db_index=True)
    is_receipt = models.BooleanField(default=False)

    class Meta:
        """A mark is a digest."""

        constraints = (models.CheckConstraint(condition=Exact(Length("mark"), DIGEST_LENGTH), name="answered_mark"),)
        indexes = (
            models.Index(fields=("mark", "at"), name="answered_whom"),
            models.Index(fields=("organisation", "at"), name="answered_of"),
        )

    def __str__(self) -> str:
        """Name the row, nothing more."""
        return f"answered {self.pk}"


class CameFrom(models.Model):
    """That a mail server brought a mail: `mark` is a keyed digest of its envelope sender or of that one's domain. Gone after an hour."""

    organisation = models.ForeignKey("people.Organisation", on_delete=models.CASCADE, related_name="+", db_index=False)
    mark = models.BinaryField(max_length=DIGEST_LENGTH)
    at = models.DateTimeField(db_index=True)

    class Meta:
        """A mark is a digest."""

        constraints = (models.CheckConstraint(condition=Exact(Length("mark"), DIGEST_LENGTH), name="came_from_mark"),)
        indexes = (models.Index(fields=("mark", "at"), name="came_from_whom"),)

    def __str__(self) -> str:
        """Name the row, nothing more."""
        return f"came from {self.pk}"


class MailCanary(models.Model):
    """A mail by which the way in is tested; the word that it is known by follows from its id and the server's secret. Gone after a week."""

    id = models.UUIDField(primary_key=True, editable=False)
    organisation = models.ForeignKey("people.Organisation", on_delete=models.CASCADE, related_name="+", db_index=False)
    letter = models.UUIDField()
    sent_at = models.DateTimeField()
    came_at = models.DateTimeField(null=True)
    returned_at = models.DateTimeField(null=True)
    thread = models.UUIDField(null=True)
    is_read_back = models.BooleanField(default=False)

    class Meta:
        """Only one that came is a report, and can be read back."""

        constraints = (
            models.CheckConstraint(
                condition=Q(came_at__isnull=False) | Q(thread__isnull=True, is_read_back=False), name="mail_canary_came"
            ),
        )
        indexes = (models.Index(fields=("organisation", "sent_at"), name="mail_canary_of"),)

    def __str__(self) -> str:
        """Name the canary by its random id."""
        return f"mail canary {self.id}"
