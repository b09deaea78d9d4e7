"""Forms of the ledger."""

from __future__ import annotations

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from youju.flow.ledger.services import Taking


class ImportForm(forms.Form):
    """Official statistics from a file."""

    file = forms.FileField(label=_("CSV 文件(单位,指标,周期,数值)"))
    citation = forms.CharField(label=_("出处(发布机关、文件或表号)"), max_length=300)
    scheme = forms.CharField(label=_("方案代码(留空表示各方案共用)"), max_length=80, required=False)


class CorrectForm(forms.Form):
    """The right value and the reason."""

    value = forms.DecimalField(label=_("正确的数"), max_digits=18)
    reason = forms.CharField(label=_("更正理由"), max_length=500)


def takings(said: QueryDict) -> list[Taking]:
    """Return the facts that were ticked, each with what stands in its row."""
    return [
        Taking(
            int(one),
            said.get(f"unit-{one}", "").strip()[:40],
            said.get(f"indicator-{one}", "")[:80],
            said.get(f"period-{one}", "").strip()[:10],
        )
        for one in said.getlist("take")
        if one.isdecimal() and len(one) < 19
    ]
