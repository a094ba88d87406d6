"""The database itself refuses to change a line of the journal."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

SQLITE = """
CREATE TRIGGER journal_entry_never_changed BEFORE UPDATE ON journal_entry
BEGIN SELECT RAISE(ABORT, 'a line of the journal is never changed'); END
"""

POSTGRESQL = """
CREATE FUNCTION journal_entry_refuse() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'a line of the journal is never changed' USING ERRCODE = 'integrity_constraint_violation'; END $$;
CREATE TRIGGER journal_entry_never_changed BEFORE UPDATE ON journal_entry
FOR EACH ROW EXECUTE FUNCTION journal_entry_refuse()
"""


def refuse_changes(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 -- Django's signature
    """Put the trigger in place, in the database's own language."""
    editor.execute(SQLITE if editor.connection.vendor == "sqlite" else POSTGRESQL)


def allow_changes(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 -- Django's signature
    """Take the trigger away."""
    on_table = "" if editor.connection.vendor == "sqlite" else " ON journal_entry"
    editor.execute(f"DROP TRIGGER journal_entry_never_changed{on_table}")
    if editor.connection.vendor != "sqlite":
        editor.execute("DROP FUNCTION journal_entry_refuse()")


class Migration(migrations.Migration):
    """After the table is there."""

    dependencies = (("journal", "0001_initial"),)
    operations = (migrations.RunPython(refuse_changes, allow_changes),)
