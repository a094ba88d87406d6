"""The second factor: its secret, the spare codes, and who needs one.

SQLite rebuilds a table to change it, and its triggers go with the old one: those of the organisations are put back.
"""

from importlib import import_module

from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.db.models.functions import Length
from django.db.models.lookups import Exact

NEEDS = ("nobody", "managers", "everybody")


def watch_again(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:  # noqa: ARG001 -- Django's signature
    """Put the triggers of the rebuilt table back; PostgreSQL kept them."""
    if editor.connection.vendor != "sqlite":
        return
    before = import_module("meldpunt.people.migrations.0002_directory")
    for event in before.EVENTS:
        wanted = before.SQLITE.format(table="people_organisation", event=event)
        editor.execute(wanted.replace("CREATE TRIGGER", "CREATE TRIGGER IF NOT EXISTS"))


class Migration(migrations.Migration):
    """After the marks of the grants."""

    dependencies = (("people", "0003_keygrant_mark"),)
    operations = (
        migrations.RunPython(migrations.RunPython.noop, watch_again),
        migrations.CreateModel(
            name="SecondFactor",
            fields=[
                (
                    "member",
                    models.OneToOneField(
                        on_delete=models.CASCADE,
                        primary_key=True,
                        related_name="factor",
                        serialize=False,
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("sealed", models.BinaryField(null=True)),
                ("last_step", models.BigIntegerField()),
                ("set_up_at", models.DateTimeField()),
                ("wrong", models.PositiveIntegerField(default=0)),
                ("wrong_at", models.DateTimeField(null=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        name="people_factor_wrong_is_paired",
                        condition=models.Q(wrong=0, wrong_at__isnull=True)
                        | models.Q(wrong__gt=0, wrong_at__isnull=False),
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="SpareCode",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "factor",
                    models.ForeignKey(on_delete=models.CASCADE, related_name="spare_codes", to="people.secondfactor"),
                ),
                ("digest", models.BinaryField(max_length=32, unique=True)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(name="people_spare_code_digest", condition=Exact(Length("digest"), 32))
                ]
            },
        ),
        migrations.AddField(
            model_name="organisation",
            name="second_factor",
            field=models.CharField(choices=[(need, need) for need in NEEDS], default="nobody", max_length=16),
        ),
        migrations.AddConstraint(
            model_name="organisation",
            constraint=models.CheckConstraint(
                name="people_organisation_factor", condition=models.Q(second_factor__in=list(NEEDS))
            ),
        ),
        migrations.RunPython(watch_again, migrations.RunPython.noop),
    )
