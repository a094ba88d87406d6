"""The look that a policy names for the organisation takes effect; what is in force already is done once more by the worker."""

from django.db import migrations


def open_again(apps, schema_editor):
    named = apps.get_model("policy", "PolicyVersion").objects.filter(source__contains="organisation.look")
    named.update(settled_at=None)


class Migration(migrations.Migration):
    """After the files beside the policy."""

    dependencies = (("policy", "0006_file_beside"),)
    operations = (migrations.RunPython(open_again, migrations.RunPython.noop),)
