"""Forms of this room: from what a person chose to the arguments of a service."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from youju.flow.schemes.package import WHOLE
from youju.flow.schemes.services.rounds import DEADLINES
from youju.flow.units.forms import AsksUnits, DayInput, UnitField


class Files(forms.ClearableFileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """At least one file; every one of them is checked."""

    widget = Files

    def clean(self, data: Any, initial: Any = None) -> Any:
        """Return the files."""
        given = data if isinstance(data, list | tuple) else [data]
        return [super(FilesField, self).clean(one, initial) for one in given or [None]]


class LoadForm(AsksUnits):
    """The files of a scheme, and the unit whose office keeps it."""

    act = "scheme.load"
    unit = UnitField(label=gettext_lazy("主办单位"))
    files = FilesField(
        label=gettext_lazy("方案文件"),
        help_text=gettext_lazy("scheme.yaml、units.csv、examples.yaml、registers/…，或者一个 .zip"),
    )

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["unit"].initial = self.fields["unit"].units.first()

    def uploads(self) -> list[tuple[str, bytes]]:
        """Return the names and contents of the files; too large ones are not read."""
        return [(file.name or "", file.read(WHOLE + 1)) for file in self.cleaned_data["files"]]


class RoundForm(forms.Form):
    """A period, and deadlines by hand where they cannot be counted."""

    period = forms.CharField(
        label=gettext_lazy("周期"), max_length=10, help_text=gettext_lazy("2026-10、2026Q3、2026H1 或 2026")
    )
    report_by = forms.DateField(label=gettext_lazy("报送截止（留空按方案算）"), required=False)
    verify_by = forms.DateField(label=gettext_lazy("核查截止"), required=False)
    object_by = forms.DateField(label=gettext_lazy("异议截止"), required=False)
    close_on = forms.DateField(label=gettext_lazy("关账日"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in DEADLINES:
            self.fields[name].widget = DayInput()

    def deadlines(self) -> dict[str, dt.date]:
        """Return the deadlines that were given by hand."""
        return {name: self.cleaned_data[name] for name in DEADLINES if self.cleaned_data.get(name)}
