"""Forms of this room: from what a person typed to the arguments of a service."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from youju.flow.units.forms import AsksUnits, DayInput, TableField, UnitField
from youju.flow.units.powers import units_for
from youju.kernel.named import NamedField, Offer, PersonField
from youju.kernel.powers import today_of
from youju.kernel.selectors import holders_on
from youju.work.duties.models import Charge, Duty, HelpLink
from youju.work.duties.selectors import systems_for
from youju.work.duties.words import SYSTEMS


class Day(forms.DateField):
    """A day, with the browser's own calendar."""

    widget = DayInput


class Holder(PersonField):
    """The account of the person, where the person has one."""

    def __init__(self) -> None:
        super().__init__(label=_("账号（有账号的填）"), required=False, help_text=_("写姓名；同名的写用户名"))


class SystemField(NamedField):
    """A system of duties by its title: one that is kept already, one that offices everywhere keep, or a new one."""

    noun = _("责任体系")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(label=_("责任体系"), max_length=40, **kwargs)
        self.kept: list[str] = []

    def asked_by(self, user: Any) -> None:
        """Offer the systems that the person sees anything of."""
        self.kept = systems_for(user)

    def clean(self, value: Any) -> Any:
        """Return the code of a system that the house knows, else the words themselves: they are its name and its code."""
        words = forms.CharField.clean(self, value)
        if any(sign in words for sign in "/?#\\"):
            raise forms.ValidationError(gettext("名称里不能有 / ? # \\。写成例如“护林防火”。"))
        return {str(title): code for code, title in SYSTEMS.items()}.get(words, words)

    def offers(self) -> list[Offer]:
        """Return the systems by their titles."""
        codes = dict.fromkeys([*self.kept, *SYSTEMS])
        return [Offer(str(SYSTEMS.get(code, code))) for code in codes]

    def prepare_value(self, value: Any) -> Any:
        """Show a system under its title."""
        return str(SYSTEMS.get(value, value)) if isinstance(value, str) else value


class _ForKeeper(AsksUnits):
    """A form whose unit fields take the units a person keeps duties of."""

    act, for_scheme = "duty.keep", ""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        for field in self.fields.values():
            if isinstance(field, SystemField):
                field.asked_by(user)
            if isinstance(field, Holder):
                field.rows = holders_on(today_of(user), units_for(user, "duty.keep", scheme="").values("pk"))


class ChargeForm(_ForKeeper):
    """Something to answer for."""

    system = SystemField(help_text=_("选现有的，或者写一个新的名称"))
    kind = forms.ChoiceField(label=_("类别"), choices=Charge.Kind.choices)
    title = forms.CharField(label=_("名称"), max_length=100)
    unit = UnitField(label=_("所在单位"))
    code = forms.CharField(
        label=_("代号"),
        max_length=60,
        required=False,
        help_text=_("一般不填，由系统编号；台账事项写“台账代号/编号”"),
    )
    since = Day(label=_("自哪天起"), required=False, help_text=_("留空就是今天"))
    line = forms.CharField(
        label=_("整条名称"), max_length=60, required=False, help_text=_("河、林带的一段才填")
    )
    from_m = forms.IntegerField(label=_("起点（米）"), min_value=0, required=False)
    to_m = forms.IntegerField(label=_("终点（米）"), min_value=1, required=False)
    season_from = forms.CharField(
        label=_("每年自（月-日）"), max_length=5, required=False, help_text=_("只在一季要负责的才填，例如汛期 06-01 至 09-30")
    )  # fmt: skip
    season_to = forms.CharField(label=_("每年至（月-日）"), max_length=5, required=False)


class LineForm(_ForKeeper):
    """How long a line is as a whole."""

    system = SystemField()
    title = forms.CharField(label=_("整条名称"), max_length=60, help_text=_("和各段写的一样"))
    unit = UnitField(label=_("所在单位"))
    length_m = forms.IntegerField(label=_("全长（米）"), min_value=1)
    source = forms.CharField(label=_("全长出处"), max_length=200)


class OnForm(forms.Form):
    """As of which day, and of which system."""

    system = SystemField(required=False)
    on = Day(label=_("看哪一天"), required=False)


class DutyForm(_ForKeeper):
    """Who answers, with what rights and support."""

    kind = forms.ChoiceField(label=_("责任类别"), choices=Duty.Kind.choices)
    person = forms.CharField(label=_("责任人"), max_length=60)
    post = forms.CharField(label=_("职务"), max_length=80, required=False)
    holder = Holder()
    unit = UnitField(label=_("责任单位"))
    since = Day(label=_("起"))
    basis = forms.CharField(label=_("依据"), max_length=200)
    rights = forms.CharField(
        label=_("权限"), max_length=500, required=False, help_text=_("能决定、能调动什么")
    )
    support = forms.CharField(
        label=_("保障"), max_length=500, required=False, help_text=_("人、钱、物从哪里来")
    )


class HandOverForm(_ForKeeper):
    """Who takes over, from when, and what was handed over."""

    person = forms.CharField(label=_("接任的人"), max_length=60)
    post = forms.CharField(label=_("职务"), max_length=80, required=False)
    holder = Holder()
    unit = UnitField(label=_("责任单位"))
    on = Day(label=_("交接日期"))
    note = forms.CharField(label=_("交接了什么"), max_length=500, required=False)


class DepartForm(_ForKeeper):
    """Who left which unit."""

    unit = UnitField(label=_("原单位"))
    person = forms.CharField(label=_("姓名"), max_length=60)
    on = Day(label=_("调离日期"))


class LinkForm(_ForKeeper):
    """Who helps whom."""

    kind = forms.ChoiceField(label=_("类别"), choices=HelpLink.Kind.choices)
    helper = forms.CharField(label=_("帮扶方（单位、企业或姓名）"), max_length=100)
    helper_unit = UnitField(label=_("帮扶方单位"), required=False)
    unit = UnitField(label=_("受帮扶单位"))
    since = Day(label=_("起"))
    until = Day(label=_("止"), required=False)
    basis = forms.CharField(label=_("依据"), max_length=200)


class EndLinkForm(forms.Form):
    """When help ended and what came of it."""

    on = Day(label=_("结束日期"))
    result = forms.CharField(label=_("成效"), max_length=500, required=False)


class RouteForm(_ForKeeper):
    """Which department answers for an industry."""

    area = UnitField(label=_("地区"))
    code = forms.CharField(
        label=_("行业代码"), max_length=10, help_text=_("GB/T 4754，例如 C27；小类没有写的跟大类")
    )
    department = UnitField(label=_("主管部门"))
    on = Day(label=_("自哪天起"))


class EndForm(forms.Form):
    """A day."""

    on = Day(label=_("日期"))


class ImportForm(forms.Form):
    """A table of charges and duties."""

    file = TableField()
