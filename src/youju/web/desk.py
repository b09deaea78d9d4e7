"""The desk: what waits for a person, one number to a line. Each line asks the room that knows and leads to its page.

A room of work joins by a module `reminding` with `waiting(user, today)`, `last_digest()` and `told_since(user, since, until, today)`.
"""

from __future__ import annotations

import datetime as dt
import importlib.util
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from youju.flow.inspections.selectors import rectifications_due, visits_left
from youju.flow.publications.selectors import proposals_to_sign
from youju.flow.reports.selectors import SHOWN, due_for, to_review_for
from youju.flow.schemes.selectors import versions_to_approve
from youju.flow.scores.selectors import may_decide, objections_for, open_to_objection, rounds_to_score
from youju.kernel.opinions import opinions_for
from youju.kernel.powers import may, today_of
from youju.work import WORK


@dataclass(frozen=True, slots=True)
class Waiting:
    """One line of the desk. ``light`` is late, returned, waiting or done; ``more`` when only the first were counted.

    ``day`` is the nearest day of them, where one is near and worth knowing.
    """

    title: str
    number: int
    url: str
    light: str = "waiting"
    more: bool = False
    day: dt.date | None = None


def desk_of(user: Any) -> list[Waiting]:
    """Return what waits for a person, what is late first; lines with nothing in them are left out."""
    lines = [
        *_reports(user),
        *_inspections(user),
        *_schemes(user),
        *_scores(user),
        *_opinions(user),
        *_work(user),
    ]
    order = {"late": 0, "returned": 1, "waiting": 2, "done": 3}
    return sorted((line for line in lines if line.number), key=lambda line: order[line.light])


def _work(user: Any) -> Iterator[Waiting]:
    for room in reminding_rooms():
        for title, number, url, light in room.waiting(user, today_of(user)):
            yield Waiting(title, number, url, light)


def reminding_rooms() -> Iterator[Any]:
    """Yield the modules `reminding` of the rooms of work that remind people of something."""
    for room, _title in WORK:
        name = f"youju.work.{room}.reminding"
        if importlib.util.find_spec(name) is not None:
            yield import_module(name)


def _reports(user: Any) -> Iterator[Waiting]:
    today, here = today_of(user), reverse("reports:index")
    due = due_for(user)
    returned = [one for one in due if one.report and one.report.status == "returned"]
    open_ = [one for one in due if one not in returned and one.round.status != "open"]
    late = [one for one in open_ if one.round.report_by and one.round.report_by < today]
    cut = len(due) >= SHOWN
    yield Waiting(_("份报送已过期"), len(late), here, "late", cut)
    yield Waiting(_("份报送被退回，待修改"), len(returned), here, "returned")
    yield Waiting(_("份报送待填"), len(open_) - len(late), here, "waiting", cut)
    review = to_review_for(user)
    yield Waiting(_("份报送等你审核"), len(review), here, "waiting", len(review) >= SHOWN)


def _inspections(user: Any) -> Iterator[Waiting]:
    if may(user, "inspection.visit"):
        left = list(visits_left(user))
        near = next((visit.day for visit in left if visit.day), None)
        yield Waiting(_("处现场要去核查"), len(left), reverse("inspections:day"), day=near)
    if may(user, "rectification.report"):
        late, all_ = rectifications_due(user, today_of(user))
        here = reverse("inspections:index")
        yield Waiting(_("件整改已过期"), late, here, "late")
        yield Waiting(_("件整改在办"), all_ - late, here)


def _schemes(user: Any) -> Iterator[Waiting]:
    waiting = versions_to_approve(user)
    one = waiting[0] if len(waiting) == 1 else None
    here = reverse("schemes:version", args=[one.scheme.code, one.pk]) if one else reverse("schemes:index")
    yield Waiting(_("个方案版本等你批准"), len(waiting), here)


def _scores(user: Any) -> Iterator[Waiting]:
    open_ = rounds_to_score(user, among=("verifying", "notice"))
    yield Waiting(_("个轮次等你计分、关账"), len(open_), reverse("scores:index"))
    if may(user, "objection.decide"):
        decide = [one for one in objections_for(user, open_only=True) if may_decide(user, one)]
        yield Waiting(_("件异议等你复核"), len(decide), reverse("scores:objections"))
    yield Waiting(_("份通报等你签发"), len(proposals_to_sign(user)), reverse("publications:index"))
    told = [of for _score, of in open_to_objection(user)]
    yield Waiting(_("份得分说明书在公示，可提异议"), sum(told), reverse("scores:index"), "done")


def _opinions(user: Any) -> Iterator[Waiting]:
    if may(user, "opinion.answer"):
        waiting = opinions_for(user).filter(answered_at=None).count()
        yield Waiting(_("条意见等你答复"), waiting, reverse("opinions"))
