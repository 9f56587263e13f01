"""Searches are told only to who may see what they found."""

import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("access", "0001_rules"),
        ("insights", "0001_query_log"),
    ]

    operations = [
        migrations.AddField(
            model_name="searchlog",
            name="rule",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="+",
                to="access.rule",
            ),
        ),
    ]
