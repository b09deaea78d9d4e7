"""App config of boards."""

from django.apps import AppConfig


class BoardsConfig(AppConfig):
    """The boards room."""

    name = "youju.flow.boards"
    label = "boards"
    verbose_name = "榜单"
    default_auto_field = "django.db.models.BigAutoField"
