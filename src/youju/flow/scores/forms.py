"""Forms of objections and their answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from youju.flow.scores.models import Objection
from youju.flow.scores.services import Mend

if TYPE_CHECKING:
    from youju.flow.ledger.ports import Adoptable
    from youju.flow.scores.selectors import Held


class Chosen(forms.MultipleChoiceField):
    """Files chosen by name; whether they may be shown is asked where the act is done."""

    def valid_value(self, value: Any) -> bool:
        """Take a file that is not among those offered: only the latest are."""
        return bool(value)


class ObjectForm(forms.Form):
    """What a unit says against one reason."""

    words = forms.CharField(
        label=gettext_lazy("哪里不对、应当是多少、依据什么"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    evidence = Chosen(
        label=gettext_lazy("佐证"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("本单位上传过的，和文件里说到本单位、已经采信的话。还没有的先在“佐证”页上传"),
    )  # fmt: skip

    def __init__(self, *args: Any, evidence: Iterable[tuple[str, str]] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].choices = list(evidence)


class DecideForm(forms.Form):
    """A verdict with its reason, and for an upheld objection the right values: those of the mark by name, others one a line."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("结论"), choices=[(one, Objection.Verdict(one).label) for one in Objection.DECIDED]
    )
    answer = forms.CharField(
        label=gettext_lazy("复核意见"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("成立的，这段话连同改了哪个数一起印在勘误里"),
    )  # fmt: skip
    mends = forms.CharField(
        label=gettext_lazy("上面没有的数（一行一个：指标 周期 数值）"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    adopts = forms.MultipleChoiceField(
        label=gettext_lazy("按现在的样子计入本期的记录、其他方案的得分"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy(
            "成立、要采用的才勾。只在这一期这样计，别的已关账的各期不变；以后再改也不再跟着变"
        ),
    )
    evidence = Chosen(
        label=gettext_lazy("佐证"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("改正的数依据什么；不选就用异议附的佐证。底账里没有、补入的数必须有佐证"),
    )  # fmt: skip

    def __init__(
        self,
        *args: Any,
        held: Sequence[Held] = (),
        adoptable: Sequence[Adoptable] = (),
        evidence: Iterable[tuple[str, str]] = (),
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].choices = list(evidence)
        self.fields["adopts"].choices = [
            (one.subject, f"{one.title}：{one.was} → {one.now}") for one in adoptable
        ]
        if not adoptable:
            del self.fields["adopts"]
        self.held = {f"value-{number}": one for number, one in enumerate(held)}
        for name, one in self.held.items():
            now = _("现在是 {value} {measure}；成立、这个数要改的才填")
            if one.is_lacking:
                now = _("底账里没有，单位报的是 {value} {measure}；成立、这个数要补入的才填")
            elif one.is_official:
                now = _(
                    "官方统计，现在是 {value} {measure}，不能另填一个：先按方案重新导入正确的数，再在这里填同一个数采用"
                )
            self.fields[name] = forms.DecimalField(
                label=_("{title} {period} 改正为").format(title=one.title, period=one.period),
                required=False,
                help_text=now.format(value=f"{one.value:f}", measure=one.measure),
            )
        self.order_fields(["verdict", "answer", *self.held, "adopts", "mends", "evidence"])

    def clean_mends(self) -> list[Mend]:
        """Return the corrections written one a line; every line that cannot be read is told."""
        found, wrong = [], []
        for number, line in enumerate(str(self.cleaned_data["mends"]).splitlines(), 1):
            parts = line.split()
            try:
                if parts:
                    indicator, period, value = parts
                    found.append(Mend(indicator, period, Decimal(value)))
            except (ValueError, InvalidOperation):
                wrong.append(
                    _("第 {number} 行：写成“指标 周期 数值”，例如 income 2026-10 120000").format(
                        number=number
                    )
                )
        if wrong:
            raise forms.ValidationError(wrong)
        return found

    def said(self) -> dict[str, Any]:
        """Return what was decided, for the service."""
        chosen = tuple(self.cleaned_data["evidence"])
        named = [
            Mend(one.indicator, one.period, self.cleaned_data[name], chosen or one.evidence)
            for name, one in self.held.items()
            if self.cleaned_data.get(name) is not None
        ]
        more = [replace(one, evidence=chosen) for one in self.cleaned_data["mends"]]
        said = {key: self.cleaned_data[key] for key in ("verdict", "answer")}
        return {**said, "mends": [*named, *more], "adopts": self.cleaned_data.get("adopts", [])}


class WithdrawForm(forms.Form):
    """Why an objection is taken back, where there is something to say."""

    reason = forms.CharField(max_length=500, required=False)
