"""App config of ledger."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class LedgerConfig(AppConfig):
    """The ledger room."""

    name = "youju.flow.ledger"
    label = "ledger"
    verbose_name = pgettext_lazy("menu", "底账")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Answer what the form of a report asks: what the ledger holds, so that nobody types it again."""
        from youju.flow.ledger.holding import held_in_ledger
        from youju.flow.reports.ports import answer_held

        answer_held(held_in_ledger)
