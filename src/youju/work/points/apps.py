"""App config of points."""

from django.apps import AppConfig


class PointsConfig(AppConfig):
    """The points room."""

    name = "youju.work.points"
    label = "points"
    verbose_name = "积分"
    default_auto_field = "django.db.models.BigAutoField"
