"""App config of boards."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class BoardsConfig(AppConfig):
    """The boards room."""

    name = "youju.flow.boards"
    label = "boards"
    verbose_name = pgettext_lazy("menu", "榜单")
    default_auto_field = "django.db.models.BigAutoField"
