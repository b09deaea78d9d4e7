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
        """Answer what the room of units asks: for which schemes a post can be."""
        from youju.flow.schemes.selectors import every_scheme
        from youju.flow.units.ports import answer_schemes

        answer_schemes(every_scheme)
