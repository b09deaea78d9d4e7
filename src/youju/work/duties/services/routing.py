"""Routes: which department answers for an industry."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from youju.kernel.errors import Problem, Refusal, refused
from youju.kernel.models import User
from youju.kernel.trace import leave_trace
from youju.work.duties.models import Route
from youju.work.duties.services.faults import post_or_refuse

if TYPE_CHECKING:
    from youju.flow.units.models import Unit


@transaction.atomic
def set_route(*, area: Unit, code: str, department: Unit, on: dt.date, by: User) -> Route:
    """Let one department answer for an industry code from a day on; the one before ends that day."""
    post = post_or_refuse(by, area.pk, "明确行业主管")
    if not code.strip().isalnum():
        raise refused(
            "没有明确行业主管", [Problem("code", _("行业代码只用字母和数字"), _("按 GB/T 4754，例如 C27"))]
        )
    code = code.strip().upper()
    standing = Route.objects.filter(area=area, code=code, until=None).first()
    if standing is not None and standing.department_id == department.pk:
        return standing
    if standing is not None and on < standing.since:
        raise refused(
            "没有明确行业主管",
            [Problem("on", _("早于现行的 {since}").format(since=standing.since), _("改晚日期"))],
        )
    try:
        with transaction.atomic():
            Route.objects.filter(area=area, code=code, until=None).update(until=on)
            row = Route.objects.create(area=area, code=code, department=department, since=on)
    except IntegrityError:
        raise Refusal(
            "没有明确行业主管",
            "同时有人改了这个代码",
            "看现在归谁再改",
            english="The department was not named: somebody changed this industry code at the same moment. See who has it now, then try again.",
        ) from None
    leave_trace(by, "duty.route", row, post=post, area=area, code=code, department=department, on=on)
    return row
