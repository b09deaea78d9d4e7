"""Forms of this room: from what a person typed to the arguments of a service."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.validators import FileExtensionValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from youju.flow.inspections.models import InspectionTeam, Plan, Visit
from youju.flow.inspections.services import Quota
from youju.flow.inspections.services.syncing import number
from youju.flow.schemes.selectors import rounds_for
from youju.flow.units.forms import AsksUnits, UnitField
from youju.kernel.errors import Refusal
from youju.kernel.named import PeopleField, each, parted


class Day(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        # a browser's calendar reads this one form, whatever form the language of the page writes
        super().__init__(format="%Y-%m-%d")


class Words(forms.CharField):
    """A text of several lines."""

    widget = forms.Textarea(attrs={"rows": 3})


class PlanForm(AsksUnits):
    """A plan: whose, on what basis, on which days, about whom."""

    act = "inspection.plan"
    office = UnitField(label=gettext_lazy("组织单位"))
    title = forms.CharField(label=gettext_lazy("名称"), max_length=120)
    basis = forms.CharField(
        label=gettext_lazy("依据"),
        max_length=200,
        help_text=gettext_lazy("文件名称和文号；没有依据不能开展督查"),
    )
    round_ = forms.ModelChoiceField(
        None,
        label=gettext_lazy("轮次"),
        required=False,
        help_text=gettext_lazy("核查哪一轮的报送；专项督查可以不选"),
    )
    level = forms.ChoiceField(
        label=gettext_lazy("督查对象"), required=False,
        choices=[("", gettext_lazy("轮次里的全部单位")), ("county", gettext_lazy("县级")), ("township", gettext_lazy("乡级")), ("village", gettext_lazy("村级"))],
    )  # fmt: skip
    starts_on = forms.DateField(label=gettext_lazy("开始"), widget=Day)
    ends_on = forms.DateField(label=gettext_lazy("结束"), widget=Day)
    overlap_reason = forms.CharField(
        label=gettext_lazy("与别的督查重叠的理由"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("一般不填；同一天有别的督查而又必须同时进行时才写"),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["round_"].queryset = rounds_for(user)


class AreasForm(AsksUnits):
    """The areas of a plan, one line each: its name, then the units that stand for all under them."""

    act = "inspection.plan"
    areas = Words(
        label=gettext_lazy("片区"),
        help_text=gettext_lazy(
            "一行一个片区：名称 单位 单位……，例如“东片 东岭镇 河口镇”；写乡镇就包括它的全部村，同名的写上县乡或者写代码"
        ),
    )

    overlap_reason = forms.CharField(
        label=gettext_lazy("与别的督查重叠的理由"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("一般不填；同一天有别的督查而又必须同时进行时才写"),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.one = UnitField().asked_by(user, self.act)

    def clean_areas(self) -> dict[str, list[Any]]:
        """Return the areas, or say every line that cannot be read."""
        areas: dict[str, list[Any]] = {}
        wrong: list[str] = []
        for at, line in enumerate(filter(str.strip, self.cleaned_data["areas"].splitlines()), 1):
            name, *words = parted(line)
            try:
                found = each(" ".join(words), self.one.meant)
                why = [_("片区重名")] if name in areas else [] if words else [_("没有写单位")]
            except forms.ValidationError as error:
                found, why = [], error.messages
            wrong.extend(_("第 {number} 行：{why}").format(number=at, why=one) for one in why)
            areas[name] = found
        if wrong:
            raise forms.ValidationError(wrong)
        return areas


class TeamForm(forms.Form):
    """A team and the areas it is given."""

    name = forms.CharField(label=gettext_lazy("组名"), max_length=60)
    people = PeopleField(
        label=gettext_lazy("督查员"),
        help_text=gettext_lazy("写姓名，用空格分开，第一个是组长；同名的写用户名"),
    )
    areas = forms.ModelMultipleChoiceField(None, label=gettext_lazy("负责的片区"), required=False)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["areas"].queryset = plan.areas.order_by("name")


class GivenForm(forms.Form):
    """Areas for a team that stands."""

    team = forms.ModelChoiceField(None, label=gettext_lazy("督查组"))
    areas = forms.ModelMultipleChoiceField(None, label=gettext_lazy("负责的片区"))

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = plan.teams.order_by("name")
        self.fields["areas"].queryset = plan.areas.order_by("name")


class DrawForm(forms.Form):
    """How many units are drawn in each area, and a seed thrown before witnesses if there is one."""

    seed = forms.CharField(
        label=gettext_lazy("种子"),
        max_length=64,
        required=False,
        help_text=gettext_lazy("当场摇号的数；空着由系统产生"),
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.areas = list(plan.areas.order_by("name"))
        for area in self.areas:
            for kind, label in (("risk", _("按风险")), ("chance", _("随机"))):
                self.fields[f"{kind}_{area.pk}"] = forms.IntegerField(
                    label=_("{name}{label}抽").format(name=area.name, label=label), min_value=0, initial=0
                )

    def quotas(self) -> dict[str, Quota]:
        """Return what was asked for, by the names of the areas."""
        said = self.cleaned_data
        return {area.name: Quota(said[f"risk_{area.pk}"], said[f"chance_{area.pk}"]) for area in self.areas}


class DayForm(forms.Form):
    """When and how a visit is made, and by which team."""

    day = forms.DateField(label=gettext_lazy("日期"), widget=Day)
    mode = forms.ChoiceField(label=gettext_lazy("方式"), choices=Visit.Mode.choices)
    announced = forms.BooleanField(label=gettext_lazy("事先告知"), required=False)


class GiveForm(forms.Form):
    """Another team for a visit."""

    team = forms.ModelChoiceField(None, label=gettext_lazy("督查组"), empty_label=None)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["team"].queryset = InspectionTeam.objects.filter(plan=plan).order_by("name")


class VerifyForm(forms.Form):
    """One value as it was found."""

    indicator = forms.CharField(max_length=80, widget=forms.HiddenInput)
    value = forms.CharField(
        label=gettext_lazy("核查值"), max_length=40, required=False,
        widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
    )  # fmt: skip
    not_found = forms.BooleanField(label=gettext_lazy("没有看到"), required=False)
    note = forms.CharField(label=gettext_lazy("说明"), max_length=500, required=False)
    corrects = forms.UUIDField(required=False, widget=forms.HiddenInput)

    def clean_value(self) -> str:
        """Return the text of a number, or say that it is none."""
        text = str(self.cleaned_data["value"]).strip()
        try:
            number(text)
        except Refusal:
            raise forms.ValidationError(
                _("“{text}”不是数。只写数字，不写单位；没有看到就空着，勾“没有看到”。").format(text=text)
            ) from None
        return text

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two: an empty field alone is not a finding."""
        said = super().clean() or {}
        if "value" in said and bool(said["value"]) == bool(said.get("not_found")):
            self.add_error("value", _("写上看到的数；确实没有看到，就勾“没有看到”。两样不能同时。"))
        return said


class PictureForm(forms.Form):
    """A photograph, or a page that was shown."""

    file = forms.FileField(
        label=gettext_lazy("照片（需要时才拍；位置信息会自动去掉）"),
        widget=forms.FileInput(attrs={"accept": "image/*,application/pdf"}),
        validators=[FileExtensionValidator(["jpg", "jpeg", "png", "webp", "heic", "heif", "pdf"])],
    )


class FindingForm(forms.Form):
    """Something that is wrong."""

    what = Words(label=gettext_lazy("问题"))
    clause = forms.CharField(label=gettext_lazy("依据条款"), max_length=200, required=False)


class WordsForm(forms.Form):
    """Some words: a feedback, a conclusion, a reason. What is missing is said by the service."""

    text = Words(label=gettext_lazy("内容"), required=False)


class AssignForm(forms.Form):
    """By when a finding is put right."""

    due_on = forms.DateField(label=gettext_lazy("整改期限"), widget=Day)


class RecusalForm(AsksUnits):
    """Whom somebody does not inspect, and why."""

    act = "inspection.visit"
    unit = UnitField(label=gettext_lazy("单位"))
    reason = forms.CharField(label=gettext_lazy("理由"), max_length=200)
