"""Keep what inspectors bring home apart from what the unit itself has.

The same photograph may reach both. While it was one row, a unit that uploaded it met the inspectors' row and could
learn that it had been visited.
"""

from django.conf import settings
from django.db import migrations, models

from youju.kernel.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("evidence", "0001_evidence_by_content"),
        ("units", "0002_children_of_a_unit"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name="evidence",
            name="evidence_once_a_unit",
        ),
        migrations.AddField(
            model_name="evidence",
            name="withheld",
            field=models.BooleanField(default=False, verbose_name="督查带回"),
        ),
        migrations.AddConstraint(
            model_name="evidence",
            constraint=models.UniqueConstraint(
                fields=("unit", "scheme", "original_sha256", "withheld"), name="evidence_once_a_unit"
            ),
        ),
        # SQLite wrote the table anew and forgot its triggers.
        AppendOnly("evidence", may_fill=("open_at",)),
    ]
