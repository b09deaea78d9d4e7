"""The rounds of the city: three done – clean, wrong and put right, merged – and one under way."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from youju.config.demo import inspecting, reporting
from youju.config.demo.pictures import picture
from youju.config.demo.times import at
from youju.engine.period import Period
from youju.flow.evidence.services import add_evidence
from youju.flow.ledger.services import close_round
from youju.flow.publications.services import propose, sign
from youju.flow.schemes.services import advance_round, open_round
from youju.flow.scores.services import Mend, decide_objection, open_notice, raise_objection, score_round

if TYPE_CHECKING:
    from collections.abc import Mapping

    from youju.config.demo.city import Figures
    from youju.config.demo.months import Months
    from youju.config.demo.people import People
    from youju.flow.publications.models import Publication
    from youju.flow.schemes.models import Round, Scheme
    from youju.flow.scores.models import Score
    from youju.flow.units.models import Unit

DAY = dt.timedelta(days=1)


def opened(
    scheme: Scheme, period: Any, people: People, deadlines: Mapping[str, dt.date] | None = None
) -> Round:
    """Open a round for reports."""
    round_ = open_round(scheme=scheme, period=str(period), by=people.zhao, deadlines=deadlines)
    return advance_round(round_=round_, to="reporting", by=people.zhao)


def reported(
    scheme: Scheme, period: Any, city: Unit, people: People, figures: Figures, *, number: int, risky: str,
    wrong: Mapping[str, Mapping[str, str]], returned: str, closed: bool,
) -> Round:  # fmt: skip
    """Take one round from its opening to the end of its inspection."""
    with at(period.end + DAY, "08:30"):
        round_ = opened(scheme, period, people)
    reporting.hand_in(round_, people, figures, number=number, wrong=wrong)
    reporting.review(round_, people, figures, returned=returned)
    starts = (round_.report_by or period.end) + 2 * DAY
    with at(starts - DAY, "17:30"):
        round_ = advance_round(round_=round_, to="verifying", by=people.zhao)
        plan = inspecting.plan_and_draw(
            round_, city, people, starts_on=starts, ends_on=round_.verify_by or starts + 7 * DAY, risky=risky
        )
    inspecting.visit_all(plan, people, differs=risky, day=starts, closed=closed)
    return round_


def noticed(round_: Round, people: People) -> Score:
    """Open the notice of a round whose verification is over."""
    with at(round_.verify_by or round_.ends_on + 15 * DAY, "18:00"):
        return open_notice(round_=round_, by=people.zhao)


def objected(score: Score, unit: Unit, income: int, people: People) -> Score:
    """Let 张 object to the mark of a value that was typed in the wrong unit; 钱 upholds it and the round is scored again."""
    round_ = score.round
    day = round_.verify_by or round_.ends_on + 15 * DAY
    with at(day + DAY, "09:00"):
        slip = add_evidence(unit=unit, name=f"银行回单-{unit.code}.jpg", content=picture(f"{unit.code}-slip"), by=people.zhang,
                            note="集体账户回单（示例）", scheme=round_.scheme.code)  # fmt: skip
        row = raise_objection(score=score, unit=unit, rule="income", by=people.zhang, evidence=[slip.sha256],
                              words=f"收入误按万元填报，应为 {income} 元，附银行回单（示例）")  # fmt: skip
    with at(day + DAY, "15:00"):
        mend = Mend("income", round_.period, Decimal(income), (slip.sha256,))
        done = decide_objection(objection=row, verdict="upheld", by=people.qian, mends=[mend],
                                answer="回单属实，单位填错，按元更正并重新计分（示例）")  # fmt: skip
    return done.led_to


def published(score: Score, people: People, *, signed: bool) -> Publication:
    """Close a round after its notice, score it for good, propose the circular, and let the second post sign it."""
    round_ = score.round
    after = max(score.object_by, round_.object_by or score.object_by) + DAY
    with at(after, "09:00"):
        closed = close_round(round_=round_, by=people.zhao).round
        final = score_round(round_=closed, by=people.zhao, because="关账")
    with at(max(after, final.object_by + DAY), "10:00"):
        row = propose(score=final, kind="circular", title=f"{Period.parse(round_.period).in_chinese}村级重点工作通报（示例）", by=people.zhao,
                      words="各村按办法第三条计分，每一分的依据见得分说明书。数据均为示例。")  # fmt: skip
    if not signed:
        return row
    with at(max(after, final.object_by + DAY), "16:00"):
        return sign(publication=row, by=people.qian)


def under_way(
    scheme: Scheme, months: Months, city: Unit, people: People, figures: Figures, *, risky: str
) -> Round:
    """Open the round of the last full month, with deadlines counted from today, and leave work on every desk."""
    round_ = opened(scheme, months.live, people, months.deadlines)
    reporting.begin_live(round_, people, figures)
    inspecting.plan_and_draw(
        round_, city, people, starts_on=months.today, ends_on=months.today + 9 * DAY, risky=risky
    )
    return round_
