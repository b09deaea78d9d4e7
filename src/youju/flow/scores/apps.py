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
        """Answer what the rooms behind ask: the last closed bundle, what stands against closing, and the files a round reads."""
        from youju.flow.ledger.ports import (
            answer_files,
            answer_held,
            answer_otherwise,
            ask_before_closing,
        )
        from youju.flow.schemes.ports import answer_last_bundle
        from youju.flow.scores.sealed import held
        from youju.flow.scores.selectors import last_bundle, open_objections
        from youju.flow.scores.taken import taken, taken_otherwise

        ask_before_closing(open_objections)
        answer_held(held)
        answer_files(taken)
        answer_otherwise(taken_otherwise)
        answer_last_bundle(last_bundle)
