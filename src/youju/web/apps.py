"""App config of web."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The shell."""

    name = "youju.web"
    label = "web"
    verbose_name = "外壳"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Have `manage check` look at the access rules too, and bring together the rooms that do not know each other."""
        from django.core.checks import register

        from youju.kernel.robots import tell_by
        from youju.web.access import check_access
        from youju.web.digest import quiet_now, said_to_group
        from youju.web.joining import join

        register(check_access, deploy=False)
        join()
        tell_by(said_to_group, quiet_now)
