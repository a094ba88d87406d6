"""The table of OpenPGP keys: one in use for each organisation, and those before it."""

from uuid import uuid4

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Upper
from django.db.models.lookups import Exact

from meldpunt.people.models.organisations import Organisation


class OpenPgpKey(models.Model):
    """A key that finders encrypt to, and that `security.txt` is signed with where the secret part is held.

    Retired ones stay: mail that was encrypted to them can still come. `secret` is sealed under the server's own key.
    `vouched` says that the operator chose the address by hand; `handed_out_at` when the secret part was last given to the handlers' mail program.
    """

    id = models.UUIDField(primary_key=True, default=uuid4)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="openpgp_keys")
    address = models.CharField(max_length=254)
    fingerprint = models.CharField(max_length=64)
    certificate = models.BinaryField()
    secret = models.BinaryField(null=True)
    imported = models.BooleanField()
    vouched = models.BooleanField(default=False)
    added_at = models.DateTimeField()
    expires_at = models.DateTimeField(null=True)
    renewed_at = models.DateTimeField(null=True)
    retired_at = models.DateTimeField(null=True)
    handed_out_at = models.DateTimeField(null=True)

    class Meta:
        """Constraints: one in use; a key that was made here has its secret part, and only what is held is handed out."""

        constraints = (
            models.UniqueConstraint(
                name="people_one_openpgp_key", fields=["organisation"], condition=Q(retired_at__isnull=True)
            ),
            models.UniqueConstraint(name="people_openpgp_key_once", fields=["organisation", "fingerprint"]),
            models.CheckConstraint(
                name="people_openpgp_fingerprint",
                condition=Exact(F("fingerprint"), Upper("fingerprint")) & ~Q(fingerprint=""),
            ),
            models.CheckConstraint(name="people_openpgp_has_an_address", condition=~Q(address="")),
            models.CheckConstraint(
                name="people_openpgp_made_here_is_whole", condition=Q(imported=True) | Q(secret__isnull=False)
            ),
            models.CheckConstraint(
                name="people_openpgp_times",
                condition=(Q(retired_at__isnull=True) | Q(retired_at__gte=F("added_at")))
                & (Q(renewed_at__isnull=True) | Q(renewed_at__gte=F("added_at"))),
            ),
            models.CheckConstraint(
                name="people_openpgp_handed_out_is_held",
                condition=Q(handed_out_at__isnull=True) | Q(secret__isnull=False, handed_out_at__gte=F("added_at")),
            ),
        )

    def __str__(self) -> str:
        """Name the row, nothing more."""
        return f"OpenPGP key {self.id}"
