"""App config of monitors."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MonitorsConfig(AppConfig):
    """The monitors room."""

    name = "youju.work.monitors"
    label = "monitors"
    verbose_name = _("监测")
    default_auto_field = "django.db.models.BigAutoField"
