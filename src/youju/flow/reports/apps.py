"""App config of reports."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class ReportsConfig(AppConfig):
    """The reports room."""

    name = "youju.flow.reports"
    label = "reports"
    verbose_name = pgettext_lazy("menu", "报送")
    default_auto_field = "django.db.models.BigAutoField"
