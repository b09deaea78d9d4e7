"""Addresses of this room."""

from django.urls import path

from youju.work.monitors import views

app_name = "monitors"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.add, name="add"),
    path("feed/", views.feed, name="feed"),
    path("areas/new/", views.add_area, name="add_area"),
    path("areas/<slug:code>/", views.area, name="area"),
    path("at/<slug:code>/", views.show, name="show"),
    path("at/<slug:code>/series/", views.series, name="series"),
    path("at/<slug:code>/correct/", views.correct, name="correct"),
    path("at/<slug:code>/normals/", views.normal, name="normal"),
    path("at/<slug:code>/rules/", views.rule, name="rule"),
    path("at/<slug:code>/rules/<int:pk>/end/", views.end_rule, name="end_rule"),
    path("at/<slug:code>/rules/<int:pk>/look/", views.look, name="look"),
]
