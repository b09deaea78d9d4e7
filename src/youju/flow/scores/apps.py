"""App config of scores."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class ScoresConfig(AppConfig):
    """The scores room."""

    name = "youju.flow.scores"
    label = "scores"
    verbose_name = pgettext_lazy("menu", "评分")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Answer what the rooms behind ask: the last closed bundle, and what stands against closing."""
        from youju.flow.ledger.ports import answer_files, ask_before_closing
        from youju.flow.schemes.ports import answer_last_bundle
        from youju.flow.scores.selectors import last_bundle, open_objections
        from youju.flow.scores.taken import taken

        ask_before_closing(open_objections)
        answer_files(taken)
        answer_last_bundle(last_bundle)
