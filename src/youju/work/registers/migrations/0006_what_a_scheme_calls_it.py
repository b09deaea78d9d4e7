"""A register says what its scheme calls it, where the scheme itself declared it: two schemes may both count from `projects`.

Additive: empty for every register that an office declared.
"""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("registers", "0005_by_when_a_record_is_done")]

    operations = [
        migrations.AddField(
            "register",
            "counted_as",
            models.CharField(blank=True, default="", max_length=80, verbose_name="方案里的名称"),
        ),
        migrations.AddConstraint(
            "register",
            models.UniqueConstraint(
                name="register_counted_once",
                fields=["scheme", "counted_as"],
                condition=~models.Q(counted_as=""),
            ),
        ),
    ]
