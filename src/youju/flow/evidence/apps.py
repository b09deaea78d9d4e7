"""App config of evidence."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class EvidenceConfig(AppConfig):
    """The evidence room."""

    name = "youju.flow.evidence"
    label = "evidence"
    verbose_name = pgettext_lazy("menu", "佐证")
    default_auto_field = "django.db.models.BigAutoField"
