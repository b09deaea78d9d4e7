"""Forms of this room that do not come from a declaration."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from youju.engine.sources.gate import FILE_LIMIT
from youju.flow.schemes.forms import FilesField
from youju.flow.schemes.selectors import schemes_for, versions_carrying
from youju.flow.units.forms import AsksUnits, TableField, UnitField
from youju.flow.units.powers import may_on

LARGEST = 2_000_000


class DeclareForm(AsksUnits):
    """The files of a declaration, whose it is, and the scheme it belongs to."""

    act = "register.declare"
    unit = UnitField(label=_("主办单位"))
    scheme = forms.ChoiceField(label=_("方案"), required=False)
    files = FilesField(label=_("声明文件"), help_text=_(".yaml；被扩展的声明一起选上，排在前面"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        known = [(one.code, one.title) for one in schemes_for(user)]
        self.fields["scheme"].choices = [("", _("不属于哪个方案")), *known]

    def texts(self) -> list[tuple[str, str]]:
        """Return the names and texts of the files; what is too large is not read to its end."""
        return [
            (file.name or "", file.read(LARGEST + 1).decode("utf-8-sig", "replace"))
            for file in self.cleaned_data["files"]
        ]


class BookForm(forms.Form):
    """The workbook of a register, filled in."""

    file = TableField(label=_("填好的表"), most=FILE_LIMIT, endings=(".xlsx", ".csv"))


class OfSchemeForm(forms.Form):
    """The scheme whose registers are to be kept here, with the rows that came with it."""

    version = forms.ChoiceField(label=_("方案"))

    def __init__(self, *args: Any, user: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.versions = {
            str(one.pk): one
            for one in versions_carrying(user, "registers/")
            if may_on(user, "register.declare", one.scheme.unit_id, scheme=one.scheme.code)
        }
        self.fields["version"].choices = [(pk, str(one)) for pk, one in self.versions.items()]
