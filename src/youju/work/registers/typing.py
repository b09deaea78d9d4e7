"""From what somebody typed to the value a field keeps, or to what is wrong with it; and back to text. Pure.

A kept value is JSON without floats: numbers are their shortest text, a quantity is number and relation, a date is as
precise as it was said (2023-02-01, 2023-02, 2023, 2017-end).
"""

from __future__ import annotations

import calendar
import datetime as dt
import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from youju.engine.registers import Field
from youju.engine.registers.patterns import fits
from youju.flow.reports.fields import plain
from youju.flow.reports.typed import read as read_typed
from youju.kernel.sha256 import is_sha256

Kept = Any
Wrong = tuple[str, str]
SCALE = {
    "万": Decimal(10_000),
    "亿": Decimal(100_000_000),
    "万元": Decimal(10_000),
    "亿元": Decimal(100_000_000),
}
MOST = Decimal(10) ** 15
COLUMN = 2**63 - 1
"""What the whole number of a column holds: a number with its places must fit."""
YES, NO = {"是", "true", "1", "yes", "√", "有"}, {"否", "false", "0", "no", "×", "无"}
_TAIL = re.compile(
    r"^(?P<before>近|约|超过|超|逾|不少于|不低于|至少|不超过|不到|不足|至多)?(?P<number>\d[\d,]*(?:\.\d+)?)(?P<scale>万|亿)?(?P<more>多|余|来)?(?P<rest>\D{0,12})$"
)
COUNTERS = frozenset(
    [
        "家",
        "个",
        "人",
        "次",
        "人次",
        "项",
        "户",
        "种",
        "名",
        "位",
        "期",
        "处",
        "场",
        "场次",
        "件",
        "件次",
        "条",
        "份",
        "座",
        "台",
        "套",
        "批",
        "批次",
        "篇",
        "部",
        "册",
        "本",
        "张",
        "辆",
        "艘",
        "架",
        "栋",
        "幢",
        "间",
        "所",
        "支",
        "队",
        "组",
        "对",
        "户次",
        "家次",
        "车次",
        "班次",
        "班",
        "届",
        "轮",
        "例",
        "起",
        "宗",
        "笔",
        "单",
        "则",
        "幅",
        "头",
        "只",
        "匹",
        "羽",
        "株",
        "棵",
        "块",
        "片",
        "段",
        "眼",
        "口",
    ]
)
"""Words that only count: one may stand for another. What is weighed, measured or paid has its own word and no other."""
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
_DAY = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?:[ T]00:00:00)?$")
_MONTH = re.compile(r"^(\d{4})[-/.年](\d{1,2})月?$")
_YEAR = re.compile(r"^(\d{4})年?$")
_END = re.compile(r"^(\d{4})(?:年底|年末|-end)$")
PLACE = 120
WORDS_AS_THEY_ARE = frozenset({"string", "text", "choice", "list", "person", "post", "place"})
"""Types whose words are kept as they were written: （一） and (一) are not the same choice."""
PRECISIONS = ("day", "month", "year")


def read_value(field: Field, text: str) -> tuple[Kept, Wrong | None]:
    """Return what a text means for a field (None for nothing), and what is wrong with it with how to mend it."""
    bare = (
        unicodedata.normalize("NFKC", text).strip() if field.type not in WORDS_AS_THEY_ARE else text.strip()
    )
    if not bare:
        return None, ((_("必填，却是空的"), _("填上")) if field.required else None)
    if "\x00" in bare or any(unicodedata.category(c) == "Cs" for c in bare):
        return None, (_("含有控制字符"), _("重新输入"))
    kept, wrong = READERS[field.type](field, bare)
    if wrong is None and kept == []:
        return None, ((_("必填，却是空的"), _("填上")) if field.required else None)
    if wrong is None:
        wrong = (
            _length(field, bare if field.type != "list" else kept)
            or _pattern(field, bare)
            or _bounds(field, kept)
        )
    return (None, wrong) if wrong else (kept, None)


def _number(field: Field, text: str) -> tuple[Kept, Wrong | None]:
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


def _quantity(field: Field, text: str) -> tuple[Kept, Wrong | None]:
    found = _TAIL.match(text.replace(" ", ""))
    measure = (field.measure or "").strip()
    if found and (found["more"] or found["before"] or found["scale"] or found["rest"]):
        about = next((word for word in ("以上", "以下", "左右") if found["rest"].endswith(word)), "")
        counter = found["rest"].removeprefix(measure).removesuffix(about)
        counts = not measure or measure in COUNTERS
        if counter and not (counts and counter in COUNTERS) and not (not measure and counter in {"元", "吨"}):
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


def _date(field: Field, text: str) -> tuple[Kept, Wrong | None]:
    kept = _said_date(text)
    if kept is None:
        return None, (_("不是日期"), _("写成 2023-06-30；只知道月或年的写 2023-06、2023、2023年底"))
    least = field.precision or "year"
    if PRECISIONS.index(precision_of(kept)) > PRECISIONS.index(least):
        return None, (_("日期不够准"), _("写到日") if least == "day" else _("写到月"))
    return kept, None


@lru_cache(maxsize=50_000)
def _said_date(text: str) -> str | None:
    try:
        if found := _DAY.match(text):
            return dt.date(int(found[1]), int(found[2]), int(found[3])).isoformat()
        if found := _MONTH.match(text):
            return f"{dt.date(int(found[1]), int(found[2]), 1):%Y-%m}"
        if found := _END.match(text):
            return f"{int(found[1]):04}-end" if int(found[1]) else None
        if found := _YEAR.match(text):
            return f"{dt.date(int(found[1]), 1, 1).year:04}"
    except ValueError:
        return None
    return None


def precision_of(kept: str) -> str:
    """Return how precisely a kept date was said: day, month or year (a year's end is a year)."""
    return "day" if len(kept) == 10 else "month" if len(kept) == 7 and not kept.endswith("end") else "year"


def first_day(kept: str) -> dt.date:
    """Return the first day a kept date may mean: what happened in June happened on the 1st or later; a year's end has one day."""
    return last_day(kept) if kept.endswith("-end") else dt.date.fromisoformat((kept + "-01-01")[:10])


def last_day(kept: str) -> dt.date:
    """Return the last day a kept date may mean: what is due in June is due by the 30th."""
    if kept.endswith("-end"):
        return dt.date(int(kept[:4]), 12, 31)
    if len(kept) == 10:
        return dt.date.fromisoformat(kept)
    if len(kept) == 7:
        year, month = int(kept[:4]), int(kept[5:])
        return dt.date(year, month, calendar.monthrange(year, month)[1])
    return dt.date(int(kept), 12, 31)


def _yearmonth(_field: Field, text: str) -> tuple[Kept, Wrong | None]:
    kept = _said_date(text)
    return (
        (kept, None)
        if kept is not None and precision_of(kept) == "month"
        else (None, (_("不是年月"), _("写成 2023-06")))
    )


def _datetime(_field: Field, text: str) -> tuple[Kept, Wrong | None]:
    try:
        moment = dt.datetime.fromisoformat(text)
    except ValueError:
        return None, (_("不是时间"), _("写成 2023-06-30 09:00"))
    return _to_the_minute(moment, _("写成 2023-06-30 09:00"))


def _to_the_minute(moment: dt.datetime | dt.time, mend: str) -> tuple[Kept, Wrong | None]:
    """Keep a moment to the minute in the office's time; what would be lost of it is refused."""
    if moment.tzinfo is not None:
        return None, (_("不能带时区"), mend)
    if moment.second or moment.microsecond:
        return None, (_("只记到分"), mend)
    return moment.isoformat(timespec="minutes"), None


def _time(_field: Field, text: str) -> tuple[Kept, Wrong | None]:
    try:
        moment = dt.time.fromisoformat(text)
    except ValueError:
        return None, (_("不是时刻"), _("写成 09:00"))
    return _to_the_minute(moment, _("写成 09:00"))


def _year(field: Field, text: str) -> tuple[Kept, Wrong | None]:
    found = _YEAR.match(text)
    return (found[1], None) if found and field and int(found[1]) else (None, (_("不是年份"), _("写成 2023")))


def _truth(_field: Field, text: str) -> tuple[Kept, Wrong | None]:
    word = text.lower()
    return (
        (True, None)
        if word in YES
        else (False, None)
        if word in NO
        else (None, (_("不是“是”或“否”"), _("写 是 或 否")))
    )


def _choice(field: Field, text: str) -> tuple[Kept, Wrong | None]:
    choices = field.choices or ()
    if text in choices:
        return text, None
    return None, (
        _("“{text}”不在可选项里").format(text=text[:20]),
        _("从这些里选：") + "、".join(choices[:20]),
    )


def _text(field: Field, text: str) -> tuple[Kept, Wrong | None]:
    most = field.max_length or (4000 if field.type == "text" else 200)
    return (
        (text, None) if len(text) <= most else (None, (_("超过 {most} 字").format(most=most), _("写短一些")))
    )


def _email(_field: Field, text: str) -> tuple[Kept, Wrong | None]:
    good = len(text) <= 200 and re.fullmatch(r"[^@\s]+@[^@\s]+\.[^@\s.]+", text)
    return (text, None) if good else (None, (_("不是邮箱地址"), _("写成 name@example.cn")))


def _uri(_field: Field, text: str) -> tuple[Kept, Wrong | None]:
    good = len(text) <= 500 and re.fullmatch(r"https?://[^\s<>\"]+", text)
    return (text, None) if good else (None, (_("不是网址"), _("以 https:// 开头")))


def _listed(field: Field, text: str) -> tuple[Kept, Wrong | None]:
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


def _point(_field: Field, text: str) -> tuple[Kept, Wrong | None]:
    found = re.fullmatch(r"(-?\d{1,3}(?:\.\d{1,8})?)\s*,\s*(-?\d{1,2}(?:\.\d{1,8})?)", text)
    if not found or abs(Decimal(found[1])) > 180 or abs(Decimal(found[2])) > 90:
        return None, (_("不是经纬度"), _("写成 经度,纬度，例如 124.82,43.35"))
    return {"lon": found[1], "lat": found[2]}, None


def _place(field: Field, text: str) -> tuple[Kept, Wrong | None]:
    said, at, point = text.replace("＠", "@").partition("@")
    name = said.strip()
    if not name:
        return None, (_("没有写地名"), _("写成 地名，或 地名 @经度,纬度"))
    if len(name) > PLACE:
        return None, (_("超过 {most} 字").format(most=PLACE), _("写短一些"))
    if not at:
        return {"name": name}, None
    where, wrong = _point(field, unicodedata.normalize("NFKC", point).strip())
    return (None, wrong) if wrong else ({"name": name, **where}, None)


def _files(_field: Field, text: str) -> tuple[Kept, Wrong | None]:
    hashes = re.split(r"[\s,、;]+", text.lower())
    good = all(is_sha256(one) for one in hashes)
    return (
        (hashes, None)
        if good and len(hashes) <= 50
        else (None, (_("不是佐证编号"), _("先在“佐证”页上传，再填它的 64 位编号")))
    )


READERS: dict[str, Callable[[Field, str], tuple[Kept, Wrong | None]]] = {
    "string": _text, "text": _text, "person": _text, "post": _text, "unit": _text, "link": _text,
    "integer": _number, "number": _number, "money": _number, "duration": _number, "quantity": _quantity,
    "boolean": _truth, "date": _date, "datetime": _datetime, "time": _time, "year": _year, "yearmonth": _yearmonth,
    "choice": _choice, "list": _listed, "email": _email, "uri": _uri, "geopoint": _point, "place": _place, "file": _files,
}  # fmt: skip


def _length(field: Field, said: str | list[str]) -> Wrong | None:
    """Look at the length: of a text in characters, of a list in items, as Table Schema means it."""
    items = isinstance(said, list)
    if field.min_length is not None and len(said) < field.min_length:
        words = _("不足 {least} 项") if items else _("不足 {least} 字")
        return words.format(least=field.min_length), _("写全")
    if field.max_length is not None and len(said) > field.max_length:
        words = _("超过 {most} 项") if items else _("超过 {most} 字")
        return words.format(most=field.max_length), _("写短一些")
    return None


def _pattern(field: Field, text: str) -> Wrong | None:
    if field.pattern is None or fits(field.pattern, text):
        return None
    return _("写法不合要求"), field.help or _("要符合 {pattern}").format(pattern=field.pattern)


def _bounds(field: Field, kept: Kept) -> Wrong | None:
    value = (
        amount_of(field, kept)
        if isinstance(field.minimum if field.minimum is not None else field.maximum, Decimal)
        else None
    )
    day = None
    if isinstance(kept, str) and field.type in {"date", "yearmonth", "datetime"}:
        day = last_day(kept[:10])
    for bound, sign in ((field.minimum, -1), (field.maximum, 1)):
        if isinstance(bound, Decimal) and value is not None and (value - bound) * sign > 0:
            word = _("应当不小于 {bound}") if sign < 0 else _("应当不大于 {bound}")
            return word.format(bound=plain(bound)), _("核对后改正")
        if isinstance(bound, dt.date) and day is not None and (day - bound).days * sign > 0:
            word = _("应当不早于 {bound}") if sign < 0 else _("应当不晚于 {bound}")
            return word.format(bound=bound), _("核对后改正")
    return None


def amount_of(field: Field, kept: Kept) -> Decimal | None:
    """Return the number in a kept value of a numeric field, or None."""
    if kept is None:
        return None
    return Decimal(kept["n"] if field.type == "quantity" else str(kept))


def show(field: Field, kept: Kept) -> str:
    """Return a kept value as people read it; what `read_value` reads back to the same."""
    if kept is None:
        return ""
    if field.type == "boolean":
        return "是" if kept else "否"
    if field.type in {"quantity", "geopoint", "place"} and not isinstance(kept, dict):
        return str(kept)  # an old version, from when the field was of another type
    if field.type == "quantity":
        return f"{'' if kept['r'] == '=' else kept['r']}{kept['n']}"
    if field.type == "geopoint":
        return f"{kept['lon']},{kept['lat']}"
    if field.type == "place":
        return f"{kept['name']} @{kept['lon']},{kept['lat']}" if "lon" in kept else str(kept["name"])
    if field.type in {"list", "file"}:
        return "、".join(kept) if isinstance(kept, list) else str(kept)
    if isinstance(kept, str) and kept.endswith("-end") and field.type == "date":
        return f"{kept[:4]}年底"
    return str(kept)
