"""The statement of marks 得分说明书 as a paper: the same lines, evidence and waterfall as the page."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from django.conf import settings
from django.utils import timezone

from youju.engine.period import Period
from youju.engine.statement.lines import Line, Statement
from youju.flow.scores.behind import Proof
from youju.flow.scores.models import Score
from youju.kernel.paper import Heading, Paper, Run, Seal, Table, Words, day_words
from youju.kernel.waterfall import waterfall

NAMED = 8
"""Pieces of evidence that one line of a paper names; of more it tells how many."""
EXAMPLE = "【示例】"


def statement_paper(score: Score, said: Statement, lines: Sequence[tuple[Line, Sequence[Proof]]]) -> Paper:
    """Return a unit's statement as a paper; it is no publication, so it carries no number and no signature."""
    dated = timezone.localtime(score.scored_at).date()
    address = f"{settings.YOUJU['origin']}/scores/{score.pk}/{said.unit}/"
    title, period = said.scheme_title.replace(EXAMPLE, ""), Period.parse(said.period).in_chinese
    total = "暂不计分" if said.total is None else f"{said.total:f} 分"
    bands = "；".join(
        f"{row['circle']}（共 {row['of']} 个单位）：{row['band']}"
        for row in said.standings
        if row["group"] is not None and row["band"]
    )
    return Paper(
        title=f"{said.title}得分说明书",
        blocks=(
            Words((Run(f"{title}（{said.version} 版），{period}，第 {score.number} 次计分。"),)),
            Words((Run(f"合计 {total}。{bands}{'。' if bands else ''}"),)),
            Heading("一、每一分的依据"),
            _table(said, lines),
            Heading("二、异议"),
            Words((Run(_window(score, over=score.object_by < dated)),)),
        ),
        dated=dated,
        seal=Seal(
            score.root,
            address,
            way=f"登录 {address} 看到的是同一份说明书，佐证可以点开。本期通报发布以后，从通报页下载核验包，可以用 youju verify 重算。",
        ),
        example=said.example,
    )


def _table(said: Statement, lines: Sequence[tuple[Line, Sequence[Proof]]]) -> Table:
    bars = waterfall([None if line.state == "section" else line.contribution for line, _proofs in lines])
    rows = tuple(
        (
            f"{line.title}\n{line.clause}".rstrip(),
            _reason(line, proofs),
            bar,
            "" if line.state == "section" else in_places(line.contribution, said.total),
        )
        for (line, proofs), bar in zip(lines, bars, strict=True)
    )
    total = "暂不计分" if said.total is None else f"{said.total:f}"
    return Table(
        ("事项和条款", "理由和佐证", "从 0 到合计", "得分"), (*rows, ("合计", "", None, total)), frozenset({3}),
        (22, 47, 19, 12),
    )  # fmt: skip


def _reason(line: Line, proofs: Sequence[Proof]) -> str:
    """Return why a line has its marks: what was seen, how marks come from it, and what it rests on."""
    names = list(dict.fromkeys((one.file.note or one.file.name) if one.file else one.short for one in proofs))
    more = f"等 {len(names)} 件" if len(names) > NAMED else ""
    parts = [line.because]
    if line.how and line.how != line.because:
        parts.append(f"计分：{line.how}")
    if names:
        parts.append(f"佐证：{'、'.join(names[:NAMED])}{more}")
    return "\n".join(parts)


def _window(score: Score, *, over: bool) -> str:
    day = day_words(score.object_by)
    if over:
        return f"异议期到{day}为止，已经届满。确有差错的，向主办单位反映，由主办单位提请更正，另外的人复核。"
    return f"对哪一项有异议，请在{day}以前提出，写明项目和理由，由另外的人复核。"


def in_places(value: Decimal, like: Decimal | None) -> str:
    """Return marks with the places of a total, so that points stand under each other; more where they are exact in more."""
    places = max(0, -int(like.as_tuple().exponent)) if like is not None else 2
    own = max(0, -int(value.normalize().as_tuple().exponent))
    return f"{value:.{max(places, own)}f}"
