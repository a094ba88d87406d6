"""Whether closing a case ended the finder's notices."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """After the tables are there."""

    dependencies = (("cases", "0001_initial"),)
    operations = (
        migrations.AddField(
            model_name="thread",
            name="notices_ended",
            field=models.BooleanField(default=False),
        ),
    )
