"""Addresses of this room."""

from django.urls import path

from youju.flow.units import views

app_name = "units"
urlpatterns = [
    path("", views.index, name="index"),
    path("tree/", views.tree, name="tree"),
    path("tree/<str:code>/", views.tree, name="branch"),
    path("names/", views.names, name="names"),
    path("import/", views.import_, name="import"),
    path("outlines/", views.outlines, name="outlines"),
    path("<str:code>/", views.show, name="show"),
    path("<str:code>/rename/", views.rename, name="rename"),
    path("<str:code>/move/", views.move, name="move"),
    path("<str:code>/merge/", views.merge, name="merge"),
    path("<str:code>/split/", views.split, name="split"),
    path("<str:code>/posts/", views.posts, name="posts"),
    path("<str:code>/posts/appoint/", views.appoint, name="appoint"),
    path("<str:code>/posts/<int:tenure_id>/dismiss/", views.dismiss, name="dismiss"),
]
