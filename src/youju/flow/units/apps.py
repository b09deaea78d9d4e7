"""App config of units."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class UnitsConfig(AppConfig):
    """The units room."""

    name = "youju.flow.units"
    label = "units"
    verbose_name = pgettext_lazy("menu", "单位")
    default_auto_field = "django.db.models.BigAutoField"
