"""The form of a proposal."""

from __future__ import annotations

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from youju.flow.publications.living import BAND, SEEN
from youju.flow.publications.models import Publication


class ProposeForm(forms.Form):
    """What is to be published, and to whom."""

    kind = forms.ChoiceField(label=_("种类"), choices=Publication.Kind.choices)
    title = forms.CharField(label=_("标题"), max_length=200)
    number = forms.CharField(
        label=_("文号"), max_length=60, required=False, help_text=_("例如 梨办通〔2026〕12号")
    )
    red_head = forms.CharField(
        label=_("红头"), max_length=40, required=False, help_text=_("红色大字的发文机关标志;不填就没有红头")
    )
    issuer = forms.CharField(
        label=_("落款单位"), max_length=60, required=False, help_text=_("不填就用方案的主办单位")
    )
    words = forms.CharField(
        label=_("正文"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 10}),
        help_text=format_lazy(
            _(
                "数字不用抄:[[单位代码]] 是合计,[[单位代码 {band}]] 是档次,[[单位代码 规则]] 是得分,[[单位代码 规则 {seen}]] 是报上来的数。"
            ),
            band=BAND,
            seen=SEEN,
        ),
    )
    is_open = forms.BooleanField(label=_("向社会公开"), required=False)
