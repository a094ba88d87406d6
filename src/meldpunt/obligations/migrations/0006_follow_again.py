"""Every journal is followed once more: cases that were closed before erasing had a clock get theirs."""

from django.db import migrations


def follow_again(apps, schema_editor):  # noqa: ANN001, ANN201, ARG001 - as Django calls it
    """Go back to the first line; what was settled already stays as it is, because settling twice changes nothing."""
    apps.get_model("obligations", "Followed").objects.update(number=0)


class Migration(migrations.Migration):
    """After the kinds of promises."""

    dependencies = [("obligations", "0005_expected_fix")]

    operations = [migrations.RunPython(follow_again, migrations.RunPython.noop)]
