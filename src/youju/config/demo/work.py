"""The work rooms of the demo: a plan on the wall chart, a village's points, duties along a river and of a season, a water district."""

from __future__ import annotations

import datetime as dt
import random
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from youju.config.demo.city import CITY
from youju.config.demo.sites import on_the_map
from youju.config.demo.times import at
from youju.flow.evidence.services import add_evidence
from youju.work.duties import services as duties
from youju.work.monitors import services as monitors
from youju.work.monitors.feeding import take_readings
from youju.work.points import services as points
from youju.work.registers.selectors import register_named
from youju.work.registers.services import make_record, move_record

if TYPE_CHECKING:
    from youju.config.demo.months import Months
    from youju.config.demo.people import People
    from youju.flow.units.models import Unit

SEED = 2023
PLAN = (
    ("污水管网改造（示例）", (("管线普查", 0, 40), ("施工图审查", 30, 75), ("主管网铺设", 60, 170))),
    ("村庄清洁行动（示例）", (("存量垃圾清运", 0, 60), ("庭院整治", 20, 130))),
    ("企业用电保障（示例）", (("台区摸底", 10, 50), ("增容改造", 45, 150))),
)
HOMES, AWARDS, DAYS = 8, 24, 14


def at_work(months: Months, units: dict[str, Unit], people: People, villages: list[str]) -> None:
    """Let the work rooms hold something to look at. Every figure is invented from one seed and carries the mark 示例."""
    dice = random.Random(SEED)  # noqa: S311  # invented figures need to be repeatable, not secret
    start, township = months.done[0].start, units[next(iter(people.townships))]
    with at(start, "09:00"):
        _plan(start, units[CITY], township, people)
        _duties(start, units[CITY], [units[code] for code in villages[:3]], people)
        _points(start, units[villages[0]], people, dice)
        _water(start, township, people, dice)
        on_the_map(units, people, villages)


def _plan(start: dt.date, city: Unit, township: Unit, people: People) -> None:
    """Put a plan of three levels on the wall chart: a goal, its items, the steps of each, and some steps begun."""
    register = register_named("task")
    if register is None:
        raise ValueError("the demo declares the shared registers first")
    said = {"register": register, "by": None, "is_example": True}
    whole = {"start_on": start.isoformat(), "due_on": (start + dt.timedelta(days=170)).isoformat()}
    goal = make_record(
        unit=city, values={"title": "民生实事三件（示例）", "kind": "民生实事", "parts": "3", **whole}, **said
    )
    for title, steps in PLAN:
        item = make_record(
            unit=city, values={"title": title, "kind": "民生实事", **whole}, parent=goal, **said
        )
        for step, first, last in steps:
            days = {
                "start_on": (start + dt.timedelta(days=first)).isoformat(),
                "due_on": (start + dt.timedelta(days=last)).isoformat(),
            }
            row = make_record(
                unit=township, values={"title": step, "kind": "民生实事", **days}, parent=item, **said
            )
            if first == 0:
                move_record(record=row, lock=row.lock, move="begin", by=people.zhang)


def _duties(start: dt.date, city: Unit, villages: list[Unit], people: People) -> None:
    """Give a river its chiefs with a gap at its end, and the flood of each summer somebody on watch."""
    said = {"by": people.zhao, "is_example": True, "since": start}
    rights = {
        "basis": "河长制方案（示例）",
        "rights": "可调动巡河力量",
        "support": "巡河经费列入预算",
        "by": people.zhao,
    }
    duties.set_line(
        system="river-chief",
        title="示例河",
        unit=city,
        length_m=9000,
        source="水利普查（示例）",
        by=people.zhao,
    )
    for number, village in enumerate(villages):
        stretch = duties.add_charge(
            system="river-chief", code=village.code, kind="river", title=f"示例河{village.name}段", unit=village, line="示例河",
            from_m=number * 2500, to_m=(number + 1) * 2500, **said,
        )  # fmt: skip
        if number < len(villages) - 1:
            duties.give_duty(
                charge=stretch,
                kind="river",
                person=f"河长{number + 1}（示例）",
                unit=village,
                since=start,
                **rights,
            )
    flood = duties.add_charge(
        system="flood", code=villages[0].code, kind="point", title="防汛值守点（示例）", unit=villages[0],
        season_from="06-01", season_to="09-30", **said,
    )  # fmt: skip
    duties.give_duty(
        charge=flood, kind="watch", person="值班员（示例）", unit=villages[0], since=start, **rights
    )


def _points(start: dt.date, village: Unit, people: People, dice: random.Random) -> None:
    """Open the book of a village: households that opted in, awards by rules with a witness, some spent in the shop."""
    rule = "村规民约（示例）：第七条 庭院整洁记 5 分；第八条 义务劳动记 10 分。"
    proof = add_evidence(unit=village, name="村规民约（示例）.txt", content=rule.encode(), by=people.zhang)
    book = points.open_book(
        code="demo-points", title="村民积分（示例）", unit=village, basis="村规民约（示例）", evidence=proof.sha256, agreed_on=start,
        ends_on=start + dt.timedelta(days=730), months=12, by=people.sun, is_example=True,
    )  # fmt: skip
    rules = [
        points.add_rule(book=book, clause=clause, title=title, amount=amount, by=people.sun)
        for clause, title, amount in (("第七条", "庭院整洁", 5), ("第八条", "义务劳动", 10))
    ]
    shop = points.open_account(
        book=book, kind="merchant", number="S1", name="便民超市（示例）", unit=village, by=people.zhang
    )
    homes = [
        points.open_account(
            book=book, kind="household", number=f"{n:03}", name=f"农户{n}（示例）", unit=village, opted_in_on=start, by=people.zhang
        )
        for n in range(1, HOMES + 1)
    ]  # fmt: skip
    for _ in range(AWARDS):
        points.award(
            account=dice.choice(homes), rule=dice.choice(rules), witness="见证人（示例）", by=people.zhang
        )
    for home in homes:
        home.refresh_from_db()
        if home.balance >= 5:
            points.redeem(account=home, merchant=shop, amount=5, by=people.zhang)


def _water(start: dt.date, township: Unit, people: People, dice: random.Random) -> None:
    """Let a water district read its inflow and what was billed every hour for two weeks, with a rule on what leaks."""
    said = {
        "unit": township,
        "measure": "立方米",
        "places": 1,
        "every": 3600,
        "by": people.zhao,
        "is_example": True,
    }
    inflow = monitors.add_monitor(code="demo-inflow", kind="inflow", title="一号水区进水（示例）", **said)
    billed = monitors.add_monitor(code="demo-billed", kind="billed", title="一号水区售水（示例）", **said)
    monitors.add_rule(
        monitor=inflow, kind="leakage", side="above", opens=Decimal("0.12"), clears=Decimal("0.10"), against=billed,
        basis="供水管网漏损控制（示例）", by=people.zhao,
    )  # fmt: skip
    lines = ["代号,时间,读数"]
    for hour in range(DAYS * 24):
        moment = dt.datetime.combine(start, dt.time()) + dt.timedelta(hours=hour - DAYS * 24)
        came = dice.randint(900, 1300)
        lines += [
            f"demo-inflow,{moment:%Y-%m-%d %H:%M},{came // 10}.{came % 10}",
            f"demo-billed,{moment:%Y-%m-%d %H:%M},{came * 9 // 100}.{came * 9 // 10 % 10}",
        ]
    with tempfile.NamedTemporaryFile(suffix=".csv") as file:
        path = Path(file.name)
        path.write_text("\n".join(lines) + "\n", "utf-8")
        take_readings(name="一号水区（示例）.csv", path=path, by=people.zhang)
