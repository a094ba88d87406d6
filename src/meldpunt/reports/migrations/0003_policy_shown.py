"""Whether a finder was shown the rules; every report so far came by the form, which shows them."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """After the brand."""

    dependencies = (("reports", "0002_brand"),)
    operations = (
        migrations.AddField(
            model_name="report",
            name="policy_shown",
            field=models.BooleanField(default=True),
        ),
        migrations.AddConstraint(
            model_name="report",
            constraint=models.CheckConstraint(
                condition=models.Q(("agreed", False), ("policy_shown", True), _connector="OR"),
                name="report_agreed_was_shown",
            ),
        ),
    )
