"""A mark on every grant. Rows from before have none, which does not fit: a lead gives those keys anew."""

from django.db import migrations, models


class Migration(migrations.Migration):
    """After the stamp."""

    dependencies = (("people", "0002_directory"),)
    operations = (
        migrations.AddField(
            model_name="keygrant",
            name="mark",
            field=models.BinaryField(default=b"", max_length=33),
            preserve_default=False,
        ),
    )
