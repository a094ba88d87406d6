"""Where mail for an organisation comes in, and the OpenPGP keys of members.

SQLite rebuilds the table to change it, and its triggers go with the old one: they are put back.
"""

from importlib import import_module

import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps




def watch_again(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Let the database renew the stamp with every change to organisations, as before."""
    import_module("meldpunt.people.migrations.0011_figures_public").watch_again(apps, editor)


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0012_absences'),
    ]

    operations = [
        migrations.RunPython(migrations.RunPython.noop, watch_again),
        migrations.AddField(
            model_name='member',
            name='openpgp',
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name='member',
            name='openpgp_expires_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='member',
            name='openpgp_fingerprint',
            field=models.CharField(blank=True, default='', max_length=64),
        ),
        migrations.AddField(
            model_name='organisation',
            name='mail_in',
            field=models.CharField(blank=True, default='', max_length=254),
        ),
        migrations.AddField(
            model_name='organisation',
            name='reroutes_alone',
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name='organisation',
            name='subaddress',
            field=models.CharField(blank=True, default='+', max_length=1),
        ),
        migrations.AddConstraint(
            model_name='member',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('openpgp__isnull', True), ('openpgp_expires_at__isnull', True), ('openpgp_fingerprint', '')), models.Q(django.db.models.lookups.Exact(models.F('openpgp_fingerprint'), django.db.models.functions.text.Upper('openpgp_fingerprint')), models.Q(('openpgp__isnull', False), ('removed_at__isnull', True)), models.Q(('openpgp_fingerprint', ''), _negated=True)), _connector='OR'), name='people_member_openpgp_is_whole'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=django.db.models.lookups.Exact(models.F('mail_in'), django.db.models.functions.text.Lower('mail_in')), name='people_organisation_mail_in_is_lower_case'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.UniqueConstraint(condition=models.Q(('mail_in', ''), _negated=True), fields=('mail_in',), name='people_organisation_mail_in_once'),
        ),
        migrations.AddConstraint(
            model_name='organisation',
            constraint=models.CheckConstraint(condition=models.Q(('subaddress__in', ['', '+', '-', '_', '='])), name='people_organisation_subaddress'),
        ),
        migrations.RunPython(watch_again, migrations.RunPython.noop),
    ]
