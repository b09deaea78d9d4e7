"""App config of schemes."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class SchemesConfig(AppConfig):
    """The schemes room."""

    name = "youju.flow.schemes"
    label = "schemes"
    verbose_name = pgettext_lazy("menu", "方案")
    default_auto_field = "django.db.models.BigAutoField"
