"""Addresses of this room."""

from django.urls import path

from youju.flow.inspections.views import carry, office, unit, way

app_name = "inspections"
urlpatterns = [
    path("", office.index, name="index"),
    path("new/", office.new, name="new"),
    path("plan/<int:pk>/", office.plan, name="plan"),
    path("plan/<int:pk>/areas/", office.areas, name="areas"),
    path("plan/<int:pk>/team/", office.team, name="team"),
    path("plan/<int:pk>/give/", office.give_areas, name="give_areas"),
    path("plan/<int:pk>/fix/", office.fix, name="fix"),
    path("plan/<int:pk>/draw/", office.draw, name="draw"),
    path("plan/<int:pk>/conclude/", office.conclude, name="conclude"),
    path("plan/<int:pk>/cancel/", office.cancel, name="cancel"),
    path("visit/<uuid:uuid>/", office.visit, name="visit"),
    path("visit/<uuid:uuid>/day/", office.day, name="visit_day"),
    path("visit/<uuid:uuid>/give/", office.give, name="give"),
    path("visit/<uuid:uuid>/feedback/", office.feed_back, name="feed_back"),
    path("finding/<uuid:uuid>/assign/", office.assign, name="assign"),
    path("day/", way.day, name="day"),
    path("day/recusal/", way.recuse, name="recuse"),
    path("day/<uuid:uuid>/", way.visit, name="way"),
    path("day/<uuid:uuid>/verify/", way.verify, name="verify"),
    path("day/<uuid:uuid>/find/", way.find, name="find"),
    path("day/<uuid:uuid>/picture/", way.picture, name="picture"),
    path("day/<uuid:uuid>/finish/", way.finish, name="finish"),
    path("carry/", carry.page, name="carry"),
    path("carry/worker.js", carry.worker, name="worker"),
    path("carry/manifest.webmanifest", carry.manifest, name="manifest"),
    path("told/<uuid:uuid>/", unit.told, name="told"),
    path("told/<uuid:uuid>/answer/", unit.answer, name="answer"),
    path("item/<int:pk>/", unit.item, name="item"),
    path("item/<int:pk>/rectify/", unit.rectify, name="rectify"),
    path("item/<int:pk>/close/", unit.close, name="close"),
]
