"""App config of scores."""

from django.apps import AppConfig


class ScoresConfig(AppConfig):
    """The scores room."""

    name = "youju.flow.scores"
    label = "scores"
    verbose_name = "评分"
    default_auto_field = "django.db.models.BigAutoField"
