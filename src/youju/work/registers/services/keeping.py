"""Making and changing records: one act, one transaction, one version, one trace."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from youju.flow.units.powers import may_on
from youju.kernel.clock import db_now, db_today
from youju.kernel.errors import BadInput, Problem, Refusal
from youju.kernel.models import Post, User
from youju.kernel.trace import leave_trace
from youju.work.registers.deadlines import begun, columns_of
from youju.work.registers.declared import declaration_of
from youju.work.registers.life import clocked
from youju.work.registers.models import Record, RecordVersion, Register, UniqueValue
from youju.work.registers.reach import held_deadline, post_to_write
from youju.work.registers.shadows import shadows, unique_key
from youju.work.registers.values import Ties, read_values, refused

if TYPE_CHECKING:
    from youju.engine.registers import Declaration
    from youju.flow.units.models import Unit


class Conflict(Refusal):
    """Somebody else was faster: who, what, when, and where the record stands now."""

    def __init__(self, record: Record, what: str) -> None:
        last = RecordVersion.objects.filter(record=record).select_related("by").order_by("-number").first()
        one = declaration_of(record.register)
        told = ""
        if last is not None:
            move = one.move(last.act)
            done = move.title if move else ACTS.get(last.act, last.act)
            told = f"{last.by or '系统'}已于 {_local(last.at)} {done}"
        stage = one.stages[record.stage].title if record.stage in one.stages else ""
        now = f"，现在是“{stage}”" if stage else ""
        super().__init__(
            f"“{record}”没有{what}", f"你打开之后{told}{now}", "看过现在的样子再决定",
            english=f"Nothing was done to {record}: somebody was faster after you opened it ({last.act if last else '?'}), and it is at version {record.lock} now. See how it stands, then decide.",
        )  # fmt: skip
        self.record = record


ACTS = {
    "make": gettext_lazy("登记"),
    "change": gettext_lazy("修改"),
    "suspend": gettext_lazy("停办"),
    "resume": gettext_lazy("恢复"),
    "import": gettext_lazy("导入"),
    "fill": gettext_lazy("按责任更新"),
    "assign": pgettext_lazy("record", "改派"),
    "merge": gettext_lazy("合并"),
    "extend": gettext_lazy("延期"),
}


def _local(moment: Any) -> str:
    from django.utils import timezone

    return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}"


@transaction.atomic
def make_record(
    *,
    register: Register,
    unit: Unit,
    values: Mapping[str, str],
    by: User | None,
    parent: Record | None = None,
    is_example: bool = False,
    evidence: Sequence[str] = (),
) -> Record:
    """Make a record for a unit, in the first stage. Refused with every fault at once, for a unit out of reach, or one that ended.

    `by` None is the system itself (imports of the house, rules that open cases): it asks no power.
    """
    one = declaration_of(register)
    post = post_to_write(by, register, unit.pk) if by is not None else None
    kept, problems = read_values(one, values)
    problems += ended(one)
    problems += Ties(register, one, [kept]).problems(kept, unit.pk)
    if unit.valid_to is not None and unit.valid_to <= db_today():
        problems.append(
            Problem(
                "unit",
                _("{name}已于 {valid_to} 撤销").format(name=unit.name, valid_to=unit.valid_to),
                _("选承接它的单位"),
            )
        )
    problems += _under(register, one, parent) if parent is not None else []
    if problems:
        raise refused(register, problems)
    record = Record(
        register=register, number=next_number(register, one), unit=unit, parent=parent, stage=one.first_stage, values=kept,
        made_on=db_today(), changed_at=db_now(), is_example=is_example or register.is_example, **shadows(one, kept),
        **begun(one, db_today(), post, kept),
    )  # fmt: skip
    record.save(force_insert=True)
    keep_unique(record, one)
    write_version(record, "make", by, post, evidence=list(evidence))
    leave_trace(
        by, "register.make", record, post=post, number=record.number, unit=unit, values=told_of(one, kept)
    )
    return record


def _under(register: Register, one: Declaration, parent: Record) -> list[Problem]:
    """Return what is wrong with putting a record under another, which is held: what is over gets no more parts."""
    if parent.register_id != register.pk or one.tree is None or depth_of(parent) >= len(one.tree.levels):
        return [Problem("parent", _("不能放在这一条下面"), _("选同一台账里上一级的记录"))]
    hold(parent)
    return is_over(one, parent)


def is_over(one: Declaration, parent: Record) -> list[Problem]:
    """Return that nothing is put under a record that is over."""
    if parent.stage not in one.closed:
        return []
    return [
        Problem(
            "parent",
            _("上级 {number} 已经“{stage}”").format(
                number=parent.number, stage=one.stages[parent.stage].title
            ),
            _("先重新办理上级，或者换一个上级"),
        )
    ]


@transaction.atomic
def change_record(
    *,
    record: Record,
    lock: int,
    values: Mapping[str, str],
    by: User | None,
    reason: str = "",
    unit: Unit | None = None,
) -> Record:
    """Change what a record says, as it was seen at `lock`; what is not mentioned stays. The same values again are nothing.

    Refused with every fault at once, for a closed record, and with who was faster if somebody changed it meanwhile.
    A new responsible unit is a change too; the one who gives away must have power over it, and the first receiver of a
    case stays answerable.
    """
    one = declaration_of(record.register)
    post = post_to_write(by, record.register, record.unit_id) if by is not None else None
    kept, problems = read_values(one, values, record.values)
    problems += Ties(record.register, one, [kept]).problems(kept, (unit or record.unit).pk, record.pk)
    problems += held_deadline(record, one, kept, by)
    if record.stage in one.closed:
        raise Refusal(f"“{record}”没有改", f"它已经“{one.stages[record.stage].title}”", "要改，先重新办理",
                      english=f"{record} was not changed: it is closed. To change it, reopen it first.")  # fmt: skip
    to = unit or record.unit
    if to.pk != record.unit_id:
        problems += _handed_over(record, one, to, by)
    if problems:
        raise refused(record.register, problems)
    if kept == record.values and to.pk == record.unit_id:
        return record
    before = {
        name: record.values.get(name)
        for name in {*kept, *record.values}
        if kept.get(name) != record.values.get(name)
    }
    claim(record, lock, "改", values=kept, unit=to, **shadows(one, kept))
    keep_unique(record, one)
    write_version(record, "change", by, post, reason=reason)
    keep_deadlines(record, one)
    leave_trace(by, "register.change", record, post=post, was=told_of(one, before), values=told_of(one, {name: kept.get(name) for name in before}),
                reason=reason[:500], version=record.lock)  # fmt: skip
    return record


def ended(one: Declaration) -> list[Problem]:
    """Return that nobody is asked any more, where the day until which a register asks has passed."""
    if one.ends is None or db_today() <= one.ends:
        return []
    return [
        Problem(
            "",
            _("“{title}”到 {day} 为止，不再登记").format(title=one.title, day=one.ends),
            _("不用再填；还要填的，请主办单位重新声明"),
        )
    ]


def _handed_over(record: Record, one: Declaration, to: Unit, by: User | None) -> list[Problem]:
    if one.owner == "first_receiver":
        return [
            Problem("unit", _("首接负责：首接单位一直负责到诉求人确认"), _("用“增加承办单位”，不换责任单位"))
        ]
    if to.valid_to is not None and to.valid_to <= db_today():
        return [
            Problem(
                "unit",
                _("{name}已于 {valid_to} 撤销").format(name=to.name, valid_to=to.valid_to),
                _("选承接它的单位"),
            )
        ]
    if by is not None and not may_on(by, "register.write", to, scheme=record.register.scheme):
        return [Problem("unit", _("{name}不在你的范围里").format(name=to.name), _("请上级单位改派"))]
    return []


def told_of(one: Declaration, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what the log may hold of some values, which nothing erases: no private field, and of a confidential register none at all."""
    return {
        name: kept for name, kept in values.items() if not one.confidential and not one.fields[name].private
    }


def lasting(one: Declaration, values: Mapping[str, Any]) -> dict[str, Any]:
    """Return what a version may hold of some values: what is private stands in the record alone, where it can be put right.

    So does what is declared no more: it may have been private.
    """
    open_ = {name for name, field in one.fields.items() if not field.private}
    return {name: kept for name, kept in values.items() if name in open_}


def hold(*records: Record) -> None:
    """Hold records until the transaction ends, always in the same order: what is found of them from here on still holds when it is done."""
    held = Record.objects.select_for_update(no_key=True).filter(pk__in=[record.pk for record in records])
    found = {row.pk: row for row in held.order_by("pk").only("pk", "stage", "lock")}
    for record in records:
        record.stage = found[record.pk].stage


def claim(record: Record, lock: int, what: str, **fields: Any) -> None:
    """Take the record at the version that was seen, or say who was faster. The row in hand is brought up to date."""
    changed = {**fields, "lock": lock + 1, "changed_at": db_now()}
    if not Record.objects.filter(pk=record.pk, lock=lock).update(**changed):
        fresh = Record.objects.select_related("register", "unit").get(pk=record.pk)
        raise Conflict(fresh, what)
    for name, value in changed.items():
        setattr(record, name, value)


def write_version(
    record: Record, act: str, by: User | None, post: Post | None, *, stage_was: str | None = None, reason: str = "",
    evidence: list[str] | None = None,
) -> None:  # fmt: skip
    """Keep what the record says now as its next version; nothing private, since a version is never rewritten."""
    values = lasting(declaration_of(record.register), record.values)
    RecordVersion.objects.create(
        record=record, number=record.lock, act=act, values=values, unit_id=record.unit_id,
        stage_was=record.stage if stage_was is None else stage_was, stage=record.stage, reason=reason[:500],
        evidence=evidence or [], by=by, post=post, at=record.changed_at,
    )  # fmt: skip


def keep_deadlines(record: Record, one: Declaration) -> None:
    """Let the columns of a record say by when it is signed for and replied to, and since when it is; inside the transaction of an act."""
    if one.clock is None:
        return
    versions = list(record.versions.order_by("number").select_related("post"))
    state = clocked(one, record, versions, list(record.remarks.order_by("at", "pk")), db_today())
    held = columns_of(state.deadlines, record.unit_id, state.due, state.done_on)
    if state.unknown is None and any(getattr(record, name) != day for name, day in held.items()):
        Record.objects.filter(pk=record.pk).update(**held)
        for name, day in held.items():
            setattr(record, name, day)


def next_number(register: Register, one: Declaration, count: int = 1) -> str:
    """Return the next number of a register (the first of `count`), never given twice."""
    Register.objects.filter(pk=register.pk).update(next_number=F("next_number") + count)
    last: int = Register.objects.values_list("next_number", flat=True).get(pk=register.pk)
    return number_text(one, last - count)


def number_text(one: Declaration, number: int) -> str:
    """Return a record's number as people write it."""
    return f"{one.prefix}-{number:06}"


def keep_unique(record: Record, one: Declaration) -> None:
    """Let the database refuse the second of two equal values at once."""
    names = [name for name, field in one.fields.items() if field.unique]
    if not names:
        return
    wanted = {name: unique_key(record.values[name]) for name in names if name in record.values}
    UniqueValue.objects.filter(record=record, field__in=names).delete()
    try:
        with transaction.atomic():
            UniqueValue.objects.bulk_create(
                UniqueValue(register_id=record.register_id, field=name, value=value, record=record)
                for name, value in wanted.items()
            )
    except IntegrityError:
        raise BadInput(
            f"“{record.register}”没有存", "唯一的字段刚刚被别人用了", "查一查是不是重复登记",
            english=f"Nothing was stored in {record.register}: a unique value was taken a moment ago. See whether it was registered twice.",
            problems=[Problem(name, _("{title}：已经有一条").format(title=one.fields[name].title), _("改正，或去改那一条")) for name in wanted],
        ) from None  # fmt: skip


def depth_of(record: Record) -> int:
    """Return how deep a record stands: 1 at the top."""
    depth, at = 1, record
    while at.parent_id is not None and depth < 12:
        depth, at = depth + 1, at.parent  # type: ignore[assignment]
    return depth
