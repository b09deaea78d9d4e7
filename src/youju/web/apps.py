"""App config of web."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The shell."""

    name = "youju.web"
    label = "web"
    verbose_name = "外壳"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have `manage check` look at the access rules too."""
        from django.core.checks import register

        from youju.web.access import check_access

        register(check_access, deploy=False)
