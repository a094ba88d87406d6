"""Published policy versions and their documents, never changed or removed; and the `security.txt` that is signed."""

from django.db import models


class PolicyVersion(models.Model):
    """One version of an organisation's policy: what was shown, and the file it was made from (empty for the default).

    The file names people, so it is shown on no page.
    """

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    in_force_from = models.DateTimeField()
    terms = models.JSONField()
    source = models.TextField(blank=True, default="")

    class Meta:
        """A number is given once; numbers count from 1; nothing is in force before it is published."""

        constraints = (
            models.UniqueConstraint(fields=("organisation", "number"), name="policy_number_once"),
            models.CheckConstraint(condition=models.Q(number__gte=1), name="policy_number_from_one"),
            models.CheckConstraint(
                condition=models.Q(in_force_from__gte=models.F("published_at")), name="policy_not_in_force_before"
            ),
        )

    def __str__(self) -> str:
        """Name the version by its number."""
        return f"policy version {self.number}"


class PolicyDocument(models.Model):
    """A document that holds beside a version, as it was published."""

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="documents")
    name = models.CharField(max_length=120)
    content = models.BinaryField()

    class Meta:
        """A version has one document of a name."""

        constraints = (models.UniqueConstraint(fields=("version", "name"), name="policy_document_once"),)

    def __str__(self) -> str:
        """Name the document."""
        return self.name


class SecurityText(models.Model):
    """The `security.txt` of an organisation, or of the brand with this key, signed once and served until it says something else or comes to its end."""

    organisation = models.ForeignKey("people.Organisation", on_delete=models.CASCADE, related_name="+")
    brand = models.CharField(max_length=60, blank=True, default="")
    key = models.ForeignKey("people.OpenPgpKey", on_delete=models.CASCADE, related_name="+")
    fields = models.JSONField()
    signed = models.TextField()
    signed_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        """There is one for each; it holds for some time, and is signed."""

        constraints = (
            models.UniqueConstraint(fields=("organisation", "brand"), name="policy_security_text_once"),
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("signed_at")), name="policy_security_text_lasts"
            ),
            models.CheckConstraint(condition=~models.Q(signed=""), name="policy_security_text_is_signed"),
        )

    def __str__(self) -> str:
        """Name the row, nothing more."""
        return "security.txt"
