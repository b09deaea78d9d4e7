"""Addresses of this room."""

from django.urls import path, register_converter

from youju.flow.evidence import views
from youju.kernel.sha256 import HEX


class Sha256:
    """A SHA-256 in hex, as part of an address."""

    regex = HEX

    def to_python(self, value: str) -> str:
        """Return the text."""
        return value

    def to_url(self, value: str) -> str:
        """Return the text."""
        return value


register_converter(Sha256, "sha256")
app_name = "evidence"
urlpatterns = [
    path("", views.index, name="index"),
    path("add/", views.add, name="add"),
    path("<sha256:sha>/", views.show, name="show"),
    path("<sha256:sha>/file/", views.file, name="file"),
    path("<sha256:sha>/thumbnail/", views.thumbnail, name="thumbnail"),
]
