"""Words, choices, lists, addresses, places and files as people type them."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from django.utils.translation import gettext as _

from youju.engine.registers import Field
from youju.kernel.sha256 import is_sha256
from youju.work.registers.fields.kept import Kept, Wrong

YES, NO = {"是", "true", "1", "yes", "√", "有"}, {"否", "false", "0", "no", "×", "无"}
PLACE = 120


def truth(_field: Field, text: str) -> tuple[Kept, Wrong | None]:
    """Read yes or no."""
    word = text.lower()
    return (
        (True, None)
        if word in YES
        else (False, None)
        if word in NO
        else (None, (_("不是“是”或“否”"), _("写 是 或 否")))
    )


def choice(field: Field, text: str) -> tuple[Kept, Wrong | None]:
    """Read one of the words a field offers."""
    choices = field.choices or ()
    if text in choices:
        return text, None
    return None, (
        _("“{text}”不在可选项里").format(text=text[:20]),
        _("从这些里选：") + "、".join(choices[:20]),
    )


def text(field: Field, text: str) -> tuple[Kept, Wrong | None]:
    """Read a text."""
    most = field.max_length or (4000 if field.type == "text" else 200)
    return (
        (text, None) if len(text) <= most else (None, (_("超过 {most} 字").format(most=most), _("写短一些")))
    )


def email(_field: Field, text: str) -> tuple[Kept, Wrong | None]:
    """Read an e-mail address."""
    good = len(text) <= 200 and re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", text)
    return (text, None) if good else (None, (_("不是邮箱地址"), _("写成 name@example.cn")))


def uri(_field: Field, text: str) -> tuple[Kept, Wrong | None]:
    """Read an address of the web."""
    good = len(text) <= 500 and re.fullmatch(r"https?://[^\s<>\"]+", text)
    return (text, None) if good else (None, (_("不是网址"), _("以 https:// 开头")))


def listed(field: Field, text: str) -> tuple[Kept, Wrong | None]:
    """Read several words, parted by commas."""
    items = [part.strip() for part in re.split(r"[、,;，；\n]", text) if part.strip()]
    strange = [item for item in items if field.choices and item not in field.choices]
    return (
        (items, None)
        if not strange
        else (
            None,
            (
                _("“{text}”不在可选项里").format(text=strange[0][:20]),
                _("从这些里选：") + "、".join((field.choices or ())[:20]),
            ),
        )
    )


def point(_field: Field, text: str) -> tuple[Kept, Wrong | None]:
    """Read a place on the earth: longitude, latitude."""
    found = re.fullmatch(r"(-?\d{1,3}(?:\.\d{1,8})?)\s*,\s*(-?\d{1,2}(?:\.\d{1,8})?)", text)
    if not found or abs(Decimal(found[1])) > 180 or abs(Decimal(found[2])) > 90:
        return None, (_("不是经纬度"), _("写成 经度,纬度，例如 124.82,43.35"))
    return {"lon": found[1], "lat": found[2]}, None


def place(field: Field, text: str) -> tuple[Kept, Wrong | None]:
    """Read the name of a place, with its point where that is said."""
    said, at, spot = text.replace("＠", "@").partition("@")
    name = said.strip()
    if not name:
        return None, (_("没有写地名"), _("写成 地名，或 地名 @经度,纬度"))
    if len(name) > PLACE:
        return None, (_("超过 {most} 字").format(most=PLACE), _("写短一些"))
    if not at:
        return {"name": name}, None
    where, wrong = point(field, unicodedata.normalize("NFKC", spot).strip())
    return (None, wrong) if wrong else ({"name": name, **where}, None)


def files(_field: Field, text: str) -> tuple[Kept, Wrong | None]:
    """Read the digests of files."""
    hashes = re.split(r"[\s,、;]+", text.lower())
    good = all(is_sha256(one) for one in hashes)
    return (
        (hashes, None)
        if good and len(hashes) <= 50
        else (None, (_("不是佐证编号"), _("先在“佐证”页上传，再填它的 64 位编号")))
    )
