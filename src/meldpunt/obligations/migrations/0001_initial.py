"""Obligations, their warnings, who is named, and how far the journal was followed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('cases', '0003_what_was_promised'),
        ('people', '0009_left_hosts'),
        ('policy', '0007_look'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Followed',
            fields=[
                ('organisation', models.OneToOneField(on_delete=django.db.models.deletion.PROTECT, primary_key=True, related_name='+', serialize=False, to='people.organisation')),
                ('number', models.PositiveBigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Obligation',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('kind', models.CharField(max_length=20)),
                ('cause', models.CharField(blank=True, max_length=60)),
                ('started_at', models.DateTimeField()),
                ('due_at', models.DateTimeField()),
                ('reckoning', models.JSONField()),
                ('paused', models.BooleanField(default=False)),
                ('fulfilled_at', models.DateTimeField(null=True)),
                ('fulfilled_by', models.UUIDField(null=True)),
                ('broken_at', models.DateTimeField(null=True)),
                ('lapsed_at', models.DateTimeField(null=True)),
                ('lapsed_because', models.CharField(blank=True, default='', max_length=20)),
                ('ended_at', models.DateTimeField(null=True)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='obligations', to='cases.case')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('policy_version', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='policy.policyversion')),
                ('thread', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='obligations', to='cases.thread')),
            ],
        ),
        migrations.CreateModel(
            name='PlannedWarning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(max_length=10)),
                ('at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('obligation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='warnings', to='obligations.obligation')),
            ],
        ),
        migrations.CreateModel(
            name='Named',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('place', models.PositiveSmallIntegerField()),
                ('member', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('organisation', 'member'), name='named_once'), models.UniqueConstraint(fields=('organisation', 'place'), name='named_in_order')],
            },
        ),
        migrations.AddIndex(
            model_name='obligation',
            index=models.Index(fields=['case', 'id'], name='obligation_case'),
        ),
        migrations.AddIndex(
            model_name='obligation',
            index=models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['organisation', 'due_at', 'id'], name='obligation_owed'),
        ),
        migrations.AddIndex(
            model_name='obligation',
            index=models.Index(condition=models.Q(('broken_at__isnull', True), ('ended_at__isnull', True)), fields=['due_at', 'id'], name='obligation_running'),
        ),
        migrations.AddConstraint(
            model_name='obligation',
            constraint=models.UniqueConstraint(fields=('thread', 'kind', 'cause'), name='obligation_once'),
        ),
        migrations.AddConstraint(
            model_name='obligation',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['receipt', 'first_answer', 'silence', 'solved', 'fix', 'publication', 'key', 'erasure'])), name='obligation_known_kind'),
        ),
        migrations.AddConstraint(
            model_name='obligation',
            constraint=models.CheckConstraint(condition=models.Q(('due_at__gte', models.F('started_at'))), name='obligation_due_after_start'),
        ),
        migrations.AddConstraint(
            model_name='obligation',
            constraint=models.CheckConstraint(condition=models.Q(('broken_at__isnull', True), ('broken_at', models.F('due_at')), _connector='OR'), name='obligation_broken_when_due'),
        ),
        migrations.AddConstraint(
            model_name='obligation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('fulfilled_at__isnull', True), ('fulfilled_by__isnull', True)), models.Q(('broken_at__isnull', True), ('fulfilled_at__lte', models.F('due_at'))), models.Q(('broken_at__isnull', False), ('fulfilled_at__gt', models.F('due_at'))), _connector='OR'), name='obligation_late_is_broken'),
        ),
        migrations.AddConstraint(
            model_name='obligation',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('lapsed_at__isnull', True), ('lapsed_because', '')), models.Q(('broken_at__isnull', True), ('fulfilled_at__isnull', True), ('lapsed_at__isnull', False), ('lapsed_because__in', ['closed', 'declined', 'not_told'])), _connector='OR'), name='obligation_lapsed_is_neither'),
        ),
        migrations.AddConstraint(
            model_name='obligation',
            constraint=models.CheckConstraint(condition=models.Q(('ended_at__isnull', False), models.Q(('ended_at__isnull', True), ('fulfilled_at__isnull', True), ('lapsed_at__isnull', True)), _connector='OR'), name='obligation_ended'),
        ),
        migrations.AddConstraint(
            model_name='obligation',
            constraint=models.CheckConstraint(condition=models.Q(('paused', False), models.Q(('broken_at__isnull', True), ('ended_at__isnull', True)), _connector='OR'), name='obligation_pauses_while_open'),
        ),
        migrations.AddIndex(
            model_name='plannedwarning',
            index=models.Index(condition=models.Q(('sent_at__isnull', True)), fields=['at', 'id'], name='warning_to_send'),
        ),
        migrations.AddConstraint(
            model_name='plannedwarning',
            constraint=models.UniqueConstraint(fields=('obligation', 'step'), name='warning_once'),
        ),
        migrations.AddConstraint(
            model_name='plannedwarning',
            constraint=models.CheckConstraint(condition=models.Q(('step__in', ['handler', 'lead', 'named', 'broken'])), name='warning_known_step'),
        ),
    ]
