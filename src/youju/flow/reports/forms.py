"""Forms of reports, beside the one that the scheme declares."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


class ReturnForm(forms.Form):
    """Why a report goes back. What is missing is said by the service."""

    use_required_attribute = False
    reason = forms.CharField(
        label=_("退回理由"), max_length=500, required=False, widget=forms.TextInput(attrs={"size": 40})
    )
