"""Whether the way in of an organisation is tested by mail, too.

SQLite rebuilds the table to change it, and its triggers go with the old one: they are put back.
"""

from importlib import import_module

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def watch_again(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Let the database renew the stamp with every change to organisations, as before."""
    import_module("meldpunt.people.migrations.0011_figures_public").watch_again(apps, editor)


class Migration(migrations.Migration):
    """It is, for who is there."""

    dependencies = [("people", "0014_tests_way_in")]
    operations = [
        migrations.RunPython(migrations.RunPython.noop, watch_again),
        migrations.AddField(
            model_name="organisation", name="tests_mail", field=models.BooleanField(default=True)
        ),
        migrations.RunPython(watch_again, migrations.RunPython.noop),
    ]
