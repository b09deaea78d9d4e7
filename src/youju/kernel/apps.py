"""App config of the kernel."""

from django.apps import AppConfig


class KernelConfig(AppConfig):
    """The kernel."""

    name = "youju.kernel"
    label = "kernel"
    verbose_name = "底座"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Read what the rooms declare: acts in their `acts.py`, long work in their `jobs.py`."""
        from django.utils.module_loading import autodiscover_modules

        autodiscover_modules("acts", "jobs")
