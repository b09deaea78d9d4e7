"""How well one line goes on where another stopped.

The weight of a seam is a sum of simple evidence: words cut by the seam, numbers and brackets
that wait for their other half, marks no line begins with. It is a log-likelihood only in its
word part; the other parts were set by hand and are checked by cutting and shuffling clean text.
"""

from __future__ import annotations

import re

from youju.reading import words
from youju.reading.layout import shapes

_WAITS_FOR_NUMBER = re.compile(
    r"(?:分别|同比|环比|累计|共计|合计|总计)?(?:增长?|增加|下降|减少|达到?|超过?|突破|实现|完成率?)$|[今去]年前$|(?:分别|同比|达|共计|第|近|约|超)$"
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
_AMOUNT = re.compile(r"[约近超]?\d[\d.]*[余多]?[万亿]*元")
_NUMERAL_END = re.compile("[一二三四五六七八九十百千万亿两几数余多]$")
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
_ADVERB_END = re.compile("(?:正在|已经|正|也|还|均|都|不断|开始|加紧)$")  # what somebody says is no verb
_BEFORE_VERB = re.compile("(?:也|还|均|都|先后|分别|连续|再次|并|和|获|正式|成功|将|[、,])$")
_ASKS = 16  # no pattern of what waits for a number is longer
NEVER, STRONG, NO_NUMBER = -12.0, 3.0, -4.0


def weight(tail: str, head: str) -> float:
    """The evidence that `head` continues the unfinished `tail`; 0 is no evidence, 3 is good."""
    if not tail or not head:
        return NEVER
    if shapes.closes(tail) or shapes.LEAD.search(head) or shapes.NUMBERED.search(head):
        return NEVER
    total = words.crossing_gain(tail, head)
    if shapes.starts_inside(head) or head.startswith("("):
        total += 4 if head[0] not in "”)’》" else (5 if shapes.unclosed(tail) > 0 else -4)
    total += number_weight(tail, head) + bracket_weight(tail, head) + passive_weight(tail, head)
    if shapes.DASHED.match(head):
        total -= 4
    return total


def number_weight(tail: str, head: str) -> float:
    """A number waits for its unit, a verb of growth for its number; half a number waits for its first half."""
    tail = tail[-_ASKS:]
    if tail[-1].isdigit():
        if head[0] in ".%":
            return 6.0
        if _MEASURE.match(head):
            return 4.0
        return 2.0 if head[0].isdigit() else -3.0
    if _SECOND_HALF.match(head) and tail[-1] != head[0]:
        return -6.0 if tail[-1] not in ".," and not _NUMERAL_END.search(tail) else 1.0
    if _WAITS_FOR_NUMBER.search(tail):
        paired = not _EACH.search(tail) or _PAIRED.match(head)
        return 3.0 if _DIGIT.match(head) and paired else NO_NUMBER
    return 3.0 if _SPENDS.search(tail) and _AMOUNT.match(head) else 0.0


def begins_inside(head: str) -> bool:
    """Whether a line begins with what no paragraph begins with: a mark, or the second half of a number."""
    return shapes.starts_inside(head) or _SECOND_HALF.match(head) is not None


def passive_weight(tail: str, head: str) -> float:
    """被 waits for a verb or for who did it; a verb of naming hardly stands without it."""
    if tail.endswith("被"):
        return 3.0 if _NAMED.match(head) else 1.0 if _NAMERS.match(head) else -1.5
    return -2.0 if _NAMED_AS.match(head) and not _BEFORE_VERB.search(tail) else 0.0


def bracket_weight(tail: str, head: str) -> float:
    """A bracket left open is closed by its continuation, and the other way round."""
    open_tail = open_bracket(tail)
    closing = first_unopened(head)
    if open_tail and closing:
        return 4.0 if open_tail == closing else -2.0
    if head[0] == "“" and _ADVERB_END.search(tail):
        return -3.0
    return -1.5 if open_tail or closing else 0.0


def open_bracket(text: str) -> str:
    """The closing mark that the end of the text waits for, or nothing."""
    for left, right in shapes.PAIRS:
        if text.rfind(left) > text.rfind(right):
            return right
    return ""


def first_unopened(text: str) -> str:
    """The first closing mark that has no opening mark before it, or nothing."""
    for left, right in shapes.PAIRS:
        at = text.find(right)
        if at >= 0 and not 0 <= text.find(left) < at:
            return right
    return ""


def doubled(tail: str, head: str) -> int:
    """How many characters at the head repeat the end of the tail by mistake.

    Two and more are a repetition wherever they stand; a single character only where the tail
    ends in a whole word with it and a mark follows it in the head.
    """
    for length in range(min(12, len(tail), len(head)), 1, -1):
        if tail.endswith(head[:length]) and not head[:length].isdigit():
            return length
    if len(head) > 1 and len(tail) > 1 and tail[-1] == head[0] and "\u4e00" <= head[0] <= "\u9fff":
        doubled_word = words.is_word(head[0] * 2)
        if head[1] in ",。、;:!?)”" and words.is_word(tail[-2:]) and not doubled_word:
            return 1
    return 0
