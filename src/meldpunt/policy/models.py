"""Published policy versions with their documents and logos, never changed or removed; what is proposed, the files to write it with, and the `security.txt` that is signed."""

from django.db import models


class PolicyVersion(models.Model):
    """One version of an organisation's policy: what was shown, and the file it was made from (empty for the default).

    The file names people, so no public page shows it. `second_eyes` says whether it lets one person alone publish what follows it;
    `settled_at` when what it changes beside its words was done, or when a later version made that needless.
    """

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    published_at = models.DateTimeField()
    in_force_from = models.DateTimeField()
    terms = models.JSONField()
    source = models.TextField(blank=True, default="")
    second_eyes = models.BooleanField(default=False)
    settled_at = models.DateTimeField(null=True)

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


class PolicyLogo(models.Model):
    """A picture that a version names for the organisation or a brand, kept so that it can be shown from the day on which the version is in force."""

    version = models.ForeignKey(PolicyVersion, on_delete=models.PROTECT, related_name="logos")
    name = models.CharField(max_length=120)
    content = models.BinaryField()

    class Meta:
        """A version has one picture of a name."""

        constraints = (models.UniqueConstraint(fields=("version", "name"), name="policy_logo_once"),)

    def __str__(self) -> str:
        """Name the picture."""
        return self.name


class Proposal(models.Model):
    """A policy that waits for a second person, or came back from one with a remark: an organisation has one at most.

    It was proposed by a member, or by the operator, who is none.
    """

    organisation = models.OneToOneField(
        "people.Organisation", on_delete=models.PROTECT, primary_key=True, related_name="+"
    )
    proposed_at = models.DateTimeField()
    proposed_by = models.ForeignKey("people.Member", on_delete=models.PROTECT, null=True, related_name="+")
    after = models.PositiveIntegerField()
    source = models.TextField()
    sent_back_at = models.DateTimeField(null=True)
    sent_back_by = models.ForeignKey("people.Member", on_delete=models.PROTECT, null=True, related_name="+")
    remark = models.TextField(blank=True, default="")

    class Meta:
        """It holds a file; it comes back with who, when and why together, and never from who proposed it."""

        constraints = (
            models.CheckConstraint(condition=~models.Q(source=""), name="policy_proposal_holds_a_file"),
            models.CheckConstraint(
                condition=models.Q(sent_back_at__isnull=True, sent_back_by__isnull=True, remark="")
                | (models.Q(sent_back_at__isnull=False, sent_back_by__isnull=False) & ~models.Q(remark="")),
                name="policy_proposal_sent_back_whole",
            ),
            models.CheckConstraint(
                condition=models.Q(sent_back_by__isnull=True)
                | models.Q(proposed_by__isnull=True)
                | ~models.Q(sent_back_by=models.F("proposed_by")),
                name="policy_proposal_sent_back_by_another",
            ),
        )

    def __str__(self) -> str:
        """Name the row, nothing more."""
        return "proposal"


class ProposalFile(models.Model):
    """A file that a proposal names: a document, a logo or a key."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="files")
    name = models.CharField(max_length=120)
    content = models.BinaryField()

    class Meta:
        """A proposal has one file of a name."""

        constraints = (models.UniqueConstraint(fields=("proposal", "name"), name="policy_proposal_file_once"),)

    def __str__(self) -> str:
        """Name the file."""
        return self.name


class FileBeside(models.Model):
    """A file that lies beside the policy while it is written at the desk: a document, a logo or a public key.

    Versions and proposals keep copies of their own. It was put there by a member, or came with what the operator published.
    """

    organisation = models.ForeignKey("people.Organisation", on_delete=models.PROTECT, related_name="+")
    name = models.CharField(max_length=120)
    content = models.BinaryField()
    added_at = models.DateTimeField()
    added_by = models.ForeignKey("people.Member", on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        """An organisation has one file of a name."""

        constraints = (models.UniqueConstraint(fields=("organisation", "name"), name="policy_file_beside_once"),)

    def __str__(self) -> str:
        """Name the file."""
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
