"""The statement of marks 得分说明书 as a paper: the same lines as the page."""

from __future__ import annotations

from decimal import Decimal

from django.conf import settings
from django.utils import timezone

from youju.engine.explain import Statement
from youju.flow.scores.models import Score
from youju.kernel.paper import Heading, Paper, Run, Seal, Table, Words


def statement_paper(score: Score, said: Statement) -> Paper:
    """Return a unit's statement as a paper; it is no publication, so it carries no number and no signature."""
    rows = tuple(
        (
            line.clause or "—",
            line.title,
            line.because,
            "" if line.state == "section" else _plain(line.contribution),
        )
        for line in said.lines
    )
    total = "暂不计分" if said.total is None else f"{said.total} 分"
    bands = ";".join(
        f"{row['circle']}(共 {row['of']} 个单位):{row['band']}"
        for row in said.standings
        if row["group"] is not None and row["band"]
    )
    return Paper(
        title=f"{said.title}得分说明书",
        blocks=(
            Words((Run(f"{said.scheme_title}({said.version} 版),{said.period},第 {score.number} 次计分。"),)),
            Words((Run(f"合计 {total}。{bands}{'。' if bands else ''}"),)),
            Heading("一、每一分的依据"),
            Table(
                ("条款", "事项", "理由", "得分"),
                (*rows, ("", "合计", "", total)),
                frozenset({3}),
                (3, 4, 8, 2),
            ),
            Heading("二、异议"),
            Words((Run(f"对哪一项有异议,请在 {score.object_by} 以前提出,写明项目和理由,由另外的人复核。"),)),
        ),
        dated=timezone.localtime(score.scored_at).date(),
        seal=Seal(score.root, f"{settings.YOUJU['origin']}/scores/{score.pk}/{said.unit}/"),
        example=said.example,
    )


def _plain(value: Decimal) -> str:
    return f"{value.normalize():f}"
