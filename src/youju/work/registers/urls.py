"""Addresses of this room."""

from django.urls import path

from youju.work.registers import act_views, book_views, look_views, public_views, views

app_name = "registers"
urlpatterns = [
    path("", views.index, name="index"),
    path("declare/", views.declare, name="declare"),
    path("of-scheme/", views.of_scheme, name="of_scheme"),
    path("follow/", public_views.follow, name="follow"),
    path("views/<int:pk>/forget/", views.forget_view, name="forget_view"),
    path("<slug:code>/", views.show, name="show"),
    path("<slug:code>/hand-in/", public_views.hand_in, name="hand_in"),
    path("<slug:code>/draw/", act_views.draw, name="draw"),
    path("<slug:code>/views/", views.save_view, name="save_view"),
    path("<slug:code>/book/", book_views.give, name="book"),
    path("<slug:code>/book/take/", book_views.take, name="take_book"),
    path("<slug:code>/documents/", views.documents, name="documents"),
    path("<slug:code>/cards/", look_views.cards, name="cards"),
    path("<slug:code>/month/", look_views.month, name="month"),
    path("<slug:code>/gantt/", look_views.gantt, name="gantt"),
    path("<slug:code>/wall/", look_views.wall, name="wall"),
    path("<slug:code>/wall.pdf", look_views.wall_pdf, name="wall_pdf"),
    path("<slug:code>/map/", look_views.map_, name="map"),
    path("<slug:code>/indicators/", look_views.indicators, name="indicators"),
    path("<slug:code>/matches/", look_views.matches, name="matches"),
    path("<slug:code>/deal/", views.deal, name="deal"),
    path("<slug:code>/new/", views.new, name="new"),
    path("<slug:code>/<str:number>/", views.record, name="record"),
    path("<slug:code>/<str:number>/edit/", views.edit, name="edit"),
    path("<slug:code>/<str:number>/moves/<slug:step>/", views.move, name="move"),
    path("<slug:code>/<str:number>/note/", act_views.note, name="note"),
    path("<slug:code>/<str:number>/instruct/", act_views.instruct, name="instruct"),
    path("<slug:code>/<str:number>/accept/", act_views.accept, name="accept"),
    path("<slug:code>/<str:number>/part/", act_views.answer_part, name="answer_part"),
    path("<slug:code>/<str:number>/extend/", act_views.extend, name="extend"),
    path("<slug:code>/<str:number>/party/", act_views.party, name="party"),
    path("<slug:code>/<str:number>/fan-out/", act_views.fan_out, name="fan_out"),
    path("<slug:code>/<str:number>/reward/", act_views.reward, name="reward"),
    path("<slug:code>/<str:number>/looked/", act_views.looked, name="looked"),
    path("<slug:code>/<str:number>/code/", act_views.give_code, name="give_code"),
    path("<slug:code>/<str:number>/merge/", act_views.merge, name="merge"),
    path("<slug:code>/<str:number>/unlock/", act_views.ask_unlock, name="ask_unlock"),
    path("<slug:code>/<str:number>/unlock/<int:pk>/", act_views.unlock, name="unlock"),
    path("<slug:code>/<str:number>/suspend/", views.suspend, name="suspend"),
    path("<slug:code>/<str:number>/resume/", views.resume, name="resume"),
]
