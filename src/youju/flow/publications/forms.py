"""The form of a proposal."""

from __future__ import annotations

from django import forms

from youju.flow.publications.models import Publication


class ProposeForm(forms.Form):
    """What is to be published, and to whom."""

    kind = forms.ChoiceField(label="种类", choices=Publication.Kind.choices)
    title = forms.CharField(label="标题", max_length=200)
    number = forms.CharField(label="文号", max_length=60, required=False, help_text="例如 梨办通〔2026〕12号")
    red_head = forms.CharField(
        label="红头", max_length=40, required=False, help_text="红色大字的发文机关标志;不填就没有红头"
    )
    issuer = forms.CharField(
        label="落款单位", max_length=60, required=False, help_text="不填就用方案的主办单位"
    )
    words = forms.CharField(
        label="正文",
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text="数字不用抄:[[单位代码]] 是合计,[[单位代码 档次]] 是档次,[[单位代码 规则]] 是得分,[[单位代码 规则 数值]] 是报上来的数。",
    )
    is_open = forms.BooleanField(label="向社会公开", required=False)
