"""A person's due days as an iCalendar feed: reports, visits, objections, rectifications, and what rooms of work bring.

Whoever has the address reads the days, so it is secret, ends after a year, and is taken back on the person's own page.
A room of work joins by a module `calendar` with `due_days(user, today)`.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import importlib.util
from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.cache import get_conditional_response
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_POST, require_safe
from icalendar import Calendar, Event, Timezone, vDuration
from ninja import Query, Router, Schema

from youju.flow.inspections.selectors import rectifications_for, visits_left
from youju.flow.reports.selectors import due_for
from youju.flow.scores.selectors import open_to_objection
from youju.kernel import feeds
from youju.kernel.access import public, signed_in
from youju.kernel.api import Numbered, doors, numbered
from youju.kernel.clock import db_now, db_today
from youju.kernel.powers import may
from youju.work import WORK

Day = tuple[str, dt.date, str, str]
# How often a calendar program is asked to look again; most look once a day without being asked.
LOOK_AGAIN = dt.timedelta(hours=6)
router = Router()


class FeedForm(forms.Form):
    """A new feed."""

    name = forms.CharField(label=gettext_lazy("用途"), max_length=80, initial=gettext_lazy("手机日历"))


@signed_in
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Take one of the person's own feeds back."""
    feeds.revoke_feed(feed=get_object_or_404(feeds.feeds_of(request.user), pk=pk), by=request.user)
    return redirect("mine")


@public
@cache_control(private=True, no_cache=True)
@require_safe
def feed(request: HttpRequest, secret: str) -> HttpResponse:
    """Tell a calendar program the due days of whoever opened the address, or that they are as before; 404 once it was taken back."""
    row = feeds.feed_at(secret)
    with override(row.language):  # of the person, whatever the calendar program asks for
        days, base = list(due_days(row.person)), request.build_absolute_uri("/")[:-1]
        answer = HttpResponse(calendar_of(days, base), content_type="text/calendar; charset=utf-8")
    answer["Content-Language"] = row.language
    # not of the calendar itself: that says when it was told, each time anew
    tag = hashlib.sha256(repr((days, base)).encode()).hexdigest()[:32]
    answer["ETag"] = f'"{tag}"'
    answer["Referrer-Policy"] = "no-referrer"
    told: HttpResponse = get_conditional_response(request, etag=answer["ETag"], response=answer)
    return told


def calendar_of(days: Iterable[Day], base: str) -> bytes:
    """Return due days as iCalendar (RFC 5545): whole days, each with a name that lasts and that no other house gives.

    A day that moved keeps its name and is told later than before; what is done or called off is not told any more.
    """
    made = Calendar()
    made.add("prodid", "-//Youju//due days//ZH")
    made.add("version", "2.0")
    made.add("x-wr-calname", _("有据：到期"))
    made.add("refresh-interval", LOOK_AGAIN, parameters={"VALUE": "DURATION"})
    made.add("x-published-ttl", vDuration(LOOK_AGAIN))
    # RFC 5545 3.6 wants at least one component: with nothing due, the zone alone keeps the calendar valid
    zone = settings.TIME_ZONE
    made.add_component(Timezone.from_tzinfo(ZoneInfo(zone), zone))
    now = db_now()
    for name, day, words, path in days:
        event = Event()
        event.add("uid", f"{name}@{settings.YOUJU['origin']}")
        event.add("dtstamp", now)
        event.add("dtstart", day)
        event.add("summary", words)
        event.add("url", base + path)
        event.add("transp", "TRANSPARENT")
        made.add_component(event)
    return bytes(made.to_ical())


def due_days(person: Any) -> Iterator[Day]:
    """Yield every day on which something is due from a person, as far as the rooms tell it."""
    today = db_today()
    yield from _month(person)
    for room, _title in WORK:
        name = f"youju.work.{room}.calendar"
        if importlib.util.find_spec(name) is not None:
            yield from import_module(name).due_days(person, today)


def _month(person: Any) -> Iterator[Day]:
    for due in due_for(person):
        if due.round.report_by is not None:
            words = _("报送 %(period)s %(unit)s") % {"period": due.round.period, "unit": due.unit}
            yield f"report-{due.round.pk}-{due.unit.pk}", due.round.report_by, words, reverse("reports:index")
    for item in rectifications_for(person).filter(status="assigned"):
        words = _("整改 %(unit)s") % {"unit": item.unit}
        yield f"rectify-{item.pk}", item.due_on, words, reverse("inspections:index")
    yield from _visits(person)
    for score, of in open_to_objection(person):
        words = _("异议截止 %(period)s（%(number)d 个单位）") % {"period": score.round.period, "number": of}
        yield f"object-{score.round_id}", score.object_by, words, reverse("scores:index")


def _visits(person: Any) -> Iterator[Day]:
    """Yield the days of the visits a person's teams have to make; one without a day of its own is due when its plan ends."""
    if not may(person, "inspection.visit"):
        return
    for visit in visits_left(person):
        words = _("核查 %(unit)s") if visit.day else _("核查 %(unit)s（还没有定日子）")
        where = reverse("inspections:way", args=[visit.uuid])
        yield f"visit-{visit.uuid}", visit.day or visit.plan.ends_on, words % {"unit": visit.unit}, where


class FeedOut(Schema):
    """One of one's own feeds. Its address was shown once and is kept nowhere."""

    id: int
    name: str
    opened_at: dt.datetime
    expires_at: dt.datetime
    revoked_at: dt.datetime | None


class DueOut(Schema):
    """Something that is due: under a name that lasts, on its day, in words, and where it is done."""

    id: str
    day: dt.date
    words: str
    url: str


@router.get("/", auth=doors("feed.read"), response=list[FeedOut], summary="自己的日历订阅")
def own(request: HttpRequest, response: HttpResponse, asked: Query[Numbered]) -> Any:
    """Return one's own calendar feeds, the newest first."""
    return numbered(request, response, feeds.feeds_of(request.user), asked)


@router.get("/due", auth=doors("feed.read"), response=list[DueOut], summary="自己的到期日")
def due(request: HttpRequest, response: HttpResponse, asked: Query[Numbered]) -> Any:
    """Return what the calendar feed tells: everything that is due from this post, the nearest first."""
    days = sorted(due_days(request.user), key=lambda one: (one[1], one[0]))
    told = [{"id": name, "day": day, "words": words, "url": path} for name, day, words, path in days]
    return numbered(request, response, told, asked)
