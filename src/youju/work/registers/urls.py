"""Addresses of this room."""

from django.urls import path

from youju.work.registers import book_views, views

app_name = "registers"
urlpatterns = [
    path("", views.index, name="index"),
    path("declare/", views.declare, name="declare"),
    path("views/<int:pk>/forget/", views.forget_view, name="forget_view"),
    path("<slug:code>/", views.show, name="show"),
    path("<slug:code>/views/", views.save_view, name="save_view"),
    path("<slug:code>/book/", book_views.give, name="book"),
    path("<slug:code>/book/take/", book_views.take, name="take_book"),
    path("<slug:code>/documents/", views.documents, name="documents"),
    path("<slug:code>/new/", views.new, name="new"),
    path("<slug:code>/<str:number>/", views.record, name="record"),
    path("<slug:code>/<str:number>/edit/", views.edit, name="edit"),
    path("<slug:code>/<str:number>/moves/<slug:step>/", views.move, name="move"),
    path("<slug:code>/<str:number>/suspend/", views.suspend, name="suspend"),
    path("<slug:code>/<str:number>/resume/", views.resume, name="resume"),
]
