"""Tables of the second factor: its secret, and the spare codes."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Length
from django.db.models.lookups import Exact

from meldpunt.people.models.members import DIGEST_LENGTH, Member


class SecondFactor(models.Model):
    """A member's authenticator app. `sealed` is empty once the key that opened it is gone; `last_step` was used last.

    `wrong` counts the wrong codes of late: one less with each day, none after a spare code.
    """

    member = models.OneToOneField(Member, on_delete=models.CASCADE, primary_key=True, related_name="factor")
    sealed = models.BinaryField(null=True)
    last_step = models.BigIntegerField()
    set_up_at = models.DateTimeField()
    wrong = models.PositiveIntegerField(default=0)
    wrong_at = models.DateTimeField(null=True)

    class Meta:
        """Constraints."""

        constraints = (
            models.CheckConstraint(
                name="people_factor_wrong_is_paired",
                condition=Q(wrong=0, wrong_at__isnull=True) | Q(wrong__gt=0, wrong_at__isnull=False),
            ),
        )

    def __str__(self) -> str:
        """Name the row, nothing more."""
        return f"second factor {self.member_id}"


class SpareCode(models.Model):
    """A code on paper that was not used yet, as a keyed digest; gone once it was used."""

    factor = models.ForeignKey(SecondFactor, on_delete=models.CASCADE, related_name="spare_codes")
    digest = models.BinaryField(max_length=DIGEST_LENGTH, unique=True)

    class Meta:
        """Constraints."""

        constraints = (
            models.CheckConstraint(name="people_spare_code_digest", condition=Exact(Length("digest"), DIGEST_LENGTH)),
        )

    def __str__(self) -> str:
        """Name the row, nothing more."""
        return f"spare code {self.pk}"
