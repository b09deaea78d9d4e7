"""Whether a number states a quantity: what speaks for it, and the stretches whose numbers state nothing.

Arabic numbers are taken unless something speaks against them, Chinese ones only if something speaks for
them: `一批` and `两地` are words, `八辆` and `两万多元` are counts.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Final

from youju.reading.lexicons.measures import CONCRETE, HARD, NOUN_LIKE
from youju.reading.numerals import number
from youju.reading.sieve import Sieve

AT_LEAST: Final = re.compile(
    r"(?:至少|不少于)[一-鿿]{1,3}$|(?:超过?|逾|不少于|不低于|至少|不下|突破|高于|多于|大于|过)了?$"
)
_ACT: Final = (
    "新建|建成|建设|完成|新增|引进|开工|竣工|投产|举办|承办|组建|成立|设立|培育|创建|获得|荣获|获|签约|签订|签署|落地|改造|新开|开通|"
    "实施|启动|投放|购置|购入|购买|颁布|制定|出台|编制|发布|清理|查处|破获|选派|派出|举行|召开|开展|安装|修建|修复|维修|配备|配置|出动|捐赠|"
    "发放|种植|栽植|打造|评选|表彰|推出|开设|增设|增加|减少|接待|救助|帮扶|走访|排查|整改|化解|受理|办结|审批|申报|争取|承接|招聘|培训|"
    "推介|征集|收集|达成|入选|拥有|共有|现有|建有|设有|有|共|达|为期|先后|连续|累计|已|分|约|颁布实施|组织|取得|夺得|勇夺|斩获|再上|新上|上马"
)
_ACTED: Final = re.compile(rf"(?:{_ACT})(?:了|出|到|各类|全市|全县|全省|国家级|省级|市级)?$")
_OBJECT_BEFORE: Final = re.compile(r"[一-鿿]{2}$")
_CLOSES: Final = re.compile(r"[，,。；;、！!?？)）\n”]|$|共|合计|和|及|，")
_PLACEHOLDER: Final = frozenset("一百千万亿")


def speaks(text: str, match: re.Match[str], unit: str) -> bool:
    """Whether a number with this unit states a quantity where it stands."""
    printed = match["n"]
    if unit == "级":
        return False
    if printed[0].isdigit():
        return _arabic_speaks(text, match, unit)
    return _chinese_speaks(text, match, unit)


def _arabic_speaks(text: str, match: re.Match[str], unit: str) -> bool:
    start, end = match.start("n"), match.end("unit") if match["unit"] else match.end()
    before = text[start - 1 : start]
    if before and ((before.isascii() and (before.isalnum() or before in "+/.")) or before == "第"):
        return False
    if (
        before in ("-", "—")
        and text[start - 2 : start - 1].isascii()
        and text[start - 2 : start - 1].isalnum()
    ):
        return False
    if unit in NOUN_LIKE and match["x"] is None:
        return _noun_like_speaks(text, start, end, unit)
    if unit == "分":
        return _SCORED.search(text, max(0, start - 60), start) is not None and not _NO_SCORE.match(text, end)
    if unit == "方":
        return match["x"] is not None
    if unit == "度":
        return match["x"] is not None or "电" in text[max(0, start - 6) : start]
    if unit in ("次", "批", "期") and before == "0":
        return False
    return not (unit == "元" and text.startswith(("素", "旦", "宵"), end))


# 考核得93.6分, not 8时30分 or 30分钟
_SCORED: Final = re.compile(r"(?:得分?|评分|打分|分数|总分|均分|测评|考核|成绩|满意度)[^。\n时点]*$")
_NO_SCORE: Final = re.compile("[钟之别成期类为局公管会店行院校批两三]")
_COUNTS_THINGS: Final = frozenset("口面道段节门起组对班单案车船双")
_NEVER: Final = frozenset(("路", "线", "国", "站", "团", "号"))


def _noun_like_speaks(text: str, start: int, end: int, unit: str) -> bool:
    """`8县`, `345起`, `5口井`: counted after an act, after the thing, or before it."""
    left, right = text[max(0, start - 6) : start], text[end : end + 1]
    if unit in _NEVER:
        return False
    if _ACTED.search(left) or left[-1:] in ("、", "及", "和", "等"):
        return True
    if unit not in _COUNTS_THINGS:
        return False
    return "一" <= right <= "鿿" or bool(_OBJECT_BEFORE.search(left) and _CLOSES.match(text, end))


def _chinese_speaks(text: str, match: re.Match[str], unit: str) -> bool:
    printed, start, end = match["n"], match.start("n"), match.end("unit") if match["unit"] else match.end()
    before = text[start - 1 : start]
    if before in tuple("第之“+"):
        return False
    more = any(match[name] in ("余", "多") for name in ("m1", "m2", "m3"))
    bare = all(char in "百千万亿" for char in printed)
    if more or (match["before"] in ("近", "约", "超", "逾", "过", "上") and (bare or len(printed) > 1)):
        return not (match["before"] == "上" and not bare)
    if AT_LEAST.search(text[max(0, start - 4) : start]) and (bare or unit in HARD):
        return True
    if bare and unit in HARD and _REACHED.search(text, max(0, start - 4), start):
        return True
    if bare or (printed == "十" and not (unit == "件" and "一" <= text[end : end + 1] <= "鿿")):
        return False
    if unit in HARD:
        return _hard_speaks(printed, unit)
    value = number(printed) or Decimal(0)
    if value > 10 and printed[0] != "百":
        return unit not in NOUN_LIKE and len(printed) <= 9
    return _small_speaks(text, start, end, printed, unit)


# 产值突破百亿元, 迈上千亿元: a round sum that is reached
_REACHED: Final = re.compile(r"(?:达到?|突破|迈上|跨越|超过?|迈过)$")


def _hard_speaks(printed: str, unit: str) -> bool:
    if unit in ("元", "方", "米", "斤", "升", "克", "度电", "度") and len(printed) == 1:
        return False
    return not (printed == "一" and unit not in ("倍", "公里", "人次"))


def _small_speaks(text: str, start: int, end: int, printed: str, unit: str) -> bool:
    """One to ten of something: an object named before, or an act before and a thing one can see."""
    left = text[max(0, start - 8) : start]
    closes = bool(_CLOSES.match(text, end))
    if (
        closes
        and unit in CONCRETE
        and _OBJECT_BEFORE.search(left)
        and not left.endswith(("每", "各", "任", "这", "那"))
    ):
        return unit not in ("次", "批", "期", "场", "处") or bool(
            re.search(
                r"(?:召开|举办|举行|开展|先后|共|达|清理|查处|配套|配建|建有|设有|内设|新建|建成)[^，,。]{0,6}$",
                left,
            )
        )
    if printed == "一" or unit in NOUN_LIKE:
        return False
    if unit == "次":
        return bool(re.search(r"(?:先后|连续|累计|共|已|达|多达)$", left))
    if unit in ("种", "类", "项", "个", "条"):
        return bool(_ACTED.search(left)) and not re.search(r"(?:有|分|已|约|达|共)$", left)
    return unit in CONCRETE and bool(_ACTED.search(left))


_QUIET: Final = re.compile(
    r"第[一二三四五六七八九十百零\d]{1,8}(?:个|次|届|批|期|名|位|条|款|项|类|轮|季度)?"
    r"|(?<!\d)\d{1,9}(?:[+＋]\d+[A-Za-z]*)+"
    r"|“[^”\n]{0,10}[+＋×·][^”\n]{0,10}”|“[^”\n]{0,30}[+＋][^”\n]{0,60}”|[前后][一二三四五六七八九十两\d]{1,3}(?:位|名|强)|前\d{1,3}户|连续[一二两三四五六七八九十\d]{1,3}次(?=排名|被|位列|居|考核|上榜|未)|\d{1,3}个年头|为期\d{1,3}天|\d{1,2}人制|分[一二三四两]期"
    r"|\d{3,4}[-—]\d{5,8}|(?<![\d.])\d{7,40}(?![\d.]{0,20}(?:元|人|户|吨|亩|米|平|立|公|千|万|亿))|(?<!\d)\d{1,9}号(?!工)|(?<!\d)\d{1,9}路(?!公)|(?<![A-Za-z])[A-Za-z]{1,20}\d[\dA-Za-z-]{0,30}|(?<!\d)\d{1,9}[A-Za-z]{1,20}(?![A-Za-z]*[%])"
    r"|(?<!\d)\d{1,9}(?:国道|省道|县道|线|时(?!段)|点|型|系列|世纪|版|届|连|师|军|团|旅|营)|(?<!\d)[一二三四五六七八九十\d]期(?=工程|项目|建设|已|竣工|投产|开工)|[一二三四五]期(?=[，,。、(（])"
    r"|\d{1,2}月|\d{1,2}日|(?:19|20)\d\d(?:年|(?=届|版))"
    r"|(?:每|各|任|某|这|那|哪|同|全|另)[一二两三四五六七八九十]?(?:个|家|户|名|位|人|项|件|次)(?![（(])"
    r"|(?<![\d万亿千百余多])百(?:姓|年|货|花|科|合|里挑)|千(?:家万户|方百计|山万水|言万语|秋|古)|(?<![\d一二三四五六七八九十百千余多几])万(?:物|里|众|象|家灯火|千|达|科|全|一)"
    r"|(?:一|二|两|三|四|五|六|七|八|九|十)(?:方面|边|旁|直|定|些|样|体|线|带|路|心|起|切|时|同|致|手|番|度|律|旦|并|如|向|般|贯|举|批|系列|道|面|流|把|步|块儿)"
    r"|最[后先](?:一公里|一百米|一米)|[一二三四五六七八九十]{1,2}(?:级|等奖|产|中全会|大报告|大精神|届|次全会)"
    r"|(?<!\d)\d{1,3}[Aa]{1,5}级?|[两三四五六七八九十]大(?!类|项)|(?:一|三|五)(?:四|八)(?:运动|精神|青年|妇女)"
)
_QUIETED: Final = Sieve(
    _QUIET,
    r"[前后](?=[一二三四五六七八九十两\d])|连(?=续)|为(?=期)|\d(?=\d{0,39}[+＋个人\-—号路A-Za-z国省县线时点型系世版届连师军团旅营期月日年]|\d{6})|[A-Za-z“]|第(?=[一二三四五六七八九十百零\d])|[每各任某这那哪同全另](?=[一二两三四五六七八九十个家户名位人项件次])"
    r"|百(?=[姓年货花科合里])|千(?=[家方山言秋古])|万(?=[物里众象家千达科全一])|最(?=[后先])|分(?=[一二三四两])"
    r"|[一二两三四五六七八九十](?=[一二三四五六七八九十期方边旁直定些样体线带路心起切时同致手番度律旦并如向般贯举批系道面流把步块级等产中大届次])",
)
_QUOTED: Final = re.compile(r"[“《「『][^”》」』\n]{1,40}[”》」』]")
_SLOGAN: Final = re.compile(r"[零〇一二两三四五六七八九十百千万双\d]")


def quiet_stretches(text: str) -> list[tuple[int, int]]:
    """The stretches whose numbers state nothing: ordinals, slogans, numbers of roads and telephones, set phrases."""
    spans = [match.span() for match in _QUIETED.finditer(text)]
    spans.extend(
        match.span() for match in _QUOTED.finditer(text) if match[0][0] == "《" or _is_slogan(match[0][1:-1])
    )
    return spans


def _is_slogan(inside: str) -> bool:
    """A short quoted phrase with a number and no real unit (“七个活动”, “12345”, “双30”)."""
    if not _SLOGAN.search(inside) or len(inside) > 14 or inside[-1] in "。！？!?，":
        return False
    return not re.search(r"\d(?:\.\d+)?[万亿]?(?:元|吨|亩|米|%|人次|公里|平方|美元|千瓦)", inside)
