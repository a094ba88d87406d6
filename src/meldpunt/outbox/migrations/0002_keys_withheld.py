"""One more letter: somebody did not get the new key."""

from django.db import migrations, models

LETTERS = (
    "new_report",
    "finder_wrote",
    "invitation",
    "password_reset",
    "keys_changed",
    "member_readmitted",
    "intake_stopped",
    "keys_withheld",
    "received",
    "news",
    "closed",
)


class Migration(migrations.Migration):
    """After the table."""

    dependencies = (("outbox", "0001_initial"),)
    operations = (
        migrations.RemoveConstraint(model_name="owed", name="outbox_owed_known_letter"),
        migrations.AlterField(
            model_name="owed",
            name="letter",
            field=models.CharField(choices=[(letter, letter) for letter in LETTERS], max_length=32),
        ),
        migrations.AddConstraint(
            model_name="owed",
            constraint=models.CheckConstraint(
                condition=models.Q(letter__in=list(LETTERS)), name="outbox_owed_known_letter"
            ),
        ),
    )
