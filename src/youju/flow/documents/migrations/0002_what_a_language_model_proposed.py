"""Count with each reading what became of the proposals of a language model; a reading without one counts nothing."""

from django.db import migrations, models

from youju.kernel.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("documents", "0001_documents_and_what_was_read_in_them"),
    ]

    operations = [
        migrations.AddField(
            model_name="reading",
            name="counts",
            field=models.JSONField(default=dict, verbose_name="语言模型提出的"),
        ),
        AppendOnly("Reading"),
    ]
