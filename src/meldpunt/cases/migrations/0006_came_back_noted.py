"""When somebody recorded that a mail came back."""

from datetime import datetime, timedelta

from django.db import migrations, models


def as_the_journal_tells(apps, _editor):
    """Take the moment of the newest line that tells when this mail came back, else of the newest; of what has none, when it came back."""
    lines = apps.get_model("journal", "Entry").objects.filter(deed="case.mail_came_back").order_by("-number")
    for notice in (
        apps.get_model("cases", "Notice").objects.filter(came_back_at__isnull=False).select_related("thread__case")
    ):
        found = list(lines.filter(case=notice.thread.case.uuid, at__gte=notice.came_back_at))
        line = next((each for each in found if _tells_of(each, notice.came_back_at)), found[0] if found else None)
        notice.came_back_noted_at = line.at if line else notice.came_back_at
        notice.save(update_fields=["came_back_noted_at"])


def _tells_of(line, came_back_at):
    """Tell whether a line is about that moment: it tells to the minute, while no mail comes back before the second in which it left."""
    told = datetime.fromisoformat(line.facts["came_back"])
    return told <= came_back_at < told + timedelta(minutes=1)


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
