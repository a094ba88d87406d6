"""Progress that is withheld from finders because the law demands it."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    """After what was promised."""

    dependencies = [
        ('cases', '0003_what_was_promised'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Withholding',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(editable=False, unique=True)),
                ('ground', models.CharField(max_length=15)),
                ('said', models.BooleanField()),
                ('sealed', models.BinaryField()),
                ('at', models.DateTimeField()),
                ('review_at', models.DateTimeField()),
                ('ended_at', models.DateTimeField(null=True)),
                ('warned_at', models.DateTimeField(null=True)),
                ('late_warned_at', models.DateTimeField(null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='withholdings', to='cases.case')),
                ('ended_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'indexes': [models.Index(fields=['case', 'id'], name='withholding_case'), models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['review_at', 'id'], name='withholding_open')],
                'constraints': [models.UniqueConstraint(condition=models.Q(('ended_at__isnull', True)), fields=('case',), name='withholding_once_a_case'), models.CheckConstraint(condition=models.Q(('ground__in', ['investigation', 'court', 'authority', 'secrecy', 'security'])), name='withholding_known_ground'), models.CheckConstraint(condition=models.Q(('review_at__gt', models.F('at'))), name='withholding_is_reviewed_later'), models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_by__isnull', True)), models.Q(('ended_at__gte', models.F('at')), ('ended_by__isnull', False)), _connector='OR'), name='withholding_ended_is_paired')],
            },
        ),
    ]
