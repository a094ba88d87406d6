"""Brands: other names of an organisation, with hosts and looks of their own.

SQLite rebuilds a table to change it, and its triggers go with the old one: those of the host names are put back. The stamp of the
directory changes with the brands too.
"""

from importlib import import_module
from uuid import uuid4

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def watch(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 -- Django's signature
    """Let the database renew the stamp with every change to brands and, again, to host names."""
    before = import_module("meldpunt.people.migrations.0002_directory")
    sqlite = editor.connection.vendor == "sqlite"
    for table in ("people_hostname", "people_brand") if sqlite else ("people_brand",):
        for event in before.EVENTS:
            wanted = (before.SQLITE if sqlite else before.POSTGRESQL).format(table=table, event=event)
            editor.execute(wanted.replace("CREATE TRIGGER", "CREATE TRIGGER IF NOT EXISTS") if sqlite else wanted)


def stop_watching(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 -- Django's signature
    """Take the triggers of the brands away."""
    before = import_module("meldpunt.people.migrations.0002_directory")
    sqlite = editor.connection.vendor == "sqlite"
    for event in before.EVENTS:
        editor.execute(f"DROP TRIGGER people_brand_renews_the_stamp_on_{event}" + ("" if sqlite else " ON people_brand"))


class Migration(migrations.Migration):
    """After the second factor."""

    dependencies = (("people", "0004_second_factor"),)
    operations = (
        migrations.CreateModel(
            name="Brand",
            fields=[
                ("id", models.UUIDField(default=uuid4, primary_key=True, serialize=False)),
                ("key", models.CharField(max_length=60)),
                ("name", models.CharField(max_length=120)),
                ("place", models.PositiveSmallIntegerField(default=0)),
                ("theme", models.JSONField(default=dict)),
                ("logo", models.BinaryField(null=True)),
                ("logo_type", models.CharField(blank=True, default="", max_length=16)),
                ("logo_version", models.CharField(blank=True, default="", max_length=16)),
            ],
        ),
        migrations.RemoveConstraint(
            model_name="hostname",
            name="people_hostname_place",
        ),
        migrations.AddField(
            model_name="brand",
            name="organisation",
            field=models.ForeignKey(on_delete=models.CASCADE, related_name="brands", to="people.organisation"),
        ),
        migrations.AddField(
            model_name="hostname",
            name="brand",
            field=models.ForeignKey(null=True, on_delete=models.CASCADE, related_name="hosts", to="people.brand"),
        ),
        migrations.AddConstraint(
            model_name="hostname",
            constraint=models.UniqueConstraint(condition=models.Q(("brand__isnull", True)), fields=("organisation", "place"), name="people_hostname_place"),
        ),
        migrations.AddConstraint(
            model_name="hostname",
            constraint=models.UniqueConstraint(condition=models.Q(("brand__isnull", False)), fields=("brand", "place"), name="people_hostname_place_of_brand"),
        ),
        migrations.AddConstraint(
            model_name="brand",
            constraint=models.UniqueConstraint(fields=("organisation", "key"), name="people_brand_once"),
        ),
        migrations.AddConstraint(
            model_name="brand",
            constraint=models.CheckConstraint(condition=models.Q(models.Q(("key", ""), _negated=True), models.Q(("name", ""), _negated=True)), name="people_brand_has_a_name"),
        ),
        migrations.AddConstraint(
            model_name="brand",
            constraint=models.CheckConstraint(condition=models.Q(models.Q(("logo__isnull", True), ("logo_type", ""), ("logo_version", "")), models.Q(("logo__isnull", False), ("logo_type__in", ["image/png", "image/webp"]), models.Q(("logo_version", ""), _negated=True)), _connector="OR"), name="people_brand_logo_is_whole"),
        ),
            migrations.RunPython(watch, stop_watching),
    )
