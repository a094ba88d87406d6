"""A mail to a finder that came back after our own mail server took it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """After withholding."""

    dependencies = [
        ('cases', '0004_withholding'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name='notice',
            name='came_back_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='notice',
            name='came_back_by',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('came_back_at__isnull', True), ('came_back_by__isnull', True)), models.Q(('came_back_at__gte', models.F('told_at')), ('came_back_by__isnull', False), ('told_at__isnull', False)), _connector='OR'), name='notice_came_back'),
        ),
    ]
