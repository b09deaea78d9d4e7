"""Taking in the borders of units from a file that the office gives: known codes are kept, unknown ones are told."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from django.db import transaction
from django.utils.translation import gettext as _

from youju.flow.units.ground import read
from youju.flow.units.models import Outline
from youju.flow.units.powers import units_for
from youju.kernel.clock import db_now
from youju.kernel.errors import BadInput, Problem
from youju.kernel.models import User
from youju.kernel.trace import leave_trace

SHOWN = 20


@dataclass(frozen=True, slots=True)
class Outlined:
    """What a file of borders came to: how many units have theirs now, and which codes nobody here may change."""

    stored: int
    unknown: tuple[str, ...]

    @property
    def words(self) -> str:
        """Return it in words."""
        if not self.unknown:
            return _("存了 {stored} 个单位的边界").format(stored=self.stored)
        told = ", ".join(self.unknown[:SHOWN]) + (" …" if len(self.unknown) > SHOWN else "")
        return _("存了 {stored} 个单位的边界；{count} 个代码不认识或不归你管，没有存：{told}").format(
            stored=self.stored, count=len(self.unknown), told=told
        )


@transaction.atomic
def import_outlines(*, name: str, content: bytes, source: str, by: User) -> Outlined:
    """Keep the borders of a GeoJSON file, one feature for each unit by its code; a later file replaces an earlier one.

    Refused as a whole where anything in it is wrong, or where no code is known. `source` says whose borders these
    are and under which number they were approved; it is printed under every map.
    """
    if not source.strip():
        raise BadInput("没有导入", "没有写来源和审图号", "写明图形从哪里来、审图号是什么", english="Say whose borders these are.",
                       problems=[Problem("source", _("没有写"), _("写明来源和审图号"))])  # fmt: skip
    shapes = read(name, content)
    units = {
        unit.code: unit for unit in units_for(by, "unit.change").filter(code__in=[s.code for s in shapes])
    }
    known = [shape for shape in shapes if shape.code in units]
    if not known:
        raise BadInput(
            f"“{name}”没有导入", "里面的代码一个也不认识，或者都不归你管", "核对代码是不是 6 位（县）、9 位（乡）、12 位（村）",
            english="None of its codes is a unit you may change.",
            problems=[Problem(s.where, _("不认识代码 {code}").format(code=s.code), _("在单位列表里查到代码再填")) for s in shapes[:SHOWN]],
        )  # fmt: skip
    now = db_now()
    Outline.objects.bulk_create(
        [
            Outline(unit=units[shape.code], rings=shape.rings, source=source.strip(), taken_at=now)
            for shape in known
        ],
        update_conflicts=True,
        unique_fields=["unit"],
        update_fields=["rings", "source", "taken_at"],
        batch_size=200,
    )
    unknown = tuple(shape.code for shape in shapes if shape.code not in units)
    leave_trace(by, "unit.outline", min(units.values(), key=lambda unit: unit.code), file=name, source=source.strip(),
                sha256=hashlib.sha256(content).hexdigest(), stored=len(known), unknown=len(unknown))  # fmt: skip
    return Outlined(len(known), unknown)
