"""Where a text tells what is to be done: numbered lists under an announcement, what a document demands, tasks with an owner."""

from __future__ import annotations

import re
from typing import Final

from youju.reading.periods import Period, When

# `现将2024年…实事公布如下:` and the numbered lines under it; `《方案》提出,…` to the end of its line; `…(责任单位:…)`
_LISTED: Final = re.compile(
    r"(?:实事|事项|任务|计划|安排|目标|要点|项目)(?![^\n]{0,24}(?:情况|进展))[^\n。；;]{0,24}如下[：:。]?$"
    r"|(?:做好|抓好|办好|推进)(?:以下|下列|如下)[^\n。；;]{0,8}(?:工作|任务|事项|实事)[：:。]?$"
)
_NUMBERED: Final = re.compile(
    r"\s*(?:[一二三四五六七八九十]{1,3}[、.．]|[(（][一二三四五六七八九十\d]{1,2}[)）]|\d{1,2}[.、．](?!\d)|[●■◆▲·]|—)"
)
_ASSIGNED: Final = re.compile(r"[(（](?:责任|牵头|主办|承办)(?:单位|部门)[：:]")
_DEMANDS: Final = re.compile(
    r"《[^》\n]{0,40}(?:通知|方案|意见|规划|计划|要点|办法|措施|清单|行动|决定)》(?:还|同时|中)?(?:明确|要求|提出|规定)[，,：:]"
)
# 票决产生10件民生实事。主要包括:…: what was chosen to be done
_CHOSEN: Final = re.compile(
    r"(?:票决|表决|评选|筛选|征集|推出)(?:产生|出|了)?[^，,。；;\n]{0,12}?\d{1,3}[件项]?[^，,。；;\n]{0,6}?实事(?:项目)?[。,，:：]"
    r"(?:其中|主要|具体|分别|项目|内容|任务|这些|实事|[\d一二三四五六七八九十]{1,3}[件项])*(?:包括|包含|涵盖|涉及|为|是|有)?[:：]?(?=[^。\n]{2,40}\d)"
)
# 围绕上述目标,重点抓好八个方面33项工作。…新建改造老旧小区86个: to the end of the line, unless it reports
_AIMED: Final = re.compile(
    r"(?:围绕|按照|对照|聚焦)(?:上述|以上|这些|这一|今年)(?:的)?(?:目标|任务)[^，,。；;\n]{0,6}[，,]"
)
_OF_YEAR: Final = re.compile(r"《[^》\n]{0,40}?(20\d\d)年[^》\n]{0,40}》")
_BELOW: Final = ("如下:", "如下：", "如下。", "如下", ":", "：")


def find_lists(text: str) -> list[tuple[int, int]]:
    """The stretches that tell what is to be done, in order: start and end, an announcement with its numbered lines as one."""
    found: list[tuple[int, int]] = []
    at, opened = 0, -1
    for line in text.split("\n"):
        end = at + len(line) + 1
        if opened >= 0 and not _NUMBERED.match(line):
            found.append((opened, at))
            opened = -1
        if opened < 0 and line.rstrip().endswith(_BELOW) and _LISTED.search(line):
            opened = at + max(line.rfind(mark, 0, -2) for mark in "。；;") + 1
        demands = (
            (_DEMANDS.search(line) if "》" in line else None)
            or (_CHOSEN.search(line) if "实事" in line else None)
            or _AIMED.search(line)
            if opened < 0
            else None
        )
        if demands:
            found.append((at + demands.start(), end))
        elif opened < 0 and _ASSIGNED.search(line):
            found.append((at, end))
        at = end
    return [*found, (opened, at)] if opened >= 0 else found


def year_of(text: str, whens: list[When], start: int, end: int) -> Period | None:
    """The year of a list of what is to be done: the one its announcement names, else that of the document's title before it.

    `whens` are the times of its lines.
    """
    stop = text.find("\n", start, end)
    for when in whens:
        if when.start < (stop if stop >= 0 else end) and re.fullmatch(
            r"(?:20\d\d|今|本)年度?", when.period.text or ""
        ):
            return when.period if when.period.end else None
    named = [match[1] for match in _OF_YEAR.finditer(text, max(0, start - 400), end)]
    return Period(f"{named[-1]}-01-01", f"{named[-1]}-12-31", f"{named[-1]}年") if named else None
