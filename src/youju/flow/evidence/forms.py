"""Forms of this room: from what a person typed to the arguments of a service."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from youju.flow.units.forms import AsksUnits, UnitField


class UploadForm(AsksUnits):
    """A file for a unit."""

    act = "evidence.add"
    unit = UnitField(label=_("单位"))
    file = forms.FileField(
        label=_("文件"),
        help_text=_("JPG、PNG、WebP 图片，PDF,.docx、.xlsx，或文本。照片里的位置信息会自动去掉。"),
    )
    note = forms.CharField(label=_("说明"), max_length=300, required=False)
    scheme = forms.CharField(max_length=80, required=False, widget=forms.HiddenInput)


class ListForm(forms.Form):
    """What the list can be asked."""

    unit = forms.CharField(max_length=120, required=False)
    words = forms.CharField(max_length=120, required=False)
    on = forms.DateField(required=False)
    after = forms.IntegerField(min_value=0, required=False)

    def asked(self) -> dict[str, Any]:
        """Return what was asked; what cannot be read was not asked."""
        self.is_valid()
        said = self.cleaned_data
        return {
            "unit": said.get("unit") or "", "words": said.get("words") or "", "on": said.get("on"), "after": said.get("after") or 0
        }  # fmt: skip
