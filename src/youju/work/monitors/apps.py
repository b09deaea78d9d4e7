"""App config of monitors."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class MonitorsConfig(AppConfig):
    """The monitors room."""

    name = "youju.work.monitors"
    label = "monitors"
    verbose_name = pgettext_lazy("menu", "监测")
    default_auto_field = "django.db.models.BigAutoField"
