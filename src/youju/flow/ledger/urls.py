"""Addresses of this room."""

from django.urls import path

from youju.flow.ledger import views

app_name = "ledger"
urlpatterns = [
    path("", views.index, name="index"),
    path("import/", views.import_, name="import"),
    path("documents/", views.documents, name="documents"),
    path("compare/", views.compare, name="compare"),
    path("compare.csv", views.compare_csv, name="compare_csv"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
]
