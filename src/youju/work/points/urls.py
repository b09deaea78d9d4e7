"""Addresses of this room."""

from django.urls import path

from youju.work.points import views

app_name = "points"
urlpatterns = [
    path("", views.index, name="index"),
    path("open/", views.open_book, name="open_book"),
    path("<slug:code>/", views.show, name="show"),
    path("<slug:code>/trial/", views.trial, name="trial"),
    path("<slug:code>/rules/", views.rule, name="rule"),
    path("<slug:code>/rules/<int:pk>/end/", views.end_rule, name="end_rule"),
    path("<slug:code>/accounts/", views.open_account, name="open_account"),
    path("<slug:code>/import/", views.import_accounts, name="import"),
    path("<slug:code>/issue/", views.issue, name="issue"),
    path("<slug:code>/expire/", views.expire, name="expire"),
    path("<slug:code>/entries/<int:pk>/undo/", views.undo, name="undo"),
    path("<slug:code>/accounts/<str:number>/", views.account, name="account"),
    path("<slug:code>/accounts/<str:number>/leave/", views.leave, name="leave"),
    path("<slug:code>/accounts/<str:number>/award/", views.award, name="award"),
    path("<slug:code>/accounts/<str:number>/redeem/", views.redeem, name="redeem"),
    path("<slug:code>/accounts/<str:number>/settle/", views.settle, name="settle"),
]
