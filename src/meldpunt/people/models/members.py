"""Tables of members: their locks, the links they get, the keys granted to them, their drafts."""

from typing import ClassVar, Self
from uuid import uuid4

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Lower, Upper
from django.db.models.lookups import Exact

from meldpunt.people.models.organisations import PUBLIC_KEY_LENGTH, Organisation, OrganisationKey, RecoveryLock
from meldpunt.people.terms import Role

DIGEST_LENGTH = 32
MARK_LENGTH = 33
ROLES = [role.value for role in Role]


def _exactly(field: str, length: int) -> Exact:
    return Exact(Length(field), length)


class Member(AbstractBaseUser):
    """Somebody who works at the desk. `password` holds the verifier; a removed member keeps an id and a name only.

    `openpgp` is the public certificate that their notices are encrypted to, empty without one.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="members")
    email = models.CharField(max_length=254, unique=True, null=True)  # noqa: DJ001 -- unique, and gone once removed
    name = models.CharField(max_length=120)
    language = models.CharField(max_length=5)
    role = models.CharField(max_length=16, choices=[(role, role) for role in ROLES])
    public = models.BinaryField(max_length=PUBLIC_KEY_LENGTH)
    joined_at = models.DateTimeField()
    removed_at = models.DateTimeField(null=True)
    removed_by = models.UUIDField(null=True)
    openpgp = models.BinaryField(null=True)
    openpgp_fingerprint = models.CharField(max_length=64, blank=True, default="")
    openpgp_expires_at = models.DateTimeField(null=True)

    last_login = None  # nobody needs to know
    USERNAME_FIELD = "email"
    objects: ClassVar[BaseUserManager[Self]] = BaseUserManager()

    class Meta:
        """Constraints."""

        indexes = (models.Index(name="people_member_present", fields=["organisation", "removed_at"]),)
        constraints = (
            models.CheckConstraint(name="people_member_role", condition=Q(role__in=ROLES)),
            models.CheckConstraint(name="people_member_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(
                name="people_member_email_is_lower_case",
                condition=Q(email__isnull=True) | (Exact(F("email"), Lower("email")) & ~Q(email="")),
            ),
            models.CheckConstraint(
                name="people_member_removed_is_paired",
                condition=Q(removed_at__isnull=True, removed_by__isnull=True, email__isnull=False)
                | Q(removed_at__isnull=False, removed_by__isnull=False, email__isnull=True),
            ),
            models.CheckConstraint(name="people_member_public", condition=_exactly("public", PUBLIC_KEY_LENGTH)),
            models.CheckConstraint(
                name="people_member_openpgp_is_whole",
                condition=Q(openpgp__isnull=True, openpgp_fingerprint="", openpgp_expires_at__isnull=True)
                | (
                    Exact(F("openpgp_fingerprint"), Upper("openpgp_fingerprint"))
                    & Q(openpgp__isnull=False, removed_at__isnull=True)
                    & ~Q(openpgp_fingerprint="")
                ),
            ),
        )

    def __str__(self) -> str:
        """Name the row, nothing more."""
        return f"member {self.id}"


class PasswordLock(models.Model):
    """A member's seed behind the password, together with the organisation key the member last saw."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, primary_key=True, related_name="lock")
    salt = models.BinaryField()
    sealed = models.BinaryField()

    def __str__(self) -> str:
        """Name the row, nothing more."""
        return f"lock {self.member_id}"


class Invitation(models.Model):
    """A one-time link for a new member. The token is nowhere; `public` is derived from it, `digest` finds it."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="invitations")
    email = models.CharField(max_length=254)
    role = models.CharField(max_length=16, choices=[(role, role) for role in ROLES])
    language = models.CharField(max_length=5)
    digest = models.BinaryField(max_length=DIGEST_LENGTH, unique=True)
    public = models.BinaryField(max_length=PUBLIC_KEY_LENGTH)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    used_by = models.OneToOneField(Member, on_delete=models.PROTECT, null=True, related_name="invitation")

    class Meta:
        """Constraints."""

        constraints = (
            models.CheckConstraint(name="people_invitation_role", condition=Q(role__in=ROLES)),
            models.CheckConstraint(name="people_invitation_ends", condition=Q(expires_at__gt=F("made_at"))),
            models.CheckConstraint(name="people_invitation_digest", condition=_exactly("digest", DIGEST_LENGTH)),
            models.CheckConstraint(name="people_invitation_public", condition=_exactly("public", PUBLIC_KEY_LENGTH)),
            models.CheckConstraint(
                name="people_invitation_used_is_paired",
                condition=Q(used_at__isnull=True, used_by__isnull=True)
                | Q(used_at__isnull=False, used_by__isnull=False),
            ),
        )

    def __str__(self) -> str:
        """Name the row, nothing more."""
        return f"invitation {self.id}"


class PasswordReset(models.Model):
    """A one-time link for a member who forgot the password; the newest one counts."""

    member = models.OneToOneField(Member, on_delete=models.CASCADE, primary_key=True, related_name="reset")
    digest = models.BinaryField(max_length=DIGEST_LENGTH, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        """Constraints."""

        constraints = (
            models.CheckConstraint(name="people_reset_ends", condition=Q(expires_at__gt=F("made_at"))),
            models.CheckConstraint(name="people_reset_digest", condition=_exactly("digest", DIGEST_LENGTH)),
        )

    def __str__(self) -> str:
        """Name the row, nothing more."""
        return f"reset {self.member_id}"


class KeyGrant(models.Model):
    """An organisation key's seed, sealed to a member, to the recovery lock or to an invitation.

    `mark` proves to holders of the seed that it was given to the public key the recipient has; empty on rows from before there were marks.
    """

    key = models.ForeignKey(OrganisationKey, on_delete=models.CASCADE, related_name="grants")
    member = models.ForeignKey(Member, on_delete=models.CASCADE, null=True, related_name="grants")
    recovery = models.ForeignKey(RecoveryLock, on_delete=models.CASCADE, null=True, related_name="grants")
    invitation = models.ForeignKey(Invitation, on_delete=models.CASCADE, null=True, related_name="grants")
    sealed = models.BinaryField()
    mark = models.BinaryField(max_length=MARK_LENGTH)
    granted_at = models.DateTimeField()

    class Meta:
        """Constraints: one recipient, once per key."""

        constraints = (
            models.UniqueConstraint(name="people_grant_member_once", fields=["key", "member"]),
            models.UniqueConstraint(name="people_grant_recovery_once", fields=["key", "recovery"]),
            models.UniqueConstraint(name="people_grant_invitation_once", fields=["key", "invitation"]),
            models.CheckConstraint(
                name="people_grant_has_one_recipient",
                condition=Q(member__isnull=False, recovery__isnull=True, invitation__isnull=True)
                | Q(member__isnull=True, recovery__isnull=False, invitation__isnull=True)
                | Q(member__isnull=True, recovery__isnull=True, invitation__isnull=False),
            ),
        )

    def __str__(self) -> str:
        """Name the row, nothing more."""
        return f"grant {self.pk}"

    @property
    def recipient(self) -> "Member | RecoveryLock | Invitation":
        """Return whom the key was granted to."""
        return next(one for one in (self.member, self.recovery, self.invitation) if one is not None)


class Draft(models.Model):
    """What a member was writing when the desk locked, sealed to that member; `where` names the form."""

    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="drafts")
    where = models.CharField(max_length=80)
    sealed = models.BinaryField()
    kept_at = models.DateTimeField()

    class Meta:
        """Constraints."""

        indexes = (models.Index(name="people_draft_age", fields=["kept_at"]),)
        constraints = (
            models.UniqueConstraint(name="people_draft_once", fields=["member", "where"]),
            models.CheckConstraint(name="people_draft_where", condition=~Q(where="")),
        )

    def __str__(self) -> str:
        """Name the row, nothing more."""
        return f"draft {self.pk}"


class Absence(models.Model):
    """Days on which a member is away; why is nobody's business."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    member = models.ForeignKey(Member, on_delete=models.CASCADE, related_name="absences")
    first = models.DateField()
    last = models.DateField()

    class Meta:
        """Constraints."""

        indexes = (models.Index(name="people_absence_end", fields=["last"]),)
        constraints = (
            models.CheckConstraint(name="people_absence_ends_after_it_begins", condition=Q(last__gte=F("first"))),
        )

    def __str__(self) -> str:
        """Name the row, nothing more."""
        return f"absence {self.pk}"
