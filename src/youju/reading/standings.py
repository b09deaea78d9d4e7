"""The places among peers of a passage as facts: each with the name of what is ranked, whose it is and when."""

from __future__ import annotations

import re
from bisect import bisect_left
from typing import Final

from youju.reading.facts import Context
from youju.reading.frames import period_at
from youju.reading.model import Change, Fact
from youju.reading.passages import Passage
from youju.reading.ranks import find_ranks
from youju.reading.status import stance_at


def read_ranks(context: Context) -> list[Fact]:
    """The ranks of a passage. A rank without a name of its own takes that of the number before it."""
    passage, found = context.passage, []
    for standing in find_ranks(passage):
        words = context.namer.before(_after_numbers(passage, standing.start), standing.start)
        name = standing.name or (_behind_rank(words.name) if words else None)
        among = _IN_CONTEST.search(passage.text, passage.sentence(standing.start)[0], standing.start)
        span = passage.raw(words.start if words else standing.start, standing.end)
        own = standing.rank.span
        if span[1] - span[0] > 120 or span[0] > own[0]:
            span = own
        said = context.by_sentence.get(passage.sentence(standing.start)[0], [])
        sums = [fact for fact in said if not (name in ("总量", "规模") and fact.unit == "percent")]
        near = next((fact for fact in reversed(sums) if fact.start <= own[0]), None)
        row = list({fact.indicator: fact for fact in sums if fact.start <= own[0]}.values())
        if standing.nth and len(row) >= standing.nth:
            near = row[-standing.nth]
        if near and (
            name is None or re.fullmatch(r"增速|增幅|总量|规模|其?中?增速|均|位次|排名|同比增速", name)
        ):
            name = f"{near.indicator}{name or ''}"
        at = max(standing.start, passage.text.find("第", standing.start, standing.end))
        stance = stance_at(passage, standing.start, context.planned)
        if among and (name is None or _FROM_PLACE.search(name)):
            name = among["what"]
        change = None
        if standing.direction:
            change = Change(standing.direction, None, None, "unspecified", None, None, "exact", None, own)
        found.append(Fact(
            "indicator", span[0], span[1], passage.clean.raw[span[0] : span[1]], passage.article_no,
            context.subjects.at(standing.start), stance.status, period_at(context, at),
            name or standing.rank.raw.rpartition("首次")[2] or standing.rank.raw, change=change, rank=standing.rank, commitment=stance.strength,
        ))  # fmt: skip
    return found


# 在全省招商引资考核中,某市由上年的第六位上升到第三位
_IN_CONTEST: Final = re.compile(
    r"在(?:20\d\d年|[全我][国省市县州])*(?P<what>[^，,。；;\d]{2,20}?)[中上里](?:[，,]|[一-鿿]{0,8}$)"
)
_FROM_PLACE: Final = re.compile("第[一二三四五六七八九十\\d]{1,3}[位名]|^由|^从")
_FOR_SO_LONG: Final = re.compile(r"(?:已|均)?连续[一二三四五六七八九十两\d]{1,3}个?(?:年度?|月|季度|届|次)$")
_RANKED: Final = re.compile(r"^.*第[一二三四五六七八九十\d]{1,3}[位名]?[、,，]")
_NO_NAME: Final = re.compile(
    r"(?:均|再|双双|同时|分别|再次|又)*(?:创|创下|创出|刷新|达|为|居|列)?(?:近?[一二三四五六七八九十\d]{1,3}年(?:来|间|以来)?)?"
)


def _behind_rank(name: str) -> str | None:
    """The name of a place among peers: what follows the place before it (总量列第三、增速列第一); a bare 创近五年 is none."""
    name = _FOR_SO_LONG.sub("", _RANKED.sub("", name))
    return None if _NO_NAME.fullmatch(name) else name


def _after_numbers(passage: Passage, at: int) -> int:
    """Where the words before a place may begin: its clause, after the last number in it."""
    left = passage.clause(at)[0]
    index = bisect_left(passage.quantity_starts, at) - 1
    return max(left, min(passage.quantities[index].end, at)) if index >= 0 else left
