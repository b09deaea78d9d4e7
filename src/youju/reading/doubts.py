"""What the page leaves in doubt, said as values: nothing here is guessed at, nothing is silently mended.

Kinds: `truncated` a figure cut off, `count` a stated count that the list does not bear out, `unit` a rate that moved by
per cent where points are meant, `mean` and `sum` figures that do not follow from their parts, `repeated` a whole clause that comes back (words
printed twice in a row are the layout's to say). Two pages are compared in `comparing`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

from youju.reading.model import Fact
from youju.reading.numerals import number
from youju.reading.passages import Passage
from youju.reading.sieve import Sieve
from youju.reading.sums import find_wrong_sums
from youju.reading.text import Doubt

_CUT: Final = re.compile(
    r"(?:分别(?:增长?|下降|达到?|为|完成|实现)?|同比(?:增长?|下降)?|增长|下降|达到|比重为|完成率为)[ \u3000]*(?=\n|$)|分别增(?![长加至幅到收设速量产值\d近约超])"
)
_COUNTED: Final = re.compile(
    r"(?:(?P<etc>等)“?|(?<![\d数几第“]))(?P<n>\d{1,2}|[二两三四五六七八九十]{1,2})(?P<c>大|个|项|种|类|家|部分|部|条|座)(?P<what>[一-鿿]{2,12})"
)
_AHEAD: Final = re.compile(
    r"(?<![\d数几第])(?P<n>\d{1,2}|[二两三四五六七八九十]{1,2})(?P<c>大|个|项|件|种|类|部|条|点|方面)(?P<what>[一-鿿]{0,10})[：:](?P<list>[^。；;\n]{4,160})"
)
_COUNTS: Final = Sieve(_COUNTED, r"[等\d二两三四五六七八九十]")
_AHEADS: Final = Sieve(_AHEAD, r"[\d二两三四五六七八九十](?=[\d二两三四五六七八九十大个项件种类部条点方])")
_JOINT: Final = re.compile(r"(?<=[一-鿿]{2})(?:以及|和|及|与)(?=[一-鿿]{2})")
_GOES_ON: Final = re.compile(r"[的了在等用]|组成|出台|成立|设立|建立|推出|共建|签[约署]|^“")
_ORDER: Final = "一二三四五六七八九十"
_FIRST: Final = re.compile(r"一(?:是|要)")
_ORDINAL: Final = re.compile(rf"(?:^|(?<=[：:；;。，,]))([{_ORDER}])(?:是|要)")
# how often or how well, not a share of a whole: 效率提升50% is no slip for points
_NO_SHARE: Final = re.compile(r"(?:效|频|功|速|汇|心|分辨)率$")
_RATE: Final = re.compile(r"(?:率|增速|增幅|比重|占比|比例)$")


def find_doubts(passage: Passage, facts: Sequence[Fact]) -> Iterator[Doubt]:
    """The doubts of one passage: by its words, and by the facts read from it."""
    yield from _truncated(passage)
    yield from _counts(passage)
    yield from _again(passage)
    yield from _units(passage, facts)
    yield from find_wrong_sums(passage, facts)


def _doubt(passage: Passage, start: int, end: int, kind: str, what: str, why: str) -> Doubt:
    low, high = passage.raw(start, end)
    return Doubt.at(passage.clean.raw, low, high, kind, what, why)


def _truncated(passage: Passage) -> Iterator[Doubt]:
    if passage.role != "body":
        return
    for match in _CUT.finditer(passage.text):
        start = max(passage.clause(match.start())[0], match.start() - 24)
        yield _doubt(
            passage, start, match.end(), "truncated", "数字被截断, 不作为事实", "the line ends before the figure it announces"
        )  # fmt: skip


def _counts(passage: Passage) -> Iterator[Doubt]:
    """A list before its count (甲、乙等七个产业) or after it (三项任务:甲、乙; 两件事:一是…二是…): do they agree?"""
    text = passage.text
    for match in _COUNTS.finditer(text):
        floor = max(passage.clause(match.start())[0], match.start() - 240)
        words = text[floor : match.start()]
        if ("、" in words or words.count("”“")) and not _counts_itself(words):
            yield from _mismatch(passage, match, words, floor, listed=bool(match["etc"]))
    for match in _AHEADS.finditer(text) if "：" in text or ":" in text else ():
        if _FIRST.match(match["list"]):
            yield from _numbered(passage, match)
        elif "、" in match["list"]:
            yield from _mismatch(passage, match, match["list"], match.start(), listed=False, ahead=True)


def _numbered(passage: Passage, match: re.Match[str]) -> Iterator[Doubt]:
    """三件事:一是…;二是…: the numbers that follow in the paragraph, from one on without a gap."""
    stop = passage.text.find("\n", match.start("list"))
    words = passage.text[match.start("list") : stop if stop >= 0 else None]
    said, told = [_ORDER.index(one[1]) + 1 for one in _ORDINAL.finditer(words)], 0
    for at in said:
        if at == 1 and told:
            break  # another list begins
        told = at if at == told + 1 else told
    stated = number(match["n"])
    if stated is not None and told >= 1 and told != int(stated):
        yield _doubt(
            passage, match.start(), match.end("what"), "count",
            f"说是{match['n']}{match['c']}{match['what']}, 只数到第{told}", f"states {stated}, numbers {told}",
        )  # fmt: skip


def _counts_itself(words: str) -> bool:
    """Whether the list is one of counts (1个专班、2个清单), ends in a joint, or was counted before."""
    return bool(
        re.search(r"、[约近]?\d|[、及和]$|(?:[二三四五六七八九十]|\d)(?:大|个|项|类|种)[一-鿿]{0,4}$", words)
    )


def _mismatch(
    passage: Passage, match: re.Match[str], words: str, start: int, *, listed: bool, ahead: bool = False
) -> Iterator[Doubt]:
    stated, named = number(match["n"]), _items(words, ahead=ahead)
    if stated is None or named < 2 or named == int(stated) or (not listed and named > int(stated)):
        return
    if listed and 3 * named < 2 * int(stated):
        return  # 甲、乙、丙等十二家企业: the best known of many, no list
    if not (listed or ahead) and not _is_item(words):
        return
    end = match.end() if ahead else match.end("what")
    yield _doubt(
        passage, start, end, "count",
        f"说是{match['n']}{match['c']}{match['what']}, 只列出{named}个", f"states {stated}, names {named}",
    )  # fmt: skip


def _is_item(words: str) -> bool:
    """Whether the last words before a count are one more item, not the clause that goes on (甲局、乙局组成四个督查组)."""
    *others, last = words.split("、")
    if len(others) > 1:
        return len(last) <= max(map(len, others[1:])) + 4 and not _GOES_ON.search(last)
    return len(last) <= 6 and not _GOES_ON.search(last)


def _items(words: str, *, ahead: bool) -> int:
    """How many things a list names; what stands in brackets belongs to the item before it."""
    bare = re.sub(r"[(（][^)）]{0,40}[)）]", "", words)
    quoted = re.findall(r"“[^”]{1,40}”", bare)
    if len(quoted) >= 2 and "、" not in re.sub(r"“[^”]*”", "", bare):
        return len(quoted)
    pieces = [piece for piece in re.split(r"、|[，,](?=[一-鿿])" if ahead else "、", bare) if piece.strip()]
    if not ahead:
        last = _JOINT.split(pieces[-1]) if pieces else []
        return len(pieces) + max(0, len(last) - 1)
    return len(pieces)


_WHOLE: Final = 16


def _again(passage: Passage) -> Iterator[Doubt]:
    """A clause of sixteen characters and more that comes back word for word in the same article."""
    seen: dict[str, int] = {}
    last = -1
    for start, end in passage.clauses(0, len(passage.text)):
        words = passage.text[start:end].strip("，,。；;：:\n ") if end - start >= _WHOLE else ""
        if len(words) < _WHOLE:
            continue
        if words in seen and start > last:
            last = passage.sentence(start)[1]
            yield _doubt(
                passage,
                start,
                start + len(words),
                "repeated",
                "同一句话在本文中出现两次",
                "the clause stands word for word earlier in the article",
            )
        seen.setdefault(words, start)


def is_unit_doubtful(fact: Fact) -> bool:
    """Whether a rate is said to move by per cent: 漏损率降低7% may be 7 points."""
    change = fact.change
    if change is None or change.unit != "percent" or change.value is None or not fact.indicator:
        return False
    return bool(_RATE.search(fact.indicator) and not _NO_SHARE.search(fact.indicator)) and bool(
        re.search(r"提高|降低|上升|下降|提升|回落|增加|减少|加快|扩大|收窄", fact.quote)
    )


def _units(passage: Passage, facts: Sequence[Fact]) -> Iterator[Doubt]:
    for fact in facts:
        if not fact.certain and fact.change is not None:
            yield Doubt.at(
                passage.clean.raw, fact.start, fact.end, "unit",
                f"“{fact.indicator}”的变化写作百分数, 可能是百分点", "a rate moved by per cent; percentage points may be meant",
            )  # fmt: skip
