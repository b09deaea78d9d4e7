"""Forms of this room: from what a person typed to the arguments of a service."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from youju.flow.units import ground
from youju.flow.units.models import Tree, Unit
from youju.flow.units.powers import units_for
from youju.flow.units.selectors import ADMINISTRATIVE
from youju.flow.units.services import Part
from youju.flow.units.tables import LARGEST
from youju.kernel.roles import WORKING
from youju.kernel.selectors import active_people


class UnitField(forms.CharField):
    """The code of a unit that the person may change; cleaned to the unit."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=40, **kwargs)
        self.units = Unit.objects.none()

    def clean(self, value: Any) -> Any:
        """Return the unit, or say that there is none."""
        code = super().clean(value)
        if not code:
            return None
        unit = self.units.filter(code=code).first()
        if unit is None:
            raise forms.ValidationError(
                _("没有代码为 {code} 的单位,或者不归你管。在单位列表里查到代码再填。").format(code=code)
            )
        return unit


class _ForPerson(forms.Form):
    """A form whose unit fields know who asks."""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, UnitField):
                field.units = units_for(user, "unit.change")


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        # a browser's calendar reads this one form, whatever form the language of the page writes
        super().__init__(format="%Y-%m-%d")


class ListForm(forms.Form):
    """What the list of units can be asked: which tree, as of which day, which level, which words."""

    tree = forms.ModelChoiceField(
        Tree.objects.all(), to_field_name="code", required=False, label=gettext_lazy("树"), empty_label=None
    )
    on = forms.DateField(required=False, label=gettext_lazy("日期"), widget=DayInput)
    level = forms.ChoiceField(
        choices=[("", gettext_lazy("全部")), *Unit.Level.choices], required=False, label=gettext_lazy("层级")
    )
    q = forms.CharField(max_length=80, required=False, label=gettext_lazy("名称或代码"))
    after = forms.CharField(max_length=40, required=False, widget=forms.HiddenInput)

    def asked(self, today: dt.date) -> dict[str, Any]:
        """Return the question, with today and the administrative tree where nothing (readable) was said."""
        self.is_valid()
        said = self.cleaned_data
        tree = said.get("tree")
        return {
            "tree": tree.code if tree else ADMINISTRATIVE,
            "on": said.get("on") or today,
            "level": said.get("level") or "",
            "q": said.get("q") or "",
            "after": said.get("after") or "",
        }


class EffectForm(_ForPerson):
    """What every change of units needs."""

    on = forms.DateField(label=gettext_lazy("生效日期"), widget=DayInput)
    basis = forms.CharField(
        label=gettext_lazy("依据"), max_length=200, help_text=gettext_lazy("批复或文件的标题、文号")
    )


class RenameForm(EffectForm):
    """A new name."""

    name = forms.CharField(label=gettext_lazy("新名称"), max_length=80)
    field_order = ("name", "on", "basis")


class MoveForm(EffectForm):
    """A new parent."""

    parent = UnitField(label=gettext_lazy("新上级的代码"))
    tree = forms.ModelChoiceField(
        Tree.objects.all(), to_field_name="code", label=gettext_lazy("树"), empty_label=None
    )
    field_order = ("tree", "parent", "on", "basis")


class MergeForm(EffectForm):
    """The units that end and become part of this one."""

    codes = forms.CharField(
        label=gettext_lazy("并入的单位代码"),
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("一行一个"),
    )
    field_order = ("codes", "on", "basis")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.field = UnitField()
        self.field.units = units_for(user, "unit.change")

    def clean_codes(self) -> list[Unit]:
        """Return the units, or say every code that is not one."""
        units, wrong = [], []
        for code in self.cleaned_data["codes"].split():
            try:
                units.append(self.field.clean(code))
            except forms.ValidationError as error:
                wrong.extend(error.messages)
        if wrong:
            raise forms.ValidationError(wrong)
        return units


class SplitForm(EffectForm):
    """The parts of a split, one line each: code, share, and the codes of the children that go with it."""

    parts = forms.CharField(
        label=gettext_lazy("各部分"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "一行一个部分:单位代码 份额 下级代码…,用空格分开。份额合计为 1;单位要先设立。"
        ),
    )
    field_order = ("parts", "on", "basis")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.units = units_for(user, "unit.change")

    def clean_parts(self) -> list[Part]:
        """Return the parts, or say every line that cannot be read."""
        parts, wrong = [], []
        for number, line in enumerate(filter(str.strip, self.cleaned_data["parts"].splitlines()), 1):
            code, *rest = line.split()
            units = {unit.code: unit for unit in self.units.filter(code__in=[code, *rest[1:]])}
            missing = [wanted for wanted in [code, *rest[1:]] if wanted not in units]
            try:
                share = Decimal(rest[0]) if rest else Decimal("NaN")
            except ArithmeticError:
                share = Decimal("NaN")
            if missing:
                wrong.append(
                    _("第 {number} 行:没有这些单位,或者不归你管:{missing}").format(
                        number=number, missing="、".join(missing)
                    )
                )
            elif not share.is_finite() or not 0 < share <= 1:
                wrong.append(_("第 {number} 行:份额写成 0 到 1 之间的小数,例如 0.6").format(number=number))
            else:
                parts.append(Part(units[code], share, tuple(units[child] for child in rest[1:])))
        if wrong:
            raise forms.ValidationError(wrong)
        return parts


class OutlinesForm(forms.Form):
    """A file of borders, and whose they are."""

    file = forms.FileField(
        label=gettext_lazy("边界文件"),
        help_text=gettext_lazy("GeoJSON,经纬度,每个单位一个面,属性里有区划代码 code"),
    )
    source = forms.CharField(
        label=gettext_lazy("来源和审图号"),
        max_length=200,
        help_text=gettext_lazy("印在每张图下面,例如:县自然资源局,吉S(2026)012号"),
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        if self.cleaned_data["file"].size > ground.LARGEST:
            raise forms.ValidationError(_("文件太大;先简化边界,或按县分成几个文件。"))
        return self.cleaned_data["file"]


class TableField(forms.FileField):
    """A table as CSV or Excel; refused before it is read if it is too large."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=gettext_lazy("CSV 或 Excel 文件"), **kwargs)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the file as it was sent."""
        file = super().clean(data, initial)
        if file and file.size > LARGEST:
            raise forms.ValidationError(
                _("文件超过 {most} MB,请分成几个。").format(most=LARGEST // 1024 // 1024)
            )
        return file


class ImportForm(_ForPerson):
    """A file with a tree of units."""

    tree = forms.ModelChoiceField(
        Tree.objects.all(), to_field_name="code", label=gettext_lazy("树"), empty_label=None
    )
    on = forms.DateField(label=gettext_lazy("生效日期"), widget=DayInput)
    file = TableField(help_text=gettext_lazy("第一行是列名:代码、名称、上级代码、层级、类别"))


class AppointForm(forms.Form):
    """Somebody into a working post of a unit."""

    holder = forms.ModelChoiceField(
        active_people(), to_field_name="username", label=gettext_lazy("用户名"), widget=forms.TextInput
    )
    role = forms.ChoiceField(
        label=gettext_lazy("角色"), choices=[(role.value, role.label) for role in WORKING]
    )
    tree = forms.ModelChoiceField(
        Tree.objects.all(), to_field_name="code", label=gettext_lazy("管辖按哪棵树"), empty_label=None
    )
    scheme = forms.CharField(
        label=gettext_lazy("只限方案"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("留空表示全部方案"),
    )
    valid_from = forms.DateField(label=gettext_lazy("任职日期"), widget=DayInput)
    valid_to = forms.DateField(label=gettext_lazy("离任日期"), required=False, widget=DayInput)
