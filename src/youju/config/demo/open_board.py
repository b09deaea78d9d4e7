"""A board of the city that is open to everybody: figures from statistics, all bands public, published by two posts."""

from __future__ import annotations

import csv
import datetime as dt
import io
import random
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from youju.config.demo.city import COUNTIES, SEED
from youju.config.demo.scheme_files import files_for
from youju.config.demo.times import at
from youju.flow.ledger.services import close_round, import_official
from youju.flow.publications.services import propose as propose_publication
from youju.flow.publications.services import sign
from youju.flow.schemes.services import advance_round, approve, load_scheme, open_round, propose
from youju.flow.scores.services import open_notice, score_round

if TYPE_CHECKING:
    from youju.config.demo.months import Months
    from youju.config.demo.people import People
    from youju.engine.period import Period
    from youju.flow.publications.models import Publication
    from youju.flow.units.models import Unit

HOME = Path(__file__).parent / "scheme_open"
CITATION = "公共服务统计月报（示例）"
DAY = dt.timedelta(days=1)


def publish_open(months: Months, city: Unit, people: People) -> Publication:
    """Take the month before the city's rounds from its statistics to a circular that everybody may read, download and verify.

    What the ledger takes in stands there in the order of time, so this comes before those rounds.
    """
    period = months.done[0].back()
    files = files_for(replace(months, done=(period, *months.done)), home=HOME)
    with at(period.start - 8 * DAY, "09:00"):
        version, _found = load_scheme(files=files, unit=city, by=people.zhao)
        scheme = approve(version=propose(version=version, by=people.zhao), by=people.qian).scheme
    with at(period.end + DAY, "09:30"):
        round_ = open_round(scheme=scheme, period=str(period), by=people.zhao)
        import_official(
            content=_statistics(period), citation=CITATION, by=people.zhao, name="公共服务.csv", scheme=scheme.code
        )  # fmt: skip
        for status in ("reporting", "verifying"):
            round_ = advance_round(round_=round_, to=status, by=people.zhao)
        score = open_notice(round_=round_, by=people.zhao)
    over = max(score.object_by, round_.object_by or score.object_by) + DAY
    with at(over, "09:00"):
        closed = close_round(round_=score.round, by=people.zhao).round
        final = score_round(round_=closed, by=people.zhao, because="关账")
    told = max(over, final.object_by + DAY)
    with at(told, "10:00"):
        row = propose_publication(
            score=final, kind="circular", title=f"{period.in_chinese}县（市、区）公共服务公开通报（示例）", by=people.zhao, is_open=True,
            words="数据来自统计月报，档次全部公开；谁都可以下载核验包，在浏览器里或者用 youju verify 重算一遍。数据均为示例。",
        )  # fmt: skip
    with at(told, "16:00"):
        return sign(publication=row, by=people.qian)


def _statistics(period: Period) -> bytes:
    """Return invented statistics of the counties, the same for the same month."""
    dice = random.Random(f"{SEED}-{period}")  # noqa: S311  # invented figures need to be repeatable, not secret
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("单位", "指标", "周期", "数值"))
    for code in COUNTIES:
        samples, cases = dice.randint(36, 60), dice.randint(300, 900)
        said = {
            "samples": samples, "clean": samples - dice.choice((0, 0, 1, 1, 2, 3)), "cases": cases,
            "in_time": cases * dice.randint(88, 100) // 100,
        }  # fmt: skip
        writer.writerows((code, name, period, value) for name, value in said.items())
    return out.getvalue().encode("utf-8")
