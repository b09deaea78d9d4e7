"""Addresses of this room."""

from django.urls import path

from youju.flow.ledger import views

app_name = "ledger"
urlpatterns = [
    path("", views.index, name="index"),
    path("import/", views.import_, name="import"),
    path("<int:pk>/", views.show, name="show"),
]
