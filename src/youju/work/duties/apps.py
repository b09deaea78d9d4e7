"""App config of duties."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class DutiesConfig(AppConfig):
    """The duties room."""

    name = "youju.work.duties"
    label = "duties"
    verbose_name = pgettext_lazy("menu", "包保")
    default_auto_field = "django.db.models.BigAutoField"
