"""Bounds by which things are counted: 5000万元以上项目, 低于70%的村. They state no quantity of their own."""

from __future__ import annotations

import re
from typing import Final

from youju.reading.edges import firsts, lasts
from youju.reading.model import Criterion, Span
from youju.reading.passages import Passage
from youju.reading.quantities import Quantity

_COUNTED_BY: Final = re.compile(
    r"的(?:[一-鿿]{0,6}?)(?:村|企业|户|项目|乡镇|园区|家庭|农户|景区|单位)(?:共?有|达到?|占|超过?)?\d"
)
_THRESHOLD_HEAD: Final = re.compile(
    r"(?:及)?(?:以上|以下|以内)的?(?:[一-鿿]{0,8}?)(?:项目|企业|工业|工程|机组|农户|大户|经营主体|单位|耕地|学历|职称|人才|老人|村|合同|产业|集群|园区|设备|技改|投资者|主体)|(?:以上|以下|以内)的?(?=\d[\d.]*[余多]?万?[个家户项名])"
)
# 4个镇到位资金完成率低于30%: the bound by which they are counted; 亩均税收低于25万元的,一律不供地
_FALLS_SHORT: Final = re.compile(
    r"\d个?(?P<noun>镇|乡镇|镇街|乡|村|街道|社区|县|县区|项目|单位|企业|部门|园区)(?P<what>[^，,。；;\d]{2,16}(?:低于|不足|不到|高于|超过|未达到?))$"
)
BOUND_BEHIND: Final = re.compile(
    r"(?P<noun>镇|乡镇|镇街|乡|村|街道|社区|县|县区|项目|单位|企业|部门|园区)(?P<what>[^，,。；;\d]{2,16}(?:低于|不足|不到|高于|超过|未达到?)[\d.]+(?:%|万?元|亩|毫米)?)"
)
# 低于25万元的,…; 低于70%的项目
_BELOW: Final = re.compile("的(?:[，,]|项目|企业|村|乡镇|镇|单位|部门|地区|县|园区)")
_BOUND: Final = re.compile(r"(?:低于|不足|不到|高于|超过|达到|未达到)$")

_FALLS: Final = lasts(_FALLS_SHORT, _BOUND)
_THRESHOLDS: Final = firsts(_THRESHOLD_HEAD)


def is_threshold(text: str, one: Quantity) -> bool:
    """`5000万元以上项目` defines a population; `阵风6级以上` states a value."""
    if one.relation == "at_least" and _COUNTED_BY.match(text, one.end):
        return True
    short = text[one.start - 1 : one.start] in _FALLS
    if short and (
        _FALLS_SHORT.search(text, max(0, one.start - 40), one.start)
        or (_BELOW.match(text, one.end) and _BOUND.search(text, max(0, one.start - 6), one.start))
    ):
        return True
    if text[one.end : one.end + 1] not in _THRESHOLDS or not _THRESHOLD_HEAD.match(text, one.end):
        return False
    return not re.search(
        r"(?:达到?|保持在|控制在|增长|为|实现|超过?|不低于|增收)$", text[max(0, one.start - 6) : one.start]
    )


def criterion(passage: Passage, reach: Span, thresholds: dict[int, Quantity]) -> Criterion | None:
    """The bound that stands within the reach of a number."""
    for start, one in thresholds.items():  # in the order of the text
        if reach[0] <= start < reach[1] and one.value is not None:
            op = "<=" if passage.text.startswith(("以下", "以内"), one.end) else ">="
            return Criterion(one.printed, op, one.value, one.measure)
    return None
