"""Help links: who helps a unit, until when, and what came of it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from youju.kernel.errors import Problem, Refusal, refused
from youju.kernel.models import User
from youju.kernel.trace import leave_trace
from youju.work.duties.models import HelpLink
from youju.work.duties.services.faults import post_or_refuse

if TYPE_CHECKING:
    from youju.flow.units.models import Unit


LOW = ("county", "township", "village", "group")


@transaction.atomic
def link(
    *, kind: str, helper: str, unit: Unit, since: dt.date, basis: str, by: User, helper_unit: Unit | None = None, until: dt.date | None = None
) -> HelpLink:  # fmt: skip
    """Link a helper with a unit. Attaching somebody （挂职） is one thing; borrowing staff （借调） from a county or below is refused."""
    post = post_or_refuse(by, unit.pk, "登记帮扶")
    if kind == HelpLink.Kind.BORROWED and (helper_unit is None or helper_unit.level in LOW):
        raise Refusal(
            "没有登记借调", "不得从县级及以下单位借调干部(E-14)", "锻炼、支援用挂职，写明期限；请以正式文本和本单位法制机构意见为准",
            english="The loan was not recorded: staff of a county or below may not be borrowed (E-14). Attach them instead and say until when; the official text and your legal office decide.",
        )  # fmt: skip
    problems = [] if basis.strip() else [Problem("basis", _("没有写依据"), _("写文件标题、文号"))]
    if kind in (HelpLink.Kind.ATTACHED, HelpLink.Kind.BORROWED) and until is None:
        problems.append(Problem("until", _("挂职、借调要写到哪一天"), _("写结束日期")))
    if until is not None and until < since:
        problems.append(Problem("until", _("止日早于起日"), _("改正日期")))
    if HelpLink.objects.filter(kind=kind, helper=helper.strip(), unit=unit, since=since).exists():
        problems.append(Problem("helper", _("已经登记过"), _("不用再登记")))
    if problems:
        raise refused("没有登记帮扶", problems)
    row = HelpLink.objects.create(
        kind=kind,
        helper=helper.strip(),
        helper_unit=helper_unit,
        unit=unit,
        since=since,
        until=until,
        basis=basis.strip(),
    )
    leave_trace(by, "duty.link", row, post=post, kind=kind, helper=row.helper, unit=unit)
    return row


@transaction.atomic
def end_link(*, link: HelpLink, on: dt.date, result: str, by: User) -> HelpLink:
    """End a help link on a day, with what came of it."""
    post = post_or_refuse(by, link.unit_id, "结束帮扶")
    if not result.strip() or on < link.since:
        raise refused(
            "没有结束帮扶", [Problem("result", _("没有写成效，或者日期早于开始"), _("写帮出了什么结果"))]
        )
    HelpLink.objects.filter(pk=link.pk).update(until=on, result=result.strip())
    leave_trace(by, "duty.link_end", link, post=post, on=on, result=result.strip())
    link.refresh_from_db()
    return link
