"""App config of documents."""

from django.apps import AppConfig
from django.utils.translation import pgettext_lazy


class DocumentsConfig(AppConfig):
    """The documents room."""

    name = "youju.flow.documents"
    label = "documents"
    verbose_name = pgettext_lazy("menu", "文件")
    default_auto_field = "django.db.models.BigAutoField"
