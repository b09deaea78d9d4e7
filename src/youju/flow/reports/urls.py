"""Addresses of this room."""

from django.urls import path

from youju.flow.reports import book_views, views

app_name = "reports"
urlpatterns = [
    path("", views.index, name="index"),
    path("rounds/<int:pk>/", views.round_, name="round"),
    path("rounds/<int:pk>/units/<str:code>/begin/", views.begin, name="begin"),
    path("rounds/<int:pk>/units/<str:code>/no-change/", views.no_change, name="no_change"),
    path("rounds/<int:pk>/book/", book_views.give, name="book"),
    path("rounds/<int:pk>/book/take/", book_views.take, name="take_book"),
    path("<int:pk>/", views.show, name="show"),
    path("<int:pk>/save/", views.save, name="save"),
    path("<int:pk>/submit/", views.submit, name="submit"),
    path("<int:pk>/return/", views.return_, name="return"),
    path("<int:pk>/accept/", views.accept, name="accept"),
]
