"""App config of duties."""

from django.apps import AppConfig


class DutiesConfig(AppConfig):
    """The duties room."""

    name = "youju.work.duties"
    label = "duties"
    verbose_name = "包保"
    default_auto_field = "django.db.models.BigAutoField"
