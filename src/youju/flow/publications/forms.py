"""The form of a proposal."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from youju.flow.publications.living import problems
from youju.flow.publications.models import Publication
from youju.flow.publications.naming import BAND, SEEN, Voice


class ProposeForm(forms.Form):
    """What is to be published, and to whom."""

    kind = forms.ChoiceField(label=_("种类"), choices=Publication.Kind.choices)
    title = forms.CharField(label=_("标题"), max_length=200)
    number = forms.CharField(
        label=_("文号"), max_length=60, required=False, help_text=_("例如 梨办通〔2026〕12号")
    )
    red_head = forms.CharField(
        label=_("红头"), max_length=40, required=False, help_text=_("红色大字的发文机关标志；不填就没有红头")
    )
    issuer = forms.CharField(
        label=_("落款单位"), max_length=60, required=False, help_text=_("不填就用方案的主办单位")
    )
    words = forms.CharField(
        label=_("正文"),
        max_length=20_000,
        required=False,
        widget=forms.Textarea(attrs={"lang": "zh-Hans", "rows": 14}),
        help_text=format_lazy(
            _(
                "数字不用抄，写在双方括号里的名称印成计分的结果：[[东岭镇 {band}]]，[[东岭镇 户均集体收入 {seen}]]；写代码也可以。重名的单位前面加上所属的单位。"
            ),
            band=BAND,
            seen=SEEN,
        ),
    )
    is_open = forms.BooleanField(label=_("向社会公开"), required=False)

    def __init__(self, *said: Any, voice: Voice, **more: Any) -> None:
        super().__init__(*said, **more)
        self._voice = voice

    def clean_words(self) -> str:
        """Return the text; what in it stands for nothing is said beside it, line by line."""
        words: str = self.cleaned_data["words"]
        nothing = problems(words, self._voice)
        if nothing:
            raise forms.ValidationError([f"{one.where} {one.told}" for one in nothing])
        return words
