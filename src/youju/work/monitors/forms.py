"""Forms of this room: from what a person typed to the arguments of a service."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from youju.flow.evidence.choosing import EvidencesField
from youju.flow.units.forms import AsksUnits, DayInput, UnitField
from youju.kernel.named import RowField
from youju.work.monitors import ports
from youju.work.monitors.feeding import COLUMNS
from youju.work.monitors.models import Monitor, WatchRule
from youju.work.monitors.selectors import monitors_for

LONGEST = 366
# A calendar in a browser goes to the year 9999, and a day after the last of all days cannot be counted.
EARLIEST, LATEST = dt.date(1900, 1, 1), dt.date(2999, 12, 31)
_BEYOND = _("写 1900 年到 2999 年之间的日期")
SOME_DAY = (MinValueValidator(EARLIEST, _BEYOND), MaxValueValidator(LATEST, _BEYOND))


class MonitorField(RowField):
    """A monitor by name or code."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(noun=_("监测点"), **kwargs)


class _ForKeeper(AsksUnits):
    """A form whose unit fields take the units a person keeps monitors of, and whose monitors are those."""

    act, for_scheme = "monitor.keep", ""

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        if "against" in self.fields:
            self.fields["against"].rows = monitors_for(user, "monitor.keep")


class MonitorForm(_ForKeeper):
    """A monitor."""

    kind = forms.ChoiceField(label=_("类别"), choices=Monitor.Kind.choices)
    title = forms.CharField(label=_("名称"), max_length=100)
    unit = UnitField(label=_("所在单位"))
    measure = forms.CharField(label=_("计量单位"), max_length=20)
    places = forms.IntegerField(label=_("小数位"), min_value=0, max_value=6, initial=0)
    every = forms.IntegerField(
        label=_("间隔（秒）"), min_value=1, required=False, help_text=_("定时读数的填，如 3600；不定时的空着")
    )
    code = forms.SlugField(
        label=_("代号"), max_length=60, required=False, help_text=_("读数文件里怎么称呼它；空着由系统编号")
    )


class RuleForm(_ForKeeper):
    """A rule."""

    kind = forms.ChoiceField(label=_("看什么"), choices=WatchRule.Kind.choices)
    side = forms.ChoiceField(label=_("方向"), choices=WatchRule.Side.choices)
    opens = forms.DecimalField(
        label=_("报警值"), max_digits=14, decimal_places=4, help_text=_("百分数写成小数：12% 写 0.12")
    )
    clears = forms.DecimalField(
        label=_("解除值"), max_digits=14, decimal_places=4, help_text=_("退回到这里才解除")
    )
    hours = forms.IntegerField(label=_("时段（小时）"), min_value=1, max_value=9000, initial=24)
    days = forms.IntegerField(label=_("和前几天比"), min_value=1, max_value=366, initial=7)
    against = MonitorField(label=_("对照监测点"), required=False)
    system = forms.ChoiceField(label=_("责任体系"), required=False, help_text=_("空着就找任一体系的责任人"))
    register = forms.ChoiceField(
        label=_("立案台账"), initial="case", required=False, help_text=_("空着就只报警，不立案")
    )
    basis = forms.CharField(label=_("依据"), max_length=200)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        fields: Any = self.fields
        fields["system"].choices = [("", _("任一体系")), *ports.systems(user)]
        # where nobody declared the register of cases yet, an alarm stands alone until somebody does
        kept = ports.registers(user) or [("case", _("群众诉求"))]
        fields["register"].choices = [*kept, ("", _("不立案，只报警"))]


class NormalForm(forms.Form):
    """What is normal in some days of the year."""

    starts = forms.CharField(label=_("起（月-日）"), max_length=5, help_text=_("例如 03-01"))
    ends = forms.CharField(label=_("止（月-日）"), max_length=5)
    value = forms.DecimalField(label=_("常年值"), max_digits=16, decimal_places=6)
    source = forms.CharField(label=_("来源"), max_length=200, required=False)


class AreaForm(_ForKeeper):
    """By which weights the mean of an area is taken."""

    title = forms.CharField(label=_("名称"), max_length=100)
    unit = UnitField(label=_("所在单位"))
    weights = forms.CharField(
        label=_("权重"), widget=forms.Textarea(attrs={"rows": 4}), help_text=_("一行一个：测点名称 整数权重")
    )
    method = forms.CharField(label=_("权重办法"), max_length=200, required=False)
    code = forms.SlugField(
        label=_("代号"), max_length=60, required=False, help_text=_("一般不填，由系统编号")
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.one = MonitorField()
        self.one.rows = monitors_for(user, "monitor.keep")

    def clean_weights(self) -> dict[str, int]:
        """Return the weights, or say every line that cannot be read."""
        weights: dict[str, int] = {}
        wrong: list[Any] = []
        for number, line in enumerate(filter(str.strip, self.cleaned_data["weights"].splitlines()), 1):
            words, _space, weight = line.strip().rpartition(" ")
            if not words or not weight.isdecimal():
                wrong.append(_("第 {number} 行：写“测点名称 整数权重”，每个测点一行").format(number=number))
                continue
            try:
                code = self.one.meant(words.strip()).code
            except forms.ValidationError as error:
                wrong.extend(error.messages)
                continue
            if code in weights:
                wrong.append(_("第 {number} 行：这个测点写了两次").format(number=number))
            weights[code] = int(weight)
        if wrong:
            raise forms.ValidationError(wrong)
        return weights


class DaysForm(forms.Form):
    """From which day up to and including which."""

    first = forms.DateField(label=_("自"), widget=DayInput, validators=SOME_DAY)
    last = forms.DateField(label=_("至"), widget=DayInput, validators=SOME_DAY)


class SpanForm(DaysForm):
    """From which day up to and including which, a year and a day at most."""

    def clean(self) -> dict[str, Any]:
        """Refuse days that run backwards or too far."""
        said = super().clean() or {}
        if "first" in said and "last" in said and not 0 <= (said["last"] - said["first"]).days <= LONGEST:
            self.add_error("last", _("止要在起以后，一次最多看 367 天"))
        return said


class CorrectionForm(forms.Form):
    """What counts at a moment instead of what was read."""

    moment = forms.DateTimeField(
        label=_("时间"), input_formats=["%Y-%m-%d %H:%M", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M"], help_text=_("和读数一样写，例如 2023-06-30 04:00")
    )  # fmt: skip
    value = forms.DecimalField(label=_("应为"), max_digits=18, decimal_places=6, required=False)
    nothing = forms.BooleanField(
        label=_("这一次没有读到"), required=False, help_text=_("仪器坏了、读到的不是真的：勾上，按缺读数算")
    )
    why = forms.CharField(label=_("原因"), max_length=300, widget=forms.Textarea(attrs={"rows": 2}))
    evidence = EvidencesField(
        label=_("佐证"),
        required=False,
        help_text=_("抄表记录、检修单；先以监测点所在单位的名义传到“佐证”，再在这里选"),
    )

    def __init__(self, *args: Any, user: Any, monitor: Monitor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["evidence"].asked_by(user, unit_id=monitor.unit_id)  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Ask for exactly one of a value and the word that nothing was read."""
        said = super().clean() or {}
        nothing = said.pop("nothing", False)
        if "value" in said and nothing == (said["value"] is not None):
            self.add_error("value", _("写应为多少，或者勾“没有读到”，二选一"))
        return said


class FeedForm(forms.Form):
    """A file of readings."""

    file = forms.FileField(
        label=_("CSV 文件"),
        help_text=format_lazy(
            _("UTF-8，第一行是列名：{words}；时间写 2023-06-30 04:00"), words="、".join(COLUMNS)
        ),
    )
