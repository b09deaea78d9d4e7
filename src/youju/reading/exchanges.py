"""Exchanges: who went where.

An exchange needs a movement between places, a meeting held away
or with guests, or a mutual form (互访, 挂职).
"""

from __future__ import annotations

import re
from typing import Final

from youju.reading.alternatives import either
from youju.reading.facts import Context
from youju.reading.goals import (
    comes_from_away,
    goal_by_a_character,
    goal_by_a_short_name,
    goal_of,
    other_goals,
    region,
    region_in,
    town_at,
)
from youju.reading.guests import guests
from youju.reading.lexicons.verbs import EXCHANGE
from youju.reading.model import Fact
from youju.reading.places import find
from youju.reading.sides import clean, entities, home_of, partner_of
from youju.reading.sieve import Sieve
from youju.reading.ties import Tie, record

_MEETING: Final = r"(?:洽谈会|推介会|座谈会|对接会|交流会|招商会|恳谈会|联席会议|说明会|会商(?![室机研])|交流活动|推介活动|招商活动|招商大会|会谈|连线座谈|联谊会|联谊活动|夏令营|友谊赛|签约仪式|招商推介)"
_GO: Final = re.compile(
    rf"(?:到|赴|(?<![请引带])来(?!自)|去(?![年世除掉库产])|前往|走进|奔赴|南下|北上)(?P<to>[一-鿿]{{1,12}}?)(?:开展|进行|参加)?(?:[^，,。；;\n]{{0,26}}?|[，,](?:开展|进行|参加)[^，,。；;\n]{{0,20}}?)(?P<form>{either(EXCHANGE)}|学习(?=[^，,。；;\n]{{0,14}}(?:经验|做法|模式|技术|管理)))"
)
_POSTED: Final = re.compile(
    r"在(?P<at>[一-鿿]{2,12}?)(?P<post>挂职|支教|支医|坐诊|带教|跟岗|进修|轮训|走访|驻点招商)(?![一-鿿]{0,2}(?:的|期间|时))"
)
_POSTS: Final = re.compile("挂职|支教|支医|坐诊|带教|跟岗|进修|轮训|走访|驻点招商")
_MUTUAL: Final = re.compile(r"互访|互派(?![一-鿿]{0,4}、)|互换(?:干部|客源)|双向挂职|领导互访")
_TEAM: Final = re.compile(
    r"(?P<team>[一-鿿]{2,14}?(?:代表团|考察团|考察组|访问团))[^，,。；;\n]{0,8}?(?P<form>考察|调研|访问|来访|参观|走访|座谈|会谈)"
)


# `组织48名干部赴某地…`, `选派的3名专家进驻某医院…`: people who are sent away, whatever they do there
_SENT: Final = re.compile(
    r"(?P<send>组织|选派|派出|派遣|选送|抽调|输送|安排|委派|邀请)了?的?(?P<whom>[^，,。；;\n]{0,16}?[\d一二两三四五六七八九十百]+[余多]?(?:名|位|人|批|个)(?:[^，,。；;\n]|(?<=\))){0,18}?)"
    r"(?:到|赴|前往|抵达|进驻|驻点|在(?=[^，,。；;\n]{2,14}(?:开展|任教|任职|支教|坐诊|服务))|来到?(?!自)|走进|[进援入](?=[疆藏青]))(?P<to>[一-鿿]{2,14})"
)
# `甲区派驻乙县干部5人`, `某局一行6人回访某县`: the verb itself says where to
_POSTS_TO: Final = re.compile(
    r"(?<![一二三双被])(?P<send>派驻|回访)(?P<whom>)了?(?P<to>(?![一-鿿]{0,10}(?:组长|队长|书记|领队|干部[一-鿿]{2,3}说))[一-鿿]{2,14})"
)
# `某某代表团一行9人来某地…`: a party of guests, whatever they come for
_PARTY: Final = re.compile(
    r"(?P<party>代表团|考察团|考察组|访问团|交流团|慰问团|参访团|观摩团|采购团|艺术团|专家组|专家团队?|医疗队|党政团|考察队)"
    r"(?:[^，,。；;\n]{0,4}一行[^，,。；;\n]{0,6}?人)?(?:日前|近日|专程|应邀|再次|先后|\d{1,2}月){0,3}(?:到|赴|前往|来到?(?!自)|走进|莅临|抵达)(?P<to>[一-鿿]{2,14})"
)
_SENDS: Final = re.compile("组织|选派|派出|派遣|选送|抽调|输送|安排|委派|邀请")
_PARTIES: Final = re.compile("团|考察组|专家组|医疗队")
_GONE: Final = Sieve(_GO, r"[到赴来去前走奔南北]")
_TEAMS: Final = re.compile(r"代表团|考察团|考察组|访问团")
_MEETS: Final = re.compile(_MEETING)


# 县长某某率党政考察团: a party goes for the place that whoever leads it holds office in
_LED: Final = re.compile("[率带]领?队?")


def read_exchanges(context: Context) -> list[Fact]:
    """The exchanges of a passage: visits, secondments, trainings, talks between places."""
    text = context.passage.text
    taken: list[tuple[int, int]] = []
    facts: list[Fact] = []
    told = [
        *_GONE.finditer(text),
        *(_POSTED.finditer(text) if _POSTS.search(text) else ()),
        *(_MUTUAL.finditer(text) if "互" in text or "双向挂职" in text else ()),
        *(_TEAM.finditer(text) if _TEAMS.search(text) else ()),
        *_MEETS.finditer(text),
    ]
    went = [
        *(_SENT.finditer(text) if _SENDS.search(text) else ()),
        *(_POSTS_TO.finditer(text) if "派驻" in text or "回访" in text else ()),
        *(_PARTY.finditer(text) if _PARTIES.search(text) else ()),
    ]
    for match in (*sorted(told, key=re.Match.start), *sorted(went, key=re.Match.start)):
        tie = _exchange(context, match)
        if tie is None or any(low < tie.end and tie.start < high for low, high in taken):
            continue
        taken.append((tie.start, tie.end))
        facts.append(record(context, "exchange", tie))
    for tie in guests(context):
        if not any(low < tie.end and tie.start < high for low, high in taken):
            taken.append((tie.start, tie.end))
            facts.append(record(context, "exchange", tie))
    return sorted(facts, key=lambda fact: fact.start)


_NTH: Final = re.compile(r"第[\d一二三四五六七八九十]{1,3}[次轮]$")  # the visit itself is told of before
_AGREED: Final = re.compile("[^，,。；;\n]{0,16}?(?:达成(?:共识|一致|意向)|交换意见|进行探讨)")


def _exchange(context: Context, match: re.Match[str]) -> Tie | None:
    passage = context.passage
    groups = match.groupdict()
    start, end = passage.clause(match.start())
    end -= 1 if end > start and passage.text[end - 1 : end] in "，,。；;：:\n" else 0
    if "whom" in groups or "party" in groups:
        return _sent(context, match, start, end)
    if "to" in groups or "at" in groups:
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
            led = _LED.search(match["team"])
            team = (
                (entities(passage, start, goal)[:1] or (home_of(context),))
                if led
                else (clean(match["team"]),)
            )
            return Tie(start if led else match.start("team"), end, (team, (there[-1],)), (), match["form"])
        guest = clean(match["team"].rpartition("与")[2])
        if _LED.search(guest):
            guest = (entities(passage, start, match.end("team")) or (home_of(context),))[0]
        return Tie(match.start("team"), end, ((guest,), (home_of(context),)), (), match["form"])
    if match[0].startswith("互") or "互访" in match[0]:
        if _NTH.search(passage.text, max(0, match.start() - 6), match.start()):
            return None
        sides = entities(passage, passage.sentence(start)[0], passage.sentence(start)[1])
        if _AGREED.match(passage.text, match.end()):
            return None  # 双方就互派干部挂职等达成共识
        both = re.search(r"两地|双方|两市|两县|对口", passage.text[passage.sentence(start)[0] : end])
        if not both and len(sides) < 2:
            return None
        named = entities(passage, start, match.start())
        if len(named) == 2 and "、" not in passage.text[start : match.start()]:
            return Tie(start, end, (named[:1], named[1:]), (), match[0])  # 某院与某院互派医生
        return Tie(start, end, ((home_of(context),), partner_of(context)), (), match[0])
    return _meeting(context, match, start, end)


def _gone(context: Context, match: re.Match[str], start: int, end: int) -> Tie | None:
    """Somebody went somewhere: the destination must be a place or an organisation."""
    passage = context.passage
    if passage.text[match.start() - 1 : match.start()] == "“":
        return None
    goal = "to" if "to" in match.re.groupindex else "at"
    there = (
        region(passage, match.start(goal))
        or goal_of(passage, match.start(goal))
        or goal_by_a_short_name(context, match.start(goal))
        or [
            name.name
            for name in passage.names
            if match.start(goal) <= name.start <= match.start(goal) + 1 and "考察" not in name.name
        ]
    )
    own = re.match(r"我[省市州县区旗]", passage.text[match.start(goal) :][:2])
    if not there and own and context.topic.place:
        there = [context.topic.place.name]
    there = there or goal_by_a_character(context, match.start(goal))
    asked = passage.text.rfind("邀请", start, match.start())
    ours = entities(passage, asked if asked >= 0 else start, match.start())
    if not there and ours and comes_from_away(context, start, match.start()):
        there = [home_of(context)] if town_at(passage, match.start(goal)) else []
    if not there:
        return None
    who = ours or (context.subjects.at(match.start()).name,)
    if who == (there[0],) or _is_a_stop(context, match, who, there[0]):
        return None
    form = "form" if goal == "to" else "post"
    more = other_goals(passage, match.start(goal), match.start(form))
    return Tie(start, end, (who, tuple(dict.fromkeys((there[0], *more)))), (), match[form])


def _is_a_stop(context: Context, match: re.Match[str], who: tuple[str, ...], there: str) -> bool:
    """`座谈会前,代表团到某某公司参观`: a house of the page's own place that guests are shown, or its own people go to, is no journey."""
    house = find(there) is None and region_in(there) is None
    first = match.start("to" if "to" in match.re.groupindex else "at")
    home = context.topic.place
    abroad = any(
        first <= place.start < match.end() and home and place.division.seat != home.seat
        for place in context.passage.places
    )
    return house and not abroad and who[0] == home_of(context)


def _sent(context: Context, match: re.Match[str], start: int, end: int) -> Tie | None:
    """People whom somebody sends, or a party that comes: one of the two places lies away from the other."""
    passage, home = context.passage, context.topic.place
    if home is None:
        return None
    party, send = (match.groupdict().get(name) for name in ("party", "send"))
    head = match.end("party") if party else match.start("to") if send == "邀请" else match.start()
    called = passage.text[max(start, head - 20) : head] if party else ""
    led = _LED.search(called) is not None
    ours = entities(passage, match.start() if send == "邀请" else start, head) or (
        (home_of(context),)
        if led
        else (clean(called),)
        if party
        else (context.subjects.at(match.start()).name,)
    )
    at = match.start("to")
    goal = goal_of(passage, at) or [name.name for name in passage.names if at <= name.start <= at + 1]
    if not goal and re.match(r"我[省市州县区旗]", match["to"]):
        goal = [home.name]
    if not goal and town_at(passage, at) and comes_from_away(context, start, head):
        goal = [home.name]
    goal = goal or goal_by_a_character(context, at)
    if re.search("务工|就业|打工|上班", passage.text[at:end]):
        return None
    seats = [
        {
            place.division.seat
            for place in passage.places
            if low <= place.start < high and place.division.is_inner
        }
        for low, high in ((start, head), (at, at + 10))
    ]
    place = next((place for place in passage.places if at <= place.start <= at + 1), None)
    if place and passage.text[place.end : place.end + 1] == "后":
        return None  # 某医疗队来某县后救治的: what came of it is told, not that they came
    if not seats[0] and (own := find(ours[0])):
        seats[0] = {own.seat}
    here, there = (seat or {home.seat} for seat in seats)
    if not goal or here & there or ours == (goal[0],):
        return None
    return Tie(
        start, end, (ours[:1] if party else ours, (goal[0],)), (), match.groupdict().get("send") or "来访"
    )


# 20多家商会、80多位客商到会: who is met at a meeting
_CAME: Final = re.compile(r"\d[余多]?[名位家户](?P<who>[一-鿿]{0,6}?(?:客商|企业家|商会|协会|企业))")


def _meeting(context: Context, match: re.Match[str], start: int, end: int) -> Tie | None:
    """A meeting counts when it is held elsewhere or names two places."""
    passage = context.passage
    home = context.topic.place
    away = {
        place.division.code for place in passage.places
        if start <= place.start < end and home and place.division.seat != home.seat and place.division.is_inner
    }  # fmt: skip
    name = passage.text[start : match.end()]
    lies = region_in(name) if not away else None
    if lies and len(name) >= 6:
        return Tie(start, end, ((home_of(context),), (lies,)), (), match[0])
    if not away or len(name) < 6 or re.search(r"(?:召开|参加)的座谈会$", name):
        return None
    others = tuple(division.name for code in sorted(away) if (division := find(code)))
    came = _CAME.search(passage.text, match.end(), passage.sentence(match.start())[1])
    others += (came["who"],) if came else ()
    ours = (home_of(context),)
    at_home = any(
        place.division.seat == home.seat and passage.text[place.start - 1 : place.start] == "在"
        for place in passage.places
        if home and start < place.start < end
    )
    return Tie(start, end, (others, ours) if at_home else (ours, others), (), match[0])
