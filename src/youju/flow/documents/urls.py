"""Addresses of this room."""

from django.urls import path

from youju.flow.documents import views

app_name = "documents"
urlpatterns = [
    path("", views.index, name="index"),
    path("add/", views.add, name="add"),
    path("accepted/", views.accepted, name="accepted"),
    path("cited/<str:sha256>/<int:start>-<int:end>/", views.cited, name="cited"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/file/", views.file, name="file"),
    path("<int:pk>/read-again/", views.read_again, name="read_again"),
    path("<int:pk>/facts/<str:key>/decide/", views.decide, name="decide"),
    path("<int:pk>/facts/<str:key>/", views.decisions, name="decisions"),
]
