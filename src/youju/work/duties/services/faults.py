"""What is wrong with what was said about duties, and who may say it."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from youju.flow.units import powers
from youju.kernel.errors import Problem
from youju.kernel.models import Post, User
from youju.work.duties.models import Charge

if TYPE_CHECKING:
    from youju.flow.units.models import Unit

PLEDGES = ("责任状", "军令状", "承诺书")


def post_or_refuse(by: User, unit_id: int, title: str) -> Post:
    """Return the post by which a person keeps the duties of a unit; refused for others."""
    return powers.post_or_refuse(by, "duty.keep", unit_id, title)


def outside(charge: Charge, since: dt.date) -> list[Problem]:
    """Return what is wrong with a duty about a charge that is not there on the day the duty begins."""
    if charge.ended_on is not None and charge.ended_on <= since:
        told = _("“{charge}”已于 {ended_on} 注销").format(charge=charge, ended_on=charge.ended_on)
        return [Problem("since", told, _("选现有的对象"))]
    if since < charge.since:
        told = _("“{charge}”自 {since} 起才有").format(charge=charge, since=charge.since)
        return [Problem("since", told, _("改晚日期；对象早就有的，登记对象时写清自哪天起"))]
    return []


def gone(unit: Unit, day: dt.date) -> list[Problem]:
    """Return what is wrong with a unit that is no more on a day."""
    if unit.valid_to is None or unit.valid_to > day:
        return []
    told = _("{name}已于 {valid_to} 撤销").format(name=unit.name, valid_to=unit.valid_to)
    return [Problem("unit", told, _("填承接它的单位"))]


def early(since: dt.date) -> Problem:
    """Return what is wrong with an end before the beginning."""
    return Problem("on", _("早于开始的那天（{since}）").format(since=since), _("改晚日期"))


def faults(person: str, basis: str, rights: str, support: str) -> list[Problem]:
    """Return what is wrong with the words of a duty."""
    needed = (
        ("person", person, _("没有写责任人"), _("写姓名")),
        ("basis", basis, _("没有写依据"), _("写文件标题、文号")),
        ("rights", rights, _("没有写权限"), _("写他能决定、能调动什么：有责要有权")),
        ("support", support, _("没有写保障"), _("写人、钱、物从哪里来")),
    )
    problems = [Problem(where, what, mend) for where, text, what, mend in needed if not text.strip()]
    said = f"{basis} {rights} {support}"
    problems += [
        Problem("basis", _("不签“{word}”").format(word=word), _("写清对象、期限、权限和保障，不用签状"))
        for word in PLEDGES
        if word in said
    ]
    return problems
