"""When somebody recorded that a mail came back."""

from django.db import migrations, models


def as_the_journal_tells(apps, _editor):
    """Take the moment of the newest line about it; of what has none, when the mail came back."""
    lines = apps.get_model("journal", "Entry").objects.filter(deed="case.mail_came_back").order_by("-number")
    for notice in (
        apps.get_model("cases", "Notice").objects.filter(came_back_at__isnull=False).select_related("thread__case")
    ):
        line = lines.filter(case=notice.thread.case.uuid, at__gte=notice.came_back_at).first()
        notice.came_back_noted_at = line.at if line else notice.came_back_at
        notice.save(update_fields=["came_back_noted_at"])


class Migration(migrations.Migration):
    """After mails that came back."""

    dependencies = [
        ("cases", "0005_mail_came_back"),
        ("journal", "0002_never_changed"),
    ]

    operations = [
        migrations.AddField(
            model_name="notice",
            name="came_back_noted_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(as_the_journal_tells, migrations.RunPython.noop),
        migrations.RemoveConstraint(
            model_name="notice",
            name="notice_came_back",
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(
                        ("came_back_at__isnull", True),
                        ("came_back_by__isnull", True),
                        ("came_back_noted_at__isnull", True),
                    ),
                    models.Q(
                        ("came_back_at__gte", models.F("told_at")),
                        ("came_back_by__isnull", False),
                        ("came_back_noted_at__isnull", False),
                        ("told_at__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="notice_came_back",
            ),
        ),
    ]
