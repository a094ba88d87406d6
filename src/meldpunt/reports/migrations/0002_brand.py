"""Which brand's page a report came by."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """After the first one."""

    dependencies = (("reports", "0001_initial"),)
    operations = (
        migrations.AddField(
            model_name="report",
            name="brand",
            field=models.CharField(blank=True, default="", max_length=60),
        ),
    )
