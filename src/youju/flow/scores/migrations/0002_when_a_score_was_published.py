"""Say of a score when it was published, so that a correction under way does not show before its erratum is signed."""

from typing import Any

from django.db import migrations, models

from youju.kernel.append_only import AppendOnly


def fill(apps: Any, schema_editor: Any) -> None:  # noqa: ARG001
    """Until today nothing could be scored after it was published: the newest score of such a round is the published one."""
    Round, Score = apps.get_model("schemes", "Round"), apps.get_model("scores", "Score")
    for round_ in Round.objects.filter(status="published").exclude(published_at=None):
        newest = Score.objects.filter(round=round_).order_by("-number").values("pk")[:1]
        Score.objects.filter(pk__in=list(newest.values_list("pk", flat=True)), published_at=None).update(
            published_at=round_.published_at
        )


class Migration(migrations.Migration):
    dependencies = [
        ("scores", "0001_scores_and_objections"),
    ]

    operations = [
        migrations.AddField(
            model_name="score",
            name="published_at",
            field=models.DateTimeField(null=True, verbose_name="发布时间"),
        ),
        AppendOnly("Score", ("published_at",)),
        migrations.RunPython(fill, migrations.RunPython.noop),
    ]
