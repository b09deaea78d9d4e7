"""Figures of one sentence that do not follow from each other: a mean, a whole with its parts, a total behind them."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from youju.reading.model import Fact, printed
from youju.reading.passages import Passage
from youju.reading.text import Doubt

_STATES: Final = re.compile(r"达到?|完成|实现|将|同比|增长|下降|累计|形成|共|[。；;]")
_TOTAL: Final = re.compile(r"[，,、](?:共计|合计|总计|共)")


def find_wrong_sums(passage: Passage, facts: Sequence[Fact]) -> Iterator[Doubt]:
    """The doubts of kind `mean` and `sum` of one passage."""
    yield from _means(passage, facts)
    yield from _sums(passage, facts)
    yield from _totals(passage, facts)


def _groups(passage: Passage, facts: Sequence[Fact]) -> Iterator[list[Fact]]:
    """Levels of one sentence with the same unit, in order."""
    by_sentence: dict[tuple[int, str], list[Fact]] = defaultdict(list)
    for fact in facts:
        if fact.value is None or fact.value_span is None or fact.unit is None:
            continue
        at = passage.clean.clean_at(fact.value_span[0])
        if at is not None:
            by_sentence[passage.sentence(at)[0], fact.unit].append(fact)
    yield from (group for group in by_sentence.values() if len(group) >= 3)


def _means(passage: Passage, facts: Sequence[Fact]) -> Iterator[Doubt]:
    """`全市平均7.5毫米`, then three districts whose simple mean is 7.8: the weighting must be declared."""
    for group in _groups(passage, facts) if "平均" in passage.text else ():
        whole, parts = group[0], group[1:]
        if "平均" not in (whole.indicator or "") or len({part.subject.name for part in parts}) < len(parts):
            continue
        same = [part for part in parts if part.indicator == whole.indicator and part.value is not None]
        if len(same) < 2 or len(same) != len(parts):
            continue
        values = [part.value for part in same if part.value is not None]
        mean = sum(values, Decimal(0)) / len(values)
        places = max(-int(value.as_tuple().exponent) for value in values)
        rounded = round(mean, max(places, 0))
        if whole.value != rounded:
            yield Doubt.at(
                passage.clean.raw, whole.start, same[-1].end, "mean",
                f"{printed(whole.value or Decimal(0))} 不是各部分 {'、'.join(map(printed, values))} 的简单平均 {printed(rounded)}, 须说明权重",
                "the stated mean is not the simple mean of the parts; the weighting is not given",
            )  # fmt: skip


def _totals(passage: Passage, facts: Sequence[Fact]) -> Iterator[Doubt]:
    """`小学20所、初中15所、高中5所,共计45所`: a total behind its parts that is not their sum."""
    for group in _groups(passage, facts) if _TOTAL.search(passage.text) else ():
        parts, whole = group[:-1], group[-1]
        if whole.value is None or whole.unit == "percent" or whole.classifier != parts[0].classifier:
            continue
        before = passage.clean.raw[_end(parts[-1]) : _start(whole)]
        values = [
            part.value for part in parts if part.value is not None and part.classifier == whole.classifier
        ]
        exact = all((part.qualifier or "exact") == "exact" for part in group)
        if (
            exact
            and _TOTAL.search(before)
            and len(values) == len(parts)
            and sum(values, Decimal(0)) != whole.value
        ):
            yield Doubt.at(
                passage.clean.raw, min(part.start for part in parts), whole.end, "sum",
                f"各项合计 {printed(sum(values, Decimal(0)))}, 与所说总数 {printed(whole.value)} 不符", "the total is not the sum of the parts before it",
            )  # fmt: skip


def _sums(passage: Passage, facts: Sequence[Fact]) -> Iterator[Doubt]:
    """`共34项,其中甲20项、乙25项`: parts behind 其中 that add up to more than the whole."""
    raw = passage.clean.raw
    for group in _groups(passage, facts) if "其中" in passage.text else ():
        for at, whole in enumerate(group[:-1]):
            if "其中" not in raw[_end(whole) : _start(group[at + 1])] or "平均" in (whole.indicator or ""):
                continue
            parts = list(_parts(raw, whole, group[at + 1 :]))
            total = sum((part.value for part in parts if part.value is not None), Decimal(0))
            if whole.value is not None and total > whole.value and whole.unit != "percent":
                yield Doubt.at(
                    raw, min(whole.start, parts[0].start), max(whole.end, parts[-1].end), "sum",
                    f"其中各项合计 {printed(total)}, 多于总数 {printed(whole.value)}", "the parts add up to more than the whole",
                )  # fmt: skip


def _parts(raw: str, whole: Fact, after: Sequence[Fact]) -> Iterator[Fact]:
    """The facts that may be parts of a whole: counted like it, none above it, listed without another statement between."""
    end = _end(whole)
    for at, fact in enumerate(after):
        between = raw[end : _start(fact)]
        if fact.classifier != whole.classifier or (at and (len(between) > 16 or _STATES.search(between))):
            return
        if fact.value is None or whole.value is None or fact.value > whole.value:
            return
        yield fact
        end = _end(fact)


def _start(fact: Fact) -> int:
    return fact.value_span[0] if fact.value_span else fact.start


def _end(fact: Fact) -> int:
    return fact.value_span[1] if fact.value_span else fact.end
