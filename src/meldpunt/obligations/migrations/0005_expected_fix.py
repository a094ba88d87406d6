"""The day by which a finder was told that it is solved, as a promise of its own, and another day as a reason why one fell away."""

from django.db import migrations, models
from django.db.models import Q

KINDS = ["receipt", "first_answer", "silence", "solved", "fix", "expected_fix", "publication", "key", "erasure"]


class Migration(migrations.Migration):
    """Nothing that is there changes: a day that was named before gets its row when its case is next settled."""

    dependencies = [("obligations", "0004_late_duties")]

    operations = [
        migrations.RemoveConstraint(model_name="obligation", name="obligation_known_kind"),
        migrations.RemoveConstraint(model_name="obligation", name="obligation_lapsed_is_neither"),
        migrations.AddConstraint(
            model_name="obligation",
            constraint=models.CheckConstraint(condition=Q(kind__in=KINDS), name="obligation_known_kind"),
        ),
        migrations.AddConstraint(
            model_name="obligation",
            constraint=models.CheckConstraint(
                condition=Q(lapsed_at__isnull=True, lapsed_because="")
                | Q(
                    lapsed_at__isnull=False,
                    lapsed_because__in=["closed", "declined", "not_told", "moved"],
                    fulfilled_at__isnull=True,
                    broken_at__isnull=True,
                ),
                name="obligation_lapsed_is_neither",
            ),
        ),
    ]
