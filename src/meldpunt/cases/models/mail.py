"""What ties a finder's mail to their thread: marks of messages, links to the access code, and the finder's OpenPGP keys."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from meldpunt.arrivals.terms import KeySource

DIGEST_LENGTH = 32


def _is_digest(field: str) -> Exact:
    return Exact(Length(field), DIGEST_LENGTH)


class MailMark(models.Model):
    """One mail of a thread's conversation: `mark` is a keyed digest of its Message-ID. One that is not ours goes when the finder is erased."""

    thread = models.ForeignKey("cases.Thread", on_delete=models.CASCADE, related_name="mail_marks")
    mark = models.BinaryField(unique=True, max_length=DIGEST_LENGTH)
    is_ours = models.BooleanField()

    class Meta:
        """A mark is a digest."""

        constraints = (models.CheckConstraint(condition=_is_digest("mark"), name="mail_mark_is_a_digest"),)

    def __str__(self) -> str:
        """Name the row, nothing more."""
        return f"mail mark {self.pk}"


class CodeLink(models.Model):
    """A link in a mailed receipt, that shows the access code once: its token opens `sealed`, and the row has a digest of that only."""

    digest = models.BinaryField(primary_key=True, max_length=DIGEST_LENGTH)
    thread = models.ForeignKey("cases.Thread", on_delete=models.CASCADE, related_name="code_links")
    sealed = models.BinaryField()
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        """A link ends after it was made."""

        constraints = (
            models.CheckConstraint(condition=_is_digest("digest"), name="code_link_digest"),
            models.CheckConstraint(condition=Q(expires_at__gt=F("created_at")), name="code_link_ends"),
        )

    def __str__(self) -> str:
        """Say nothing that identifies the link."""
        return "code link"


class FinderKey(models.Model):
    """A finder's OpenPGP key, under the server's key beside the address for notices. `mark` is a keyed digest of its fingerprint.

    One that signed the report itself is used at once; any other when a member confirmed it.
    """

    id = models.UUIDField(primary_key=True, default=uuid4, editable=False)
    thread = models.ForeignKey("cases.Thread", on_delete=models.CASCADE, related_name="finder_keys", db_index=False)
    mark = models.BinaryField(max_length=DIGEST_LENGTH)
    sealed = models.BinaryField()
    source = models.CharField(max_length=10)
    learned_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True)
    confirmed_by = models.ForeignKey(
        "people.Member", on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    ended_at = models.DateTimeField(null=True)

    class Meta:
        """A key is learned once; who confirmed it did so at a moment."""

        constraints = (
            models.UniqueConstraint(fields=("thread", "mark"), name="finder_key_once"),
            models.CheckConstraint(condition=_is_digest("mark"), name="finder_key_mark"),
            models.CheckConstraint(
                condition=Q(source__in=[source.value for source in KeySource]), name="finder_key_known_source"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | Q(confirmed_at__isnull=False), name="finder_key_confirmed"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True) | Q(ended_at__gte=F("learned_at")), name="finder_key_ends_later"
            ),
        )

    def __str__(self) -> str:
        """Name the row by its random id."""
        return f"finder key {self.id}"
