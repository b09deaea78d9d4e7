"""Let an objection end by being taken back, by whoever raised it and before anybody decided it."""

from django.db import migrations, models
from django.db.models import Q

from youju.kernel.append_only import AppendOnly


class Migration(migrations.Migration):
    dependencies = [
        ("scores", "0002_when_a_score_was_published"),
    ]

    operations = [
        migrations.AlterField(
            model_name="objection",
            name="verdict",
            field=models.CharField(
                choices=[("upheld", "成立"), ("dismissed", "不成立"), ("withdrawn", "已撤回")],
                max_length=10,
                null=True,
                verbose_name="复核结论",
            ),
        ),
        migrations.RemoveConstraint(model_name="objection", name="objection_answered_whole"),
        migrations.AddConstraint(
            model_name="objection",
            constraint=models.CheckConstraint(
                condition=Q(decided_at=None, verdict=None)
                | Q(decided_at__isnull=False, verdict__in=["upheld", "dismissed"], decided_by__isnull=False)
                | Q(decided_at__isnull=False, verdict="withdrawn", decided_by=None),
                name="objection_answered_whole",
            ),
        ),
        AppendOnly("Objection", ("verdict", "answer", "decided_by", "decided_post", "decided_at", "led_to")),
    ]
