"""Tables of organisations: names, hosts, keys and the recovery lock."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Length, Lower
from django.db.models.lookups import Exact

from meldpunt.people.terms import FactorNeed, LogoType

PUBLIC_KEY_LENGTH = 1216
NEEDS = [need.value for need in FactorNeed]


def _exactly(field: str, length: int) -> Exact:
    return Exact(Length(field), length)


class Organisation(models.Model):
    """Who receives reports.

    `mail_in` is the address at which mail comes in here, empty for none; `subaddress` the sign before a token in it, empty where the mail
    server knows no such addresses. `reroutes_alone`: what is surely meant for another channel is answered with that channel and forgotten.
    `tests_way_in`: the way in is tested once a day; `tests_mail`: also by mail.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    slug = models.SlugField(max_length=40, unique=True)
    name = models.CharField(max_length=120)
    languages = models.JSONField()
    zone = models.CharField(max_length=64, default="Europe/Amsterdam")
    region = models.CharField(max_length=6, default="NL")
    closed_days = models.JSONField(default=list)
    worked_days = models.JSONField(default=list)
    mail_from = models.CharField(max_length=254, blank=True, default="")
    notice_phrase = models.CharField(max_length=80, blank=True, default="")
    finder_mail_enabled = models.BooleanField(default=True)
    second_factor = models.CharField(
        max_length=16, choices=[(need, need) for need in NEEDS], default=FactorNeed.NOBODY.value
    )
    figures_public = models.BooleanField(default=False)
    mail_in = models.CharField(max_length=254, blank=True, default="")
    subaddress = models.CharField(max_length=1, blank=True, default="+")
    reroutes_alone = models.BooleanField(default=False)
    tests_way_in = models.BooleanField(default=True)
    tests_mail = models.BooleanField(default=True)
    theme = models.JSONField(default=dict)
    logo = models.BinaryField(null=True)
    logo_type = models.CharField(max_length=16, blank=True, default="")
    logo_version = models.CharField(max_length=16, blank=True, default="")
    created_at = models.DateTimeField()
    intake_stopped_at = models.DateTimeField(null=True)

    class Meta:
        """Constraints."""

        constraints = (
            models.CheckConstraint(name="people_organisation_has_a_name", condition=~Q(name="")),
            models.CheckConstraint(name="people_organisation_has_a_slug", condition=~Q(slug="")),
            models.CheckConstraint(name="people_organisation_factor", condition=Q(second_factor__in=NEEDS)),
            models.CheckConstraint(name="people_organisation_has_a_language", condition=~Q(languages=[])),
            models.CheckConstraint(
                name="people_organisation_mail_in_is_lower_case", condition=Exact(F("mail_in"), Lower("mail_in"))
            ),
            models.UniqueConstraint(
                name="people_organisation_mail_in_once", fields=["mail_in"], condition=~Q(mail_in="")
            ),
            models.CheckConstraint(
                name="people_organisation_subaddress", condition=Q(subaddress__in=["", "+", "-", "_", "="])
            ),
            models.CheckConstraint(
                name="people_organisation_logo_is_whole",
                condition=Q(logo__isnull=True, logo_type="", logo_version="")
                | Q(logo__isnull=False, logo_type__in=[kind.value for kind in LogoType]) & ~Q(logo_version=""),
            ),
        )

    def __str__(self) -> str:
        """Name the row, nothing more."""
        return self.slug


class Brand(models.Model):
    """A name and a look under which an organisation also takes reports, as its policy says; `place` is their order there.

    Brands share people, keys and cases: they are no walls.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="brands")
    key = models.CharField(max_length=60)
    name = models.CharField(max_length=120)
    place = models.PositiveSmallIntegerField(default=0)
    theme = models.JSONField(default=dict)
    logo = models.BinaryField(null=True)
    logo_type = models.CharField(max_length=16, blank=True, default="")
    logo_version = models.CharField(max_length=16, blank=True, default="")

    class Meta:
        """Constraints."""

        constraints = (
            models.UniqueConstraint(name="people_brand_once", fields=["organisation", "key"]),
            models.CheckConstraint(name="people_brand_has_a_name", condition=~Q(key="") & ~Q(name="")),
            models.CheckConstraint(
                name="people_brand_logo_is_whole",
                condition=Q(logo__isnull=True, logo_type="", logo_version="")
                | Q(logo__isnull=False, logo_type__in=[kind.value for kind in LogoType]) & ~Q(logo_version=""),
            ),
        )

    def __str__(self) -> str:
        """Name the row, nothing more."""
        return self.key


class HostName(models.Model):
    """A name under which an organisation, or one of its brands, is found; `place` is the order, the first is the one shown.

    `led_to` is the key of the brand that it led to once: since that is gone it leads to the organisation, for who was sent there. Null otherwise.
    """

    host = models.CharField(primary_key=True, max_length=253)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="hosts")
    brand = models.ForeignKey(Brand, on_delete=models.CASCADE, null=True, related_name="hosts")
    place = models.PositiveSmallIntegerField(default=0)
    led_to = models.CharField(max_length=60, null=True)  # noqa: DJ001 -- null and a key are the only two

    class Meta:
        """Constraints."""

        ordering = ("organisation", "place")
        constraints = (
            models.CheckConstraint(
                name="people_hostname_is_lower_case", condition=Exact(F("host"), Lower("host")) & ~Q(host="")
            ),
            models.UniqueConstraint(
                name="people_hostname_place", fields=["organisation", "place"], condition=Q(brand__isnull=True)
            ),
            models.UniqueConstraint(
                name="people_hostname_place_of_brand", fields=["brand", "place"], condition=Q(brand__isnull=False)
            ),
            models.CheckConstraint(
                name="people_hostname_leads_to_one",
                condition=Q(led_to__isnull=True) | Q(brand__isnull=True) & ~Q(led_to=""),
            ),
        )

    def __str__(self) -> str:
        """Return the host name."""
        return self.host


class OrganisationKey(models.Model):
    """A key pair of an organisation: current, retiring while old wraps still use it, then gone.

    `succession` is sealed under the key before it, so that a member who knows that one can tell a true successor.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="keys")
    public = models.BinaryField(max_length=PUBLIC_KEY_LENGTH)
    follows = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="followed_by")
    succession = models.BinaryField(null=True)
    made_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    gone_at = models.DateTimeField(null=True)

    class Meta:
        """Constraints: one current key, at most one retiring."""

        constraints = (
            models.UniqueConstraint(
                name="people_one_current_key", fields=["organisation"], condition=Q(retired_at__isnull=True)
            ),
            models.UniqueConstraint(
                name="people_one_retiring_key",
                fields=["organisation"],
                condition=Q(retired_at__isnull=False, gone_at__isnull=True),
            ),
            models.CheckConstraint(
                name="people_key_retires_before_it_goes",
                condition=Q(gone_at__isnull=True) | Q(retired_at__isnull=False, gone_at__gte=F("retired_at")),
            ),
            models.CheckConstraint(
                name="people_key_succession",
                condition=Q(follows__isnull=True, succession__isnull=True)
                | Q(follows__isnull=False, succession__isnull=False),
            ),
            models.CheckConstraint(name="people_key_public", condition=_exactly("public", PUBLIC_KEY_LENGTH)),
        )

    def __str__(self) -> str:
        """Name the row, nothing more."""
        return f"key {self.id}"


class RecoveryLock(models.Model):
    """The public half of an organisation's recovery code."""

    id = models.UUIDField(primary_key=True, default=uuid4)
    organisation = models.OneToOneField(Organisation, on_delete=models.CASCADE, related_name="recovery")
    public = models.BinaryField(max_length=PUBLIC_KEY_LENGTH)
    made_at = models.DateTimeField()

    class Meta:
        """Constraints."""

        constraints = (
            models.CheckConstraint(name="people_recovery_public", condition=_exactly("public", PUBLIC_KEY_LENGTH)),
        )

    def __str__(self) -> str:
        """Name the row, nothing more."""
        return f"recovery {self.id}"
