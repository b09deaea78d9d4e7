"""Give a publication what a signed paper carries: its number, its red head and the name under it.

Until now a circular could be read on a page only. Empty for everything published before.
"""

from django.db import migrations, models

from youju.kernel.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [("publications", "0001_publications")]

    operations = [
        migrations.AddField(
            "publication",
            "number",
            models.CharField(blank=True, default="", max_length=60, verbose_name="文号"),
        ),
        migrations.AddField(
            "publication",
            "red_head",
            models.CharField(blank=True, default="", max_length=40, verbose_name="红头"),
        ),
        migrations.AddField(
            "publication",
            "issuer",
            models.CharField(blank=True, default="", max_length=60, verbose_name="落款单位"),
        ),
        # SQLite wrote the table anew and forgot its triggers.
        AppendOnly("Publication", ("signed_by", "signed_post", "published_at", "withdrawn_at")),
    ]
