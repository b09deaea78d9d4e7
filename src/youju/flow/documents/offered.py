"""From a fact's record to what a person is offered to accept: unit code, value, measure, relation, period. Pure."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext_lazy as _

from youju.engine.period import Every, Period

RELATIONS = {"at_least": "≥", "at_most": "≤", "about": "≈", "target": "=", "exact": "="}
# Where the reader knows only a lower or upper bound of a range, the bound is offered and marked as one.
RELATIONS["range"] = "≥"
MEASURES = {
    "item": "个", "yuan": "元", "person": "人", "person_time": "人次", "household": "户", "percent": "%", "tonne": "吨",
    "percentage_point": "个百分点", "km2": "平方公里", "m2": "平方米", "km": "公里", "m": "米", "mm": "毫米", "day": "天",
    "mu": "亩", "hectare": "公顷", "m3": "立方米", "times": "倍", "kwh": "千瓦时", "kw": "千瓦", "year": "年",
    "jin": "斤", "kg": "公斤", "gram": "克", "litre": "升", "cm": "厘米", "nmi": "海里", "mw": "兆瓦", "celsius": "℃", "permille": "‰", "ug/m3": "微克/立方米",
    "usd": "美元", "eur": "欧元", "hkd": "港元", "jpy": "日元", "hour": "小时", "minute": "分钟", "week": "周", "month": "个月", "grade": "级",
}  # fmt: skip
KINDS = {
    "indicator": _("指标"), "task": _("任务"), "project": _("项目"), "agreement": _("协议"), "exchange": _("交流"), "event": _("活动"),
    "mechanism": _("机制"), "honour": _("荣誉"), "contact": _("对接"),
    "clause": _("条款任务"),
}  # fmt: skip
STATUSES = {"achieved": _("已实现"), "ongoing": _("进行中"), "planned": _("计划")}
DIRECTIONS = {"up": "增", "down": "减", "flat": "持平"}


@dataclass(frozen=True, slots=True)
class Offer:
    """What a fact says, in the words of the ledger. Empty where the page does not tell."""

    unit_code: str
    period: str
    value: Decimal | None
    measure: str
    relation: str


def offer(record: Mapping[str, Any]) -> Offer:
    """Return what a record offers: its value, or, where only a movement is told, the movement with its sign."""
    value, unit, qualifier = record.get("value"), record.get("unit"), record.get("qualifier")
    change = record.get("change")
    number = None if value is None else Decimal(value)
    if number is None and change and change.get("value") is not None:
        number = Decimal(change["value"]) * (-1 if change.get("direction") == "down" else 1)
        unit, qualifier = change.get("unit"), change.get("qualifier")
    measure = record.get("classifier") or MEASURES.get(unit or "", unit or "")
    return Offer(
        unit_code=record.get("subject_adcode") or "",
        period=period_code(record.get("period")),
        value=number,
        measure=measure if number is not None else "",
        relation=RELATIONS.get(qualifier or "exact", "="),
    )


def period_code(said: Mapping[str, Any] | None) -> str:
    """Return the code of a period (2023-07, 2023Q3, 2023H1, 2023, 2023-07-15), "" if its days are none of these."""
    if not said or not said.get("start") or not said.get("end"):
        return ""
    try:
        start, end = dt.date.fromisoformat(said["start"]), dt.date.fromisoformat(said["end"])
    except ValueError:
        return ""
    if start == end:
        return start.isoformat()
    half = 1 if start.month == 1 else 2
    names = [
        (Every.YEAR, f"{start.year}"),
        (Every.HALF_YEAR, f"{start.year}H{half}"),
        (Every.QUARTER, f"{start.year}Q{(start.month + 2) // 3}"),
        (Every.MONTH, f"{start:%Y-%m}"),
    ]
    for _every, name in names:
        period = Period.parse(name)
        if (period.start, period.end) == (start, end):
            return name
    return ""


def value_of(record: Mapping[str, Any]) -> str:
    """Return the number a fact is about, as digits; "" for one without."""
    change = record.get("change") or {}
    return str(record.get("value") or change.get("value") or "")


def place_of(record: Mapping[str, Any]) -> tuple[int, int]:
    """Return where the number of a fact stands, or the fact itself where it has none."""
    change = record.get("change") or {}
    span = record.get("value_span") or change.get("span") or (record["start"], record["end"])
    return int(span[0]), int(span[1])


def key_of(record: Mapping[str, Any]) -> str:
    """Return the name of a fact: kind, place of its number and the number. Another reading names it the same."""
    start, end = place_of(record)
    return hashlib.sha256(f"{record['kind']} {start} {end} {value_of(record)}".encode()).hexdigest()[:12]


def in_words(record: Mapping[str, Any]) -> str:
    """Return what a fact says in a few Chinese words, for the card beside the page."""
    offered = offer(record)
    parts = []
    if record.get("value") is not None:
        parts.append(
            f"{'' if offered.relation == '=' else offered.relation}{offered.value} {offered.measure}"
        )
    change = record.get("change")
    if change:
        size = f"{change['value']}{MEASURES.get(change.get('unit') or '', '')}" if change.get("value") else ""
        parts.append(DIRECTIONS.get(change.get("direction", ""), "") + size)
    if record.get("rank"):
        parts.append(record["rank"]["raw"])
    if record["kind"] == "clause":
        parts += [
            record["clause"],
            *filter(None, (record.get("lead"), (record.get("deadline") or {}).get("text"))),
        ]
    return ",".join(parts)
