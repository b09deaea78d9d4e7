"""The two sides of a seam: what the end of a line waits for, and what the beginning of a line brings.

A line is tried against many others. What a pattern says of it alone is asked once, when it is first needed.
"""

from __future__ import annotations

import re
from typing import Final

from youju.reading import words
from youju.reading.layout import shapes
from youju.reading.lazy import lazy

_WAITS_FOR_NUMBER = re.compile(
    r"(?:分别|同比|环比|累计|共计|合计|总计)?(?:增长?|增加|下降|减少|达到?|超过?|突破|实现|完成率?)$|[今去]年前$|(?:分别|同比|达|共计|第|近|约|超)$"
)
# 需求持续增长 is whole without a number
_BY_ITSELF = re.compile(
    "(?:持续|稳步|稳定|平稳|快速|较快|高速|不断|逐步|逐年|连年|大幅|明显|显著|同步|恢复性)(?:增长|增加|下降|减少)$"
)
_DIGIT = re.compile(
    r"^(?:[长加至到了]?(?:约|近|超过?|逾)?\d|[一二三四五六七八九十百千万两半]+(?:成|倍|番|万|亿|分之|多|余|个百分点)|翻)"
)
# what no sentence begins with and no word but a number goes before: .4个百分点, %以上, 00余户, 万亩, 元,
_SECOND_HALF = re.compile(
    r"^(?:\.\d|%|0\d*[^\d.]|[万亿]?(?:元|吨|亩|公里|平方米|平方公里|立方米|千瓦|人次|个百分点)(?:[,。;、左以]|$)|[万亿](?:人|户|头|只|件|名|株|棵|册|套|台)|[余多][个家户名人项万亿例场次件座处条台辆头只种批])"
)
# a verb of spending likes an amount of money and does without
_SPENDS = re.compile(
    "(?:设立|安排|投入|投资|发放|筹措|补助|补贴|奖励|整合|争取|拨付|落实|募集|斥资|出资|注资|授信)了?$"
)
_COUNTS = re.compile(r"[\d一二两三四五六七八九十百千万亿余多][个家名位户项件座条台辆]$")
_NUMBER = re.compile(
    r"\d|[一二三四五六七八九十百千两][\d一二三四五六七八九十百千万余个家名位户项件座条台辆年月]"
)
_AMOUNT = re.compile(r"[约近超]?\d[\d.]*[余多]?[万亿]*元")
_NUMERALS = ".,一二三四五六七八九十百千万亿两几数余多"
_EACH = re.compile("分别[^,。]{0,4}$")
_PAIRED = re.compile(r"^[长加至到了]?\D{0,2}\d[\d.]*([^\d、和,。]{1,5})[、和与及,]\D{0,2}\d[\d.]*\1")
_MEASURE = re.compile(
    r"^(?:\(?[次个名家户项件条座台辆头只亩吨公元万亿多余人米里克升年月日时分秒级倍点场批份套处所位届期类种支岁周天吨吋间幅本部册%‰])"
)
_NAMED_AS = re.compile("^(?:认定|确定|命名|评定|列|评|誉|定|树立)为|^授予")
_NAMED = re.compile(
    "^(?:认定|确定|命名|评[为定选]|列[为入]|授予|纳入|誉为|称[为作]|选[为入定]|指定|定为|写入|推荐|表彰|批准|树立)"
)
_NAMERS = re.compile("^(?:国|省|中[央宣]|全国|农业|文化|教育|住建|科技|工信|自治|市|州|县|区|媒体|人们|许多)")
_ADVERB_END = (
    "正在",
    "已经",
    "正",
    "也",
    "还",
    "均",
    "都",
    "不断",
    "开始",
    "加紧",
)  # what somebody says is no verb
_BEFORE_VERB = (
    "也", "还", "均", "都", "先后", "分别", "连续", "再次", "并", "和", "获", "正式", "成功", "将", "、", ",",
)  # fmt: skip
_JOINED_ON = re.compile("[与和及等的并而或且]|以及")
_WORD_END = re.compile("[也都还了着过中内外上下后前间里者们性化力度率量]")
_FIRST_MARK = re.compile("[,。、;:!?]")
_HAN_PAIR = re.compile(r"(?=([\u4e00-\u9fff]{2}))")
_ASKS: Final = 16  # no pattern of what waits for a number is longer
_REACH: Final = 30


class Ending:
    """The end of a line that holds a character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.last = text[-1]
        self._near = text[-_ASKS:]

    @lazy
    def closed(self) -> bool:
        """Whether the line ends where a paragraph may end."""
        return shapes.closes(self.text)

    @lazy
    def run(self) -> words.Run:
        """Its last Chinese characters."""
        return words.Run(self.text, before=True)

    @lazy
    def bracket(self) -> str:
        """The closing mark that it waits for, or nothing."""
        for left, right in shapes.PAIRS:
            if self.text.rfind(left) > self.text.rfind(right):
                return right
        return ""

    @lazy
    def is_open(self) -> bool:
        """Whether more quotation marks and brackets are opened than closed."""
        return shapes.unclosed(self.text) > 0

    @lazy
    def cuts_number(self) -> bool:
        """Whether it ends inside a number."""
        return self.last.isdigit()

    @lazy
    def is_numeral(self) -> bool:
        """Whether the last character may be of a number."""
        return self.last in _NUMERALS

    @lazy
    def waits_for_number(self) -> bool:
        """Whether a verb of growth or a word of number stands last."""
        waits = _WAITS_FOR_NUMBER.search(self._near) is not None
        return waits and _BY_ITSELF.search(self._near) is None

    @lazy
    def waits_for_each(self) -> bool:
        """Whether it waits for one number each (分别)."""
        return _EACH.search(self._near) is not None

    @lazy
    def counts(self) -> bool:
        """Whether a number with its measure word stands last, before what is counted."""
        return _COUNTS.search(self._near) is not None

    @lazy
    def spends(self) -> bool:
        """Whether a verb of spending stands last."""
        return _SPENDS.search(self._near) is not None

    @lazy
    def is_passive(self) -> bool:
        """Whether 被 stands last."""
        return self.last == "被"

    @lazy
    def before_verb(self) -> bool:
        """Whether the last word likes a verb behind it."""
        return self.text.endswith(_BEFORE_VERB)

    @lazy
    def before_act(self) -> bool:
        """Whether the last word is an adverb of what is being done."""
        return self.text.endswith(_ADVERB_END)

    @lazy
    def pairs(self) -> frozenset[str]:
        """The pairs of Chinese characters of its last words."""
        return frozenset(_HAN_PAIR.findall(self.text[-_REACH:]))


class Beginning:
    """The beginning of a line that holds a character."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.first = text[0]

    @lazy
    def sets_out(self) -> bool:
        """Whether it is a dateline or a number of a list, which go on from nothing."""
        return shapes.LEAD.match(self.text) is not None or shapes.NUMBERED.match(self.text) is not None

    @lazy
    def opener(self) -> bool:
        """Whether it begins with what paragraphs begin with."""
        return shapes.OPENER.match(self.text) is not None

    @lazy
    def opens(self) -> bool:
        """Whether it begins with what paragraphs begin with, or with somebody who says something."""
        return self.opener or shapes.SAYING.match(self.text) is not None

    @lazy
    def inside(self) -> bool:
        """Whether it begins with a mark that no paragraph begins with."""
        return shapes.starts_inside(self.text) or self.first == "("

    @lazy
    def run(self) -> words.Run:
        """Its first Chinese characters."""
        return words.Run(self.text, before=False)

    @lazy
    def bracket(self) -> str:
        """The first closing mark that has no opening mark before it, or nothing."""
        for left, right in shapes.PAIRS:
            at = self.text.find(right)
            if at >= 0 and not 0 <= self.text.find(left) < at:
                return right
        return ""

    @lazy
    def ends_number(self) -> bool:
        """Whether it is the second half of a number."""
        return _SECOND_HALF.match(self.text) is not None

    @lazy
    def begins_inside(self) -> bool:
        """Whether it begins with what no paragraph begins with: a mark, or the second half of a number."""
        return shapes.starts_inside(self.text) or self.ends_number

    @lazy
    def after_digit(self) -> float:
        """How well it goes on from a digit: by a point, a unit or digits."""
        if self.first in ".%":
            return 6.0
        if _MEASURE.match(self.text):
            return 4.0
        return 2.0 if self.first.isdigit() else -3.0

    @lazy
    def is_number(self) -> bool:
        """Whether it begins with what a verb of growth waits for."""
        return _DIGIT.match(self.text) is not None

    @lazy
    def counts(self) -> bool:
        """Whether a number of its own stands first."""
        return _NUMBER.match(self.text) is not None

    @lazy
    def is_pair(self) -> bool:
        """Whether it begins with two numbers of one unit."""
        return _PAIRED.match(self.text) is not None

    @lazy
    def is_amount(self) -> bool:
        """Whether it begins with an amount of money."""
        return _AMOUNT.match(self.text) is not None

    @lazy
    def after_passive(self) -> float:
        """How well it goes on from 被: by a verb of naming, or by who did it."""
        return 3.0 if _NAMED.match(self.text) else 1.0 if _NAMERS.match(self.text) else -1.5

    @lazy
    def names_as(self) -> bool:
        """Whether it begins with a verb of naming that hardly stands without 被."""
        return _NAMED_AS.match(self.text) is not None

    @lazy
    def is_dashed(self) -> bool:
        """Whether it begins with a dash."""
        return shapes.DASHED.match(self.text) is not None

    @lazy
    def is_joined(self) -> bool:
        """Whether the first word belongs to what was said before: a conjunction, or the end of a word."""
        if _JOINED_ON.match(self.text):
            return True
        return _WORD_END.match(self.text) is not None and not words.is_word(self.text[:2])

    @lazy
    def is_short(self) -> bool:
        """Whether the first clause ends within four characters."""
        return _FIRST_MARK.search(self.text, 0, 4) is not None

    @lazy
    def pairs(self) -> frozenset[str]:
        """The pairs of Chinese characters of its first words."""
        return frozenset(_HAN_PAIR.findall(self.text[:_REACH]))
