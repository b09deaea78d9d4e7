"""App config of registers."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """The registers room."""

    name = "youju.work.registers"
    label = "registers"
    verbose_name = "台账"
    default_auto_field = "django.db.models.BigAutoField"
