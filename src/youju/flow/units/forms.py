"""Forms of this room: from what a person typed to the arguments of a service."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import Any

from django import forms
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from youju.flow.units import ground, naming, ports
from youju.flow.units.models import Tree, Unit
from youju.flow.units.powers import units_for
from youju.flow.units.selectors import ADMINISTRATIVE, every_unit
from youju.flow.units.services import Part
from youju.kernel.named import FEW, NamedField, Offer, PersonField, RowField, each, parted
from youju.kernel.roles import WORKING
from youju.kernel.selectors import active_people
from youju.kernel.tables import LARGEST


class UnitField(NamedField):
    """A unit that the person may do an act on, by name, long name or code; cleaned to the unit. `AsksUnits` says which act."""

    noun = gettext_lazy("单位")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.units = Unit.objects.none()

    def asked_by(self, user: Any, act: str, scheme: str | None = None) -> UnitField:
        """Take and offer the units on which the person may do the act. Of too many the page asks for some while one writes."""
        self.units = units_for(user, act, scheme=scheme)
        asked = {"act": act} if scheme is None else {"act": act, "scheme": scheme}
        self.widget.address = f"{reverse('units:names')}?{urlencode(asked)}"
        return self

    def found(self, words: str) -> list[Unit]:
        """Return the units that bear this name, long name or code."""
        return naming.units_named(self.units, words)

    def close(self, words: str) -> list[Unit]:
        """Return some units whose names come near."""
        return naming.units_like(self.units, words)

    def told(self, things: Any) -> list[Offer]:
        """Return each unit's long name with its code."""
        return naming.told(list(things))

    def offers(self) -> list[Offer] | None:
        """Return what to write for each unit that stands, None where there are too many for a page."""
        units = list(naming.standing(self.units)[: FEW + 1])
        return None if len(units) > FEW else naming.offered(units)

    def prepare_value(self, value: Any) -> Any:
        """Show a unit that a form begins with under its name."""
        return value.name if isinstance(value, Unit) else value


class AnyUnitField(UnitField):
    """A unit of anybody's: of those the person sees by any name, of others by its exact name or code. Only the former are told."""

    def found(self, words: str) -> list[Unit]:
        """Return what is meant among the person's own units, or else among all."""
        return super().found(words) or naming.units_named(every_unit(), words)

    def told(self, things: Any) -> list[Offer]:
        """Return the long names and codes of those of the units that the person sees."""
        seen = set(self.units.filter(pk__in=[one.pk for one in things]).values_list("pk", flat=True))
        return naming.told([one for one in things if one.pk in seen])


def asked_unit(user: Any, act: str, words: str) -> tuple[str, str]:
    """Return the code of the unit that a list is asked for, and why it is none: both empty where no unit is asked for."""
    if not words.strip():
        return "", ""
    try:
        return UnitField().asked_by(user, act).clean(words).code, ""
    except forms.ValidationError as error:
        return "", " ".join(error.messages)


class UnitsField(forms.CharField):
    """Several units by name, long name or code, parted by spaces, commas or lines; cleaned to units."""

    widget = forms.Textarea(attrs={"rows": 3})

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.one = UnitField()

    def asked_by(self, user: Any, act: str, scheme: str | None = None) -> UnitsField:
        """Take the units on which the person may do the act."""
        self.one = UnitField().asked_by(user, act, scheme)
        return self

    def clean(self, value: Any) -> list[Unit]:
        """Return the units, or say every word that is not one."""
        return each(super().clean(value), self.one.meant)


class AsksUnits(forms.Form):
    """A form whose unit fields take the units on which the person may do its act (for its scheme; None for any)."""

    act = ""
    for_scheme: str | None = None

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if isinstance(field, UnitField | UnitsField):
                field.asked_by(user, self.act, self.for_scheme)


class _ForPerson(AsksUnits):
    act = "unit.change"


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

    parent = UnitField(label=gettext_lazy("新上级"))
    tree = forms.ModelChoiceField(
        Tree.objects.all(), to_field_name="code", label=gettext_lazy("树"), empty_label=None
    )
    field_order = ("tree", "parent", "on", "basis")


class MergeForm(EffectForm):
    """The units that end and become part of this one."""

    codes = UnitsField(
        label=gettext_lazy("并入的单位"),
        help_text=gettext_lazy("写单位名称，一行一个；同名的写上县乡或者写代码"),
    )
    field_order = ("codes", "on", "basis")


class SplitForm(EffectForm):
    """The parts of a split, one line each: unit, share, and the children that go with it."""

    parts = forms.CharField(
        label=gettext_lazy("各部分"),
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "一行一个部分：单位 份额 下级单位…，用空格分开，例如“东岭镇 0.6 东岭村 河口村”。份额合计为 1；单位要先设立。"
        ),
    )
    field_order = ("parts", "on", "basis")

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.one = UnitField().asked_by(user, self.act)

    def clean_parts(self) -> list[Part]:
        """Return the parts, or say every line that cannot be read."""
        parts, wrong = [], []
        for number, line in enumerate(filter(str.strip, self.cleaned_data["parts"].splitlines()), 1):
            try:
                parts.append(self._part(parted(line)))
            except forms.ValidationError as error:
                wrong.extend(
                    _("第 {number} 行：{why}").format(number=number, why=why) for why in error.messages
                )
        if wrong:
            raise forms.ValidationError(wrong)
        return parts

    def _part(self, words: list[str]) -> Part:
        try:
            share = Decimal(words[1] if len(words) > 1 else "NaN")
        except ArithmeticError:
            share = Decimal("NaN")
        units = each(" ".join([words[0], *words[2:]]), self.one.meant)
        if not share.is_finite() or not 0 < share <= 1:
            raise forms.ValidationError(_("份额写成 0 到 1 之间的小数，例如 0.6"))
        return Part(units[0], share, tuple(units[1:]))


class OutlinesForm(forms.Form):
    """A file of borders, and whose they are."""

    file = forms.FileField(
        label=gettext_lazy("边界文件"),
        help_text=gettext_lazy("GeoJSON，经纬度，每个单位一个面，属性里有区划代码 code"),
    )
    source = forms.CharField(
        label=gettext_lazy("来源和审图号"),
        max_length=200,
        help_text=gettext_lazy(
            "印在每张图下面，例如：县自然资源局，吉S(2026)012号。不是测绘的边界，写明“示意”，图上也会标出"
        ),
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before it is read."""
        if self.cleaned_data["file"].size > ground.LARGEST:
            raise forms.ValidationError(_("文件太大；先简化边界，或按县分成几个文件。"))
        return self.cleaned_data["file"]


class TableField(forms.FileField):
    """A table as CSV or Excel; refused before it is read if it is too large, or by its name none of the kinds that are read."""

    def __init__(self, *, most: int = LARGEST, endings: tuple[str, ...] = (), **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("CSV 或 Excel 文件"))
        super().__init__(**kwargs)
        self.most, self.endings = most, endings
        if endings:
            self.widget.attrs["accept"] = ",".join(endings)

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the file as it was sent."""
        file = super().clean(data, initial)
        if file and file.size > self.most:
            raise forms.ValidationError(
                _("文件超过 {most} MB，请分成几个。").format(most=self.most // 1024 // 1024)
            )
        if file and self.endings and not file.name.lower().endswith(self.endings):
            raise forms.ValidationError(
                _("这不是 {kinds} 文件，没有导入；用 WPS 或 Excel 另存后再选。").format(
                    kinds=_("、").join(self.endings)
                )
            )
        return file


class ImportForm(_ForPerson):
    """A file with a tree of units."""

    tree = forms.ModelChoiceField(
        Tree.objects.all(), to_field_name="code", label=gettext_lazy("树"), empty_label=None
    )
    on = forms.DateField(label=gettext_lazy("生效日期"), widget=DayInput)
    file = TableField(help_text=gettext_lazy("第一行是列名：代码、名称、上级代码、层级、类别"))


class AppointForm(forms.Form):
    """Somebody into a working post of a unit."""

    holder = PersonField(label=gettext_lazy("姓名"), help_text=gettext_lazy("同名的写用户名"))
    role = forms.ChoiceField(
        label=gettext_lazy("角色"), choices=[(role.value, role.label) for role in WORKING]
    )
    tree = forms.ModelChoiceField(
        Tree.objects.all(), to_field_name="code", label=gettext_lazy("管辖按哪棵树"), empty_label=None
    )
    scheme = RowField(
        noun=gettext_lazy("方案"),
        label=gettext_lazy("只限方案"),
        required=False,
        help_text=gettext_lazy("留空表示全部方案"),
    )
    valid_from = forms.DateField(label=gettext_lazy("任职日期"), widget=DayInput)
    valid_to = forms.DateField(label=gettext_lazy("离任日期"), required=False, widget=DayInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # who gives posts may see everybody that can be given one
        self.fields["holder"].rows = active_people()
        self.fields["scheme"].rows = ports.schemes()

    def clean_scheme(self) -> str:
        """Return the code of the scheme, "" for all of them."""
        scheme = self.cleaned_data["scheme"]
        return scheme.code if scheme else ""

    def clean(self) -> dict[str, Any]:
        """Refuse a tenure that ends before it begins."""
        said = super().clean() or {}
        if said.get("valid_from") and said.get("valid_to") and said["valid_to"] <= said["valid_from"]:
            self.add_error("valid_to", _("离任日期要在任职日期之后；还在任的空着。"))
        return said
