"""The first draft of a circular: what the board says, in sentences whose figures are names for living numbers. Pure.

The office changes what it likes; no number in the draft is typed, so none can be wrong or grow stale unseen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from youju.engine.period import Period
from youju.flow.publications.many import (
    ALL,
    CORRECTED,
    COUNT,
    FALLEN,
    GROUPS,
    NAMES,
    RISEN,
    bands_of,
    leagues_of,
    moved,
)
from youju.flow.publications.naming import BAND, SEEN, Voice, name_of_unit, rules_of

FEW = 12
"""Units that a draft names one by one; of more it tells how many."""
OFFERED = 300
"""Units that are offered in a list to pick from; any other is typed."""
EXAMPLE = "【示例】"


@dataclass(frozen=True, slots=True)
class Draft:
    """A proposal as the form begins: its kind, title and text."""

    kind: str
    title: str
    words: str


def draft_of(
    voice: Voice, scheme: str, period: str, *, corrects: str = "", silent: Sequence[str] = ()
) -> Draft:
    """Return the draft of a circular about a board, or of an erratum of the publication called ``corrects``.

    ``silent`` are the names of the units whose report is not in.
    """
    when, scheme = Period.parse(period).in_chinese, scheme.replace(EXAMPLE, "").strip()
    if corrects:
        opening = f"《{corrects}》发布以后，经复核重新计分，{_named(ALL, CORRECTED)}个单位的得分有更正，现予勘误。更正以后的榜单如下。"
        return Draft("erratum", f"关于《{corrects}》的勘误"[:200], opening)
    opening = f"{when}，{_named(ALL, COUNT)}个单位参加“{scheme}”，每一分的依据见各单位得分说明书。现将结果通报如下。"
    lines = [opening, *_leagues(voice), *_moves(voice), *_corrections(voice), *_silent(silent)]
    return Draft("circular", f"关于{when}{scheme}情况的通报"[:200], "\n".join(lines))


def _named(*words: str) -> str:
    return f"[[{' '.join(words)}]]"


def _leagues(voice: Voice) -> Iterator[str]:
    """Say of each league how many stand in which band, and name those of the first band where they are few."""
    for title, circles in leagues_of(voice).items():
        rows = [row for circle in circles for row in circle.rows]
        there = [band for band in bands_of(voice) if any(row.band == band for row in rows)]
        groups = f"分{_named(title, GROUPS)}组比较" if len(circles) > 1 else ""
        counts = "、".join(f"{band}{_named(title, band)}个" for band in there)
        said = "，".join(part for part in (f"{title}：{_named(title, COUNT)}个单位", groups, counts) if part)
        best = there[:1] if sum(row.band in there[:1] for row in rows) <= FEW else []
        yield said + "。" + "".join(f"{band}是{_named(title, band, NAMES)}。" for band in best)


def _moves(voice: Voice) -> Iterator[str]:
    """Say whose band rose and fell since the period before, where there was one."""
    rows = [row for circle in voice.circles for row in circle.rows]
    if not any(row.was_band for row in rows):
        return
    parts = []
    for word, said in ((RISEN, "上升"), (FALLEN, "下降")):
        found = moved(voice.circles, up=word == RISEN)
        names = f"（{_named(ALL, word, NAMES)}）" if 0 < len(found) <= FEW else ""
        parts.append(f"档次{said}的{_named(ALL, word)}个{names}")
    yield f"与上期相比，{'，'.join(parts)}。"


def _silent(names: Sequence[str]) -> Iterator[str]:
    """Name the units whose report is not in, of many the first: what is missing is told, and never counted as nothing."""
    if names:
        more = "等单位" if len(names) > FEW else ""
        yield f"到关账时没有报送的是{'、'.join(names[:FEW])}{more}，缺报的指标按方案规定处理。"


def _corrections(voice: Voice) -> Iterator[str]:
    if voice.corrected:
        yield f"公示期间有异议经复核成立，重新计分后{_named(ALL, CORRECTED)}个单位的得分有更正，见勘误。"


@dataclass(frozen=True, slots=True)
class Offer:
    """What may be picked for a text: of whom, and what of them, in groups as the office speaks of them."""

    whom: tuple[str, ...]
    what: tuple[tuple[str, tuple[tuple[str, str], ...]], ...]


def offer_of(voice: Voice, *, unit: str, many: str) -> Offer:
    """Return the names a text may use. ``unit`` and ``many`` head what is told of one unit and of all or a league."""
    codes = list(dict.fromkeys(row.unit for circle in voice.circles for row in circle.rows))
    numbers = voice.reader.numbers
    of_one = [("", "合计得分")] if numbers else []
    of_one.append((BAND, BAND))
    for name in _items(voice):
        of_one += [(name, f"{name}得分")] if numbers else []
        of_one.append((f"{name} {SEEN}", f"{name}（数值）"))
    counts = [COUNT, GROUPS, *(one for band in bands_of(voice) for one in (band, f"{band} {NAMES}"))]
    counts += [RISEN, f"{RISEN} {NAMES}", FALLEN, f"{FALLEN} {NAMES}", CORRECTED]
    names = (name_of_unit(voice.bundle, code) for code in codes[:OFFERED])
    return Offer(
        (ALL, *leagues_of(voice), *names),
        ((many, tuple((one, one) for one in counts)), (unit, tuple(of_one))),
    )


def _items(voice: Voice) -> list[str]:
    """Return the items of the board's units by their titles, by their ids where two have one title."""
    titles = rules_of(voice.bundle)
    first = {circle.level: circle.rows[0].unit for circle in voice.circles if circle.rows}
    there = dict.fromkeys(row["rule"] for unit in first.values() for row in voice.bundle.reasons(unit))
    named = [titles[rule] for rule in there if rule in titles]
    return [titles[rule] if named.count(titles[rule]) == 1 else rule for rule in there if rule in titles]
