"""Units of measure: from the one a document uses to the one an indicator is kept in, exactly. Pure."""

from __future__ import annotations

from decimal import Decimal

POWERS = {
    "百": 2,
    "千": 3,
    "万": 4,
    "十万": 5,
    "百万": 6,
    "千万": 7,
    "亿": 8,
    "十亿": 9,
    "百亿": 10,
    "万亿": 12,
}
_LONGEST = sorted(POWERS, key=len, reverse=True)
ALIASES = {
    "percent": "%",
    "百分比": "%",
    "个百分点": "百分点",
    "公里": "千米",
    "平方公里": "平方千米",
    "度": "千瓦时",
    "米2": "平方米",
}
_COUNTERS = {
    "thing": "个 家 项 件 处 座 所 条 起 次 宗 批 场 支 台 辆 栋 幢 间 部 份 篇 类 种 期 场次 件次 套 批次 册 本 张 艘 架 队 组 对 车次 班次 班 届 轮"
    " 例 笔 单 则 幅 头 只 匹 羽 株 棵 块 片 段 眼 口",
    "person": "人 名 位",
    "visit": "人次",
    "household": "户",
    "call": "户次 家次",
}
COUNTED = {word: kind for kind, words in _COUNTERS.items() for word in words.split()}
"""Word that only counts → what it counts: 53 家 and 53 个 are the same number. What is weighed, measured or paid has its own word."""


def alike(said: str, wanted: str) -> bool:
    """Whether one word that only counts may stand for another: they count the same. Persons and households are not things."""
    return said in COUNTED and COUNTED[said] == COUNTED.get(wanted)


def base_of(measure: str) -> tuple[str, int]:
    """Return the measure without its 百, 千, 万 or 亿, and the power of ten they stand for: 万元 → （元, 4）."""
    said, power = ALIASES.get(measure.strip(), measure.strip()), 0
    while word := next((w for w in _LONGEST if said.startswith(w) and said != w), ""):
        said, power = ALIASES.get(said.removeprefix(word), said.removeprefix(word)), power + POWERS[word]
    return COUNTED.get(said, said), power


def in_measure(value: Decimal, said: str, wanted: str) -> Decimal | None:
    """Return a value said in one measure in another, exactly; None where no power of ten leads from one to the other.

    A measure that nobody wrote down is taken to be the other one.
    """
    if not said.strip() or not wanted.strip():
        return value
    (kind, power), (other, less) = base_of(said), base_of(wanted)
    if kind != other:
        return None
    moved = value.scaleb(power - less)
    return Decimal(f"{moved:f}")
