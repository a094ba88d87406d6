"""When the secret part of an OpenPGP key was handed to the handlers' mail program."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """After the operator's word for an address."""

    dependencies = (("people", "0007_openpgp_vouched"),)
    operations = (
        migrations.AddField(
            model_name="openpgpkey",
            name="handed_out_at",
            field=models.DateTimeField(null=True),
        ),
        migrations.AddConstraint(
            model_name="openpgpkey",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("handed_out_at__isnull", True),
                    models.Q(("handed_out_at__gte", models.F("added_at")), ("secret__isnull", False)),
                    _connector="OR",
                ),
                name="people_openpgp_handed_out_is_held",
            ),
        ),
    )
