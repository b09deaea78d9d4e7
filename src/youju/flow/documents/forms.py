"""Forms of this room: from what a person typed to the arguments of a service."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from youju.flow.documents import ports
from youju.flow.documents.models import Decision, Document
from youju.flow.documents.ports import Target
from youju.flow.documents.services import LARGEST, Said
from youju.kernel.named import LONGEST, NamedField, Offer


class DayInput(forms.DateInput):
    """The browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        # a browser's calendar reads this one form, whatever form the language of the page writes
        super().__init__(format="%Y-%m-%d")


class UploadForm(forms.Form):
    """A file with what a person knows of it."""

    file = forms.FileField(
        label=gettext_lazy("文件"), help_text=gettext_lazy(".txt、.docx、带文字层的 .pdf、.html，50 MB 以内")
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("文种"), choices=Document.Kind.choices, initial=Document.Kind.NEWSPAPER_PAGE
    )
    title = forms.CharField(
        label=gettext_lazy("标题"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("留空则取文中第一个标题"),
    )
    issuer = forms.CharField(label=gettext_lazy("发文机关或报纸"), max_length=100, required=False)
    number = forms.CharField(label=gettext_lazy("文号或版次"), max_length=80, required=False)
    dated_on = forms.DateField(
        label=gettext_lazy("成文或见报日期"),
        required=False,
        widget=DayInput,
        help_text=gettext_lazy("留空则按文中写明的日期，并记下依据"),
    )
    place = forms.CharField(
        label=gettext_lazy("从何地说起"),
        max_length=40,
        required=False,
        help_text=gettext_lazy("地名或行政区划代码，例如 220500；留空则由文中判断"),
    )

    def clean_file(self) -> Any:
        """Refuse a file that is too large before it is read."""
        file = self.cleaned_data["file"]
        if file.size > LARGEST:
            raise forms.ValidationError(
                _("文件超过 {largest} MB，请按期、按版拆开。").format(largest=LARGEST >> 20)
            )
        return file


class TargetField(NamedField):
    """Where a fact goes, by the name of an indicator or a register, with its scheme in brackets where several bear it."""

    noun = gettext_lazy("指标或台账")
    coded = gettext_lazy("方案名")

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.targets: Sequence[Target] = ()

    def found(self, words: str) -> list[Target]:
        """Return the one that is written so with its brackets, or else all of this name."""
        whole = [one for one in self.targets if str(one) == words]
        return whole[:1] or [one for one in self.targets if words in {one.title, one.register, one.indicator}]

    def close(self, words: str) -> list[Target]:
        """Return those whose names hold the words."""
        return [one for one in self.targets if words in str(one)]

    def told(self, things: Iterable[Target]) -> list[Offer]:
        """Return each name with where it stands."""
        return [Offer(one.title, one.inside) for one in things]


class DecideForm(forms.Form):
    """A verdict on a fact, and what is corrected.

    The codes say what the form began with; `unit` and `target` say it by name, and count where they were changed.
    """

    verdict = forms.ChoiceField(choices=Decision.Verdict.choices)
    unit_code = forms.CharField(max_length=40, required=False)
    scheme = forms.CharField(max_length=80, required=False)
    indicator = forms.CharField(max_length=80, required=False)
    register = forms.CharField(max_length=80, required=False)
    period = forms.CharField(max_length=10, required=False)
    value = forms.CharField(max_length=40, required=False)
    measure = forms.CharField(max_length=20, required=False)
    relation = forms.CharField(max_length=1, required=False)
    note = forms.CharField(max_length=300, required=False)
    unit = forms.CharField(max_length=LONGEST, required=False)
    target = TargetField(max_length=300, required=False)

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.user = user
        field: Any = self.fields["target"]
        field.targets = ports.targets(user)

    def clean_unit(self) -> None:
        """Put the code of the unit that is named in the place of the one that stood there."""
        kept, words = self.cleaned_data.get("unit_code", ""), self.cleaned_data["unit"]
        if "unit" in self.data and words != ports.names_of(self.user, [kept]).get(kept, kept):
            self.cleaned_data["unit_code"] = ports.unit_field(self.user).clean(words).code if words else ""

    def clean_target(self) -> None:
        """Put the codes of what is named in the place of those that stood there."""
        if "target" in self.data:
            target = self.cleaned_data["target"]
            codes = target.codes if target else ("", "", "")
            self.cleaned_data.update(zip(("scheme", "indicator", "register"), codes, strict=True))

    def said(self) -> Said:
        """Return what was said besides verdict and note."""
        given = {name: self.cleaned_data[name] for name in Said.__slots__}
        return Said(**{**given, "relation": given["relation"] or "="})


class ListForm(forms.Form):
    """What the list can be asked."""

    kind = forms.ChoiceField(
        label=gettext_lazy("文种"),
        choices=[("", gettext_lazy("全部")), *Document.Kind.choices],
        required=False,
    )
    words = forms.CharField(label=gettext_lazy("标题里有"), max_length=80, required=False)

    def asked(self) -> dict[str, str]:
        """Return what was asked; what cannot be read was not asked."""
        self.is_valid()
        return {name: self.cleaned_data.get(name) or "" for name in ("kind", "words")}
