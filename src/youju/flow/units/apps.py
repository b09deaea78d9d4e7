"""App config of units."""

from django.apps import AppConfig


class UnitsConfig(AppConfig):
    """The units room."""

    name = "youju.flow.units"
    label = "units"
    verbose_name = "单位"
    default_auto_field = "django.db.models.BigAutoField"
