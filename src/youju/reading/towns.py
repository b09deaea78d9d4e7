"""Towns, townships, streets, communities and villages: places below the county, of which no table is packaged.

They are told by their form and their company: two to four characters and the kind, behind a county's name, a stop, another town
or a word that a place follows. What only says a kind (乡镇, 行政村, 示范社区, 农村) or begins with a verb names no place.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final, NamedTuple

from youju.reading.places import Place
from youju.reading.words import is_name, is_verb, likelihood

# what follows decides whether the character ends a name: 村民, 乡村, 镇村干部, 社区工作者, 街道两侧
_KIND: Final = re.compile(
    r"镇(?![村街域区静压定级])|乡(?![村镇土亲愁贤里风下情音野间级])|街道(?![两上旁边路清保绿设])"
    r"|村(?![民庄里级组容务屯寨口头落规史域情])|苏木(?![一-鿿]?级)|嘎查(?![级长两委集])|社区(?!居(?!委)|[工矫治养卫干公医文食民])"
)
_BEFORE: Final = re.compile(
    r"(?:[^\u4e00-\u9fff]|^|[在到往赴与和及从进由对]|该[镇乡县市区]|位于|来自|近日|日前|目前|如今|今年|去年|日来|以来|[到走]访|[望看]见|看到|走到|深入|家住|依托|其中|选择|以及|[快高低多少大好强慢差早]的)$"
)
_NO_NAME: Final = re.compile(
    r"[全各该本每我某村这那其在到是为把被对向以由让使和与及或从往进赴了的将已还又也都个名位家项等所因据经两几多数每当同沿包驻联帮像如似]"
    r"|(?:[去今前明当早近往常历]年|(?:国家|[省市县区乡镇])级|行政|自然|示范|试点|中心|后进|先进|美丽|和美|贫困|脱贫|薄弱|重点|边境|特色|建制|小城|集|古|重|城|农|乡|村|有关|相关|其他|其余|部分|沿线|周边|附近|偏远|邻近|下辖|辖区|所在|基层|精品|样板|文明|"
    r"平安|智慧|完整|老旧|移民|安置|空心|软弱|红色|传统|历史|新型|产业|旅游|经济|幸福(?=.)|(?<=.)幸福|宜居|富裕|数字|共富|百强|千强|强|富|大|小|新|老|山|渔|牧)+(?=$)"
    r"|(?:推[进动]|壮大|增强|巩固|激活|繁荣|建设|打造|组织|带动|落实|实现|实施|开展|加强|加快|深化|强化|聚焦|围绕|坚持|通过|结合|发挥|引导|支持|帮助|指导|整合|选派|抽调|动员|发动|覆盖|涉及|走进|来到|举办|召开|完成|压实|推行|新建|改造|建成|创建|评选|命名|成为|作为|惠及|服务|联合|协调|督促|派驻|促进|助力|提升|培育|参加|参与|奖励|扣除|针对|紧[盯扣抓]|[抓走进选])"
)
_INSIDE: Final = re.compile(r"[的了是把被将等各每个与和全该本]|.前|^[年月日号期次届度]|[农乡]$")


# what towns and villages are called in pastoral areas (regulation on place names, Inner Mongolia)
_STEPPE: Final = {"苏木": "乡", "嘎查": "村"}


class Town(NamedTuple):
    """A place below the county: where its name stands, the name with its kind, and the kind."""

    start: int
    end: int
    name: str
    kind: str


def find_towns(text: str, places: Sequence[Place]) -> list[Town]:
    """The towns and villages named in a text, left to right."""
    ends = {place.end for place in places}
    within = {at for place in places for at in range(place.start, place.end)}
    found: list[Town] = []
    for match in _KIND.finditer(text):
        if match.start() in within or text.startswith("”", match.end()):
            continue  # “空壳村” says what a village was like
        floor = found[-1].end if found else 0
        start = _start(text, match.start(), floor, ends)
        if start is not None:
            kind = _STEPPE.get(match[0], match[0])
            found.append(Town(start, match.end(), text[start : match.end()], kind))
            ends.add(match.end())
    return found


_COMES: Final = re.compile(
    "(?:[回返驻到离]|(?<![前先跃奋共上])进)$"
)  # 某某回村: who comes to a village is not its name


def _start(text: str, end: int, floor: int, ends: set[int]) -> int | None:
    """Where the name begins whose kind stands at `end`, if one does. A whole county before it (梨树县村集体经济) is no name of a village."""
    if end in ends and text[end - 1] in "省市县区州旗盟":
        return None
    for size in (8, 7, 6, 5, 4, 3, 2) if text[end - 1 : end] == "族" else (4, 3, 2):
        start = end - size
        if start < floor:
            continue
        base = text[start:end]
        if not all("\u4e00" <= char <= "\u9fff" for char in base) or _COMES.search(base):
            continue
        if (
            (start in ends or _BEFORE.search(text, max(0, start - 2), start))
            and (not _NO_NAME.match(base) or _is_called(base, text, start, ends))
            and (not _INSIDE.search(base) or _is_called_so(base, text, start, end, ends))
            and (
                (
                    start > 0 and text[start - 1] in "到赴往" and text[end] in "镇乡街"
                )  # 到开通镇: gone to, so no verb
                or not _acts(base, start in ends or not start or not text[start - 1].isalpha())
                or (text[end] in "镇乡" and _OF_TOWN.match(text, end + 1))
            )
        ):
            return start
    return None


def _is_called(base: str, text: str, start: int, ends: set[int]) -> bool:
    """Whether a town is called by words that elsewhere lead to one (向阳镇, 和平乡): by a name, where nothing runs into it."""
    begins = start in ends or not start or not text[start - 1].isalpha()
    return (start in ends and base.endswith("族")) or (begins and is_name(base))


def _is_called_so(base: str, text: str, start: int, end: int, ends: set[int]) -> bool:
    """`鹿乡镇`: a town of two characters the second of which is a 乡, where nothing runs into it."""
    begins = start in ends or not start or not text[start - 1].isalpha()
    return begins and text[end] == "镇" and re.fullmatch("[^各农全本该城两县市村老]乡", base) is not None


def _acts(base: str, begins: bool) -> bool:
    """Whether the first word is a verb, so that what follows is its object and no name; a town may be called 胜利 all the same."""
    word = base[:2]
    rare = base == word and likelihood(word) < _RARE
    return is_verb(word) and not (word in _HONOURED and begins) and not rare


_OF_TOWN: Final = re.compile("[一-鿿]{2,4}(?:村|社区)(?![民集级庄里])")  # 开通镇某某村
_RARE: Final = -14.5  # what the list has as a verb a few times over is none
# verbs that towns and streets are called by: the naming of places after the Republic's causes (regulation on place names, 2022)
_HONOURED: Final = frozenset(["胜利", "解放", "振兴", "前进", "跃进", "奋斗", "创业"])
