"""Duties by law: which hold, what was recorded, what that began, what was answered and submitted."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('cases', '0003_what_was_promised'),
        ('obligations', '0001_initial'),
        ('people', '0010_feed_address'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='LawDuty',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('stage', models.CharField(max_length=60)),
                ('event', models.PositiveSmallIntegerField()),
                ('in_force', models.DateField()),
                ('started_at', models.DateTimeField()),
                ('due_at', models.DateTimeField(null=True)),
                ('reckoning', models.JSONField(null=True)),
                ('ended_at', models.DateTimeField(null=True)),
                ('ended_because', models.CharField(blank=True, default='', max_length=10)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='DutyWarning',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('step', models.CharField(max_length=10)),
                ('at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('duty', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.CASCADE, related_name='warnings', to='obligations.lawduty')),
            ],
        ),
        migrations.CreateModel(
            name='LawFact',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(editable=False, unique=True)),
                ('kind', models.CharField(max_length=30)),
                ('event', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
                ('until', models.DateTimeField(null=True)),
                ('recorded_at', models.DateTimeField()),
                ('sealed', models.BinaryField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_because', models.BinaryField(null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('withdrawn_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='LawHeld',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('law', models.CharField(max_length=20)),
                ('since_at', models.DateTimeField()),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
            ],
        ),
        migrations.CreateModel(
            name='LawSubmission',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('uuid', models.UUIDField(editable=False, unique=True)),
                ('stage', models.CharField(max_length=60)),
                ('event', models.PositiveSmallIntegerField()),
                ('at', models.DateTimeField()),
                ('recorded_at', models.DateTimeField()),
                ('sealed', models.BinaryField()),
                ('withdrawn_at', models.DateTimeField(null=True)),
                ('withdrawn_because', models.BinaryField(null=True)),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
                ('organisation', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='people.organisation')),
                ('withdrawn_by', models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='LawAnswers',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('event', models.PositiveSmallIntegerField()),
                ('version', models.PositiveIntegerField()),
                ('saved_at', models.DateTimeField()),
                ('sealed', models.BinaryField()),
                ('by', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='cases.case')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('case', 'event'), name='law_answers_once'), models.CheckConstraint(condition=models.Q(('event__gte', 1), ('event__lte', 50)), name='law_answers_event')],
            },
        ),
        migrations.AddIndex(
            model_name='lawduty',
            index=models.Index(condition=models.Q(('ended_at__isnull', True)), fields=['organisation', 'due_at', 'id'], name='law_duty_owed'),
        ),
        migrations.AddConstraint(
            model_name='lawduty',
            constraint=models.UniqueConstraint(fields=('case', 'stage', 'event'), name='law_duty_once'),
        ),
        migrations.AddConstraint(
            model_name='lawduty',
            constraint=models.CheckConstraint(condition=models.Q(('event__gte', 1), ('event__lte', 50)), name='law_duty_event'),
        ),
        migrations.AddConstraint(
            model_name='lawduty',
            constraint=models.CheckConstraint(condition=models.Q(('due_at__isnull', True), ('due_at__gte', models.F('started_at')), _connector='OR'), name='law_duty_due_after_start'),
        ),
        migrations.AddConstraint(
            model_name='lawduty',
            constraint=models.CheckConstraint(condition=models.Q(('reckoning__isnull', True), ('due_at__isnull', False), _connector='OR'), name='law_duty_reckoned_is_due'),
        ),
        migrations.AddConstraint(
            model_name='lawduty',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('ended_at__isnull', True), ('ended_because', '')), models.Q(('ended_at__isnull', False), ('ended_because__in', ['submitted', 'lifted', 'gone'])), _connector='OR'), name='law_duty_ended_says_why'),
        ),
        migrations.AddIndex(
            model_name='dutywarning',
            index=models.Index(condition=models.Q(('sent_at__isnull', True)), fields=['at', 'id'], name='duty_warning_to_send'),
        ),
        migrations.AddConstraint(
            model_name='dutywarning',
            constraint=models.UniqueConstraint(fields=('duty', 'step'), name='duty_warning_once'),
        ),
        migrations.AddConstraint(
            model_name='dutywarning',
            constraint=models.CheckConstraint(condition=models.Q(('step__in', ['begun', 'handler', 'lead', 'named', 'broken'])), name='duty_warning_known_step'),
        ),
        migrations.AddIndex(
            model_name='lawfact',
            index=models.Index(fields=['case', 'id'], name='law_fact_case'),
        ),
        migrations.AddIndex(
            model_name='lawfact',
            index=models.Index(condition=models.Q(('withdrawn_at__isnull', True)), fields=['organisation', 'case'], name='law_fact_standing'),
        ),
        migrations.AddConstraint(
            model_name='lawfact',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['breach', 'breach_as_processor', 'breach_high_risk', 'breach_incomplete', 'breach_no_risk', 'exploited', 'fix_available', 'severe_incident', 'significant_incident', 'incident_ongoing', 'incident_handled', 'cra_report_asked', 'nis2_report_asked'])), name='law_fact_known_kind'),
        ),
        migrations.AddConstraint(
            model_name='lawfact',
            constraint=models.CheckConstraint(condition=models.Q(('event__gte', 1), ('event__lte', 50)), name='law_fact_event'),
        ),
        migrations.AddConstraint(
            model_name='lawfact',
            constraint=models.CheckConstraint(condition=models.Q(('at__lte', models.F('recorded_at'))), name='law_fact_not_to_come'),
        ),
        migrations.AddConstraint(
            model_name='lawfact',
            constraint=models.CheckConstraint(condition=models.Q(('until__isnull', True), models.Q(('kind__in', ['cra_report_asked', 'nis2_report_asked']), ('until__gte', models.F('at'))), _connector='OR'), name='law_fact_asked_until'),
        ),
        migrations.AddConstraint(
            model_name='lawfact',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_because__isnull', True), ('withdrawn_by__isnull', True)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_because__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='law_fact_withdrawn_whole'),
        ),
        migrations.AddConstraint(
            model_name='lawfact',
            constraint=models.UniqueConstraint(condition=models.Q(('until__isnull', True), ('withdrawn_at__isnull', True)), fields=('case', 'kind', 'event', 'at'), name='law_fact_once'),
        ),
        migrations.AddConstraint(
            model_name='lawfact',
            constraint=models.UniqueConstraint(condition=models.Q(('until__isnull', False), ('withdrawn_at__isnull', True)), fields=('case', 'kind', 'event', 'at', 'until'), name='law_fact_once_until'),
        ),
        migrations.AddConstraint(
            model_name='lawheld',
            constraint=models.UniqueConstraint(fields=('organisation', 'law'), name='law_held_once'),
        ),
        migrations.AddConstraint(
            model_name='lawheld',
            constraint=models.CheckConstraint(condition=models.Q(('law__in', ['gdpr', 'cra', 'nis2', 'nis2_trust', 'cbw', 'cbw_trust', 'nis2_be', 'nis2_be_trust'])), name='law_held_known'),
        ),
        migrations.AddIndex(
            model_name='lawsubmission',
            index=models.Index(fields=['case', 'id'], name='law_submission_case'),
        ),
        migrations.AddConstraint(
            model_name='lawsubmission',
            constraint=models.CheckConstraint(condition=models.Q(('event__gte', 1), ('event__lte', 50)), name='law_submission_event'),
        ),
        migrations.AddConstraint(
            model_name='lawsubmission',
            constraint=models.CheckConstraint(condition=models.Q(('at__lte', models.F('recorded_at'))), name='law_submission_not_to_come'),
        ),
        migrations.AddConstraint(
            model_name='lawsubmission',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('withdrawn_at__isnull', True), ('withdrawn_because__isnull', True), ('withdrawn_by__isnull', True)), models.Q(('withdrawn_at__isnull', False), ('withdrawn_because__isnull', False), ('withdrawn_by__isnull', False)), _connector='OR'), name='law_submission_withdrawn_whole'),
        ),
        migrations.AddConstraint(
            model_name='lawsubmission',
            constraint=models.UniqueConstraint(condition=models.Q(('withdrawn_at__isnull', True)), fields=('case', 'stage', 'event', 'at'), name='law_submission_once'),
        ),
    ]
