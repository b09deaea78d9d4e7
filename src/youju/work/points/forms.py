"""Forms of this room: from what a person typed to the arguments of a service."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from youju.flow.evidence.choosing import EvidenceField
from youju.flow.units.forms import AsksUnits, DayInput, TableField, UnitField
from youju.kernel.clock import db_today
from youju.kernel.named import RowField
from youju.work.points.models import Book
from youju.work.points.selectors import merchants_of, rules_on


class AmountField(forms.DecimalField):
    """An amount as people write it, cleaned to an integer of the book's smallest part."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_digits=15, decimal_places=2, **kwargs)
        self.places = 0

    def clean(self, value: Any) -> Any:
        """Return the integer, or say that the amount is finer than the book keeps."""
        amount = super().clean(value)
        if amount is None:
            return None
        whole = amount.scaleb(self.places)
        if whole != whole.to_integral_value():
            raise forms.ValidationError(_("最多写 {places} 位小数。").format(places=self.places))
        return int(Decimal(whole))


class _InBook(AsksUnits):
    """A form about a book: its amounts are kept as the book keeps them, its units are those the person may write for."""

    act, for_scheme = "points.book", ""

    def __init__(self, *args: Any, book: Book | None = None, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        for field in self.fields.values():
            if isinstance(field, AmountField) and book is not None:
                field.places = book.places
        if "rule" in self.fields:
            self.fields["rule"].queryset = rules_on(book, db_today())  # type: ignore[arg-type]
        if "merchant" in self.fields:
            self.fields["merchant"].rows = merchants_of(book)


class BookForm(_InBook):
    """A book and the rule it rests on."""

    act = "points.keep"
    unit = UnitField(label=_("主办单位"))
    title = forms.CharField(label=_("名称"), max_length=100)
    basis = forms.CharField(label=_("依据"), max_length=200, help_text=_("村规民约或文件的标题、文号"))
    evidence = EvidenceField(label=_("依据的佐证"), help_text=_("先把议定的文本传到“佐证”，再在这里选"))
    agreed_on = forms.DateField(label=_("议定日期"), widget=DayInput)
    ends_on = forms.DateField(label=_("止于"), widget=DayInput)
    measure = forms.CharField(
        label=_("计量"), max_length=10, initial="分", help_text=_("积分写“分”，消费券写“元”")
    )
    places = forms.IntegerField(label=_("小数位"), min_value=0, max_value=2, initial=0)
    months = forms.IntegerField(
        label=_("有效月数"), min_value=1, max_value=120, required=False, help_text=_("空着就不过期")
    )
    code = forms.SlugField(
        label=_("代号"), max_length=40, required=False, help_text=_("一般不填，由系统编号")
    )

    def __init__(self, *args: Any, user: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, user=user, **kwargs)
        self.fields["evidence"].asked_by(user)  # type: ignore[attr-defined]


class RuleForm(_InBook):
    """A rule of a book."""

    clause = forms.CharField(label=_("条款"), max_length=80)
    title = forms.CharField(label=pgettext_lazy("award", "做了什么"), max_length=100)
    amount = AmountField(label=_("奖励"))


class AccountForm(_InBook):
    """An account for a household or a merchant."""

    kind = forms.ChoiceField(label=_("类别"), choices=[("household", _("农户")), ("merchant", _("商户"))])
    number = forms.CharField(label=_("户号"), max_length=40)
    name = forms.CharField(label=_("名称"), max_length=80, help_text=_("农户写户主"))
    unit = UnitField(label=_("所在村"))
    opted_in_on = forms.DateField(
        label=_("哪天自愿加入"), widget=DayInput, required=False, help_text=_("农户必填")
    )


class BatchForm(_InBook):
    """A batch of vouchers."""

    number = forms.CharField(label=_("批次号"), max_length=40)
    title = forms.CharField(label=_("名称"), max_length=80)
    amount = AmountField(label=_("发放总额"))
    basis = forms.CharField(label=_("依据"), max_length=200)
    starts_on = forms.DateField(label=_("可用自"), widget=DayInput)
    ends_on = forms.DateField(label=_("可用至"), widget=DayInput)
    attribution = forms.CharField(
        label=_("归因办法"), max_length=300, help_text=_("什么样的交易额算这批券带动的")
    )


class AwardForm(_InBook):
    """What a household did, and who saw it."""

    rule = forms.ModelChoiceField(None, label=_("规则"))
    witness = forms.CharField(label=_("见证人"), max_length=60, required=False)
    note = forms.CharField(label=_("说明"), max_length=300, required=False)


class MerchantField(RowField):
    """A merchant of the book by name or number."""

    number, name = "number", "name"

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(noun=_("商户"), **kwargs)


class RedeemForm(_InBook):
    """What is spent at which merchant."""

    merchant = MerchantField(label=_("商户"))
    amount = AmountField(label=_("抵用"))
    turnover = AmountField(label=_("交易额"), required=False, help_text=_("整笔买卖多少；不知道就空着"))
    note = forms.CharField(label=_("换了什么"), max_length=300, required=False)


class SettleForm(_InBook):
    """What a merchant was paid."""

    amount = AmountField(label=_("结算"))
    note = forms.CharField(label=_("付款凭证"), max_length=300, required=False)


class UndoForm(forms.Form):
    """Why an entry was wrong."""

    reason = forms.CharField(label=_("理由"), max_length=300, required=False)


class ImportForm(forms.Form):
    """A table of households and merchants."""

    file = TableField()
