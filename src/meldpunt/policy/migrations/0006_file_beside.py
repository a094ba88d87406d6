"""Files beside the policy that is written at the desk; it begins with those of the newest version, and of what is proposed."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


def begin(apps, schema_editor):
    """The newest version's files, then those of a proposal over them."""
    model = {name: apps.get_model("policy", name) for name in ("PolicyVersion", "Proposal", "FileBeside")}
    found = {}
    for version in model["PolicyVersion"].objects.order_by("number"):
        found[version.organisation_id] = [
            (version.published_at, None, file) for each in (version.documents, version.logos) for file in each.all()
        ]
    for proposal in model["Proposal"].objects.all():
        files = [(proposal.proposed_at, proposal.proposed_by_id, file) for file in proposal.files.all()]
        found.setdefault(proposal.organisation_id, []).extend(files)
    for organisation, files in found.items():
        for at, by, file in files:
            facts = {"content": bytes(file.content), "added_at": at, "added_by_id": by}
            model["FileBeside"].objects.update_or_create(organisation_id=organisation, name=file.name, defaults=facts)


class Migration(migrations.Migration):
    """After the versions that are settled."""

    dependencies = (
        ("people", "0007_openpgp_vouched"),
        ("policy", "0005_settled"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    )
    operations = (
        migrations.CreateModel(
            name="FileBeside",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120)),
                ("content", models.BinaryField()),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "organisation",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="people.organisation"
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("organisation", "name"), name="policy_file_beside_once")
                ],
            },
        ),
        migrations.RunPython(begin, migrations.RunPython.noop),
    )
