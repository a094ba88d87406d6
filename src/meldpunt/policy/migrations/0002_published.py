"""Versions keep their file, their documents, and from when they are in force; clauses know their part of the page."""

import django.db.models.deletion
from django.db import migrations, models


# Until here there was one policy. Its clocks and what it asked of a finder stood on the pages, not in the row.
IDENTITY = (
    (
        "may_be_anonymous",
        "That is up to you: report without a name, under a made-up name, or under your own.",
        "Dat bepaalt u zelf: meld zonder naam, onder een schuilnaam of onder uw eigen naam.",
    ),
    (
        "contact_optional",
        "You may leave an e-mail address or a phone number, but need not: your access code is enough.",
        "U mag een e-mailadres of telefoonnummer achterlaten, maar het hoeft niet: uw toegangscode is genoeg.",
    ),
)
PROMISES = {
    ("first_answer", 5, "working_days"): (
        "You get a first answer within 5 working days.",
        "U krijgt een eerste antwoord binnen 5 werkdagen.",
    ),
    ("silence", 30, "days"): (
        "After that you hear from us at least every 30 days.",
        "Daarna hoort u minstens elke 30 dagen iets van ons.",
    ),
}


def carry_over(apps, schema_editor):
    """Give the versions that are there what the new columns hold; their texts stay as they were shown.

    Each row is written once: PostgreSQL alters no table with a row that this transaction wrote twice.
    """
    for row in apps.get_model("policy", "PolicyVersion").objects.all():
        row.in_force_from = row.published_at
        row.terms["clauses"] = list(shown(row.terms.pop("rules"), row.terms.pop("pledges"), row.terms["promises"]))
        row.terms["promises"] = [
            each | {"says": [], "pauses": False, "calendar": ""} for each in row.terms["promises"]
        ]
        row.terms["topics"] = ["weakness", "leak", "abuse"]
        row.save(update_fields=["in_force_from", "terms"])


def shown(rules, pledges, promises):
    """Yield the clauses of a version in the order of the page."""
    for name, en, nl in IDENTITY:
        yield clause(name, "identity", {"en": en, "nl": nl})
    for each in rules:
        yield clause(each["id"], "rules", each["texts"])
    for each in promises:
        found = PROMISES.get((each["kind"], each["amount"], each["unit"]))
        if found:
            yield clause(each["kind"], "promises", {"en": found[0], "nl": found[1]})
    for each in pledges:
        yield clause(each["id"], "pledges", each["texts"])


def clause(name, section, texts):
    """Return a clause as it is stored."""
    return {"id": name, "section": section, "texts": texts, "kept_by_people": False}


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
