"""Remember the language in which a feed was opened: it is told in that one. Those opened before are told in Chinese, as till now."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("kernel", "0009_opinions_of_strangers"),
    ]

    operations = [
        migrations.AddField(
            model_name="feed",
            name="language",
            field=models.CharField(default="zh-hans", max_length=10),
        ),
    ]
