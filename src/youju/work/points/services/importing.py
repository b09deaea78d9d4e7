"""Opening many accounts from one table: a village's list of households as its accountant keeps it."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from youju.flow.units.powers import units_for
from youju.flow.units.selectors import units_by_code
from youju.kernel.clock import db_today
from youju.kernel.days import day_in
from youju.kernel.errors import Problem, Refusal
from youju.kernel.models import User
from youju.kernel.tables import Row, read, refused_table
from youju.kernel.trace import leave_trace
from youju.work.points.models import Account, Book

if TYPE_CHECKING:
    from youju.flow.units.models import Unit

HEADINGS = {
    "number": ("户号", "number"),
    "name": ("名称", "户主", "name"),
    "unit": ("单位代码", "村代码", "unit"),
    "joined": ("自愿加入", "自愿加入日期", "opted_in_on"),
    "kind": ("类别", "kind"),
}
NEEDED = ("number", "name", "unit", "joined")
BATCH = 2000
KINDS = {
    "": "household",
    "农户": "household",
    "household": "household",
    "商户": "merchant",
    "merchant": "merchant",
}


@dataclass(frozen=True, slots=True)
class Brought:
    """What an import brought: accounts opened, and rows that said what is there already."""

    opened: int
    same: int


@transaction.atomic
def import_accounts(*, book: Book, name: str, content: bytes, by: User) -> Brought:
    """Open the accounts of a table, CSV or Excel. All or nothing; the same file again opens nothing.

    A household stands in the table with the day on which it joined of its own will; a merchant needs none.
    """
    rows = list(read(name, content, HEADINGS, NEEDED))
    units = units_by_code(sorted({row["unit"] for row in rows}))
    mine = set(units_for(by, "points.book", scheme="").values_list("pk", flat=True))
    held = {row.number: row for row in Account.objects.filter(book=book).exclude(kind=Account.Kind.ISSUER)}
    times = Counter(row["number"] for row in rows)
    today = db_today()
    problems = [problem for row in rows for problem in _wrong(row, units, mine, held, times, today)]
    if problems or not rows:
        raise refused_table(name, problems, kept="一户也没有开", english="no account was opened")
    fresh = [row for row in rows if row["number"] not in held]
    accounts = [
        Account(
            book=book, kind=KINDS[row["kind"]], number=row["number"], name=row["name"], unit=units[row["unit"]], opened_on=today,
            opted_in_on=day_in(row["joined"]) if KINDS[row["kind"]] == "household" else None,
        ) for row in fresh
    ]  # fmt: skip
    try:
        with transaction.atomic():
            Account.objects.bulk_create(accounts, batch_size=BATCH)
    except IntegrityError:
        raise Refusal(f"“{name}”没有导入", "表里有的户号，刚才别人已经开了户", "再导入一次，已有的会认出来",
                      english=f"{name} was not imported: somebody opened one of its accounts a moment ago. Import it again.") from None  # fmt: skip
    leave_trace(by, "points.import", book, name=name[:60], opened=len(fresh), same=len(rows) - len(fresh))
    return Brought(len(fresh), len(rows) - len(fresh))


def _wrong(
    row: Row,
    units: dict[str, Unit],
    mine: set[int],
    held: dict[str, Account],
    times: Counter[str],
    today: dt.date,
) -> list[Problem]:
    """Return everything that is wrong with a row."""
    number, unit, kind, joined = (
        row["number"],
        units.get(row["unit"]),
        KINDS.get(row["kind"]),
        day_in(row["joined"]),
    )
    there = held.get(number)
    is_another = there is not None and (there.name, there.unit_id, there.kind) != (
        row["name"],
        unit and unit.pk,
        kind,
    )
    told = (
        (not 0 < len(number) <= 40 or number == "0" or not 0 < len(row["name"]) <= 80,
         "number", _("户号、名称没有写全，或者太长"), _("户号不超过 40 字、不能是 0，名称不超过 80 字")),
        (times[number] > 1 and number, "number", _("户号“{number}”在表里有几行").format(number=number), _("一户一行")),
        (unit is None, "unit", _("没有代码为 {code} 的单位").format(code=row["unit"]), _("查到代码再填")),
        (unit is not None and unit.pk not in mine, "unit", _("这个单位不归你管"), _("只填归你管的单位")),
        (kind is None, "kind", _("“{said}”不认识").format(said=row["kind"]), _("选农户或商户")),
        (kind == "household" and (joined is None or joined > today),
         "joined", _("没有写哪天自愿加入，或者是以后的日子"), _("农户自己同意了再开户")),
        (is_another, "number", _("户号“{number}”已有").format(number=number), _("查一查是不是已经开过")),
    )  # fmt: skip
    return [Problem(row.at(field), what, mend) for is_wrong, field, what, mend in told if is_wrong]
