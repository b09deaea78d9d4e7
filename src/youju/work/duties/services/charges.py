"""What there is to answer for: places, people, stretches of a line; how long a whole line is; and when a charge is no more."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from youju.kernel.clock import db_today
from youju.kernel.days import is_day_of_year
from youju.kernel.errors import Problem, refused
from youju.kernel.models import User
from youju.kernel.named import own_code
from youju.kernel.trace import leave_trace
from youju.work.duties.models import Charge, Line
from youju.work.duties.services.faults import early, gone, post_or_refuse

if TYPE_CHECKING:
    from youju.flow.units.models import Unit


@transaction.atomic
def add_charge(
    *, system: str, kind: str, title: str, unit: Unit, by: User, code: str = "", since: dt.date | None = None, line: str = "",
    from_m: int | None = None, to_m: int | None = None, season_from: str = "", season_to: str = "", is_example: bool = False,
) -> Charge:  # fmt: skip
    """Write down something to answer for; without a code it gets one. A stretch of a line says from where to where, in metres."""
    code = code or own_code(Charge.objects.filter(system=system))
    post = post_or_refuse(by, unit.pk, "登记责任对象")
    problems = []
    if (from_m is None) != (to_m is None) or (
        from_m is not None and to_m is not None and not (from_m < to_m and line)
    ):
        problems.append(
            Problem(
                "to_m", _("一段要写清整条名称、起点和终点，终点在起点之后"), _("按米写；不是一段就都空着")
            )
        )
    if bool(season_from) != bool(season_to) or not all(
        is_day_of_year(text) for text in (season_from, season_to) if text
    ):
        problems.append(
            Problem(
                "season_from",
                _("每年的起止要写全，写成月-日"),
                _("例如 06-01 至 09-30；全年都要负责的就都空着"),
            )
        )
    since = since or db_today()
    problems += gone(unit, since)
    if Charge.objects.filter(system=system, code=code).exists():
        problems.append(
            Problem(
                "code",
                _("“{system}”里已有代号 {code}").format(system=system, code=code),
                _("换一个代号，或者直接用那一个"),
            )
        )
    if problems:
        raise refused("没有登记责任对象", problems)
    charge = Charge.objects.create(
        system=system, code=code, kind=kind, title=title, unit=unit, since=since, line=line, from_m=from_m, to_m=to_m,
        season_from=season_from, season_to=season_to, is_example=is_example,
    )  # fmt: skip
    leave_trace(by, "duty.charge", charge, post=post, system=system, code=code, unit=unit)
    return charge


@transaction.atomic
def set_line(*, system: str, title: str, unit: Unit, length_m: int, source: str, by: User) -> Line:
    """Say how long a line is as a whole, and who says so: only then the metres that nobody answers for can be told."""
    post = post_or_refuse(by, unit.pk, "登记整条长度")
    problems = []
    if not title.strip():
        problems.append(Problem("title", _("没有写整条名称"), _("和各段写的“整条名称”一样")))
    if length_m <= 0:
        problems.append(Problem("length_m", _("全长要大于 0"), _("按米写")))
    if not source.strip():
        problems.append(Problem("source", _("没有写全长出处"), _("例如：第三次国土调查")))
    standing = Line.objects.filter(system=system, title=title.strip()).first()
    if standing is not None and standing.unit_id != unit.pk:
        problems.append(Problem("unit", _("这一条已由别的单位登记"), _("请登记的单位来改")))
    if problems:
        raise refused("没有登记整条长度", problems)
    was = standing.length_m if standing else None
    row, _new = Line.objects.update_or_create(
        system=system,
        title=title.strip(),
        defaults={"unit": unit, "length_m": length_m, "source": source.strip()},
    )
    leave_trace(by, "duty.line", row, post=post, system=system, was=was, length_m=length_m, source=row.source)
    return row


@transaction.atomic
def end_charge(*, charge: Charge, on: dt.date, by: User) -> Charge:
    """Say that a charge is no more from a day on. Duties about it that still stand show until they end."""
    post = post_or_refuse(by, charge.unit_id, "注销责任对象")
    if on < charge.since:
        raise refused("没有注销责任对象", [early(charge.since)])
    if Charge.objects.filter(pk=charge.pk, ended_on=None, since__lte=on).update(ended_on=on):
        leave_trace(by, "duty.charge_end", charge, post=post, on=on)
    charge.refresh_from_db()
    return charge
