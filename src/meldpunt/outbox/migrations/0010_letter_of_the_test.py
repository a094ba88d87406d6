"""The letter by which the way in is tested by mail."""

from django.db import migrations, models

LETTERS = (
    "new_report",
    "finder_wrote",
    "invitation",
    "password_reset",
    "keys_changed",
    "member_readmitted",
    "intake_stopped",
    "factor_changed",
    "factor_cleared",
    "codes_refused",
    "keys_withheld",
    "policy_approved",
    "policy_proposed",
    "policy_sent_back",
    "promises_due",
    "reviews_due",
    "duties_due",
    "received",
    "news",
    "closed",
    "mail_received",
    "mail_unreadable",
    "key_sent",
    "rerouted",
    "answer",
    "mail_waits",
    "channel_dead",
    "channel_well",
    "new_code",
    "channel_test",
)


class Migration(migrations.Migration):
    """After the letters of mail."""

    dependencies = (("outbox", "0009_letters_of_mail"),)
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
