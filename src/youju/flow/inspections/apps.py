"""App config of inspections."""

from django.apps import AppConfig


class InspectionsConfig(AppConfig):
    """The inspections room."""

    name = "youju.flow.inspections"
    label = "inspections"
    verbose_name = "督查"
    default_auto_field = "django.db.models.BigAutoField"
