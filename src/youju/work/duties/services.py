"""Acts on duties: the only writers of this room. Each is one transaction and leaves one trace."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from youju.flow.units.powers import tenure_on, units_for
from youju.flow.units.selectors import units_by_code
from youju.flow.units.tables import Row, read
from youju.kernel.clock import db_today
from youju.kernel.errors import BadInput, NotAllowed, Problem, Refusal
from youju.kernel.models import Post, User
from youju.kernel.named import own_code
from youju.kernel.trace import leave_trace
from youju.kernel.words import as_written
from youju.work.duties.models import Charge, Departure, Duty, HelpLink, Line, Route

if TYPE_CHECKING:
    from youju.flow.units.models import Unit

PLEDGES = ("责任状", "军令状", "承诺书")
SHOWN = 200
DAY_OF_YEAR = re.compile(
    r"(?:0[13578]|1[02])-(?:0[1-9]|[12]\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\d|30)|02-(?:0[1-9]|[12]\d)"
)
LOW = ("county", "township", "village", "group")
HEADINGS = {
    "system": ("责任体系", "system"), "code": ("对象代号", "code"), "kind": ("对象类别",), "title": ("对象名称",), "unit": ("所在单位代码",),
    "duty": ("责任类别",), "person": ("责任人",), "post": ("职务",), "duty_unit": ("责任单位代码",), "since": ("起",),
    "basis": ("依据",), "rights": ("权限",), "support": ("保障",),
}  # fmt: skip
NEEDED = (
    "system",
    "code",
    "kind",
    "title",
    "unit",
    "duty",
    "person",
    "duty_unit",
    "since",
    "basis",
    "rights",
    "support",
)


@transaction.atomic
def add_charge(
    *, system: str, kind: str, title: str, unit: Unit, by: User, code: str = "", since: dt.date | None = None, line: str = "",
    from_m: int | None = None, to_m: int | None = None, season_from: str = "", season_to: str = "", is_example: bool = False,
) -> Charge:  # fmt: skip
    """Write down something to answer for; without a code it gets one. A stretch of a line says from where to where, in metres."""
    code = code or own_code(Charge.objects.filter(system=system))
    post = _post_or_refuse(by, unit.pk, "登记责任对象")
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
        DAY_OF_YEAR.fullmatch(text) for text in (season_from, season_to) if text
    ):
        problems.append(
            Problem(
                "season_from",
                _("每年的起止要写全，写成月-日"),
                _("例如 06-01 至 09-30；全年都要负责的就都空着"),
            )
        )
    since = since or db_today()
    problems += _ended(unit, since)
    if Charge.objects.filter(system=system, code=code).exists():
        problems.append(
            Problem(
                "code",
                _("“{system}”里已有代号 {code}").format(system=system, code=code),
                _("换一个代号，或者直接用那一个"),
            )
        )
    if problems:
        raise _refused("没有登记责任对象", problems)
    charge = Charge.objects.create(
        system=system, code=code, kind=kind, title=title, unit=unit, since=since, line=line, from_m=from_m, to_m=to_m,
        season_from=season_from, season_to=season_to, is_example=is_example,
    )  # fmt: skip
    leave_trace(by, "duty.charge", charge, post=post, system=system, code=code, unit=unit)
    return charge


@transaction.atomic
def set_line(*, system: str, title: str, unit: Unit, length_m: int, source: str, by: User) -> Line:
    """Say how long a line is as a whole, and who says so: only then the metres that nobody answers for can be told."""
    post = _post_or_refuse(by, unit.pk, "登记整条长度")
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
        raise _refused("没有登记整条长度", problems)
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
    post = _post_or_refuse(by, charge.unit_id, "注销责任对象")
    if on < charge.since:
        raise _refused("没有注销责任对象", [_early(charge.since)])
    if Charge.objects.filter(pk=charge.pk, ended_on=None, since__lte=on).update(ended_on=on):
        leave_trace(by, "duty.charge_end", charge, post=post, on=on)
    charge.refresh_from_db()
    return charge


@transaction.atomic
def give_duty(
    *, charge: Charge, kind: str, person: str, unit: Unit, since: dt.date, basis: str, rights: str, support: str, by: User,
    post: str = "", holder: User | None = None,
) -> Duty:  # fmt: skip
    """Let somebody answer for a charge from a day on. Refused without the rights and the support that go with it, or as a pledge."""
    acting = _post_or_refuse(by, charge.unit_id, "明确责任人")
    problems = [*_faults(person, basis, rights, support), *_outside(charge, since), *_ended(unit, since)]
    if Duty.objects.filter(charge=charge, kind=kind, unit=unit, person=person.strip(), until=None).exists():
        problems.append(Problem("person", _("这个人已经在负这个责"), _("不用再登记")))
    if problems:
        raise _refused(f"没有明确“{charge}”的责任人", problems)
    duty = Duty.objects.create(
        charge=charge, kind=kind, person=person.strip(), post=post, holder=holder, unit=unit, since=since, basis=basis.strip(),
        rights=rights.strip(), support=support.strip(),
    )  # fmt: skip
    leave_trace(by, "duty.give", duty, post=acting, charge=charge, person=duty.person, unit=unit, since=since)
    return duty


def _outside(charge: Charge, since: dt.date) -> list[Problem]:
    """Return what is wrong with a duty about a charge that is not there on the day the duty begins."""
    if charge.ended_on is not None and charge.ended_on <= since:
        told = _("“{charge}”已于 {ended_on} 注销").format(charge=charge, ended_on=charge.ended_on)
        return [Problem("since", told, _("选现有的对象"))]
    if since < charge.since:
        told = _("“{charge}”自 {since} 起才有").format(charge=charge, since=charge.since)
        return [Problem("since", told, _("改晚日期；对象早就有的，登记对象时写清自哪天起"))]
    return []


def _ended(unit: Unit, day: dt.date) -> list[Problem]:
    """Return what is wrong with a unit that is no more on a day."""
    if unit.valid_to is None or unit.valid_to > day:
        return []
    told = _("{name}已于 {valid_to} 撤销").format(name=unit.name, valid_to=unit.valid_to)
    return [Problem("unit", told, _("填承接它的单位"))]


def _early(since: dt.date) -> Problem:
    return Problem("on", _("早于开始的那天({since})").format(since=since), _("改晚日期"))


def _faults(person: str, basis: str, rights: str, support: str) -> list[Problem]:
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


@transaction.atomic
def hand_over(
    *,
    duty: Duty,
    person: str,
    unit: Unit,
    on: dt.date,
    note: str,
    by: User,
    post: str = "",
    holder: User | None = None,
) -> Duty:
    """End a duty on a day and begin the next on the same day, so that no day is without an owner. `note` says what was handed over."""
    acting = _post_or_refuse(by, duty.charge.unit_id, "办理责任交接")
    if not note.strip() or not person.strip() or on < duty.since:
        raise _refused(
            "没有交接", [Problem("note", _("接的人、交接日期、交接了什么要写全"), _("日期不早于上一任开始"))]
        )
    if ended := _ended(unit, on):
        raise _refused("没有交接", ended)
    if (person.strip(), unit.pk) == (duty.person, duty.unit_id):
        raise _refused("没有交接", [Problem("person", _("接的人就是现在的人"), _("写接任的人"))])
    if not Duty.objects.filter(pk=duty.pk, until=None).update(until=on):
        raise Refusal(
            "没有交接",
            "这项责任已经交出去了，或者已经解除",
            "看现在是谁",
            english="The duty was not handed over: it was handed over or ended already. See who answers for it now.",
        )
    after = Duty.objects.create(
        charge=duty.charge, kind=duty.kind, person=person.strip(), post=post, holder=holder, unit=unit, since=on, basis=duty.basis,
        rights=duty.rights, support=duty.support, came_from=duty, note=note.strip(),
    )  # fmt: skip
    leave_trace(
        by, "duty.hand_over", after, post=acting, was=duty, person=after.person, unit=unit, on=on, note=note
    )
    return after


@transaction.atomic
def end_duty(*, duty: Duty, on: dt.date, by: User) -> Duty:
    """End a duty on a day without a successor: the charge shows as a gap from then on, if it is still there."""
    post = _post_or_refuse(by, duty.charge.unit_id, "解除责任")
    if on < duty.since:
        raise _refused("没有解除责任", [_early(duty.since)])
    if Duty.objects.filter(pk=duty.pk, until=None, since__lte=on).update(until=on):
        leave_trace(by, "duty.end", duty, post=post, on=on)
    duty.refresh_from_db()
    return duty


@transaction.atomic
def depart(*, unit: Unit, person: str, on: dt.date, by: User) -> Departure:
    """Write down that somebody left a unit: what the person answered for there shows until it is handed over."""
    post = _post_or_refuse(by, unit.pk, "登记调离")
    if not person.strip():
        raise _refused("没有登记调离", [Problem("person", _("没有写姓名"), _("写姓名"))])
    row, made = Departure.objects.get_or_create(unit=unit, person=person.strip(), on=on)
    if made:
        leave_trace(by, "duty.depart", row, post=post, unit=unit, person=row.person, on=on)
    return row


@transaction.atomic
def link(
    *, kind: str, helper: str, unit: Unit, since: dt.date, basis: str, by: User, helper_unit: Unit | None = None, until: dt.date | None = None
) -> HelpLink:  # fmt: skip
    """Link a helper with a unit. Attaching somebody （挂职） is one thing; borrowing staff （借调） from a county or below is refused."""
    post = _post_or_refuse(by, unit.pk, "登记帮扶")
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
        raise _refused("没有登记帮扶", problems)
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
    post = _post_or_refuse(by, link.unit_id, "结束帮扶")
    if not result.strip() or on < link.since:
        raise _refused(
            "没有结束帮扶", [Problem("result", _("没有写成效，或者日期早于开始"), _("写帮出了什么结果"))]
        )
    HelpLink.objects.filter(pk=link.pk).update(until=on, result=result.strip())
    leave_trace(by, "duty.link_end", link, post=post, on=on, result=result.strip())
    link.refresh_from_db()
    return link


@transaction.atomic
def set_route(*, area: Unit, code: str, department: Unit, on: dt.date, by: User) -> Route:
    """Let one department answer for an industry code from a day on; the one before ends that day."""
    post = _post_or_refuse(by, area.pk, "明确行业主管")
    if not code.strip().isalnum():
        raise _refused(
            "没有明确行业主管", [Problem("code", _("行业代码只用字母和数字"), _("按 GB/T 4754，例如 C27"))]
        )
    code = code.strip().upper()
    standing = Route.objects.filter(area=area, code=code, until=None).first()
    if standing is not None and standing.department_id == department.pk:
        return standing
    if standing is not None and on < standing.since:
        raise _refused(
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


@dataclass(frozen=True, slots=True)
class Imported:
    """What an import brought."""

    charges: int
    duties: int
    same: int


@transaction.atomic
def import_duties(*, name: str, content: bytes, by: User) -> Imported:
    """Take in a table of charges with who answers for them, CSV or Excel. All or nothing; the same file again brings nothing."""
    rows = list(read(name, content, HEADINGS, NEEDED))
    units = units_by_code(sorted({row[field] for row in rows for field in ("unit", "duty_unit")}))
    mine = set(units_for(by, "duty.keep", scheme="").values_list("pk", flat=True))
    problems = [problem for row in rows for problem in _wrong(row, units, mine)]
    problems += _untied(rows, units) if not problems else []
    if problems or not rows:
        more = f"，这里列出前 {SHOWN} 处" if len(problems) > SHOWN else ""
        raise BadInput(f"“{name}”没有导入", f"有 {len(problems)} 处不对{more}；一行也没有存" if rows else "一行也没有", "改正后整份再导入",
                       english=f"{name} was not imported: {len(problems)} faults; no row was stored. Mend them and import the whole file again.", problems=problems[:SHOWN])  # fmt: skip
    charges = duties = 0
    for row in rows:
        charge, made = Charge.objects.get_or_create(
            system=row["system"], code=row["code"],
            defaults={"kind": _value(Charge.Kind, row["kind"]), "title": row["title"], "unit": units[row["unit"]], "since": _day(row["since"])},
        )  # fmt: skip
        _duty, given = Duty.objects.get_or_create(
            charge=charge, kind=_value(Duty.Kind, row["duty"]), unit=units[row["duty_unit"]], person=row["person"], since=_day(row["since"]),
            defaults={"post": row["post"], "basis": row["basis"], "rights": row["rights"], "support": row["support"]},
        )  # fmt: skip
        charges, duties = charges + made, duties + given
    done = Imported(charges, duties, len(rows) - duties)
    leave_trace(by, "duty.import", f"duties {name[:60]}", charges=charges, duties=duties, same=done.same)
    return done


def _untied(rows: list[Row], units: dict[str, Unit]) -> list[Problem]:
    """Return what does not fit the charges that stand, or the rows above: a code is one thing in one unit, and is there that day."""
    systems = {row["system"] for row in rows}
    charges = {
        (one.system, one.code): one
        for one in Charge.objects.filter(system__in=systems).select_related("unit")
    }
    standing = Duty.objects.filter(charge__system__in=systems).values_list(
        "charge_id", "kind", "unit_id", "person", "since"
    )
    known, said, problems = set(standing), dict[tuple[str, str], str](), list[Problem]()
    for row in rows:
        key = (row["system"], row["code"])
        charge, unit, since = charges.get(key), units[row["unit"]], dt.date.fromisoformat(row["since"][:10])
        where = charge.unit.code if charge else said.setdefault(key, unit.code)
        if where != unit.code:
            told = _("代号 {code} 已登记在单位 {unit}").format(code=row["code"], unit=where)
            problems.append(Problem(row.at("unit"), told, _("换一个代号，或者写它所在的单位")))
            continue
        of = units[row["duty_unit"]]
        if charge and (charge.pk, _value(Duty.Kind, row["duty"]), of.pk, row["person"], since) in known:
            continue
        faults = [*(_outside(charge, since) if charge else _ended(unit, since)), *_ended(of, since)]
        problems += [Problem(row.at(fault.where), fault.what, fault.mend) for fault in faults]
    return problems


def _wrong(row: Row, units: dict[str, Unit], mine: set[int]) -> list[Problem]:
    """Return everything that is wrong with a row."""
    problems = [
        Problem(row.at(fault.where), fault.what, fault.mend)
        for fault in _faults(row["person"], row["basis"], row["rights"], row["support"])
    ]
    problems += [
        Problem(row.at(field), _("没有代码为 {code} 的单位").format(code=row[field]), _("查到代码再填"))
        for field in ("unit", "duty_unit")
        if row[field] not in units
    ]
    if row["unit"] in units and units[row["unit"]].pk not in mine:
        problems.append(Problem(row.at("unit"), _("这个单位不归你管"), _("只填归你管的单位")))
    for field, kinds in (("kind", Charge.Kind), ("duty", Duty.Kind)):
        if not _value(kinds, row[field]):
            problems.append(
                Problem(
                    row.at(field),
                    _("“{said}”不认识").format(said=row[field]),
                    _("从这些里选：{words}").format(words="、".join(_labels(kinds))),
                )
            )
    if _day(row["since"]) is None:
        problems.append(
            Problem(row.at("since"), _("“{said}”不是日期").format(said=row["since"]), _("写成 2023-06-30"))
        )
    if not row["code"] or not row["system"].replace("-", "").isalnum() or not row["title"]:
        problems.append(
            Problem(
                row.at("code"), _("责任体系、代号、名称要写全"), _("体系用字母、数字和短横，例如 straw-ban")
            )
        )
    return problems


def _value(kinds: type[Charge.Kind | Duty.Kind], word: str) -> str:
    return next(
        (one.value for one, label in zip(kinds, _labels(kinds), strict=True) if word in (label, one.value)),
        "",
    )


def _labels(kinds: type[Charge.Kind | Duty.Kind]) -> list[str]:
    """Return the words of a kind as a table holds them: a table is Chinese, whatever language its sender reads."""
    return [as_written(one.label) for one in kinds]


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text[:10])
    except ValueError:
        return None


def _post_or_refuse(by: User, unit_id: int, title: str) -> Post:
    tenure = tenure_on(by, "duty.keep", unit_id, scheme="")
    if tenure is None:
        raise NotAllowed(f"不能{title}", "这件事归别的岗位，或者单位不在你的范围里", "请有这个岗位的人来办",
                         english="You may not do this: it belongs to another post, or the unit is outside your reach. Ask somebody who holds that post.")  # fmt: skip
    return tenure.post


def _refused(what: str, problems: list[Problem]) -> BadInput:
    return BadInput(
        what,
        f"有 {len(problems)} 处不对",
        "改正后再提交",
        english=f"Nothing was stored: {len(problems)} faults. Mend them and submit again.",
        problems=problems,
    )
