"""App config of monitors."""

from django.apps import AppConfig


class MonitorsConfig(AppConfig):
    """The monitors room."""

    name = "youju.work.monitors"
    label = "monitors"
    verbose_name = "监测"
    default_auto_field = "django.db.models.BigAutoField"
