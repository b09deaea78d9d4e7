"""Agreements and exchanges: who tied what with whom, who went where.

An agreement needs a verb of signing or setting up and two named sides; `分别` pairs two lists in order, with
two names joined by 和 on one side of a pair. An exchange needs a movement between places, a meeting held away
or with guests, or a mutual form (互访, 挂职).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Final

from youju.reading.facts import Context, period_at
from youju.reading.lexicons.verbs import EXCHANGE
from youju.reading.model import Fact, Subject
from youju.reading.names import either
from youju.reading.passages import Passage
from youju.reading.places import find
from youju.reading.sieve import Sieve
from youju.reading.status import Stance, stance_at

_SIGN: Final = re.compile(
    r"(?P<verb>签订|签署|签定|签约|签下|达成|缔结)了?(?P<form>[^，,。；;\n]{0,40}?(?:合作项目|项目|(?:合作|框架|战略|投资|意向|购销|购电)*(?:协议书?|合同|协定|备忘录|意向书|意向)|合作(?!框架|协议|项目|意向)|关系))"
    r"|(?P<tie>结对(?!帮扶)|结为|结成(?!帮|对子)|缔结)(?P<form2>(?:[^，,。；;\n]{0,12}?(?:城市|关系|单位|友城|学校))?)"
    r"|(?P<found>共同成立|合资成立|共同组建|共同出资成立|合作成立|联合成立)(?P<form3>[^，,。；;\n]{2,30})"
    r"|(?P<set>建立)(?:了|起)?(?P<form4>[^，,。；;\n]{0,12}?(?:联系机制|合作机制|合作关系|对接机制|协作关系|友好关系|伙伴关系|战略合作|医联体|联盟|帮扶关系|结对关系|共建关系))"
)
_SIGNS: Final = Sieve(_SIGN, r"[签达缔结共合联建]")
_AND: Final = re.compile(r"与|同(?=[一-鿿]{2})|(?<=[一-鿿]{2})和(?=[一-鿿]{2})")
_NOISE: Final = re.compile(
    r"^(?:去年|今年|\d{1,2}月|近日|日前|目前|会上|明确|其中|同时|由|先后|已|还|并|期间|当天|活动中|推动|促成|组织|将|其|我市|通过|现场|在考察期间)+|(?:在考察期间|分别|先后|共同|成功|正式|已|现场|也|还|则|有关部门)+$"
)
_MEETING: Final = r"(?:洽谈会|推介会|座谈会|对接会|交流会|招商会|恳谈会|联席会议|签约仪式|招商推介)"
_GO: Final = re.compile(
    rf"(?:到|赴|来|前往|走进|奔赴)(?P<to>[一-鿿]{{2,12}}?)(?:开展|进行|参加)?(?:[^，,。；;\n]{{0,26}}?|[，,](?:开展|进行|参加)[^，,。；;\n]{{0,20}}?)(?P<form>{either(EXCHANGE)})"
)
_MUTUAL: Final = re.compile(r"互访|互派|互换(?:干部|客源)|互设|双向挂职|领导互访")
_TEAM: Final = re.compile(
    r"(?P<team>[一-鿿]{2,14}?(?:代表团|考察团|考察组|访问团))[^，,。；;\n]{0,8}?(?P<form>考察|调研|访问|来访|参观|走访)"
)


_GONE: Final = Sieve(_GO, r"[到赴来前走奔]")
_TEAMS: Final = re.compile(r"代表团|考察团|考察组|访问团")
_MEETS: Final = re.compile(_MEETING)


@dataclass(frozen=True, slots=True)
class _Tie:
    start: int
    end: int
    parties: tuple[tuple[str, ...], ...]
    pairs: tuple[tuple[tuple[str, ...], tuple[str, ...]], ...]
    form: str
    at: int | None = None


def read_agreements(context: Context) -> list[Fact]:
    """The agreements of a passage: signed or set up between two named sides."""
    ties: list[_Tie] = []
    for match in _SIGNS.finditer(context.passage.text):
        tie = _tie(context, match)
        if tie and ties and _same_act(context.passage, ties[-1], tie):
            ties[-1] = replace(ties[-1], end=tie.end)
        elif tie:
            ties.append(tie)
    return [_record(context, "agreement", tie) for tie in ties]


def _same_act(passage: Passage, one: _Tie, other: _Tie) -> bool:
    """`某院与某院建立医联体,签订协议`: one act of the same two sides, told by two verbs of a sentence."""
    if one.pairs or other.pairs or passage.sentence(one.end - 1) != passage.sentence(other.end - 1):
        return False
    return one.parties == other.parties


def _tie(context: Context, match: re.Match[str]) -> _Tie | None:
    passage, text = context.passage, context.passage.text
    sentence = passage.sentence(match.start())[0]
    start = passage.clause(match.start())[0]
    form = next(match[name] for name in ("form", "form2", "form3", "form4") if match[name] is not None)
    form = (match["tie"] or "") + form if match["tie"] else form
    while start > sentence and (
        "分别" in text[start : match.start()] or _is_list(text[start : match.start()])
    ):
        earlier = passage.clause(start - 1)[0]
        if not _ends_in_names(text[earlier:start]):
            break
        start = earlier
    left = text[start : match.start()]
    pairs = _pairs(left) if "分别" in left else ()
    if pairs:
        return _Tie(_trim(text, start), match.end(), (), pairs, form, match.start())
    counted = text[match.end() : match.end() + 1].isdigit() or match["verb"] == "达成"
    parties = None if counted and _and(left) is None else _sides(context, left, start)
    if parties is None:
        return None
    return _Tie(_trim(text, start), match.end(), parties, (), form, match.start())


def _is_list(words: str) -> bool:
    """A clause that is only the end of a list of names begins in an earlier one."""
    return bool(re.match(r"分别|与|均|共同", words))


def _ends_in_names(words: str) -> bool:
    """Whether a clause is part of a list of names: names and their marks, no verb of its own."""
    return not re.search(r"签[订署约]|召开|举行|开展|组织|推进|协议|以来[，,]$|期间[，,]$|了", words)


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
            pairs.append(((*waiting, _clean(halves[0])), (_clean(halves[1]),)))
            waiting = []
        elif _clean(piece):
            waiting.append(_clean(piece))
    return tuple(pairs) if len(pairs) > 1 else ()


def _names(side: str) -> list[tuple[str, ...]]:
    """The items of a list; an item of two names joined by 和 stays one item."""
    items = [piece for piece in re.split(r"、|[，,](?=[一-鿿])", side) if _clean(piece)]
    return [tuple(_clean(half) for half in item.split("和") if _clean(half)) for item in items]


def _clean(words: str) -> str:
    before = None
    while before != words:
        before, words = words, _NOISE.sub("", words.strip("，,、 “”"))
    return words


def _sides(context: Context, left: str, start: int) -> tuple[tuple[str, ...], ...] | None:
    """The two sides of `甲与乙`: what is left out on the first side is the subject."""
    passage = context.passage
    mark = _and(left)
    if mark is None:
        return _sides_before(context, left, start)
    theirs = _entities(passage, start + mark.end(), start + len(left))
    ours = _entities(passage, start, start + mark.start())
    if not theirs:
        theirs = _office(context, left[mark.end() :])
    if not theirs:
        return None
    if not ours:
        ours = (context.subjects.at(start + mark.start()).name,)
    return (ours, theirs)


def _and(words: str) -> re.Match[str] | None:
    """The word that joins two sides: 与 before 同 before 和, the last of them."""
    marks = list(re.finditer(r"与|同(?=[一-鿿]{2})", words)) or list(_AND.finditer(words))
    return marks[-1] if marks else None


_BOTH: Final = re.compile(r"两[市地县区省校院]|双方")
_JOINTLY: Final = re.compile(
    r"\s*(?:自?20\d\d年\w{0,6}|并|会上|会后|现场|当场|双方|共同|[会期]间|还|随后|当天|两[市地县区省]|正式|成功|也|就[^，,。；;]{2,20})*\s*"
)


def _sides_before(context: Context, left: str, start: int) -> tuple[tuple[str, ...], ...] | None:
    """A clause that only signs (`…座谈会,并签署协议`) takes the two sides of an earlier clause of its sentence, or 两市 at large."""
    passage, sentence = context.passage, context.passage.sentence(start)[0]
    if not _JOINTLY.fullmatch(left):
        return None
    at = start
    while at > sentence:
        at = passage.clause(at - 1)[0]
        words = passage.text[at:start]
        mark = _and(words)
        if mark and not _BOTH.search(words):
            ours = _entities(passage, at, at + mark.start()) or (context.subjects.at(at + mark.start()).name,)
            theirs = _entities(passage, at + mark.end(), start)
            if theirs:
                return (ours[-1:], theirs[:1])
    whole = passage.text[sentence : passage.sentence(start)[1]]
    others = _others(context) if _BOTH.search(whole) else []
    return ((_home(context),), tuple(others[:1])) if others else None


def _office(context: Context, words: str) -> tuple[str, ...]:
    """县政府 or 市委 alone is that of the page's place."""
    found = re.match(r"[省市州县区旗](?:委|政府|人民政府)", words)
    return (_home(context) + found[0][1:],) if found and _home(context) else ()


_KINDS_OF: Final = re.compile(
    r"(?P<list>[^，,。；;\d、]{1,16}(?:[、和][^，,。；;\d、]{1,16})+?)(?:[两三四五六]|\d)[个家所](?P<head>[一-鿿]{2,10})"
)


def _entities(passage: Passage, start: int, end: int) -> tuple[str, ...]:
    listed = _KINDS_OF.fullmatch(_clean(passage.text[start:end]))
    if listed:
        return tuple(item + listed["head"] for item in re.split("[、和及]", listed["list"]) if item)
    names = [
        name.name for name in passage.names
        if start <= name.start and name.end <= end and name.kind != "event"
    ]  # fmt: skip
    spans = [(name.start, name.end) for name in passage.names if start <= name.start and name.end <= end]
    for place in passage.places:
        if (
            start <= place.start
            and place.end <= end
            and not any(low <= place.start < high for low, high in spans)
        ):
            tail = re.match(r"市?政府|代表团", passage.text[place.end : place.end + 6])
            names.append(place.division.name + (tail[0] if tail else ""))
    return tuple(names)


def read_exchanges(context: Context) -> list[Fact]:
    """The exchanges of a passage: visits, secondments, trainings, talks between places."""
    text = context.passage.text
    taken: list[tuple[int, int]] = []
    facts: list[Fact] = []
    for match in sorted(
        [
            *_GONE.finditer(text),
            *_MUTUAL.finditer(text),
            *(_TEAM.finditer(text) if _TEAMS.search(text) else ()),
            *_MEETS.finditer(text),
        ],
        key=lambda one: one.start(),
    ):
        tie = _exchange(context, match)
        if tie is None or any(low < tie.end and tie.start < high for low, high in taken):
            continue
        taken.append((tie.start, tie.end))
        facts.append(_record(context, "exchange", tie))
    return facts


def _exchange(context: Context, match: re.Match[str]) -> _Tie | None:
    passage = context.passage
    groups = match.groupdict()
    start, end = passage.clause(match.start())
    end -= 1 if end > start and passage.text[end - 1 : end] in "，,。；;：:\n" else 0
    if "to" in groups:
        return _gone(context, match, start, end)
    if "team" in groups:
        gone = re.search(r"赴|前往|到(?=[一-鿿]{2,4}[省市县区州])", match[0][len(match["team"]) :])
        goal = match.end("team") + gone.end() if gone else 0
        there = [
            place.division.name
            for place in passage.places
            if goal and goal <= place.start < match.start("form")
        ]
        if there:
            led = re.search(r"[率带]领?", match["team"])
            team = (
                (_entities(passage, start, match.start("form"))[:1] or (_home(context),))
                if led
                else (_clean(match["team"]),)
            )
            return _Tie(start if led else match.start("team"), end, (team, (there[-1],)), (), match["form"])
        return _Tie(
            match.start("team"), end, ((_clean(match["team"]),), (_home(context),)), (), match["form"]
        )
    if match[0].startswith("互") or "互访" in match[0]:
        sides = _entities(passage, passage.sentence(start)[0], passage.sentence(start)[1])
        both = re.search(r"两地|双方|两市|两县|对口", passage.text[passage.sentence(start)[0] : end])
        if not both and len(sides) < 2:
            return None
        return _Tie(start, end, ((_home(context),), _partner(context)), (), match[0])
    return _meeting(context, match, start, end)


def _gone(context: Context, match: re.Match[str], start: int, end: int) -> _Tie | None:
    """Somebody went somewhere: the destination must be a place or an organisation."""
    passage = context.passage
    if passage.text[match.start() - 1 : match.start()] == "“":
        return None
    there = [
        place.division.name
        for place in passage.places
        if match.start("to") <= place.start <= match.start("to") + 3
    ] or [name.name for name in passage.names if match.start("to") <= name.start <= match.start("to") + 1]
    if not there and re.match(r"我[省市州县区旗]", match["to"]) and context.topic.place:
        there = [context.topic.place.name]
    if not there:
        return None
    ours = _entities(passage, start, match.start())
    who = ours or (context.subjects.at(match.start()).name,)
    if who == (there[0],):
        return None
    return _Tie(start, end, (who, (there[0],)), (), match["form"])


def _meeting(context: Context, match: re.Match[str], start: int, end: int) -> _Tie | None:
    """A meeting counts when it is held elsewhere or names two places."""
    passage = context.passage
    home = context.topic.place
    away = {
        place.division.code for place in passage.places
        if start <= place.start < end and home and place.division.seat != home.seat and place.division.is_inner
    }  # fmt: skip
    name = passage.text[start : match.end()]
    if not away or len(name) < 6 or re.search(r"(?:召开|参加)的座谈会$", name):
        return None
    others = tuple(division.name for code in sorted(away) if (division := find(code)))
    return _Tie(start, end, ((_home(context),), others), (), match[0])


def _home(context: Context) -> str:
    return context.topic.subject.name or (context.topic.place.name if context.topic.place else "")


def _partner(context: Context) -> tuple[str, ...]:
    """The place the page has to do with, and its province: 吉浙 speaks of both."""
    others = _others(context)[:1]
    place = find(others[0]) if others else None
    above = find(place.code[:2]) if place else None
    return (*others, above.name) if above and above.name not in others else tuple(others)


def _others(context: Context) -> list[str]:
    home = context.topic.place
    names = []
    outer = {place.start for place in context.passage.places}
    for place in context.passage.places:
        if place.end in outer:
            continue
        away = home and place.division.code[:2] != home.code[:2]
        if away and place.division.is_inner and place.division.name not in names:
            names.append(place.division.name)
    return names


def _record(context: Context, kind: str, tie: _Tie) -> Fact:
    passage = context.passage
    span = passage.raw(tie.start, tie.end)
    stance = stance_at(passage, max(tie.end - 1, tie.start) if tie.at is None else tie.at, planned=False)
    if kind == "exchange" and re.search(r"每年|定期|常态化", passage.text[tie.start : tie.end]):
        stance = Stance("ongoing", stance.strength, stance.goal)
    subject = context.subjects.at(tie.end - 1)
    if tie.parties and tie.parties[0]:
        first = tie.parties[0][0]
        division = find(first)
        subject = Subject(first, "place" if division else "org", division.code if division else None)
    home = context.topic.place
    direction = None
    if kind == "exchange" and home and len(tie.parties) == 2:
        there = find(tie.parties[1][0]) if tie.parties[1] else None
        direction = (
            "both"
            if tie.form.startswith("互")
            else "inbound"
            if there and there.seat == home.seat
            else "outbound"
        )
    return Fact(
        kind, span[0], span[1], passage.clean.raw[span[0] : span[1]], passage.article_no, subject, stance.status,
        period_at(context, tie.start + 1), parties=tie.parties, pairs=tie.pairs, form=tie.form, direction=direction,
    )  # fmt: skip
