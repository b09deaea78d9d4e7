"""Addresses of this room."""

from django.urls import path

from youju.flow.boards import views

app_name = "boards"
urlpatterns = [
    path("", views.index, name="index"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/firmness/", views.firmness, name="firmness"),
    path("<int:pk>/<str:code>/", views.reasons, name="reasons"),
]
