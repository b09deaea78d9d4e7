"""App config of publications."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class PublicationsConfig(AppConfig):
    """The publications room."""

    name = "youju.flow.publications"
    label = "publications"
    verbose_name = pgettext_lazy("menu", "通报")
    default_auto_field = "django.db.models.BigAutoField"
