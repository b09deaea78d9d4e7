"""Addresses of this room."""

from django.urls import path

from youju.flow.schemes import views

app_name = "schemes"
urlpatterns = [
    path("", views.index, name="index"),
    path("load/", views.load, name="load"),
    path("rounds/<int:pk>/", views.round_, name="round"),
    path("rounds/<int:pk>/advance/", views.advance, name="advance"),
    path("<slug:code>/", views.show, name="show"),
    path("<slug:code>/rounds/open/", views.open_round, name="open_round"),
    path("<slug:code>/versions/<int:pk>/", views.version, name="version"),
    path("<slug:code>/versions/<int:pk>/file/", views.file, name="file"),
    path("<slug:code>/versions/<int:pk>/what-if/", views.what_if, name="what_if"),
    path("<slug:code>/versions/<int:pk>/propose/", views.propose, name="propose"),
    path("<slug:code>/versions/<int:pk>/approve/", views.approve, name="approve"),
    path("<slug:code>/versions/<int:pk>/discard/", views.discard, name="discard"),
    path("<slug:code>/versions/<int:pk>/retire/", views.retire, name="retire"),
]
