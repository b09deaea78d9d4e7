"""Agreements: who tied what with whom.

An agreement needs a verb of signing or setting up, or a ceremony of signing, and two named sides; `分别` pairs two lists in order,
with two names joined by 和 on one side of a pair. A signing without a second side (`现场签约一批项目`) ties nobody.
"""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from youju.reading.facts import Context
from youju.reading.model import Fact
from youju.reading.passages import Passage
from youju.reading.sides import clean, entities, home_of, others_of, sides_of
from youju.reading.sieve import Sieve
from youju.reading.ties import Tie, record

_SIGN: Final = re.compile(
    r"(?P<verb>签订|签署|签定|签约|签下|续签|达成|缔结|签(?=了))了?(?P<form>[^，,。；;\n]{0,40}?(?:合作项目|项目|(?:合作|框架|战略|投资|意向|购销|购电)*(?:协议书?|合同|订单|协定|备忘录|意向书|意向)|《[^》\n]{2,40}》|合作(?!框架|协议|项目|意向)|关系))"
    r"|(?P<tie>结对(?!帮扶)|结为|结成(?!帮|对子)|缔结)(?P<form2>(?:[^，,。；;\n]{0,12}?(?:城市|关系|单位|友城|学校|商会|社区|街道|乡镇|村|医院|协会|友好[校园]))?)"
    r"|(?P<both>结成)(?P<form7>(?:帮扶|结对|友好)*对子)"
    r"|(?P<act>签约)(?P<form6>(?=[，,。；;\n]|$|共建|共同|合作(?:共建|建设|开展|成立)|打造|成立|建设|落户|实施|推进))"
    r"|(?P<rite>签约|签字)(?:暨[^，,。；;\n]{0,12})?(?P<form5>仪式|活动)"
    r"|(?P<found>共同成立|合资成立|共同组建|共同出资成立|合作成立|联合成立|(?:挂牌|合作|联合|签约)共建)(?P<form3>[^，,。；;\n]{2,30})"
    r"|(?P<set>建立)(?:了|起)?(?P<form4>[^，,。；;\n]{0,12}?(?:联系机制|合作机制|合作关系|对接机制|协作关系|友好关系|伙伴关系|战略合作|医联体|联盟|帮扶关系|结对关系|共建关系))"
)
_SIGNS: Final = Sieve(_SIGN, r"[签续达缔结共合联建挂]")
_FORMS: Final = ("form", "form2", "form3", "form4", "form5", "form6", "form7")
_HELD: Final = re.compile(r"(?:举[行办]|召开|启动)(?:了|的)?[^，,。；;\n]*$")
_IS_HELD: Final = re.compile(r"[^，,。；;\n]{0,24}?举[行办]|$|[，,。；;\n]")
_AND: Final = re.compile(r"与|同(?=[一-鿿]{2})|(?<=[一-鿿]{2})和(?=[一-鿿]{2})")


def read_agreements(context: Context) -> list[Fact]:
    """The agreements of a passage: signed or set up between two named sides."""
    ties: list[Tie] = []
    for match in _SIGNS.finditer(context.passage.text):
        tie = _tie(context, match, ties[-1] if ties else None)
        if tie and ties and _same_act(context.passage, ties[-1], tie):
            if not _is_rite(ties[-1]):
                ties[-1] = replace(ties[-1], end=tie.end)
        elif tie:
            ties.append(tie)
    return [record(context, "agreement", tie) for tie in ties]


def _same_act(passage: Passage, one: Tie, other: Tie) -> bool:
    """`某院与某院建立医联体,签订协议`: one act of the same two sides, told by two verbs, or as a ceremony and what was signed at it."""
    near = passage.sentence(one.end - 1)[0] == passage.sentence(other.end - 1)[0]
    if one.pairs or other.pairs or not (near or (_is_rite(one) and one.parties == other.parties)):
        return False
    return one.parties[1:] == other.parties[1:]


def _is_rite(tie: Tie) -> bool:
    return tie.form.endswith(("仪式", "活动"))


def _tie(context: Context, match: re.Match[str], before: Tie | None) -> Tie | None:
    passage, text = context.passage, context.passage.text
    sentence = passage.sentence(match.start())[0]
    start = passage.clause(match.start())[0]
    form = next(match[name] for name in _FORMS if match[name] is not None)
    form = (match["tie"] or match["rite"] or match["act"] or match["both"] or "") + form.removeprefix("的")
    while start > sentence and (
        "分别" in text[start : match.start()] or _is_list(text[start : match.start()])
    ):
        earlier = passage.clause(start - 1)[0]
        if not _ends_in_names(text[earlier:start]):
            break
        start = earlier
    end = match.start()
    if match["rite"]:
        held = _HELD.search(text, start, end)
        if held is None and not _IS_HELD.match(text, match.end()):
            return None
        end = held.start() if held else end
    left = text[start:end]
    pairs = _pairs(left) if "分别" in left else ()
    if pairs:
        return Tie(_trim(text, start), match.end(), (), pairs, form, match.start())
    counted = (
        text[match.end() : match.end() + 1].isdigit()
        or (match["verb"] == "达成" and not left.startswith(("并", "就")))
        or bool(match["act"] or match["rite"])
    )
    if match["both"] and not _BOTH.search(left):
        return None
    if counted and not left and _BOTH.search(text, sentence, start):
        others = tuple(others_of(context)[:1])  # 两地领导互访6次,签订协议41份
        parties: tuple[tuple[str, ...], ...] | None = ((home_of(context),), others) if others else None
    else:
        parties = None if counted and _and(left) is None else _sides(context, left, start, before)
    if parties is None:
        return None
    return Tie(_trim(text, start), match.end(), parties, (), form, match.start())


def _is_list(words: str) -> bool:
    """A clause that is only the end of a list of names begins in an earlier one."""
    return bool(re.match(r"分别|与|均|共同", words))


def _ends_in_names(words: str) -> bool:
    """Whether a clause is part of a list of names: names and their marks, no verb of its own."""
    return not re.search(
        r"签[订署约]|考察|座谈|察看|[来赴到]|召开|举行|开展|组织|推进|协议|以来[，,]$|期间[，,]$|了", words
    )


def _trim(text: str, start: int) -> int:
    noise = re.match(r"[\s，,]*(?:会上)?", text[start : start + 6])
    return start + (noise.end() if noise and "会上" not in noise[0] else 0)


def _pairs(left: str) -> tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]:
    """`甲与乙、丙与丁分别…` or `甲、丙,分别与乙、丁…`: the two sides in order."""
    two = re.split(r"[,，]?分别(?:与|同|和)", left)
    if len(two) == 2:
        ours, theirs = (_names(side) for side in two)
        if len(ours) == len(theirs) > 1:
            return tuple(zip(ours, theirs, strict=True))
    pairs: list[tuple[tuple[str, ...], tuple[str, ...]]] = []
    waiting: list[str] = []
    for piece in re.split(r"[、，,]", left):
        halves = re.split(r"与|同", piece, maxsplit=1)
        if len(halves) == 2:
            pairs.append(((*waiting, clean(halves[0])), (clean(halves[1]),)))
            waiting = []
        elif clean(piece):
            waiting.append(clean(piece))
    return tuple(pairs) if len(pairs) > 1 else ()


def _names(side: str) -> list[tuple[str, ...]]:
    """The items of a list; an item of two names joined by 和 stays one item."""
    items = [piece for piece in re.split(r"、|[，,](?=[一-鿿])", side) if clean(piece)]
    return [tuple(clean(half) for half in item.split("和") if clean(half)) for item in items]


def _sides(context: Context, left: str, start: int, before: Tie | None) -> tuple[tuple[str, ...], ...] | None:
    """The two sides of `甲与乙`: what is left out on the first side is the subject."""
    passage = context.passage
    mark = _and(left)
    if mark is None:
        return _side_by_side(context, start, start + len(left)) or _sides_before(context, left, start, before)
    theirs = sides_of(passage, start + mark.end(), start + len(left)) or _own(context, left[mark.end() :])
    if not theirs:
        return None
    away = _AWAY.search(left, 2, mark.start())
    ours = sides_of(passage, start, start + (away.start() if away else mark.start()))
    ours = ours or _own(context, left[: mark.start()]) or (context.subjects.at(start + mark.start()).name,)
    if ours == theirs:  # 某市客商察看了…,并与某县工商联签订协议: the sentence begins with who signs
        ours, at = (), passage.sentence(start)[0]
        while not ours and at < start:
            at, begin = passage.clause(at)[1], at
            ours = entities(passage, begin, at)[:1]
    return (ours, theirs) if ours and ours != theirs else None


_TAKES: Final = re.compile(r"(?<=[一-鿿]{2})(?:携手|牵手|联手|引进|引入)")
_AWAY: Final = re.compile(r"在|赴|前往")


def _and(words: str) -> re.Match[str] | None:
    """The word that joins two sides: 与 before 同 before 和, the last of them."""
    marks = (
        list(re.finditer(r"与|同(?=[一-鿿]{2})", words))
        or list(_AND.finditer(words))
        or list(_TAKES.finditer(words))
    )
    return marks[-1] if marks else None


_BOTH: Final = re.compile(r"[两三][市地县区省校院家旗州企]|双方")
_JOINTLY: Final = re.compile(
    r"\s*(?:自?20\d\d年\w{0,6}|并|会上|会后|现场|当场|双方|共同|[会期]间|还|随后|当天|两[市地县区省]|正式|成功|也|就[^，,。；;]{2,20})*\s*"
)
_BOTH_SIGN: Final = re.compile(
    r"\s*(?:并|会上|会后|现场|当场|期间|还|随后|当天|同日|目前|此前|去年|今年|仪式上|活动中|座谈会上|\d{1,2}月)*(?:[两三][市地县区省校院家旗州企]|双方)[^，,。；;与]{0,24}"
)


def _side_by_side(context: Context, start: int, end: int) -> tuple[tuple[str, ...], ...] | None:
    """`甲、乙签署协议`: two names with nothing between them but the mark of a list."""
    comma = context.passage.text.find("、", start, end)
    if comma < 0:
        return None
    sides = sides_of(context.passage, start, comma), sides_of(context.passage, comma + 1, end)
    return sides if len(sides[0]) == len(sides[1]) == 1 and sides[0] != sides[1] else None


def _sides_before(
    context: Context, left: str, start: int, before: Tie | None
) -> tuple[tuple[str, ...], ...] | None:
    """A clause that only signs takes the two sides of an earlier clause of its sentence, 两地 and 双方 those of the sentence before, or 两市 at large."""
    passage, sentence = context.passage, context.passage.sentence(start)[0]
    both = _BOTH_SIGN.fullmatch(left) is not None
    if not both and not _JOINTLY.fullmatch(left):
        return None
    floor = (
        max(passage.paragraph(start), passage.sentence(sentence - 1)[0]) if both and sentence else sentence
    )
    if both and before and not before.pairs and before.end > floor:
        return before.parties
    found = _met(context, sentence, start) or (_met(context, floor, sentence) if floor < sentence else None)
    if found:
        return found
    whole = passage.text[sentence : passage.sentence(start)[1]]
    others = _guests(context, floor, start) if both else ()
    others = others or tuple(others_of(context)[:1] if both or _BOTH.search(whole) else ())
    return ((home_of(context),), others) if others else None


def _guests(context: Context, start: int, end: int) -> tuple[str, ...]:
    """The place in a stretch that is neither the page's own nor above or below it."""
    home = context.topic.place.code.rstrip("0") if context.topic.place else ""
    there = [
        place.division for place in context.passage.places
        if start <= place.start < end and place.division.is_inner
        and not (place.division.code.startswith(home) or home.startswith(place.division.code.rstrip("0")))
    ]  # fmt: skip
    return (there[-1].name,) if there else ()


def _met(context: Context, floor: int, end: int) -> tuple[tuple[str, ...], ...] | None:
    """The two sides that a clause of a stretch names, the nearest to its end first."""
    passage, at = context.passage, end
    while at > floor:
        at = passage.clause(at - 1)[0]
        words = passage.text[at:end]
        mark = _and(words)
        if mark and not _BOTH.search(words):
            ours = entities(passage, at, at + mark.start()) or (context.subjects.at(at + mark.start()).name,)
            theirs = entities(passage, at + mark.end(), end)
            if theirs:
                return (ours[-1:], theirs[:1])
    return None


def _own(context: Context, words: str) -> tuple[str, ...]:
    """我县 is the page's place; 县政府 or 市委 alone is its office."""
    words, home = clean(words), home_of(context)
    if re.fullmatch(r"[我该本][省市州县区旗]", words) and context.topic.place:
        return (context.topic.place.name,)
    found = re.match(r"[省市州县区旗](?:委|政府|人民政府)", words)
    return (home + found[0][1:],) if found and home else ()
