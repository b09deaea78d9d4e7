"""Addresses of this room."""

from django.urls import path

from youju.flow.publications import views

app_name = "publications"
urlpatterns = [
    path("", views.index, name="index"),
    path("verify/", views.verify, name="verify_any"),
    path("<int:pk>/verify/", views.verify, name="verify"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/bundle.zip", views.bundle, name="bundle"),
    path("<int:pk>/receipt.json", views.receipt, name="receipt"),
    path("<int:pk>/paper.pdf", views.pdf, name="pdf"),
    path("<int:pk>/paper.docx", views.word, name="word"),
    path("<int:pk>/paper.md", views.markdown, name="markdown"),
    path("<int:pk>/paper.html", views.html, name="html"),
    path("<int:pk>/places.csv", views.places, name="places"),
    path("<int:pk>/facts.csv", views.facts, name="facts"),
    path("<int:pk>/data.json", views.data, name="data"),
    path("<int:pk>/proposal/", views.proposal, name="proposal"),
    path("<int:pk>/sign/", views.sign, name="sign"),
    path("<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("propose/<int:score_id>/", views.propose, name="propose"),
]
