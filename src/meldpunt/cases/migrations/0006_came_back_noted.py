"""When somebody recorded that a mail came back."""

from django.db import migrations, models
from django.db.models import F


def as_it_came_back(apps, _editor):
    """Take what was recorded before to have been recorded when the mail came back: nothing else was kept of it here."""
    notices = apps.get_model('cases', 'Notice').objects
    notices.filter(came_back_at__isnull=False).update(came_back_noted_at=F('came_back_at'))


class Migration(migrations.Migration):
    """After mails that came back."""

    dependencies = [
        ('cases', '0005_mail_came_back'),
    ]

    operations = [
        migrations.AddField(
            model_name='notice',
            name='came_back_noted_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.RunPython(as_it_came_back, migrations.RunPython.noop),
        migrations.RemoveConstraint(
            model_name='notice',
            name='notice_came_back',
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('came_back_at__isnull', True), ('came_back_by__isnull', True), ('came_back_noted_at__isnull', True)), models.Q(('came_back_at__gte', models.F('told_at')), ('came_back_by__isnull', False), ('came_back_noted_at__isnull', False), ('told_at__isnull', False)), _connector='OR'), name='notice_came_back'),
        ),
    ]
