"""`分别` and `均`: several names before one verb, several numbers after it, matched in order.

`城镇和农村居民人均可支配收入分别达到3.8万元和2.1万元` gives each name its own number, with the words that the last name
lends to the shorter ones before it. Where names and numbers do not match in count, nothing is paired.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from youju.reading.alternatives import either
from youju.reading.lexicons.verbs import LINKS
from youju.reading.moves import Move, find_move
from youju.reading.owners import ITEMS, Owner, owned_before, owned_by, topical
from youju.reading.passages import Passage
from youju.reading.quantities import Quantity

_BETWEEN: Final = re.compile(
    r"(?:以上|以下|左右|以内)?[、,，和及与]{1,2}(?:每[年月日]|近|约|超过?|逾|[-－−]|增长|下降|上涨|减少|提高|增加)?|以及"
)
_LINK: Final = re.compile(rf"^(?:{either(LINKS)})*(?:每[年月日])?$")

_TAIL: Final = re.compile(
    r"(?:总产值|产值|增加值|营业收入|收入|投资|产量|面积|销售额|销量|人数|余额|覆盖率|完成率|合格率|到位资金|用电量|税收)$"
)


@dataclass(frozen=True, slots=True)
class Pair:
    """One name of a list, the number that belongs to it, and the change it states, if it does.

    `printed` is false when the name was taken over from a number before; `owner` is whose it is where the list is one of places,
    towns or houses (甲县、乙镇分别投入…, 甲县、乙园区完成率分别为…).
    """

    name: str
    start: int
    number: Quantity
    move: Move | None
    printed: bool = True
    owner: Owner | None = None


def find_pairs(
    passage: Passage, measures: list[Quantity], index: int, known: Sequence[str] = ()
) -> list[Pair]:
    """The pairs of the list that begins with this number, or none if it begins no list.

    `known` are the names of the levels stated before it in the sentence: `…分别增长5.1%和7.6%` after two levels takes those.
    """
    one = measures[index]
    start = passage.clause(one.start)[0]
    head = passage.text[start : one.start]
    word = "分别" if "分别" in head else "依次" if "依次" in head else None
    if word:
        return _respectively(passage, measures, index, start, known, head.replace(word, "分别"))
    bare = head.lstrip("，, ")
    if bare.startswith("占") and _BARE_SHARE.fullmatch(bare):
        return _respectively(passage, measures, index, start, known, "分别" + head)
    if len(known) > 1 and _BARE_GROWTH.fullmatch(bare):
        return _respectively(passage, measures, index, start, known, "分别" + head)
    both = _BOTH.search(head) if "、" in head and ("均" in head or "都" in head) else None
    if both and "、" in both["names"]:
        return [Pair(name, start + at, one, None) for name, at in _items(both["names"])]
    return []


_SHARE_OF: Final = re.compile(r"占(?P<whole>[^，,]{2,14}?)的?(?:比重|比例)?(?:为|达到?|约)?$")
_BOTH: Final = re.compile(r"(?P<names>[^，,]{4,40}?)(?:均|都)(?:达到?|为|保持在?|实现|超过?)+$")
_SHARED: Final = re.compile("占[^占]*$")
_BARE_SHARE: Final = re.compile(r"占[^，,]{2,14}的")
_RATE_WORD: Final = re.compile("增速|增幅|降幅|涨幅")
_LAST_ITEMS: Final = re.compile("后?[两三四五]项")
_BARE_GROWTH: Final = re.compile(
    r"(?:同比|环比|[比较](?:上年|去年|年初|上月|上季度)(?:同期|[底末])?)?(?:增长|下降|提高|减少|增加)"
)


# 较2019年同期分别增长41.2%和52.6%: what is compared with says nothing of what grew
_COMPARED: Final = re.compile(
    r"[比较与](?:20\d\d年|上年|去年|前年|上月|年初|上季度)(?:同期|同比)?(?:相比)?|同比|环比|预计|力争|将"
)


def _respectively(
    passage: Passage, measures: list[Quantity], index: int, start: int, known: Sequence[str], said: str = ""
) -> list[Pair]:
    group = _group(passage, measures, index)
    head = said or passage.text[start : group[0].start]
    names, _, verb = head.rpartition("分别")
    bare = _COMPARED.sub("", names).strip("，, ")
    right = passage.clause(group[-1].start)[1]
    move = find_move(passage.text, start, group[0], right)
    if len(bare) >= 2:
        items = [(name, start + at) for name, at in _items(names)]
    else:
        items = [(name, start) for name in known[-len(group) :]]
    if len(items) == 1 and len(group) == 2 and "城乡" in items[0][0]:
        items = [(items[0][0].replace("城乡", who), items[0][1]) for who in ("城镇", "农村")]
    if len(items) == 1 and len(group) == 2 and "存贷款" in items[0][0]:
        items = [(items[0][0].replace("存贷款", what), items[0][1]) for what in ("存款", "贷款")]
    leaning = len(bare) < 2 or _RATE_WORD.fullmatch(bare)
    if leaning and known and move and move.basis == "vs_average":
        several = len(known) < len(group) or re.search(r"[、和与]", verb)
        named = [known[-1]] * len(group) if several else list(known[-len(group) :])
        items = [(re.sub("增速$", "", name) + bare, start) for name in named]
        bare = ""  # 分别高于全国、全省: one name, several others; 分别高于全省: several names
    if _RATE_WORD.fullmatch(bare) or _LAST_ITEMS.fullmatch(bare):
        items = [(name, start) for name in known[-len(group) :]]
        bare = ""  # 增速分别为2.4%、-3.1%; 后两项分别增长17.3%、22.6%
    if len(items) == 1 and len(group) > 1 and _LINK.match(verb):
        return [
            Pair(name, owner.start, one, move, owner=owner)
            for (name, owner), one in zip(owned_before(passage, start, bare), group, strict=False)
        ]
    if len(bare) < 2 and len(group) > 1:
        share = _SHARE_OF.match(verb)
        said_of = f"{_SHARED.sub('', known[-1])}占{share['whole']}比重" if share and known else verb
        owned = owned_before(
            passage,
            start,
            re.sub(r"(?:达到?|为|的|了|至|到)+$", "", said_of)
            or (known[-1] if known else _MARKS.get(group[0].classifier or "", "")),
        )
        if len(owned) == len(group):
            return [
                Pair(name, owner.start, one, move, owner=owner)
                for (name, owner), one in zip(owned, group, strict=True)
            ]
    if len(items) != len(group) or len(group) < 2:
        return []
    tail = (
        "" if move or _LINK.match(verb) or len(bare) < 2 else re.sub(r"(?:达到?|为|的|了|至|到)+$", "", verb)
    )
    share = _SHARE_OF.match(verb)
    if share and len(bare) < 2:
        items = [
            (re.sub(r"(?:总量|数量|量|数|面积)$", "", name) + f"占{share['whole']}比重", at)
            for name, at in items
        ]
    owned = (
        owned_by(
            passage,
            names,
            start,
            topical(passage, start, tail)
            or (_behind(passage, group[-1]) if verb in _HAVE or not known else "")
            or (known[-1] if known else _MARKS.get(group[0].classifier or "", "")),
        )
        if len(bare) >= 2
        else []
    )
    if len(owned) == len(group):
        return [
            Pair(said, owner.start, one, move, owner=owner)
            for (said, owner), one in zip(owned, group, strict=True)
        ]
    return [
        Pair(name + tail, at, one, move, len(bare) >= 2) for (name, at), one in zip(items, group, strict=True)
    ]


_MARKS: Final = {"分": "得分"}  # 甲镇、乙镇依次为96.5分、95.8分
_HAVE: Final = ("有", "还有", "尚有", "仍有")
_NOT_A_NAME: Final = re.compile(r"[，,。；;：:、\n\d]|左右|以上|以下")


def _behind(passage: Passage, last: Quantity) -> str:
    """`甲镇、乙镇分别有214户、176户线路没有改到位`: what stands behind the last number is said of all."""
    end = passage.clause(last.start)[1]
    words = _NOT_A_NAME.split(passage.text[last.end : end])[0]
    return words if len(words) > 1 else ""


def _group(passage: Passage, measures: list[Quantity], index: int) -> list[Quantity]:
    """The numbers that stand side by side with this one as the first."""
    group = [measures[index]]
    for one in measures[index + 1 : index + 12]:
        if one.measure != group[0].measure or not _BETWEEN.fullmatch(passage.text[group[-1].end : one.start]):
            break
        group.append(one)
    return group


def _items(names: str) -> list[tuple[str, int]]:
    """The names of a list with their places; a short one borrows the tail of the last."""
    found: list[tuple[str, int]] = []
    at = 0
    for part in ITEMS.split(names):
        where = names.index(part, at)
        at = where + len(part)
        region = re.match(r"[全我][省市州县区]|其中", part)
        skip = region.end() if region else 0
        if part[skip:].strip():
            found.append((part[skip:], where + skip))
    if not found:
        return []
    last = found[-1][0]
    several = _OF_SEVERAL.fullmatch(last)
    if several:
        of = [name for name, _ in found[:-1]] + [several["own"]]
        return [(name + several["what"], where) for name, (_, where) in zip(of, found, strict=True)]
    return [
        (_lent(name, last) if number < len(found) - 1 else name, where)
        for number, (name, where) in enumerate(found)
    ]


# 医药、化工、建材三大产业产值: how many they are is no part of their names
_OF_SEVERAL: Final = re.compile(
    r"(?P<own>[一-鿿]{2,8}?)等?[两二三四五六七八九十\d]{1,2}(?:大|个)(?P<what>(?:主导|支柱|优势|重点|特色)?(?:产业|行业)[一-鿿]*)"
)


_PLACED: Final = re.compile("^[一-鿿]{2,3}[市县区旗州](?=[城农][镇村])")  # 抚松县城镇和农村居民…


def _lent(name: str, last: str) -> str:
    """A name with what the last one of the list says for all: 城镇 + 居民人均可支配收入, 食品制造业 + 产值."""
    if name[-1] in "省市县区州旗镇乡" and last[-1] in "省市县区州旗镇乡":
        return name
    bare = _PLACED.sub("", name)
    if len(bare) <= 4 and len(last) > len(bare):
        return bare + last[len(bare) :]
    tail = _TAIL.search(last)
    return name + tail[0] if tail and not _TAIL.search(name) and len(tail[0]) < len(last) else name
