"""App config of inspections."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class InspectionsConfig(AppConfig):
    """The inspections room."""

    name = "youju.flow.inspections"
    label = "inspections"
    verbose_name = pgettext_lazy("menu", "督查")
    default_auto_field = "django.db.models.BigAutoField"
