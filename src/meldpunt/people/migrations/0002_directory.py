"""A stamp that the database itself renews whenever an organisation, a host name or an organisation's key changes."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

WATCHED = ("people_organisation", "people_hostname", "people_organisationkey")
EVENTS = ("INSERT", "UPDATE", "DELETE")

SQLITE = """
CREATE TRIGGER {table}_renews_the_stamp_on_{event} AFTER {event} ON {table}
BEGIN UPDATE people_directory SET stamp = lower(hex(randomblob(16))); END
"""

POSTGRESQL_FUNCTION = """
CREATE FUNCTION people_renew_the_stamp() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN UPDATE people_directory SET stamp = replace(gen_random_uuid()::text, '-', ''); RETURN NULL; END $$
"""

POSTGRESQL = """
CREATE TRIGGER {table}_renews_the_stamp_on_{event} AFTER {event} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION people_renew_the_stamp()
"""


def watch(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Make the one row, and put the triggers in place in the database's own language."""
    apps.get_model("people", "Directory").objects.create(id=1, stamp="0" * 32)
    sqlite = editor.connection.vendor == "sqlite"
    if not sqlite:
        editor.execute(POSTGRESQL_FUNCTION)
    for table in WATCHED:
        for event in EVENTS:
            editor.execute((SQLITE if sqlite else POSTGRESQL).format(table=table, event=event))


def stop_watching(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 -- Django's signature
    """Take the triggers away."""
    sqlite = editor.connection.vendor == "sqlite"
    for table in WATCHED:
        for event in EVENTS:
            editor.execute(f"DROP TRIGGER {table}_renews_the_stamp_on_{event}" + ("" if sqlite else f" ON {table}"))
    if not sqlite:
        editor.execute("DROP FUNCTION people_renew_the_stamp()")


class Migration(migrations.Migration):
    """After the tables are there."""

    dependencies = (("people", "0001_initial"),)
    operations = (
        migrations.CreateModel(
            name="Directory",
            fields=[
                ("id", models.PositiveSmallIntegerField(primary_key=True, serialize=False)),
                ("stamp", models.CharField(max_length=32)),
            ],
            options={"constraints": [models.CheckConstraint(condition=models.Q(id=1), name="people_directory_once")]},
        ),
        migrations.RunPython(watch, stop_watching),
    )
