"""Places among peers: 居全省第五位, 全省首位, 历史新高, 唯一, …之一, 首次.

A rank needs a word of standing or a scope beside it: 第一书记 and 第一时间 are words, 全省第一 is a place.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final

from youju.reading.model import Rank
from youju.reading.numerals import number
from youju.reading.passages import Passage
from youju.reading.sieve import Sieve

_PEERS: Final = r"(?:全[国省市州县区球]|全系统|世界|亚洲|东北(?:三省|地区)?|中国|国内|省内|市内|同类[一-鿿]{0,4}|历史同期|(?:黑龙江|吉林|辽宁|河北|山西|江苏|浙江|安徽|福建|江西|山东|河南|湖北|湖南|广东|海南|四川|贵州|云南|陕西|甘肃|青海|全)省(?:各地市|各市州|各市|县市)?|各(?:地市|市州|县区|县市)[^，,。；;]{0,4})"
_STAND: Final = r"(?:稳?居|位居|位于|位列|列|由(?:上年|去年|上季度|上月|年初|上期)(?:同期)?的|从(?:上年|去年|上季度|上月|年初)(?:同期)?的|上升[到至]|提升[到至]|前移[到至]|退居|下滑[到至]|为(?=历史|建站|有[一-鿿]{0,4}(?:记录|资料)以来|近)|名列|排名|排在|排|跃居|跃升至|跻身|处于|升至|保持|获得|获|荣获|夺得|取得|均居|仍居|继续保持|持续保持)"
_N: Final = r"(?:第(?P<n>[一二三四五六七八九十\d]{1,3})(?P<w>位|名)?|(?P<first>首位|榜首|首列|首名|之首)|前(?P<top>[一二三四五六七八九十\d]{1,2})(?:位|名|强)?|(?P<front>前列))"
_ORDER: Final = re.compile(
    rf"(?=[由从上提前退下为稳居位列名排跃跻处升保获荣夺取均仍继持全世亚东中国省市同历各黑吉辽河山江浙安福湖广海四贵云陕甘青县])(?:{_STAND}(?:在|了)?(?P<scope1>(?:[一-鿿A-Z]{{0,14}}?|[一-鿿]{{1,6}}(?P<of>\d{{1,4}}|[二三四五六七八九十]{{1,3}})个[一-鿿]{{1,4}}(?:[(（][一-鿿、]{{1,8}}[)）])?|[一-鿿]{{0,8}}各[市州县]{{1,2}}(?:[(（][一-鿿、]{{1,8}}[)）])))|(?P<scope2>{_PEERS})(?:[一-鿿、()（）]{{0,6}}?)(?:排名|位次)?){_N}(?=[，,。；;、！!？?）)”\n的]|$|位|名|上升|提升|跃|前移|升|退|下滑)"
)
_RECORD: Final = re.compile(
    r"(?P<raw>(?P<scope>近年来|有史以来|有(?:气象|水文|统计|观测)?(?:记录|资料|统计)以来|历史(?:同期)?|[近\d一二三四五六七八九十]{1,4}年来|建[厂市国站]以来)?(?P<per>单月|同期|单季|单日)?(?P<what>最高|最低|最好|最大|最多|最快)(?:增速|水平|纪录|值|记录)?"
    r"|(?:创|创下|刷新|创造)(?:了)?(?P<scope3>[一-鿿]{0,8}?)(?:历史)?(?:新高|新低|极值|新纪录|最高纪录|纪录)|历史极值)(?=[，,。；;、！!）)”\n的]|$|增速|水平)"
)
_FIRST_SINCE: Final = re.compile(
    r"(?<!\d)(?P<n>\d{1,4}|[一二三四五六七八九十]{1,4})个?(?P<unit>月|季度|年)(?:多)?以?来(?:[^，,。]{0,4}?)首次(?:[^，,。；;]{0,10}?(?P<move>正增长|转正|增长|回升|下降|负增长))?"
)
_ONLY: Final = re.compile(rf"(?:是|为|成为)(?:(?P<scope>{_PEERS}))?(?:的)?唯一(?:的|一?[个家座所])?")
_AMONG: Final = re.compile(
    rf"(?P<scope>{_PEERS}|我国)?(?P<batch>首批|第[一二三四五]批)?(?P<n>(?<!\d)\d{{1,4}}|[二三四五六七八九十百两]{{1,3}})(?P<c>[个家大座项名所种])(?P<what>[^，,。；;、\n]{{2,24}}?)之一"
)


# 在全市11个县(区)中排名第四: the peers stand before the verb
_IN_PEERS: Final = re.compile(
    r"在(?P<scope>[一-鿿]{0,6}(?:(?P<of>\d{1,4})个)?[^，,。；;\n\d]{1,20}?)中(?:位列|位居|排名|居|列|排)第(?P<n>[一二三四五六七八九十\d]{1,3})位?(?=[，,。；;、\n]|$)"
)
# 总量和增速分别居全市第六位、第二位
_NEXT_PLACE: Final = re.compile(r"[、和]第(?P<n>[一二三四五六七八九十\d]{1,3})[位名]?(?=[，,。；;、和\n]|$)")
_ORDERS: Final = Sieve(
    _ORDER,
    r"[由从上提前退下为稳居位列名排跃跻处升保获荣夺取均仍继持全世亚东中国省市同历各黑吉辽河山江浙安福湖广海四贵云陕甘青县]",
)
_PLACED: Final = re.compile(r"第[一二三四五六七八九十\d]|首[位列名]|榜首|之首|前[\d一二三四五六七八九十列]")
_OUTSTANDING: Final = re.compile(
    "最[高低好大多快]|新[高低纪]|纪录|极值"
)  # no record is told without one of these
_RECORDS: Final = Sieve(_RECORD, r"[近有历\d一二三四五六七八九十建单同最创刷]")


@dataclass(frozen=True, slots=True)
class Standing:
    """A rank in a passage, with the change it implies (首次正增长) if any."""

    start: int
    end: int
    rank: Rank
    direction: str | None = None
    name: str | None = None
    nth: int | None = None  # which of the figures before it this place belongs to, counted from the last


def find_ranks(passage: Passage) -> Iterator[Standing]:
    """All ranks of a passage; their spans are those of the raw page."""
    text = passage.text
    if _PLACED.search(text):
        yield from _orders(passage)
    for match in _AMONG.finditer(text) if "之一" in text else ():
        size = number(match["n"])
        if size and size >= 2:
            scope = match["scope"]
            rank = Rank(None, int(size), scope, "among", None, match[0], (0, 0))
            start = match.start("batch") if match["batch"] else match.start("n")
            yield _standing(passage, start, match.end(), rank, name=(match["batch"] or "") + match["what"])
    for match in _FIRST_SINCE.finditer(text) if "首次" in text else ():
        window = {
            "n": int(number(match["n"]) or 0),
            "unit": {"月": "month", "季度": "quarter", "年": "year"}[match["unit"]],
        }
        down = match["move"] in ("下降", "负增长")
        rank = Rank(1, None, None, "first_since", window, match[0], (0, 0))
        direction = None if match["move"] is None else "down" if down else "up"
        yield _standing(passage, match.start(), match.end(), rank, direction=direction)
    yield from _records(passage)


def _orders(passage: Passage) -> Iterator[Standing]:
    """Places in an order: 居全省第五位, 在全市11个县中排名第四, and each of 分别居全市第六位、第二位."""
    text = passage.text
    for match in _IN_PEERS.finditer(text) if "中" in text else ():
        yield _ordered(passage, match, match.start("scope"), match["n"])
    for match in _ORDERS.finditer(text):
        value = number(match["n"] or "") if match["n"] else (1 if match["first"] else None)
        if (
            value is None
            or _is_word(text, match)
            or _IN_PEERS.search(text, max(0, match.start() - 40), match.end())
        ):
            continue
        names = _respectively(passage, match)
        if len(names) == 1:
            yield from _in_order(passage, match, names[0])
            continue
        yield _ordered(passage, match, match.start(), match["n"] or "一", names[0] if names else None)
        more = _NEXT_PLACE.match(text, match.end()) if names else None
        for name in names[1:]:
            if more:
                yield _ordered(passage, match, more.start("n") - 1, more["n"], name, more.end())
                more = _NEXT_PLACE.match(text, more.end())


def _in_order(passage: Passage, match: re.Match[str], name: str) -> Iterator[Standing]:
    """`增速依次居全州第二位、第四位`: a place for each of the figures before, in their order."""
    places: list[tuple[int, str, int]] = [(match.start(), match["n"] or "一", match.end())]
    while more := _NEXT_PLACE.match(passage.text, places[-1][2]):
        places.append((more.start("n") - 1, more["n"], more.end()))
    for at, (start, place, end) in enumerate(places):
        yield replace(_ordered(passage, match, start, place, name, end), nth=len(places) - at)


def _respectively(passage: Passage, match: re.Match[str]) -> list[str]:
    """The names of `总量和增速分别居…`, where as many places follow as there are names."""
    start = passage.clause(match.start())[0]
    names, mark, verb = passage.text[start : match.start()].replace("依次", "分别").rpartition("分别")
    if not mark or len(verb) > 1:
        return []
    return [name for name in re.split("[、和与]", names.strip("，, ")) if name]


def _ordered(
    passage: Passage,
    match: re.Match[str],
    start: int,
    place: str,
    name: str | None = None,
    end: int | None = None,
) -> Standing:
    scope = next((match[one] for one in ("scope", "scope1", "scope2") if match.groupdict().get(one)), None)
    of = int(number(match["of"]) or 0) if match["of"] else None
    rank = Rank(int(number(place) or 0), of, scope, "order", None, match[0], (0, 0))
    return _standing(passage, start, match.end() if end is None else end, rank, name=name)


def _records(passage: Passage) -> Iterator[Standing]:
    text = passage.text
    for match in _RECORDS.finditer(text) if _OUTSTANDING.search(text) else ():
        scope = match["scope"] or match["scope3"]
        if match["what"] and not scope and not match["per"]:
            continue
        yield _standing(
            passage,
            match.start(),
            match.end(),
            Rank(1, None, scope or None, "record", None, match[0], (0, 0)),
        )
    for match in _ONLY.finditer(text) if "唯一" in text else ():
        yield _standing(
            passage, match.start(), match.end(), Rank(1, None, match["scope"], "only", None, match[0], (0, 0))
        )


def _standing(
    passage: Passage, start: int, end: int, rank: Rank, direction: str | None = None, name: str | None = None
) -> Standing:
    span = passage.raw(start, end)
    placed = Rank(rank.position, rank.of, rank.scope, rank.type, rank.window, passage.text[start:end], span)
    return Standing(start, end, placed, direction, name)


_WORD: Final = re.compile(
    r"第[一二三](?:书记|时间|课|站|线|责任|产业|季度|批|届|次|人民|中学|小学|医院|粒|代|梯队|议题|动力|资源|现场|步|期|名誉)"
)


def _is_word(text: str, match: re.Match[str]) -> bool:
    """第一书记, 第三产业, 排名第N of a contest list with no scope and no standing."""
    if _WORD.search(text, match.start(), match.end() + 4):
        return True
    return (
        match["n"] is not None
        and not match["w"]
        and not (match["scope1"] or match["scope2"])
        and not re.match(r"(?:排|名列|位列|位居|稳居|居|列)", match[0])
    )
