"""From a page to its facts: every number that states something, with name, subject, period, status and change."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import Final

from youju.reading.bearers import Topic
from youju.reading.bounds import criterion, is_threshold
from youju.reading.choosing import Naming
from youju.reading.dues import deadline, is_over, of_harvest
from youju.reading.frames import period_at
from youju.reading.indicators import Namer
from youju.reading.lexicons.heads import COUNTED
from youju.reading.model import Change, Fact, Span
from youju.reading.moves import Move, basis_of, find_move
from youju.reading.naming import name_of, taken_over
from youju.reading.nouns import with_dimension
from youju.reading.pairing import Pair, find_pairs
from youju.reading.passages import Passage
from youju.reading.periods import Period
from youju.reading.quantities import Quantity
from youju.reading.status import Stance, stance_at
from youju.reading.subjects import Subjects


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
    names = _named_from(passage.sentence(one.start)[0], passage, one, facts)
    start = passage.sentence(one.start)[0]
    if names or passage.text[start - 1 : start] not in ("；", ";"):
        return names
    return _named_from(passage.sentence(start - 1)[0], passage, one, facts)[-1:]  # the last of the row before


def _named_from(start: int, passage: Passage, one: Quantity, facts: list[Fact]) -> list[str]:
    floor = passage.raw(start, one.start)[0]
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
    reach = _reach(passage, measures, index)
    if _among(passage.text, one.end) or _is_peered(passage.text, one.end):
        return []
    move = _move(passage, one, reach)
    naming, told = name_of(context, measures, index, before, move, reach)
    if naming is None and told is None and one.chinese and one.measure == "item":
        return []
    return [_fact(context, one, move, naming, told, reach, thresholds)]


def _move(passage: Passage, one: Quantity, reach: Span) -> Move | None:
    """The change a number states; what it is measured against may stand before its own words, in the clause or the sentence."""
    text, left = passage.text, reach[0]
    move = find_move(text, left, one, reach[1])
    clause = passage.clause(one.start)[0]
    if move and move.basis == "unspecified" and left > clause and re.match(r"[比较]", text[clause:left]):
        words = text[clause:left]
        move = move._replace(basis=basis_of(words), basis_text=words)  # noqa: SLF001 - a NamedTuple's own
    if move and move.basis == "unspecified":
        set_beside = _SET_BESIDE.match(text, passage.sentence(one.start)[0], one.start)
        if set_beside:
            words = set_beside[0]
            move = move._replace(basis=basis_of(words), basis_text=words)  # noqa: SLF001 - a NamedTuple's own
    return move


# `与去年同期相比,…上涨4.5元`: what a whole sentence is measured against
_SET_BESIDE: Final = re.compile(r"[与同和][^，,。；;]{2,12}相比[，,]")
_PEERED: Final = re.compile(
    r"[^，,。；;\d]{0,4}(?:[(（][^)）]{1,8}[)）])?[^，,。；;\d]{0,4}(?:第[一二三四五六七八九十\d]{1,3}[位名]?(?=[，,。；;、]|$)|首位|榜首|前列)"
)


_PLACE_AMONG: Final = re.compile("[第首榜前]")
_NO_FURTHER: Final = 19  # so far off at most a place begins


def _is_peered(text: str, end: int) -> bool:
    """`30个县(市、区)中第二位`: a number of peers, with the place among them behind it."""
    near = _PLACE_AMONG.search(text, end, end + _NO_FURTHER) is not None
    return near and _PEERED.match(text, end) is not None


_ONE_OF: Final = re.compile(r"[^、的，,。；;\n]{0,16}之一")


def _among(text: str, end: int) -> bool:
    """`四大滑雪场之一`: how many peers there are is part of the place among them."""
    return text.find("之一", end, end + 24) >= 0 and _ONE_OF.match(text, end) is not None


def _reach(passage: Passage, measures: list[Quantity], index: int) -> Span:
    """Where the words of a number may begin and end: its clause, up to the numbers beside it."""
    one = measures[index]
    start, end = passage.clause(one.start)
    end = min(end, one.end + 120)
    if index and measures[index - 1].end > start:
        start = measures[index - 1].end
    return start, end


def _fact(
    context: Context, one: Quantity, move: Move | None, naming: Naming | None, told: Fact | None,
    reach: Span, thresholds: dict[int, Quantity],
) -> Fact:  # fmt: skip
    passage = context.passage
    stance = stance_at(passage, one.start, context.planned)
    subject = context.subjects.owner_after(one.end, reach[1]) or context.subjects.at(one.start)
    period = period_at(context, one.start)
    if stance.status == "planned":
        period = deadline(passage, one) or of_harvest(passage, one) or period
    if stance.status == "planned" and is_over(context, period, one.start):
        stance = Stance("achieved", None, False)
    name = _name(passage, one, move, naming, told, reach)
    kind = _kind(passage, one, name, reach)
    period = (_of_plan(passage, one) if kind == "task" else None) or period
    span, value_span = _quoted(passage, one, naming, reach)
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


def _name(
    passage: Passage, one: Quantity, move: Move | None, naming: Naming | None, told: Fact | None, reach: Span
) -> str:
    """The name of a number, at the least the words before it or its measure word."""
    words = passage.text[reach[0] : one.start]
    name = naming.name if naming else taken_over(told, one, move)
    reference = _REFERENCE.search(words) if name and not naming and not move else None
    return (
        (f"{reference[1]}同期{name}" if reference else name)
        or words.strip("，,、 “”")
        or (one.classifier or one.measure)
    )


_REFERENCE: Final = re.compile("(常年|上年|去年)(?:同期)?$")


def _quoted(passage: Passage, one: Quantity, naming: Naming | None, reach: Span) -> tuple[Span, Span]:
    """Where the fact stands in the raw page with the words of its name, and where its number does."""
    start = min(naming.start, one.start) if naming else one.start
    over = _NEARLY.match(passage.text, one.end) if one.relation == "about" else None
    last = over.end() if over else one.end
    end = max(last, min(naming.end, reach[1])) if naming else last
    value = passage.raw(one.start, last)
    if (start, end) == (one.start, last):
        return value, value
    span = passage.raw(start, end)
    near = abs(span[0] - value[0]) < _FAR
    return (min(span[0], value[0]), max(span[1], value[1])) if near else value, value


_FAR: Final = 200
# 增长6%左右: what makes a number a rough one belongs to what is quoted of it
_NEARLY: Final = re.compile("左右|上下")


def _kind(passage: Passage, one: Quantity, name: str, reach: Span) -> str:
    """A count of what is to be done is a task, unless it is done."""
    if one.measure != "item" or not _is_task(name):
        return "indicator"
    words = passage.text[max(reach[0], one.start - 8) : one.start]
    done = _NOT_TO_DO.search(words) or _ALL_DONE.match(passage.text, one.end)
    return "indicator" if done else "task"


# 《2023年民生实事实施方案》明确33项…: what a plan lists is of its year
_PLAN_S_YEAR: Final = re.compile(r"《[^》]{0,24}?(20\d\d)年")


def _of_plan(passage: Passage, one: Quantity) -> Period | None:
    plan = _PLAN_S_YEAR.search(passage.text, passage.sentence(one.start)[0], one.start)
    return Period(f"{plan[1]}-01-01", f"{plan[1]}-12-31", f"{plan[1]}年") if plan else None


def _is_task(name: str) -> bool:
    bare = name.removesuffix("数")
    if bare != name and bare.endswith(("个", "项")):
        bare = bare[:-1]
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
