"""What in a request does not fit the description of the API, in the reader's language: told by the kind of fault, not by its words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from youju.kernel.errors import Problem
from youju.kernel.words import told

_NUMBER, _DAY, _MOMENT, _TRUTH = "要写一个数", "要写一个日期", "要写日期和时刻", "只能写 true 或 false"
_AS_DAY, _AS_MOMENT = gettext_lazy("写成 2026-10-31"), gettext_lazy("写成 2026-10-31T09:00:00+08:00")
_BY_THE_HOUSE = {"value_error", "assertion_error"}
"""Said by a rule of the house, which speaks the reader's language already."""
SAID = {
    # what has to be there, and what must not
    "missing": "没有写，必须写",
    "missing_argument": "没有写，必须写",
    "extra_forbidden": "接口没有这一项",
    "none_required": "只能空着（null）",
    "invalid_key": "名称要写文字",
    # of which kind
    "string_type": "要写文字",
    "string_unicode": "文字读不出来，编码不是 UTF-8",
    "bytes_type": "要发文件",
    "bool_type": _TRUTH,
    "bool_parsing": _TRUTH,
    "int_type": "要写一个整数",
    "int_parsing": "要写一个整数",
    "int_parsing_size": "数太大了",
    "int_from_float": "要写一个整数，不带小数",
    "float_type": _NUMBER,
    "float_parsing": _NUMBER,
    "finite_number": "要写一个有限的数",
    "decimal_type": _NUMBER,
    "decimal_parsing": _NUMBER,
    "date_type": _DAY,
    "date_parsing": _DAY,
    "date_from_datetime_parsing": _DAY,
    "date_from_datetime_inexact": "要写一个日期，不带时刻",
    "datetime_type": _MOMENT,
    "datetime_parsing": _MOMENT,
    "datetime_from_date_parsing": _MOMENT,
    "datetime_object_invalid": _MOMENT,
    "timezone_naive": "时刻不能带时区",
    "timezone_aware": "时刻要带时区",
    "time_type": "要写时刻",
    "time_parsing": "要写时刻",
    "time_delta_type": "要写一段时间",
    "time_delta_parsing": "要写一段时间",
    "uuid_type": "要写一个 UUID",
    "uuid_parsing": "要写一个 UUID",
    "uuid_version": "要写第 {expected_version} 版的 UUID",
    "url_type": "要写一个网址",
    "url_parsing": "要写一个网址",
    "url_scheme": "网址要以 {expected_schemes} 开头",
    "url_too_long": "网址不能超过 {max_length} 字",
    "dict_type": "要写一个对象",
    "mapping_type": "要写一个对象",
    "model_type": "要写一个对象",
    "model_attributes_type": "要写一个对象",
    "list_type": "要写一个列表",
    "tuple_type": "要写一个列表",
    "set_type": "要写一个列表",
    "iterable_type": "要写一个列表",
    "json_invalid": "不是完整的 JSON",
    "json_type": "不是完整的 JSON",
    # how much
    "string_too_short": "至少要写 {min_length} 字",
    "string_too_long": "不能超过 {max_length} 字",
    "string_pattern_mismatch": "不合规定的写法：{pattern}",
    "too_short": "至少要有 {min_length} 项",
    "too_long": "不能超过 {max_length} 项",
    "bytes_too_short": "至少要有 {min_length} 字节",
    "bytes_too_long": "不能超过 {max_length} 字节",
    "greater_than": "要大于 {gt}",
    "greater_than_equal": "不能小于 {ge}",
    "less_than": "要小于 {lt}",
    "less_than_equal": "不能大于 {le}",
    "multiple_of": "要是 {multiple_of} 的倍数",
    "decimal_max_digits": "总共不能超过 {max_digits} 位数字",
    "decimal_max_places": "小数不能超过 {decimal_places} 位",
    "decimal_whole_digits": "整数部分不能超过 {whole_digits} 位",
    "date_past": "要写过去的日期",
    "date_future": "要写将来的日期",
    "datetime_past": "要写过去的时刻",
    "datetime_future": "要写将来的时刻",
    # which of some
    "literal_error": "只能写 {expected}",
    "enum": "只能写 {expected}",
    "union_tag_invalid": "{discriminator} 只能写 {expected_tags}",
    "union_tag_not_found": "没有写 {discriminator}",
}
"""Pydantic's kinds of faults that a request can have, as people say them."""
MENDS = {
    "missing": gettext_lazy("补上"),
    "extra_forbidden": gettext_lazy("去掉，或者核对名称"),
    "date_type": _AS_DAY,
    "date_parsing": _AS_DAY,
    "date_from_datetime_parsing": _AS_DAY,
    "date_from_datetime_inexact": _AS_DAY,
    "datetime_type": _AS_MOMENT,
    "datetime_parsing": _AS_MOMENT,
    "datetime_from_date_parsing": _AS_MOMENT,
    "timezone_aware": _AS_MOMENT,
}


def as_problem(fault: Mapping[str, Any]) -> Problem:
    """Return one of pydantic's faults as the house tells it: where it is, what it is, how to mend it."""
    kind, where = str(fault["type"]), ".".join(map(str, fault["loc"]))
    mend = str(MENDS.get(kind) or _("按接口说明的类型填写"))
    return Problem(where, _said(kind, fault.get("ctx") or {}, str(fault["msg"])), mend)


def _said(kind: str, context: Mapping[str, Any], english: str) -> str:
    if kind in _BY_THE_HOUSE:
        return str(context["error"])
    told_of = {name: str(one).replace(" or ", "、").replace(", ", "、") for name, one in context.items()}
    return told(SAID.get(kind, "和接口说明不符").format_map(told_of), english)
