"""What a new declaration means for the records that stand: nothing they say may become unreadable, and once means once."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext as _

from youju.engine.registers import Declaration, Field
from youju.kernel.errors import BadInput, Problem
from youju.work.registers.asking import without_bounds
from youju.work.registers.declared import declared_in
from youju.work.registers.fields.kept import show
from youju.work.registers.fields.reading import read_value
from youju.work.registers.models import Record, Register, UniqueValue
from youju.work.registers.shadows import unique_key

BATCH = 2000


def refuse_lost_values(register: Register, before: Declaration, after: Declaration) -> None:
    """Refuse a declaration under which what records say could no longer be read, what must stand once stands twice, or what was said in confidence lies open."""
    problems = [problem for name in after.fields for problem in _lost(register, before, after, name)]
    problems += [problem for name in _once_now(before, after) for problem in _doubles(register, after, name)]
    problems += _opened(register, before, after)
    if problems:
        raise BadInput(
            "台账没有声明", f"已登记的记录里有 {len(problems)} 处和新的声明对不上", "保留原来的字段，另加一个新字段；或者先改好这些记录",
            english=f"The register was not declared: {len(problems)} things that its records say do not fit the new declaration. Keep the fields and add new ones beside them, or mend the records first.",
            problems=problems,
        )  # fmt: skip


def keep_unique_again(register: Register, before: Declaration, after: Declaration) -> None:
    """Let the database know the standing values of the fields that must now stand once."""
    for name in _once_now(before, after):
        UniqueValue.objects.filter(register=register, field=name).delete()
        rows = (
            UniqueValue(register=register, field=name, value=unique_key(kept), record=record)
            for record, kept in _saying(register, name)
        )
        UniqueValue.objects.bulk_create(rows, batch_size=BATCH)


def _lost(register: Register, before: Declaration, after: Declaration, name: str) -> Iterator[Problem]:
    """Yield the fault of a field whose standing values the new declaration cannot hold as they stand."""
    was, now = before.fields.get(name), after.fields[name]
    if was is not None and _kind(was) == _kind(now) and set(was.choices or ()) <= set(now.choices or ()):
        return
    bare = without_bounds(now).model_copy(update={"max_length": None})
    strange = [
        record.number
        for record, kept in _saying(register, name)
        if read_value(bare, show(was or now, kept)) != (kept, None)
    ]
    if strange:
        yield Problem(
            name,
            _("{count} 条记录里的“{title}”按新的声明读不出来：{numbers}").format(
                count=len(strange), title=now.title, numbers="、".join(strange[:5])
            ),
            _("保留原来的类型和选项，或先改这些记录"),
        )


def _opened(register: Register, before: Declaration, after: Declaration) -> Iterator[Problem]:
    """Yield what was said to those who handle it alone, now or under an earlier declaration, and would be read by all."""
    if before.confidential and not after.confidential and Record.objects.filter(register=register).exists():
        yield Problem("confidential", _("已有按保密台账登记的线索，不能改成不保密"), _("另声明一本台账"))
    once = {
        name
        for version in register.versions.order_by("number")
        for name, field in declared_in(version).fields.items()
        if field.private
    }
    for name in sorted(once & {name for name, field in after.fields.items() if not field.private}):
        said = [record.number for record, _kept in _saying(register, name)]
        if said:
            yield Problem(
                name,
                _("“{title}”是按 private 填的，{count} 条记录里有，不能改成都能看").format(
                    title=after.fields[name].title, count=len(said)
                ),
                _("保留 private；要公开的另加一个字段"),
            )


def _kind(field: Field) -> tuple[object, ...]:
    return field.type, field.digits, field.to


def _once_now(before: Declaration, after: Declaration) -> list[str]:
    return [
        name
        for name, field in after.fields.items()
        if field.unique and not (name in before.fields and before.fields[name].unique)
    ]


def _doubles(register: Register, after: Declaration, name: str) -> Iterator[Problem]:
    first: dict[str, str] = {}
    for record, kept in _saying(register, name):
        other = first.setdefault(unique_key(kept), record.number)
        if other != record.number:
            yield Problem(
                name,
                _("{title}：{number} 和 {other} 写的一样").format(
                    title=after.fields[name].title, number=record.number, other=other
                ),
                _("先改其中一条，再声明它不能重复"),
            )


def _saying(register: Register, name: str) -> Iterator[tuple[Record, object]]:
    """Yield the records that say something in a field, with what they say."""
    rows = Record.objects.filter(register=register, values__has_key=name).only("pk", "number", "values")
    for record in rows.order_by("pk").iterator(chunk_size=BATCH):
        yield record, record.values[name]
