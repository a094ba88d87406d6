"""Duties by law: the end that passed while one was owed, and the law that was taken out as a reason why one is over."""

from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    """Nothing that is there changes: the first sweep writes down what is late now."""

    dependencies = [("obligations", "0003_figures")]

    operations = [
        migrations.AddField(model_name="lawduty", name="broken_at", field=models.DateTimeField(null=True)),
        migrations.RemoveConstraint(model_name="lawduty", name="law_duty_ended_says_why"),
        migrations.AddConstraint(
            model_name="lawduty",
            constraint=models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_because="")
                | Q(ended_at__isnull=False, ended_because__in=["submitted", "lifted", "gone", "law_out"]),
                name="law_duty_ended_says_why",
            ),
        ),
        migrations.AddIndex(
            model_name="lawduty",
            index=models.Index(
                fields=["due_at", "id"],
                name="law_duty_running",
                condition=Q(ended_at__isnull=True, broken_at__isnull=True),
            ),
        ),
    ]
