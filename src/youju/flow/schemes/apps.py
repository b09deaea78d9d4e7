"""App config of schemes."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class SchemesConfig(AppConfig):
    """The schemes room."""

    name = "youju.flow.schemes"
    label = "schemes"
    verbose_name = pgettext_lazy("menu", "方案")
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Answer for which schemes a post can be, and to which indicators a fact of a document may go."""
        from youju.flow.documents.ports import answer_targets
        from youju.flow.schemes.selectors import every_scheme, targets_for
        from youju.flow.units.ports import answer_schemes

        answer_schemes(every_scheme)
        answer_targets(targets_for)
