"""App config of publications."""

from django.apps import AppConfig


class PublicationsConfig(AppConfig):
    """The publications room."""

    name = "youju.flow.publications"
    label = "publications"
    verbose_name = "通报"
    default_auto_field = "django.db.models.BigAutoField"
