"""The letters that came with mail: to whoever reports by it, about what waits in the mail room, and about the way in."""

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
)


class Migration(migrations.Migration):
    """After the letter of duties."""

    dependencies = (("outbox", "0008_letter_of_duties"),)
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
