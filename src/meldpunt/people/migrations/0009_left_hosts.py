"""Host names that led to a brand that is gone: they lead to the organisation until the operator frees them.

SQLite rebuilds the table to change it, and its triggers go with the old one: they are put back.
"""

from importlib import import_module

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def watch_again(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 -- Django's signature
    """Let the database renew the stamp with every change to host names, as before."""
    if editor.connection.vendor != "sqlite":
        return
    before = import_module("meldpunt.people.migrations.0002_directory")
    for event in before.EVENTS:
        wanted = before.SQLITE.format(table="people_hostname", event=event)
        editor.execute(wanted.replace("CREATE TRIGGER", "CREATE TRIGGER IF NOT EXISTS"))


class Migration(migrations.Migration):
    """After the key that was handed out."""

    dependencies = (("people", "0008_openpgp_handed_out"),)
    operations = (
        migrations.RunPython(migrations.RunPython.noop, watch_again),
        migrations.AddField(
            model_name="hostname",
            name="led_to",
            field=models.CharField(max_length=60, null=True),
        ),
        migrations.AddConstraint(
            model_name="hostname",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("led_to__isnull", True),
                    models.Q(("brand__isnull", True), models.Q(("led_to", ""), _negated=True)),
                    _connector="OR",
                ),
                name="people_hostname_leads_to_one",
            ),
        ),
        migrations.RunPython(watch_again, migrations.RunPython.noop),
    )
