"""The form of a proposal."""

from __future__ import annotations

from django import forms

from youju.flow.publications.models import Publication


class ProposeForm(forms.Form):
    """What is to be published, and to whom."""

    kind = forms.ChoiceField(label="种类", choices=Publication.Kind.choices)
    title = forms.CharField(label="标题", max_length=200)
    words = forms.CharField(
        label="正文", max_length=20_000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )
    is_open = forms.BooleanField(label="向社会公开", required=False)
