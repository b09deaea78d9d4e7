"""Numbers as people type them, exact or about."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from youju.engine.registers import Field
from youju.flow.ledger.measures import COUNTED, alike
from youju.flow.reports.fields import plain
from youju.flow.reports.typed import read as read_typed
from youju.work.registers.fields.kept import Kept, Wrong

SCALE = {
    "万": Decimal(10_000),
    "亿": Decimal(100_000_000),
    "万元": Decimal(10_000),
    "亿元": Decimal(100_000_000),
}
MOST = Decimal(10) ** 15
COLUMN = 2**63 - 1
"""What the whole number of a column holds: a number with its places must fit."""
_TAIL = re.compile(
    r"^(?P<before>近|约|超过|超|逾|不少于|不低于|至少|不超过|不到|不足|至多)?(?P<number>\d[\d,]*(?:\.\d+)?)(?P<scale>万|亿)?(?P<more>多|余|来)?(?P<rest>\D{0,12})$"
)
_RELATION = {
    "近": "≤",
    "不到": "≤",
    "不足": "≤",
    "不超过": "≤",
    "至多": "≤",
    "约": "≈",
    "超过": "≥",
    "超": "≥",
    "逾": "≥",
    "不少于": "≥",
    "不低于": "≥",
    "至少": "≥",
}


def number(field: Field, text: str) -> tuple[Kept, Wrong | None]:
    """Read an exact number; money may be said in 万 or 亿."""
    scale = (
        next((word for word in sorted(SCALE, key=len, reverse=True) if text.endswith(word)), "")
        if field.type == "money"
        else ""
    )
    bare = (
        text.removesuffix(scale).removesuffix("元")
        if field.type == "money"
        else text.removesuffix(field.measure or "")
    )
    said = read_typed(bare)
    if said.what or said.value is None:
        return None, (said.what or _("不是数"), said.mend or _("只写数字"))
    if said.relation != "=":
        return None, (_("这里要一个确数，不能带 ≥、约"), _("写确数；要记约数，请把字段声明为 quantity"))
    return _exact(field, said.value * SCALE.get(scale, Decimal(1)))


def _exact(field: Field, value: Decimal) -> tuple[Kept, Wrong | None]:
    if abs(value) >= MOST or abs(value.scaleb(field.digits)) > COLUMN:
        return None, (_("数太大"), _("核对单位"))
    if value != round(value, field.digits):
        return None, (
            _("小数超过 {digits} 位").format(digits=field.digits),
            _("四舍五入后再填") if field.digits else _("写整数"),
        )
    return plain(value), None


def quantity(field: Field, text: str) -> tuple[Kept, Wrong | None]:
    """Read a number that may be about: 20多, 约300, ≥20."""
    found = _TAIL.match(text.replace(" ", ""))
    measure = (field.measure or "").strip()
    if found and (found["more"] or found["before"] or found["scale"] or found["rest"]):
        about = next((word for word in ("以上", "以下", "左右") if found["rest"].endswith(word)), "")
        counter = found["rest"].removeprefix(measure).removesuffix(about)
        known = alike(counter, measure) if measure else counter in COUNTED or counter in {"元", "吨"}
        if counter and not known:
            return None, (
                _("看不懂“{text}”").format(text=found["rest"][:10]),
                _("只写数和{measure}，例如 ≥20、20多").format(measure=measure or pgettext("number", "关系")),
            )
        relation = (
            "≥"
            if found["more"] in {"多", "余"} or about == "以上"
            else "≤"
            if about == "以下"
            else "≈"
            if about == "左右" or found["more"] == "来"
            else _RELATION.get(found["before"] or "", "=")
        )
        number, wrong = _exact(
            field, Decimal(found["number"].replace(",", "")) * SCALE.get(found["scale"] or "", Decimal(1))
        )
        return (None, wrong) if wrong else ({"n": number, "r": relation}, None)
    said = read_typed(text.removesuffix(measure) if measure else text)
    if said.what or said.value is None:
        return None, (said.what or _("不是数"), _("写数，可带关系，例如 ≥20、20多、约300"))
    number, wrong = _exact(field, said.value)
    return (None, wrong) if wrong else ({"n": number, "r": said.relation}, None)
