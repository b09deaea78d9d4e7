"""App config of reports."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    """The reports room."""

    name = "youju.flow.reports"
    label = "reports"
    verbose_name = "报送"
    default_auto_field = "django.db.models.BigAutoField"
