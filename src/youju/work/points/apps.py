"""App config of points."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class PointsConfig(AppConfig):
    """The points room."""

    name = "youju.work.points"
    label = "points"
    verbose_name = pgettext_lazy("menu", "积分")
    default_auto_field = "django.db.models.BigAutoField"
