"""Find the newest borders by an index: every board asks if others came since."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0003_outlines"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="outline",
            index=models.Index(fields=["-taken_at"], name="outline_latest"),
        ),
    ]
