"""Forms of the ledger."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from youju.flow.ledger.citing import Waiting
from youju.flow.ledger.services import Taking
from youju.flow.schemes.selectors import schemes_for
from youju.flow.units.forms import TableField, asked_unit
from youju.flow.units.selectors import units_by_code


class ImportForm(forms.Form):
    """Official statistics from a file."""

    file = TableField(
        endings=(".csv", ".xlsx", ".xls", ".ods", ".et"),
        help_text=_(
            "第一行是列名：单位、指标、周期、数值，可以加关系、出处；单位写代码，指标写方案里的名称。以前导错了的数不能在底账上更正：把那些格正确的数再导入一次，底账记成修订，错的一行还看得到。已经关账的各期不变；要改的，按方案导入后由单位提异议、复核采用"
        ),
    )
    citation = forms.CharField(label=_("出处（发布机关、文件或表号）"), max_length=300)
    scheme = forms.ChoiceField(label=_("方案"), required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        known = [(one.code, one.title) for one in schemes_for(user)]
        self.fields["scheme"].choices = [("", _("各方案共用")), *known]


class CorrectForm(forms.Form):
    """The right value and the reason."""

    value = forms.DecimalField(label=_("正确的数"), max_digits=18)
    reason = forms.CharField(label=_("更正理由"), max_length=500)


def takings(user: Any, said: QueryDict) -> list[Taking]:
    """Return the facts that were ticked, each with what stands in its row; a unit may stand there by name."""
    return [
        Taking(
            int(one),
            _code_meant(user, said.get(f"unit-{one}", "").strip()),
            said.get(f"indicator-{one}", "")[:80],
            said.get(f"period-{one}", "").strip()[:10],
        )
        for one in said.getlist("take")
        if one.isdecimal() and len(one) < 19
    ]


class WithdrawForm(forms.Form):
    """Why a value is taken back. What is missing is said by the service."""

    reason = forms.CharField(max_length=500, required=False)


@dataclass(frozen=True, slots=True)
class Line:
    """A waiting fact as its row on the page asks for it: what is proposed, or what was written there and refused."""

    waiting: Waiting
    takes: bool
    unit: str
    indicator: str
    period: str = ""


def lines(rows: Sequence[Waiting], said: QueryDict | None) -> list[Line]:
    """Return the rows of the page; `said` is what was sent from it and refused."""
    if said is not None:
        ticked = set(said.getlist("take"))
        return [
            Line(
                row,
                str(key) in ticked,
                *(said.get(f"{name}-{key}", "") for name in ("unit", "indicator", "period")),
            )
            for row in rows
            for key in [row.fact.decision_id]
        ]
    names = {code: unit.name for code, unit in units_by_code([row.unit_code for row in rows]).items()}
    return [
        Line(
            row, bool(row.unit_code and row.indicator and row.value is not None and row.fact.period),
            names.get(row.unit_code, row.unit_code), row.indicator,
        )
        for row in rows
    ]  # fmt: skip


def _code_meant(user: Any, words: str) -> str:
    """Return the code of the unit that is meant, or the words, which no unit bears: they are refused as they stand."""
    return asked_unit(user, "ledger.cite", words)[0] or words[:40]
