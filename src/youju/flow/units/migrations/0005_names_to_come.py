"""Keep a name until its day: a rename of a later day showed at once on every page that prints a unit."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("units", "0004_outline_latest"),
    ]

    operations = [
        migrations.AddField(
            model_name="unitchange",
            name="coming",
            field=models.CharField(blank=True, default="", max_length=80, verbose_name="将用名"),
            preserve_default=False,
        ),
        migrations.AddIndex(
            model_name="unitchange",
            index=models.Index(
                condition=models.Q(("coming", ""), _negated=True), fields=["effect_on"], name="change_coming"
            ),
        ),
    ]
