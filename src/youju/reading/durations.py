"""Lengths of time, ages and clock times: stretches whose numbers are never a measured value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from youju.reading.sieve import Sieve

_CN: Final = r"[一二三四五六七八九十两]{1,3}"
# lengths of time, ages and clock times: numbers, but never a measured value
DURATION: Final = re.compile(
    rf"(?:(?<!\d)\d{{1,6}}(?:\.\d{{1,4}})?|[半{_CN[1:-6]}百千]{{1,4}})[余多几]?(?:周年|年[多余]?|个月|个多月|月|周岁|岁|个小时|小时|分钟|秒钟?|世纪|个世纪|年代|天内|日内|点钟?|时(?!段))"
    r"|(?:未来|今后|近|连续|过去|最近|接下来)[一二三四五六七八九十两\d]{1,3}(?:天|日)"
)

_DURATIONS: Final = Sieve(
    DURATION,
    r"(?<!\d)\d(?=\d{0,5}(?:\.\d{1,4})?[余多几]?[周年个月岁小分秒世天日点时])|[半一二三四五六七八九十两百千](?=[半一二三四五六七八九十两百千余多几周年个月岁小分秒世天日点时])"
    r"|未(?=来)|今(?=后)|近(?=[一二三四五六七八九十两\d])|连(?=续)|过(?=去)|最(?=近)|接(?=下来)",
)


_MEASURED: Final = re.compile(
    r"(?:压缩|缩短|压减|减少|延长|日照|时长|时间|时限|车程)(?:时数)?[将均]?(?:到|至|了|为|达到?|由|从)?$"
)


def quiet_spans(text: str) -> Iterator[tuple[int, int]]:
    """Stretches whose numbers are lengths of time, ages or hours of the day."""
    for match in _DURATIONS.finditer(text):
        if not (
            match[0].endswith(("小时", "分钟"))
            and _MEASURED.search(text, max(0, match.start() - 8), match.start())
        ):
            yield match.span()
