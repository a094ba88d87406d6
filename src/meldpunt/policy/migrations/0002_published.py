"""Versions keep their file, their documents, and from when they are in force; clauses know their part of the page."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import F


def carry_over(apps, schema_editor):
    """Give the versions that are there what the new columns hold; their texts stay as they were shown."""
    version = apps.get_model("policy", "PolicyVersion")
    version.objects.update(in_force_from=F("published_at"))
    for row in version.objects.filter(terms__clauses__isnull=True):
        rules, pledges = row.terms.pop("rules"), row.terms.pop("pledges")
        row.terms["clauses"] = [
            {"id": each["id"], "section": section, "texts": each["texts"], "kept_by_people": False}
            for section, clauses in (("rules", rules), ("pledges", pledges))
            for each in clauses
        ]
        row.terms["promises"] = [
            each | {"says": [], "pauses": False, "calendar": ""} for each in row.terms["promises"]
        ]
        row.save(update_fields=["terms"])


class Migration(migrations.Migration):

    dependencies = [("policy", "0001_initial")]

    operations = [
        migrations.AddField("policyversion", "source", models.TextField(blank=True, default="")),
        migrations.AddField("policyversion", "in_force_from", models.DateTimeField(null=True)),
        migrations.RunPython(carry_over, migrations.RunPython.noop),
        migrations.AlterField("policyversion", "in_force_from", models.DateTimeField()),
        migrations.AddConstraint(
            "policyversion",
            models.CheckConstraint(
                condition=models.Q(("in_force_from__gte", models.F("published_at"))), name="policy_not_in_force_before"
            ),
        ),
        migrations.CreateModel(
            name="PolicyDocument",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("content", models.BinaryField()),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="documents",
                        to="policy.policyversion",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("version", "name"), name="policy_document_once")
                ],
            },
        ),
    ]
