"""The root of all addresses."""

from youju.web.urls import urlpatterns

__all__ = ["handler404", "handler500", "urlpatterns"]

handler404 = "youju.web.errors.not_found"
handler500 = "youju.web.errors.broken"
