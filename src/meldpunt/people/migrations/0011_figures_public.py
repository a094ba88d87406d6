"""Whether anybody may read how an organisation keeps its promises.

SQLite rebuilds the table to change it, and its triggers go with the old one: they are put back.
"""

from importlib import import_module

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def watch_again(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 -- Django's signature
    """Let the database renew the stamp with every change to organisations, as before."""
    if editor.connection.vendor != "sqlite":
        return
    before = import_module("meldpunt.people.migrations.0002_directory")
    for event in before.EVENTS:
        wanted = before.SQLITE.format(table="people_organisation", event=event)
        editor.execute(wanted.replace("CREATE TRIGGER", "CREATE TRIGGER IF NOT EXISTS"))


class Migration(migrations.Migration):
    """After the addresses of feeds."""

    dependencies = (("people", "0010_feed_address"),)
    operations = (
        migrations.RunPython(migrations.RunPython.noop, watch_again),
        migrations.AddField(
            model_name="organisation",
            name="figures_public",
            field=models.BooleanField(default=False),
        ),
        migrations.RunPython(watch_again, migrations.RunPython.noop),
    )
