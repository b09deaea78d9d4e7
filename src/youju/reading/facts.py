"""From a page to its facts: every number that states something, with name, subject, period, status and change."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from youju.reading.bearers import Topic
from youju.reading.bounds import BOUND_BEHIND, criterion, is_threshold
from youju.reading.dues import deadline, is_over
from youju.reading.frames import period_at, whens_of
from youju.reading.indicators import Namer, Naming
from youju.reading.lexicons.heads import COUNTED
from youju.reading.model import Change, Fact, Span
from youju.reading.moves import MOVED, Move, basis_of, find_move
from youju.reading.nouns import with_dimension
from youju.reading.pairing import Pair, find_pairs
from youju.reading.passages import Passage
from youju.reading.periods import Period
from youju.reading.quantities import Quantity
from youju.reading.status import Stance, stance_at
from youju.reading.subjects import Subjects

_SHARE: Final = re.compile(
    r"占(?P<whole>[^，,。；;、]{0,20}?)(?:的|比重|比例)?(?:比重|比例)?(?:约|近|超过?|达到?|为)*$"
)


# 甲占全县乙的…: a share is named by its part and its whole; 完成年度任务的…: by what it is done of
_OWN_SHARE: Final = re.compile(
    r"(?<=[一-鿿]{2})占(?:[全我][省市县区州旗](?=[一-鿿]{3}))?(?P<whole>[一-鿿]{2,16})$"
)
_DONE_OF: Final = re.compile(
    r"完成(?P<whole>(?:全年|年度|年初|计划|总)[一-鿿]{1,6}?)的(?:约|近|超过?|将近)?$"
)


# 一般公共预算支出的80%以上用于民生
_SPENT_ON: Final = re.compile(r"(?:以上|左右)?(?:全部|均)?(?:用于|投入到?|投向)(?P<what>[一-鿿]{2,8})")


@dataclass
class Context:
    """What a passage brings along: its subjects, its names, the article's frame of time and stance."""

    passage: Passage
    subjects: Subjects
    namer: Namer
    topic: Topic
    frame: Period | None
    planned: bool
    by_sentence: dict[int, list[Fact]] = field(default_factory=dict)


def read_measures(context: Context) -> list[Fact]:
    """The indicator and task facts of a passage, in reading order."""
    passage = context.passage
    facts: list[Fact] = []
    kept = [one for one in passage.quantities if not _is_gradeless(passage.text, one)]
    thresholds = {one.start: one for one in kept if is_threshold(passage.text, one)}
    measures = [one for one in kept if one.start not in thresholds]
    paired: dict[int, list[Pair]] = {}
    for index, one in enumerate(measures):
        known = _known(passage, one, facts)
        for pair in find_pairs(passage, measures, index, known) if one.start not in paired else ():
            paired.setdefault(pair.number.start, []).append(pair)
        if one.start in paired:
            said = [_paired(context, pair, thresholds) for pair in paired[one.start]]
        else:
            said = _facts_of(context, measures, index, thresholds, facts)
        facts.extend(said)
        context.by_sentence.setdefault(passage.sentence(one.start)[0], []).extend(said)
    return facts


def _known(passage: Passage, one: Quantity, facts: list[Fact]) -> list[str]:
    """The names of the numbers that stand before this one in its sentence, each once, in order."""
    floor = passage.raw(passage.sentence(one.start)[0], one.start)[0]
    names: list[str] = []
    for fact in reversed(facts[-12:]):
        if fact.start < floor:
            break
        if fact.indicator and fact.indicator not in names:
            names.insert(0, fact.indicator)
    return names


_OWN_MOVE: Final = re.compile("[、和,，](增长|下降|上涨|减少|提高|增加)$")  # 分别增长9.2%、下降3.4%


def _paired(context: Context, pair: Pair, thresholds: dict[int, Quantity]) -> Fact:
    """The fact of one name and one number of a list; a minus (分别增长6.3%和-2.4%) turns the growth of the list round."""
    own = _OWN_MOVE.search(context.passage.text, max(0, pair.number.start - 3), pair.number.start)
    if pair.move and own:
        pair = replace(
            pair,
            move=pair.move._replace(direction="down" if own[1] in ("下降", "减少") else "up"),  # noqa: SLF001 - a NamedTuple's own
        )
    if pair.move and context.passage.text[pair.number.start - 1] in "-－−":
        pair = replace(pair, move=pair.move._replace(direction="down"))  # noqa: SLF001 - a NamedTuple's own
    if not pair.printed:
        naming = Naming(pair.name, pair.number.start, pair.number.end)
        return _fact(
            context, pair.number, pair.move, naming, None, (pair.number.start, pair.number.end), thresholds
        )
    if pair.owner is not None:
        name = with_dimension(pair.name, pair.number, changed=pair.move is not None)
        naming = Naming(name, pair.start, pair.number.end)
        fact = _fact(context, pair.number, pair.move, naming, None, (pair.start, pair.number.end), thresholds)
        return replace(fact, subject=context.subjects.of_owner(pair.owner))
    words = context.namer.before(pair.start, pair.start + len(pair.name))
    cleaned = context.namer.tidied(pair.name, pair.start)
    naming = Naming(cleaned or pair.name, words.start if words else pair.start, pair.number.end)
    reach = (pair.start, context.passage.clause(pair.number.start)[1])
    return _fact(context, pair.number, pair.move, naming, None, reach, thresholds)


def _is_gradeless(text: str, one: Quantity) -> bool:
    return one.measure == "day" and not re.search(
        r"(?:天数|缩短|压缩|减少|增加|达|为|由|到|至|在)[^，,。]{0,6}$",
        text[max(0, one.start - 14) : one.start],
    )


def _facts_of(
    context: Context,
    measures: list[Quantity],
    index: int,
    thresholds: dict[int, Quantity],
    before: list[Fact],
) -> list[Fact]:
    passage, one = context.passage, measures[index]
    left, right = _reach(passage, measures, index)
    if (
        passage.text.startswith("之一", one.end)
        or _among(passage.text, one.end)
        or _PEERED.match(passage.text, one.end)
    ):
        return []
    clause = passage.clause(one.start)[0]
    move = find_move(passage.text, left, one, right)
    if (
        move
        and move.basis == "unspecified"
        and left > clause
        and re.match(r"[比较]", passage.text[clause:left])
    ):
        words = passage.text[clause:left]
        move = move._replace(basis=basis_of(words), basis_text=words)  # noqa: SLF001 - a NamedTuple's own
    if move and move.basis == "unspecified":
        set_beside = _SET_BESIDE.match(passage.text, passage.sentence(one.start)[0], one.start)
        if set_beside:
            words = set_beside[0]
            move = move._replace(basis=basis_of(words), basis_text=words)  # noqa: SLF001 - a NamedTuple's own
    cut = move.start if move else None
    verbal = MOVED.search(passage.text[left : one.start]) if move and cut == one.start else None
    share = _SHARE.search(passage.text[left : one.start]) if one.measure == "percent" and not move else None
    naming = context.namer.level(left, one, right, cut)
    if naming and verbal:
        naming = naming._replace(name=verbal["noun"])  # noqa: SLF001 - a NamedTuple's own
    if share and (naming is None or (share["whole"] and naming.name == "总投资")):
        naming = Naming(f"占{share['whole']}比重", left + share.start(), one.end)
    elif share and naming and naming.name.endswith(share["whole"]) and _OWN_SHARE.search(naming.name):
        naming = naming._replace(name=_OWN_SHARE.sub(r"占\g<whole>比重", naming.name))  # noqa: SLF001 - a NamedTuple's own
    spent = (
        _SPENT_ON.match(passage.text, one.end, right) if share is None and one.measure == "percent" else None
    )
    if naming and spent and move is None:
        naming = Naming(f"{spent['what']}支出占{naming.name}比重", naming.start, spent.end())
    done = _DONE_OF.search(passage.text, left, one.start) if one.measure == "percent" and not move else None
    if done:
        naming = Naming(f"完成{done['whole']}比例", done.start(), one.end)
    given = (
        _GIVEN.search(passage.text, max(0, left - 30), left)
        if naming and _WORTH.fullmatch(naming.name)
        else None
    )
    if naming and given:
        naming = naming._replace(name=given["what"] + naming.name)  # noqa: SLF001 - a NamedTuple's own
    both = _BOTH_OF.match(passage.text, one.end) if one.measure == "household" else None
    if both and (naming is None or _ONLY_REGION.fullmatch(naming.name)):
        naming = Naming(both["noun"] + "户数", one.start, one.end)
    if naming is None and move is None:
        naming = _clause_before(context, left, one) or _reached(context, left, one)
    bound = BOUND_BEHIND.match(passage.text, one.end, right) if one.measure == "item" else None
    if bound:
        naming = Naming(f"{bound['what']}的{bound['noun']}数", one.start, bound.end())
    inherited = (
        _inherited(context, measures, index, before, move) if naming is None or _leans(naming.name) else None
    )
    if naming and inherited and inherited.indicator:
        base = (
            re.sub(r"(?:人数|数|(?:播种|种植|养殖)面积)$", "", inherited.indicator)
            if naming.name.startswith("总")
            else inherited.indicator
        )
        base = re.sub("年产能$", "产量", base) if naming.name.startswith("占") else base
        naming = naming._replace(name=base + re.sub(r"^其?中", "", naming.name))  # noqa: SLF001 - a NamedTuple's own
    if naming is None and inherited is None and one.chinese and one.measure == "item":
        return []
    return [_fact(context, one, move, naming, inherited, (left, right), thresholds)]


# 发放助听器,价值43万元: what is worth so much is what was given in the clause before
_WORTH: Final = re.compile(r"总?(?:价值|市值)")
_GIVEN: Final = re.compile(
    r"(?:发放|捐赠|捐献|捐助|捐|赠送|送去|送上|购置|采购|配备|查扣|收缴)了?(?:\d[\d.]*[余多]?[万]?[一-鿿])?(?P<what>[^，,。；;\d]{2,12})[，,]$"
)
# 全县3429户、6718名建档立卡贫困人口: the noun behind the second number is that of the first
_BOTH_OF: Final = re.compile(
    r"[、,，]?\d[\d.]*[余多]?万?[人名口](?P<noun>[一-鿿]{2,10}?)(?:人口|群众|村民|居民)?(?=[一-鿿]{0,2}(?:全部|均|已|脱贫|[，,。；;]))"
)
_ONLY_REGION: Final = re.compile("[全我][省市州县区旗镇乡村]|共|累计|涉及|惠及")
# `与去年同期相比,…上涨4.5元`: what a whole sentence is measured against
_SET_BESIDE: Final = re.compile(r"[与同和][^，,。；;]{2,12}相比[，,]")
_BARE_LINK: Final = re.compile(
    r"(?:[全我][省市州县区旗镇乡])?(?:共|约|近|仅|均|现|已)?(?:建|拥)?(?:为|达到?|有|超过?)(?:约|近)?"
)


def _clause_before(context: Context, left: int, one: Quantity) -> Naming | None:
    """`最大降水量出现在某镇,为126.3毫米`: a clause of a bare link takes the noun of the clause before it."""
    passage = context.passage
    if not _BARE_LINK.fullmatch(passage.text[left : one.start]) or left == 0:
        return None
    start = passage.clause(left - 1)[0]
    if start < passage.sentence(one.start)[0] or re.search(r"\d", passage.text[start:left]):
        return None
    close = re.search(r"出现|发生|位于|[，,：:]", passage.text[start:left])
    found = context.namer.before(start, start + close.start()) if close else None
    return found._replace(end=one.end) if found else None  # noqa: SLF001 - a NamedTuple's own


def _reached(context: Context, left: int, one: Quantity) -> Naming | None:
    """`覆盖18个村、2.3万人`: people in a list of what an act reaches are named by the act."""
    if one.measure != "person":
        return None
    clause = context.passage.clause(one.start)[0]
    act = re.search(r"(覆盖|惠及|受益|带动|服务|涉及)[^，,。；;]{0,20}$", context.passage.text[clause:left])
    return Naming(f"{act[1]}人数", clause + act.start(), one.end) if act else None


_LEANING: Final = re.compile(
    r"占(?!地(?:面积|总|约|近|达|\d))[^，,]{0,24}|占比|比重|占比重|增速|增幅|同比|面积|(?:完成|为|占)?(?:年初|年度|全年|年|省定|市定|预期|调整)[^，,]{0,4}(?:任务|目标|计划|预算)(?:数)?|降幅|涨幅|跌幅|进度|均价|单价|参保率|(?:净增|新增|增加|减少)(?:户数?|家数?|个数?|项数?|人数?|数)?|总数(?:量)?|总量|总产量?|总额|其中|平均"
)


def _leans(name: str) -> bool:
    """Whether a name says nothing without the one before it: 占比, 完成年度任务, 占…比重."""
    return bool(_LEANING.fullmatch(name))


_PEERED: Final = re.compile(
    r"[^，,。；;\d]{0,4}(?:[(（][^)）]{1,8}[)）])?[^，,。；;\d]{0,4}(?:第[一二三四五六七八九十\d]{1,3}[位名]?(?=[，,。；;、]|$)|首位|榜首|前列)"
)


_ONE_OF: Final = re.compile(r"[^、的，,。；;\n]{0,16}之一")


def _among(text: str, end: int) -> bool:
    return text.find("之一", end, end + 24) >= 0 and _ONE_OF.match(text, end) is not None


def _reach(passage: Passage, measures: list[Quantity], index: int) -> Span:
    """Where the words of a number may begin and end: its clause, up to the numbers beside it."""
    one = measures[index]
    start, end = passage.clause(one.start)
    end = min(end, one.end + 120)
    if index and measures[index - 1].end > start:
        start = measures[index - 1].end
    return start, end


def _inherited(
    context: Context, measures: list[Quantity], index: int, before: list[Fact], move: Move | None
) -> Fact | None:
    """The fact whose name a bare number takes over: the last one of the same sentence.

    A share of it in between (为预算的103%) is passed over by a change; a sentence that begins with the bare number
    (`1—10月累计完成…吨`) takes over from the sentence before, where that counted in the same unit.
    """
    one = measures[index]
    start = context.passage.sentence(one.start)[0]
    if not before or not index:
        return None
    if move and _ONLY_TIME.fullmatch(
        context.passage.text, _after_time(context.passage, start, move.start), move.start
    ):
        floor = context.passage.raw(context.passage.sentence(start - 1)[0], start)[0] if start else 0
        told = [
            fact
            for fact in before[-8:]
            if fact.start >= floor and context.passage.paragraph(one.start) < start
        ]
        return told[0] if told else None
    if measures[index - 1].start < start:
        near = (
            one.start - measures[index - 1].end < 60
            and context.passage.paragraph(one.start) < measures[index - 1].start
        )
        text = context.passage.text
        in_row = text[start - 1 : start] in ("；", ";") or text.startswith("其中", start)
        told = [fact for fact in before[-3 if in_row else -1 :] if fact.unit == one.measure]
        return told[-1] if near and told and move is None else None
    if move and one.measure == "percentage_point" and before[-1].unit == "percent":
        return before[-1]  # the share itself moves by points
    if move and len(before) > 1 and before[-1].unit == "percent" and before[-1].value is not None:
        whole, share = before[-2].indicator or "", before[-1].indicator or ""
        if whole and share != whole and share.startswith(whole):
            return before[-2]
    return before[-1]


# 9月份,增长8.1%: what grew was told of in the sentence before
_ONLY_TIME: Final = re.compile(r"[，,]?(?:当月|单月)?[，,]?")


def _after_time(passage: Passage, start: int, end: int) -> int:
    """Where the words behind a time begin that opens a sentence; the end where none does."""
    first = next(iter(whens_of(passage, start, end)), None)
    return first.end if first and first.start == start else end + 1


def _fact(
    context: Context, one: Quantity, move: Move | None, naming: Naming | None, inherited: Fact | None,
    reach: Span, thresholds: dict[int, Quantity],
) -> Fact:  # fmt: skip
    passage = context.passage
    stance = stance_at(passage, one.start, context.planned)
    subject = context.subjects.owner_after(one.end, reach[1]) or context.subjects.at(one.start)
    period = period_at(context, one.start)
    if stance.status == "planned":
        period = deadline(passage, one) or period
    if stance.status == "planned" and is_over(context, period, one.start):
        stance = Stance("achieved", None, False)
    name = naming.name if naming else _taken_over(inherited, one, move)
    if not naming and not move:
        reference = re.search(r"(常年|上年|去年)(?:同期)?$", passage.text[reach[0] : one.start])
        name = f"{reference[1]}同期{name}" if reference and name else name
    name = name or passage.text[reach[0] : one.start].strip("，,、 “”") or (one.classifier or one.measure)
    start = min(naming.start, one.start) if naming else one.start
    end = max(one.end, min(naming.end, reach[1])) if naming else one.end
    span = passage.raw(start, end)
    value_span = passage.raw(one.start, one.end)
    span = (
        (min(span[0], value_span[0]), max(span[1], value_span[1]))
        if abs(span[0] - value_span[0]) < 200
        else value_span
    )
    words = passage.text[max(reach[0], one.start - 8) : one.start]
    to_do = (
        one.measure == "item" and _is_task(name)
        and not (_NOT_TO_DO.search(words) or _ALL_DONE.match(passage.text, one.end))
    )  # fmt: skip
    kind = "task" if to_do else "indicator"
    plan = (
        re.search(r"《[^》]{0,24}?(20\d\d)年", passage.text[passage.sentence(one.start)[0] : one.start])
        if kind == "task"
        else None
    )
    if plan:
        period = Period(f"{plan[1]}-01-01", f"{plan[1]}-12-31", f"{plan[1]}年")
    qualifier = _qualifier(one, stance)
    bound = criterion(passage, reach, thresholds) if thresholds else None
    said = (
        kind, span[0], span[1], passage.clean.raw[span[0] : span[1]], passage.article_no, subject, _status(stance, kind), period, name,
    )  # fmt: skip
    if move:
        return Fact(
            *said, qualifier=qualifier, criterion=bound, commitment=stance.strength,
            change=_change(one, move, value_span, qualifier),
        )  # fmt: skip
    return Fact(
        *said, qualifier=qualifier, criterion=bound, commitment=stance.strength, value=one.value, value_high=one.high,
        unit=one.measure, classifier=one.classifier, raw_value=one.printed, value_span=value_span,
    )  # fmt: skip


def _taken_over(inherited: Fact | None, one: Quantity, move: Move | None) -> str:
    """The name before, with the dimension of this number: 转移群众户数 of households, 转移群众人数 of people."""
    name = (inherited.indicator if inherited else None) or ""
    if move or inherited is None or inherited.unit in (None, one.measure) or one.measure == "percent":
        return name
    bare = re.sub(r"(?:户数|人数|人次|批次|次数|场次|期数|面积|长度|数)$", "", name)
    return with_dimension(bare, one, changed=False) if len(bare) >= 2 else name


def _is_task(name: str) -> bool:
    bare = re.sub(r"(?:个|项)?数$", "", name)
    return bare.endswith(COUNTED)


# what is done, and teams that were formed, are counted; they are no list of what to do
_NOT_TO_DO: Final = re.compile(
    r"(?:已(?:经)?(?:全部)?(?:完成|办结|落实|办理|销号)|(?:组建|成立|设立|抽调)了?)$"
)


_ALL_DONE: Final = re.compile(
    r"[^，,。；;、]{0,10}(?:全部|均已|已经?|全面|如期|逐[一项]|按期)(?:办结|完成|落实|兑现|销号|办理)"
)


def _status(stance: Stance, kind: str) -> str:
    return "ongoing" if kind == "task" and stance.status == "achieved" else stance.status


_FORECAST: Final = frozenset(("celsius", "mm"))  # weather is foretold, nobody aims at it


def _qualifier(one: Quantity, stance: Stance) -> str:
    aimed = stance.goal and one.measure not in _FORECAST
    return "target" if aimed and one.relation == "exact" else one.relation


def _change(one: Quantity, move: Move, span: Span, qualifier: str) -> Change:
    value = one.value - 1 if move.doubles and one.value is not None else one.value
    inferred = "yoy" if move.basis == "unspecified" and one.measure == "percent" else None
    return Change(
        move.direction,
        value,
        one.measure,
        move.basis,
        inferred,
        move.basis_text,
        qualifier,
        one.printed,
        span,
    )
