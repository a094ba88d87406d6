"""Brands from the day on which a version is in force; those of every version before now were set when it was published."""

import django.db.models.deletion
from django.db import migrations, models


def settle(apps, schema_editor):
    apps.get_model("policy", "PolicyVersion").objects.update(settled_at=models.F("published_at"))


class Migration(migrations.Migration):
    """After the proposals."""

    dependencies = (("policy", "0004_proposals"),)
    operations = (
        migrations.CreateModel(
            name="PolicyLogo",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("content", models.BinaryField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="logos", to="policy.policyversion"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("version", "name"), name="policy_logo_once")],
            },
        ),
        migrations.AddField(model_name="policyversion", name="settled_at", field=models.DateTimeField(null=True)),
        migrations.RunPython(settle, migrations.RunPython.noop),
    )
