"""Addresses of this room."""

from django.urls import path

from youju.flow.scores import views

app_name = "scores"
urlpatterns = [
    path("", views.index, name="index"),
    path("rounds/<int:round_id>/notice/", views.notice, name="notice"),
    path("rounds/<int:round_id>/close/", views.close, name="close"),
    path("rounds/<int:round_id>/again/", views.again, name="again"),
    path("objections/", views.objections, name="objections"),
    path("objections/<int:pk>/", views.objection, name="objection"),
    path("objections/<int:pk>/withdraw/", views.withdraw, name="withdraw"),
    path("<int:pk>/", views.units, name="units"),
    path("<int:pk>/<str:code>/", views.statement, name="statement"),
    path("<int:pk>/<str:code>/paper.pdf", views.pdf, name="pdf"),
    path("<int:pk>/<str:code>/paper.docx", views.word, name="word"),
    path("<int:pk>/<str:code>/object/", views.object_, name="object"),
    path("<int:pk>/<str:code>/correction/", views.correction, name="correction"),
]
