"""Acts on monitors: where there is one, which rule watches it, what was normal, and what rules found. Files: feeding.py."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from youju.flow.units import powers
from youju.kernel.clock import db_now, db_today
from youju.kernel.days import is_day_of_year
from youju.kernel.errors import Problem, refused
from youju.kernel.models import Post, User
from youju.kernel.named import own_code
from youju.kernel.trace import leave_trace
from youju.kernel.words import as_written
from youju.work.monitors.held import BEIJING, DAY, Sums
from youju.work.monitors.models import Alarm, Area, Monitor, Normal, WatchRule
from youju.work.monitors.ports import Case, holder_of, keeps_cases, open_case
from youju.work.monitors.selectors import LIMIT, ends_of, has_normal, reach_of, value_of, windows_of

if TYPE_CHECKING:
    from youju.flow.units.models import Unit

LATE = 35 * DAY
"""Seconds back that readings brought late are still looked at: a month's file, and some days to bring it."""
MOST = Decimal(10) ** 14


@transaction.atomic
def add_monitor(
    *, kind: str, title: str, unit: Unit, measure: str, by: User, code: str = "", places: int = 0, every: int | None = None, is_example: bool = False
) -> Monitor:  # fmt: skip
    """Set up a monitor at a unit; without a code it gets one. `every` is the seconds between readings of a regular one; then a missing one is noticed."""
    post = post_or_refuse(by, unit.pk, "设立监测点")
    code = code or own_code(Monitor.objects.all(), "m")
    if Monitor.objects.filter(code=code).exists():
        raise refused(
            "没有设立监测点", [Problem("code", _("代号“{code}”已有").format(code=code), _("换一个代号"))]
        )
    row = Monitor.objects.create(
        code=code,
        kind=kind,
        title=title,
        unit=unit,
        measure=measure,
        places=places,
        every=every,
        is_example=is_example,
    )
    leave_trace(by, "monitor.add", row, post=post, code=code, unit=unit)
    return row


@transaction.atomic
def add_rule(
    *, monitor: Monitor, kind: str, side: str, opens: Decimal, clears: Decimal, basis: str, by: User, hours: int = 24, days: int = 7,
    against: Monitor | None = None, system: str = "", register: str = "case",
) -> WatchRule:  # fmt: skip
    """Watch a monitor. It opens beyond one limit and clears beyond another, so that a value on the edge opens one case, not many.

    The case stands in a register that is kept here; without one (`register` empty) only the alarm stands.
    """
    post = post_or_refuse(by, monitor.unit_id, "定预警规则")
    problems = []
    for where, value in (("opens", opens), ("clears", clears)):
        if abs(value) >= MOST:
            problems.append(Problem(where, _("数太大"), _("核对计量单位")))
        elif (value * LIMIT) % 1:
            problems.append(Problem(where, _("小数位太多"), _("最多四位小数；百分数写成 0.12")))
    if kind == WatchRule.Kind.NORMAL and not has_normal(monitor, max(1, hours // 24)):
        problems.append(
            Problem(
                "hours",
                _("没有常年值正好拼成这么多天"),
                _("先录入常年值；时段按常年值的天数写，如 65 天写 1560 小时"),
            )
        )
    if (clears >= opens) if side == WatchRule.Side.ABOVE else (clears <= opens):
        problems.append(
            Problem(
                "clears", _("解除值没有退回到报警值以内"), _("高于某值报警的，解除值要更低；低于的要更高")
            )
        )
    if kind == WatchRule.Kind.LEAKAGE and (against is None or against.pk == monitor.pk):
        problems.append(Problem("against", _("漏损率要有售水量的监测点"), _("填对照监测点")))
    if not basis.strip():
        problems.append(Problem("basis", _("没有写依据"), _("写文件或标准")))
    if register and not keeps_cases(register):
        problems.append(
            Problem(
                "register",
                _("没有声明“{register}”这本台账，或者它不能立案").format(register=register[:40]),
                _("先声明它，或写一本能立案的台账，例如 case"),
            )
        )
    if problems:
        raise refused("没有定预警规则", problems)
    rule = WatchRule.objects.create(
        monitor=monitor, kind=kind, side=side, opens=int(opens * LIMIT), clears=int(clears * LIMIT), hours=hours, days=days,
        against=against, system=system, register=register, basis=basis.strip(),
    )  # fmt: skip
    leave_trace(
        by, "monitor.rule", rule, post=post, monitor=monitor, kind=kind, side=side, opens=opens, clears=clears
    )
    return rule


@transaction.atomic
def end_rule(*, rule: WatchRule, by: User) -> WatchRule:
    """End a rule today."""
    post = post_or_refuse(by, rule.monitor.unit_id, "停用预警规则")
    if WatchRule.objects.filter(pk=rule.pk, ended_on=None).update(ended_on=db_today()):
        leave_trace(by, "monitor.rule_end", rule, post=post)
    rule.refresh_from_db()
    return rule


@transaction.atomic
def set_normal(*, monitor: Monitor, starts: str, ends: str, value: Decimal, source: str, by: User) -> Normal:
    """Write down what is normal in some days of the year, and who says so."""
    post = post_or_refuse(by, monitor.unit_id, "录入常年值")
    problems = [
        Problem(where, _("不是月-日"), _("写成 03-01"))
        for where, day in (("starts", starts), ("ends", ends))
        if not is_day_of_year(day)
    ]
    if value.scaleb(monitor.places) % 1 or value < 0:
        problems.append(
            Problem(
                "value",
                _("小数超过 {places} 位，或者是负数").format(places=monitor.places),
                _("按监测点的精度写"),
            )
        )
    if not source.strip():
        problems.append(Problem("source", _("没有写来源"), _("写气象部门、统计年份")))
    if Normal.objects.filter(monitor=monitor, starts=starts, ends=ends).exists():
        problems.append(Problem("starts", _("这一段已经录入过"), _("常年值不改；另一段另录")))
    if problems:
        raise refused("没有录入常年值", problems)
    row = Normal.objects.create(
        monitor=monitor,
        starts=starts,
        ends=ends,
        value=int(value.scaleb(monitor.places)),
        source=source.strip(),
    )
    leave_trace(by, "monitor.normal", row, post=post, monitor=monitor, value=value, source=source)
    return row


@transaction.atomic
def declare_area(
    *, title: str, unit: Unit, weights: Mapping[str, int], method: str, by: User, code: str = ""
) -> Area:
    """Declare by which weights the mean of an area is taken. Another weighting is another area, with its own name."""
    post = post_or_refuse(by, unit.pk, "声明面平均权重")
    code = code or own_code(Area.objects.all(), "a")
    known = dict(Monitor.objects.filter(code__in=list(weights)).values_list("code", "measure"))
    problems = [
        Problem("weights", _("没有测点 {code}").format(code=code_), _("先设立"))
        for code_ in weights
        if code_ not in known
    ]
    if not weights or min(weights.values()) <= 0:
        problems.append(Problem("weights", _("每个测点都要有大于 0 的整数权重"), _("例如 5:6:8")))
    if len(set(known.values())) > 1:
        told = _("测点的计量单位不一样：{words}").format(words="、".join(sorted(set(known.values()))))
        problems.append(Problem("weights", told, _("只把同一种量放在一起求平均")))
    if not method.strip():
        problems.append(Problem("method", _("没有写权重怎么来的"), _("例如：泰森多边形面积（平方千米）")))
    if Area.objects.filter(code=code).exists():
        problems.append(Problem("code", _("代号“{code}”已有").format(code=code), _("另起一个代号")))
    if problems:
        raise refused("没有声明面平均", problems)
    row = Area.objects.create(code=code, title=title, unit=unit, weights=dict(weights), method=method.strip())
    leave_trace(by, "monitor.area", row, post=post, code=code, weights=dict(weights), method=method)
    return row


def watch(*, by: User | None = None) -> list[Alarm]:
    """Look at every rule that is in force and return the alarms that opened.

    The readings of all rules are fetched together, and only a rule for which something must happen is taken up, in a
    transaction of its own that looks again.
    """
    now, sums = db_now(), Sums()
    rules = WatchRule.objects.filter(ended_on=None).select_related("monitor", "monitor__unit", "against")
    rules_now = list(rules.order_by("pk"))
    sums.load(window for rule in rules_now for window in windows_of(rule, now))
    standing = set(Alarm.objects.filter(cleared_at=None).values_list("rule_id", flat=True))
    moved = [rule for rule in rules_now if _verdict(rule, value_of(rule, now, sums), rule.pk in standing)]
    return [alarm for rule in moved if (alarm := look(rule=rule, by=by)) is not None]


def _verdict(rule: WatchRule, value: Decimal | None, is_open: bool) -> str:
    """Return what must happen: "open" or "clear" an alarm, or "" nothing. A missing value does neither."""
    if value is None:
        return ""
    scaled = value * LIMIT
    if rule.side == WatchRule.Side.BELOW:
        scaled, opens, clears = -scaled, -rule.opens, -rule.clears
    else:
        opens, clears = rule.opens, rule.clears
    if is_open:
        return "clear" if scaled <= clears else ""
    return "open" if scaled > opens else ""


def look_back(touched: Mapping[int, tuple[int, int]]) -> list[Alarm]:
    """Look at every hour on which readings that came late bear, in order, and return the alarms that opened.

    `touched`: monitor → the first and the last moment read. What is older than LATE is history and opens nothing.
    """
    now, opened = db_now(), list[Alarm]()
    rules = WatchRule.objects.filter(
        Q(monitor__in=touched) | Q(against__in=touched), ended_on=None
    ).select_related("monitor", "monitor__unit", "against")
    for rule in rules.order_by("pk"):
        spans = [touched[key] for key in (rule.monitor_id, rule.against_id) if key in touched]
        first, last = min(span[0] for span in spans), max(span[1] for span in spans)
        ends = list(ends_of(rule, max(first, int(now.timestamp()) - LATE), last, now))
        opened += _looked_back(rule, ends) if ends else []
    return opened


def _looked_back(rule: WatchRule, ends: Sequence[dt.datetime]) -> list[Alarm]:
    """Look at a rule as of some hours; its readings are held meanwhile, and it is taken up only where something must happen."""
    sums, opened = Sums(), list[Alarm]()
    for one in (rule.monitor, rule.against):
        if one is not None:
            sums.hold(one, int(ends[0].timestamp()) - reach_of(rule), int(ends[-1].timestamp()))
    standing = Alarm.objects.filter(rule=rule, cleared_at=None)
    is_open = standing.exists()
    for end in ends:
        if _verdict(rule, value_of(rule, end, sums), is_open):
            alarm = look(rule=rule, end=end)
            opened += [alarm] if alarm is not None else []
            is_open = standing.exists()
    return opened


@transaction.atomic
def look(*, rule: WatchRule, by: User | None = None, end: dt.datetime | None = None) -> Alarm | None:
    """Look at a rule now, or as of the end of an hour: open an alarm and its case, clear one, or do nothing. Returns the alarm that opened.

    One alarm of a rule is open at a time; the database says so, so two lookers open one case. What happened later than
    the hour looked at stands.
    """
    now = db_now()
    value = value_of(rule, end or now)
    now = min(end or now, now)
    last = Alarm.objects.filter(rule=rule).order_by("-opened_at", "-pk").first()
    standing = last if last is not None and last.cleared_at is None else None
    verdict = _verdict(rule, value, standing is not None)
    if (
        value is None
        or not verdict
        or (last is not None and max(last.opened_at, last.cleared_at or now) > now)
    ):
        return None
    if standing is None:
        return _open(rule, value, now, by)
    if Alarm.objects.filter(pk=standing.pk, cleared_at=None).update(cleared_at=now):
        leave_trace(by, "monitor.clear", standing, value=str(value))
    return None


def _open(rule: WatchRule, value: Decimal, now: dt.datetime, by: User | None) -> Alarm | None:
    day, place = now.astimezone(BEIJING).date(), rule.monitor.unit
    held = holder_of(place.pk, day, rule.system)
    unit_id = held.unit_id if held else place.pk
    try:
        with transaction.atomic():
            alarm = Alarm.objects.create(
                rule=rule,
                opened_at=now,
                value=int(value * LIMIT),
                unit_id=unit_id,
                person=held.person if held else "",
            )
    except IntegrityError:  # somebody else looked at the same moment and opened it
        return None
    limit = Decimal(rule.opens) / LIMIT
    # A case is data: it is written in Chinese, whatever language the looker reads.
    kind, side = (as_written(one.label) for one in (WatchRule.Kind(rule.kind), WatchRule.Side(rule.side)))
    said = (
        f"{rule.monitor}：{kind} {value:.4f}，{side} {limit.normalize():f}（{now.astimezone(BEIJING):%Y-%m-%d %H:%M}）。依据：{rule.basis}。"
        + (f"责任人：{held.person}。" if held else "这个地方没有明确责任人。")
    )
    alarm.case = open_case(Case(rule.register, unit_id, f"监测预警：{rule.monitor}", said, day))
    Alarm.objects.filter(pk=alarm.pk).update(case=alarm.case)
    leave_trace(
        by,
        "monitor.alarm",
        alarm,
        rule=rule,
        value=str(value),
        unit=alarm.unit,
        person=alarm.person,
        case=alarm.case,
    )
    return alarm


def post_or_refuse(by: User, unit_id: int, title: str) -> Post:
    """Return the post by which a person keeps the monitors of a unit; refused for others."""
    return powers.post_or_refuse(by, "monitor.keep", unit_id, title)
