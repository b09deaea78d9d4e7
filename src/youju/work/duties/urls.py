"""Addresses of this room."""

from django.urls import path

from youju.work.duties import span_views, views

app_name = "duties"
urlpatterns = [
    path("", views.index, name="index"),
    path("new/", views.add_charge, name="add_charge"),
    path("import/", views.import_, name="import"),
    path("depart/", views.depart, name="depart"),
    path("links/", views.links, name="links"),
    path("links/new/", views.link, name="link"),
    path("links/<int:pk>/end/", views.end_link, name="end_link"),
    path("routes/", views.route, name="route"),
    path("stretches/", span_views.stretches, name="stretches"),
    path("lines/new/", span_views.set_line, name="set_line"),
    path("year/<str:unit>/<int:year>/", span_views.year, name="year"),
    path("chain/<str:unit>/<str:system>/", views.chain, name="chain"),
    path("<int:pk>/hand-over/", views.hand_over, name="hand_over"),
    path("<int:pk>/end/", views.end, name="end"),
    path("of/<str:system>/<path:code>/give/", views.give, name="give"),
    path("of/<str:system>/<path:code>/end/", views.end_charge, name="end_charge"),
    path("of/<str:system>/<path:code>/", views.charge, name="charge"),
]
