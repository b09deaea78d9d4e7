"""Forms of reports, beside the one that the scheme declares."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from youju.engine.sources.gate import FILE_LIMIT
from youju.flow.units.forms import TableField


class BookForm(forms.Form):
    """The workbook of a round, filled in."""

    file = TableField(label=_("填好的报送表"), most=FILE_LIMIT, endings=(".xlsx",))


class ReturnForm(forms.Form):
    """Why a report goes back. What is missing is said by the service."""

    use_required_attribute = False
    reason = forms.CharField(
        label=_("退回理由"), max_length=500, required=False, widget=forms.TextInput(attrs={"size": 40})
    )
