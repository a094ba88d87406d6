"""Addresses at which members' calendar programs read due dates."""

import django.db.models.deletion
import django.db.models.functions.text
import django.db.models.lookups
from django.db import migrations, models


class Migration(migrations.Migration):
    """After the host names that brands left."""

    dependencies = (("people", "0009_left_hosts"),)
    operations = (
        migrations.CreateModel(
            name="FeedAddress",
            fields=[
                (
                    "member",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="feed",
                        serialize=False,
                        to="people.member",
                    ),
                ),
                ("digest", models.BinaryField(max_length=32, unique=True)),
                ("scope", models.CharField(max_length=4)),
                ("made_at", models.DateTimeField()),
            ],
            options={
                "constraints": (
                    models.CheckConstraint(
                        condition=models.Q(("scope__in", ["all", "mine"])), name="people_feed_scope"
                    ),
                    models.CheckConstraint(
                        condition=django.db.models.lookups.Exact(
                            django.db.models.functions.text.Length("digest"), 32
                        ),
                        name="people_feed_digest",
                    ),
                )
            },
        ),
    )
