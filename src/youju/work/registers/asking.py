"""What is asked of a list: filters, order, words, columns and where the page begins. From an address, and back.

`stage=done`, `invest.at_least=5000万`, `due_on.before=2023-07-01`, `q=…`, `sort=-due_on`, `columns=title,stage`, `after=…`.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from urllib.parse import urlencode

from django.db.models import F, Q
from django.utils.translation import gettext as _

from youju.engine.registers import Declaration, Field
from youju.kernel.clock import db_today
from youju.kernel.errors import Problem
from youju.work.registers.fields.kept import last_day
from youju.work.registers.fields.reading import read_value
from youju.work.registers.fields.words import NO, YES
from youju.work.registers.shadows import day_number, shadow

OPERATORS = (
    "is",
    "is_not",
    "in",
    "at_least",
    "at_most",
    "between",
    "before",
    "after",
    "above",
    "below",
    "missing",
)
BOUNDS = {"at_least": "gte", "at_most": "lte", "above": "gt", "below": "lt", "before": "lt", "after": "gt"}
BUILT_IN = {
    "stage": "stage",
    "unit": "unit__code",
    "number": "number",
    "made_on": "made_on",
    "suspended": "suspended_on",
    "accept": "accept_by",
    "reply": "reply_by",
    "finish": "finish_by",
}
MET = {"accept": "accepted_on", "reply": "replied_on", "finish": "finished_on"}
STATES = {"in_time": "按时", "late": "超期", "waiting": "未到期"}
"""How a deadline of the clock stands: met in time; met late or not yet though it is over; still open."""
RESERVED = frozenset(
    {
        "indicator",
        "part",
        "period",
        "q",
        "sort",
        "columns",
        "after",
        "limit",
        "view",
        "once",
        "format",
        "month",
        "under",
    }
)


def clocked_names(one: Declaration) -> list[str]:
    """Return the deadlines that a register has: what every record can be asked about."""
    clock = one.clock
    if clock is None:
        return []
    there = {
        "accept": clock.accept,
        "reply": clock.reply,
        "finish": clock.due if clock.due is not None else clock.solve,
    }
    return [name for name in MET if there[name] is not None]


@dataclass(frozen=True, slots=True)
class Pick:
    """One filter: a field, an operator, and the texts it is compared with."""

    name: str
    operator: str
    texts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of a list."""

    picks: tuple[Pick, ...] = ()
    words: str = ""
    sort: str = ""
    columns: tuple[str, ...] = ()
    after: str = ""
    indicator: str = ""
    part: str = "in"
    problems: tuple[Problem, ...] = field(default=())

    @property
    def descending(self) -> bool:
        """Whether the order is from large to small."""
        return self.sort.startswith("-")

    @property
    def sort_by(self) -> str:
        """The field the list is ordered by, "" for the newest first."""
        return self.sort.removeprefix("-")

    def without(self, at: int) -> Asked:
        """Return the question without one of its filters."""
        return replace(self, picks=self.picks[:at] + self.picks[at + 1 :])

    def query(self, **instead: str) -> str:
        """Return the question as the query of an address, with parts replaced."""
        pairs = [(f"{p.name}.{p.operator}", ",".join(p.texts)) for p in self.picks]
        rest = {
            "q": self.words,
            "sort": self.sort,
            "columns": ",".join(self.columns),
            "indicator": self.indicator,
        }
        rest |= {"part": self.part if self.indicator else "", **instead}
        return urlencode([*pairs, *((key, value) for key, value in rest.items() if value)])


def asked_in(one: Declaration, given: Mapping[str, str]) -> Asked:
    """Read what an address asks. What cannot be read is among `problems`; nothing is ignored silently."""
    given = {key: text.replace("\x00", "") for key, text in given.items()}  # no database is asked for a NUL
    picks, problems = _picks_in(one, given)
    sort = given.get("sort", "").strip()
    if sort and sort.removeprefix("-") not in {*one.slots, "number", "made_on", "stage"}:
        problems.append(
            Problem("sort", _("不能按“{sort}”排序").format(sort=sort[:40]), _("按有索引的字段排"))
        )
        sort = ""
    indicator, part = given.get("indicator", "").strip(), given.get("part", "").strip() or "in"
    if indicator and (indicator not in one.indicators or part not in {"in", "missing", "all"}):
        problems.append(
            Problem(
                "indicator",
                _("没有指标“{indicator}”的这一部分").format(indicator=indicator[:40]),
                _("指标有：") + "、".join(one.indicators),
            )
        )
        indicator = ""
    columns = tuple(c for c in given.get("columns", "").split(",") if c in one.fields or c in BUILT_IN)
    problems += [problem for pick in picks for problem in faults_of(one, pick)]
    return Asked(
        tuple(picks),
        given.get("q", "").strip()[:80],
        sort,
        columns,
        given.get("after", "")[:300],
        indicator,
        part,
        tuple(problems),
    )


def _picks_in(one: Declaration, given: Mapping[str, str]) -> tuple[list[Pick], list[Problem]]:
    """Return the conditions that an address names, and what is wrong with those that are none."""
    picks, problems = list[Pick](), list[Problem]()
    for key, text in given.items():
        if key in RESERVED or not text.strip():
            continue
        name, _dot, operator = key.partition(".")
        operator = operator or "is"
        if (name not in one.fields and name not in BUILT_IN) or operator not in OPERATORS:
            problems.append(
                Problem(key[:80], _("没有这个条件"), _("字段有：") + "、".join([*one.fields, *BUILT_IN][:40]))
            )
        elif name in one.fields and name not in one.slots:
            problems.append(
                Problem(
                    key[:80],
                    _("“{title}”没有索引，不能筛选").format(title=one.fields[name].title),
                    _("在声明里给它写 index: true"),
                )
            )
        else:
            texts = (
                tuple(part.strip() for part in re.split("[,，]", text))
                if operator in {"in", "between"}
                else (text.strip(),)
            )
            if name == "stage":
                texts = tuple(_stage_called(one, text) for text in texts)
            picks.append(Pick(name, operator, texts))
    return picks, problems


def _stage_called(one: Declaration, text: str) -> str:
    """Return the name of the stage that people call so; what is none stays as it is."""
    return next((name for name, stage in one.stages.items() if text in {name, stage.title}), text)


def faults_of(one: Declaration, pick: Pick) -> Iterable[Problem]:
    """Yield what is wrong with a filter: texts that the field cannot hold, bounds without an order."""
    where = f"{pick.name}.{pick.operator}"
    if pick.operator == "missing":
        return
    if pick.operator == "between" and len(pick.texts) != 2:
        yield Problem(where, _("要两个界限"), _("写成 下限,上限"))
        return
    if pick.operator in {*BOUNDS, "between"} and not _has_order(one, pick.name):
        yield Problem(where, _("这个字段没有先后大小"), _("改用“是”或“不是”"))
        return
    for text in pick.texts:
        if why := _unreadable(one, pick, text):
            yield Problem(where, why[0], why[1])


def _has_order(one: Declaration, name: str) -> bool:
    if name in {"stage", "made_on", "number"}:
        return True
    if name not in one.fields:
        return False
    made = one.fields[name]
    return made.ordered or (one.slots[name].startswith("i") and made.type not in {"boolean", "choice"})


def _unreadable(one: Declaration, pick: Pick, text: str) -> tuple[str, str] | None:
    if pick.name == "stage":
        return (
            None
            if text in one.stages
            else (
                _("没有叫“{text}”的阶段").format(text=text[:20]),
                _("阶段有：") + "、".join(stage.title for stage in one.stages.values()),
            )
        )
    if pick.name == "made_on":
        return None if _day(text) else (_("不是日期"), _("写成 2023-06-30"))
    if pick.name in MET:
        known = [word for both in STATES.items() for word in both]
        return None if text in known else (_("没有这种情形"), _("写：") + "、".join(STATES.values()))
    if pick.name == "suspended":
        return None if text.lower() in YES | NO else (_("写 是 或 否"), _("写 是 或 否"))
    if pick.name in BUILT_IN:
        return None
    return read_value(without_bounds(one.fields[pick.name]), text)[1]


def without_bounds(made: Field) -> Field:
    """Return the field without its bounds: one may well ask for what cannot be."""
    bare = {
        "required": False,
        "minimum": None,
        "maximum": None,
        "min_length": None,
        "pattern": None,
        "precision": None,
    }
    return made.model_copy(update=bare)


def _day(text: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        return None


def condition(one: Declaration, pick: Pick) -> Q:
    """Return the condition of a readable filter."""
    if pick.name in MET and pick.operator != "missing":
        found = Q()
        for text in pick.texts:
            found |= _stands(pick.name, text)
        return ~found if pick.operator == "is_not" else found
    if pick.name == "unit" and pick.operator in {"is", "is_not", "in"}:
        found = Q(unit__code__in=pick.texts) | Q(unit__name__in=pick.texts)
        return ~found if pick.operator == "is_not" else found
    look, negated = _look_up(one, pick)
    return ~Q(**look) if negated else Q(**look)


def _stands(name: str, text: str) -> Q:
    """Return the condition that a deadline of the clock stands as a word says."""
    by, met, today = BUILT_IN[name], MET[name], db_today()
    state = next(state for state, word in STATES.items() if text in {state, word})
    if state == "in_time":
        return Q(**{f"{met}__lte": F(by)})
    if state == "late":
        return Q(**{f"{met}__gt": F(by)}) | Q(
            **{f"{met}__isnull": True, f"{by}__lt": today, "suspended_on__isnull": True}
        )
    return Q(**{f"{met}__isnull": True, f"{by}__gte": today})


def _look_up(one: Declaration, pick: Pick) -> tuple[dict[str, object], bool]:
    column = BUILT_IN.get(pick.name) or one.slots[pick.name]
    if pick.operator == "missing":
        yes = pick.texts[0].lower() not in NO
        return ({column: ""} if column == "stage" else {f"{column}__isnull": True}), not yes
    if pick.name == "stage":
        return _stages(one, pick)
    if pick.name == "suspended":
        return {f"{column}__isnull": pick.texts[0].lower() in NO}, pick.operator == "is_not"
    held = [held_as(one, pick.name, text) for text in pick.texts]
    if pick.operator == "between":
        return {f"{column}__gte": held[0], f"{column}__lte": held[1]}, False
    if pick.operator == "in":
        return {f"{column}__in": held}, False
    if pick.operator in BOUNDS:
        return {f"{column}__{BOUNDS[pick.operator]}": held[0]}, False
    return {column: held[0]}, pick.operator == "is_not"


def _stages(one: Declaration, pick: Pick) -> tuple[dict[str, object], bool]:
    names = list(one.stages)
    places = [names.index(text) for text in pick.texts]
    if pick.operator in {"is", "in", "is_not"}:
        return {"stage__in": [names[at] for at in places]}, pick.operator == "is_not"
    low = {"at_least": places[0], "above": places[0] + 1, "after": places[0] + 1, "between": places[0]}.get(
        pick.operator, 0
    )
    high = {"at_most": places[0], "below": places[0] - 1, "before": places[0] - 1, "between": places[-1]}.get(
        pick.operator, len(names)
    )
    return {"stage__in": names[low : high + 1]}, False


def held_as(one: Declaration, name: str, text: str) -> object:
    """Return a readable text as the column holds it."""
    if name == "made_on":
        return dt.date.fromisoformat(text)
    if name in BUILT_IN:
        return text
    kept, _wrong = read_value(without_bounds(one.fields[name]), text)
    return shadow(one.fields[name], kept)


def month_bounds(month: str) -> tuple[int, int] | None:
    """Return the day numbers of a month's first and last day, None where the text is no month."""
    first = _day(f"{month}-01")
    return (day_number(first), day_number(last_day(month))) if first and len(month) == 7 else None
