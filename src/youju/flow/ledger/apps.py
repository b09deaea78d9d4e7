"""App config of ledger."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """The ledger room."""

    name = "youju.flow.ledger"
    label = "ledger"
    verbose_name = "底账"
    default_auto_field = "django.db.models.BigAutoField"
