"""What an answer says, why a case was closed each time, and the letters by which a finder is told."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def say_what_is_known(apps, schema_editor):  # noqa: ANN001, ANN201, ARG001 - as Django calls it
    """Give noes what they say by themselves, and the last closing of what is closed its reason."""
    case, message, change = (apps.get_model("cases", name) for name in ("Case", "Message", "StateChange"))
    for reason in ("not_valid", "not_ours", "already_known"):
        noes = message.objects.filter(kind="decline", thread__case__declined_as=reason).values("pk")
        message.objects.filter(pk__in=noes).update(assesses=True, no_date=reason)
    message.objects.filter(kind="decline", assesses=False).update(assesses=True, no_date="not_valid")
    for reason in case.objects.exclude(closing_reason="").order_by().values_list("closing_reason", flat=True).distinct():
        last = change.objects.filter(after="closed", case__closing_reason=reason).values("case").annotate(last=models.Max("pk"))
        change.objects.filter(pk__in=list(last.values_list("last", flat=True))).update(reason=reason)


class Migration(migrations.Migration):
    """After the ends of notices."""

    dependencies = [
        ('cases', '0002_thread_notices_ended'),
        ('reports', '0003_policy_shown'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Notice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('letter', models.UUIDField()),
                ('owed_at', models.DateTimeField()),
                ('told_at', models.DateTimeField(null=True)),
                ('failed_at', models.DateTimeField(null=True)),
            ],
        ),
        migrations.AddField(
            model_name='message',
            name='assesses',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='message',
            name='fix_by',
            field=models.DateField(null=True),
        ),
        migrations.AddField(
            model_name='message',
            name='no_date',
            field=models.CharField(blank=True, default='', max_length=20),
        ),
        migrations.AddField(
            model_name='statechange',
            name='reason',
            field=models.CharField(blank=True, default='', max_length=20),
        ),
        migrations.RunPython(say_what_is_known, migrations.RunPython.noop),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('assesses', False), ('fix_by__isnull', True), ('from_finder', True), ('no_date', '')), models.Q(('from_finder', False), ('no_date', '')), models.Q(('fix_by__isnull', True), ('from_finder', False), ('no_date__in', ('not_valid', 'not_ours', 'already_known', 'too_early'))), _connector='OR'), name='message_says'),
        ),
        migrations.AddConstraint(
            model_name='statechange',
            constraint=models.CheckConstraint(condition=models.Q(('reason', ''), ('after', 'closed'), _connector='OR'), name='state_change_reason'),
        ),
        migrations.AddField(
            model_name='notice',
            name='change',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='told_by', to='cases.statechange'),
        ),
        migrations.AddField(
            model_name='notice',
            name='message',
            field=models.OneToOneField(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='told_by', to='cases.message'),
        ),
        migrations.AddField(
            model_name='notice',
            name='thread',
            field=models.ForeignKey(db_index=False, on_delete=django.db.models.deletion.PROTECT, related_name='told_by', to='cases.thread'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(fields=['thread', 'id'], name='notice_thread'),
        ),
        migrations.AddIndex(
            model_name='notice',
            index=models.Index(condition=models.Q(('failed_at__isnull', True), ('told_at__isnull', True)), fields=['id'], name='notice_on_its_way'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('change__isnull', True), ('message__isnull', False)), models.Q(('change__isnull', False), ('message__isnull', True)), _connector='OR'), name='notice_about_one_thing'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.UniqueConstraint(condition=models.Q(('change__isnull', False)), fields=('thread', 'change'), name='notice_once_a_change'),
        ),
        migrations.AddConstraint(
            model_name='notice',
            constraint=models.CheckConstraint(condition=models.Q(('told_at__isnull', True), ('failed_at__isnull', True), _connector='OR'), name='notice_one_fate'),
        ),
    ]
