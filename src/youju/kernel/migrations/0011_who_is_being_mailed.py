"""Claim a person before a mail: two that tell what falls due at one moment mailed one person twice."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0010_language_of_feeds"),
    ]

    operations = [
        migrations.AddField(
            model_name="user",
            name="mailed_until",
            field=models.DateTimeField(null=True),
        ),
    ]
