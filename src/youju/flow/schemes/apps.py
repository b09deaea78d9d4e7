"""App config of schemes."""

from django.apps import AppConfig


class SchemesConfig(AppConfig):
    """The schemes room."""

    name = "youju.flow.schemes"
    label = "schemes"
    verbose_name = "方案"
    default_auto_field = "django.db.models.BigAutoField"
