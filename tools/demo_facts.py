"""Write the demonstration data of the shipped schemes （示例）： invented, seeded, the same on every run.

    python tools/demo_facts.py [SCHEMES]

Only tables are written; the policies beside them are written by people. Published data (hdi-2021) is not touched.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

SEED = 2023
CITY = ("220500", "通化市")
COUNTIES = (
    ("220502", "东昌区"), ("220503", "二道江区"), ("220521", "通化县"), ("220523", "辉南县"),
    ("220524", "柳河县"), ("220581", "梅河口市"), ("220582", "集安市"), ("220571", "医药高新区"),
)  # fmt: skip
FACTS = ("unit", "indicator", "period", "value", "basis", "evidence", "recorded_at")
Rows = list[tuple[object, ...]]


def write(path: Path, head: Iterable[str], rows: Iterable[Iterable[object]]) -> None:
    """Write a CSV file as offices keep them: UTF-8, one record a line."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(head)
        table.writerows(rows)


def projects(home: Path, chance: random.Random) -> None:
    """226 projects of at least 50 million yuan, all but two begun, and 14 smaller ones that do not count."""
    stages = ("开工建设", "项目入统", "竣工达产")
    things = (
        "中药饮片",
        "人参食品",
        "葡萄酒庄",
        "装备制造",
        "冷链物流",
        "文旅综合体",
        "清洁能源",
        "特色农业",
    )
    rows: Rows = []
    for number in range(1, 241):
        code, county = COUNTIES[(number - 1) % len(COUNTIES)]
        large = number <= 226
        money = (
            (50_000_000 if number % 9 == 0 else chance.randrange(50, 900) * 1_000_000)
            if large
            else chance.randrange(5, 49) * 1_000_000
        )
        stage = (
            {37: "项目前期", 158: "停缓建"}.get(number, chance.choice(stages))
            if large
            else chance.choice(("项目谋划", "项目前期"))
        )
        title = f"{county}{things[number * 5 % len(things)]}项目（示例{number:03}）"
        rows.append((f"XM{number:03}", title, code, "新建" if number % 3 else "续建", money, stage, f"现场核查单 2023-06-{number % 28 + 1:02}-{number:03}"))  # fmt: skip
    write(
        home / "units.csv",
        ("code", "title", "level", "parent"),
        [(*CITY, "市", ""), *((*c, "县", CITY[0]) for c in COUNTIES)],
    )
    write(
        home / "registers" / "projects.csv",
        ("code", "title", "unit", "kind", "investment", "stage", "evidence"),
        rows,
    )


def villages(home: Path, chance: random.Random) -> None:
    """Three townships of six villages, every third village without a river; three months of checks."""
    names = (
        "东沟",
        "西沟",
        "南岗",
        "北岭",
        "河口",
        "前进",
        "新开",
        "石门",
        "柳树",
        "大泉",
        "红星",
        "长岗",
        "双庙",
        "龙头",
        "兴华",
        "平顶",
        "马当",
        "向阳",
    )
    townships = (("T1", "石湖镇（示例）"), ("T2", "青山镇（示例）"), ("T3", "双河乡（示例）"))
    units: Rows = [
        ("C1", "示例县", "县", "", ""),
        *((code, title, "乡镇", "C1", "") for code, title in townships),
    ]
    places = [
        (f"V{n:02}", f"{name}村", f"T{(n - 1) // 6 + 1}", "无" if n % 3 == 0 else "有")
        for n, name in enumerate(names, 1)
    ]
    units += [(code, title, "村", parent, river) for code, title, parent, river in places]
    fires: Rows = []
    yards: Rows = []
    ditches: Rows = []
    facts: Rows = []
    for month in (3, 4, 5):
        for number, (code, title, _, river) in enumerate(places, 1):
            day = f"2023-{month:02}"
            care = (number * 7 % 10) / 10
            for _ in range(chance.choice((0, 0, 0, 0, 1, 1, 2)) if number != 11 else 4 * (month - 3)):
                when = f"{day}-{chance.randrange(1, 29):02}"
                fires.append((f"HD{len(fires) + 1:03}", code, when, f"{title}{chance.choice(('东', '西', '南', '北'))}甸子", chance.choice(("卫星遥感", "现场巡查", "群众反映")), f"火点核查单 {len(fires) + 1:03}"))  # fmt: skip
            for house in range(6):
                bad = chance.random() < 0.1 + 0.4 * (1 - care)
                yards.append((code, f"{day}-{chance.randrange(1, 29):02}", f"{house * 7 + 1}号", "不整洁" if bad else "整洁", f"入户检查单 {len(yards) + 1:04}"))  # fmt: skip
            for ditch in ("东沟", "西沟") if river == "有" else ():
                state = chance.choice(("畅通", "畅通", "畅通", "有垃圾", "堵塞"))
                ditches.append(
                    (
                        code,
                        f"{day}-{chance.randrange(1, 29):02}",
                        ditch,
                        state,
                        f"巡查单 {len(ditches) + 1:04}",
                    )
                )
            if not (
                number == 8 and month == 5
            ):  # one village whose residents were not asked in May: April holds
                share = round(0.62 + 0.34 * chance.random(), 3)
                facts.append(
                    (
                        code,
                        "satisfied",
                        day,
                        share,
                        "verified",
                        f"村民评议表 {day} {title}",
                        f"{day}-28T10:00:00",
                    )
                )
    write(home / "units.csv", ("code", "title", "level", "parent", "river"), units)
    write(home / "facts.csv", FACTS, facts)
    write(
        home / "registers" / "fires.csv", ("fire", "unit", "found_on", "place", "found_by", "evidence"), fires
    )
    write(
        home / "registers" / "courtyards.csv",
        ("unit", "checked_on", "household", "result", "evidence"),
        yards,
    )
    write(home / "registers" / "ditches.csv", ("unit", "checked_on", "ditch", "state", "evidence"), ditches)


def counties(home: Path, chance: random.Random) -> None:
    """Eight counties: 2022 as the base, six months of 2023, one value typed wrongly and corrected, one not reported."""
    facts: Rows = []

    def say(unit: str, name: str, period: str, value: object, evidence: str, at: str) -> None:
        facts.append(
            (
                unit,
                name,
                period,
                value,
                "verified" if name not in {"output", "investment", "retail"} else "official",
                evidence,
                at,
            )
        )

    accidents: Rows = []
    overdue: Rows = []
    for order, (code, county) in enumerate(COUNTIES):
        size = 6 + 3 * ((order * 5) % 8)
        target = {
            "investment_target": size * 10,
            "planned": 20 + order,
            "funds_target": size * 4,
            "jobs_target": size * 200,
        }
        for name, value in target.items():
            say(code, name, "2023", value, "年度目标任务书 2023", "2023-01-20T09:00:00")
        for month in range(1, 13):
            season = 1 + 0.15 * ((month % 12) - 5) / 6
            base, shop = (
                round(size * season * (0.95 + 0.1 * chance.random()), 2),
                round(size / 3 * (0.9 + 0.2 * chance.random()), 2),
            )
            say(
                code,
                "output",
                f"2022-{month:02}",
                base,
                f"统计月报 2022-{month:02}",
                f"2022-{month:02}-28T09:00:00",
            )
            say(
                code,
                "retail",
                f"2022-{month:02}",
                shop,
                f"统计月报 2022-{month:02}",
                f"2022-{month:02}-28T09:00:00",
            )
            if month > 6:
                continue
            period, at = f"2023-{month:02}", f"2023-{month:02}-28T09:00:00"
            pace = 0.95 + 0.12 * ((order * 3 + 5) % 8) / 8
            rise = 1 + 0.02 * ((order * 3) % 8 - 2) + 0.04 * chance.random()
            say(code, "output", period, round(base * rise, 2), f"统计月报 {period}", at)
            if not (county == "二道江区" and month == 6):  # not reported: the policy gives 3 marks
                say(
                    code,
                    "retail",
                    period,
                    round(shop * (1 + 0.12 * chance.random() - 0.015), 2),
                    f"统计月报 {period}",
                    at,
                )
            step = (0.03, 0.03, 0.06, 0.09, 0.1, 0.11)[month - 1]
            say(
                code,
                "investment",
                period,
                round(target["investment_target"] * step * pace * (0.9 + 0.2 * chance.random()), 2),
                f"统计月报 {period}",
                at,
            )
            begun = min(
                target["planned"], round(target["planned"] * (0.35 + 0.11 * month + 0.03 * (order % 3)))
            )
            if not (county == "集安市" and month == 6):  # not reported: the value of May holds
                say(code, "started", period, begun, f"项目现场核查单 {period} {county}", at)
            say(
                code,
                "funds",
                period,
                round(target["funds_target"] / 12 * pace * (0.75 + 0.5 * chance.random()), 2),
                f"到位资金凭证汇总 {period}",
                at,
            )
            say(
                code,
                "jobs",
                period,
                round(target["jobs_target"] / 12 * (0.85 + 0.35 * chance.random())),
                f"实名制就业台账 {period}",
                at,
            )
            due = chance.randrange(8, 30)
            say(code, "appeals", period, due, f"企业诉求台账 {period}", at)
            say(
                code,
                "solved",
                period,
                due - chance.choice((0, 0, 0, 1, 1, 2, 3)),
                f"企业诉求台账 {period}",
                at,
            )
            for _ in range(chance.choice((0, 0, 0, 1, 2))):
                overdue.append(
                    (
                        f"DB{len(overdue) + 1:03}",
                        code,
                        f"{period}-{chance.randrange(1, 28):02}",
                        "督办事项（示例）",
                        f"督办单 {len(overdue) + 1:03}",
                    )
                )
            if chance.random() < 0.1:
                accidents.append(
                    (
                        f"SG{len(accidents) + 1:02}",
                        code,
                        f"{period}-{chance.randrange(1, 28):02}",
                        "一般",
                        f"事故调查报告 {len(accidents) + 1:02}",
                    )
                )
    wrong = next(i for i, row in enumerate(facts) if row[:3] == ("220524", "output", "2023-06"))
    right = facts[wrong]
    facts[wrong] = (
        *right[:3],
        round(float(str(right[3])) * 10, 2),
        *right[4:],
    )  # a slip of the point, seen during the notice …
    facts.append(
        (*right[:5], "统计月报 2023-06（更正）", "2023-07-10T15:30:00")
    )  # … and corrected by a later row
    write(
        home / "units.csv",
        ("code", "title", "level", "parent"),
        [(*CITY, "市", ""), *((*c, "县", CITY[0]) for c in COUNTIES)],
    )
    write(home / "facts.csv", FACTS, facts)
    write(home / "registers" / "accidents.csv", ("accident", "unit", "on", "grade", "evidence"), accidents)
    write(home / "registers" / "overdue.csv", ("item", "unit", "due_on", "title", "evidence"), overdue)


TOWNSHIPS = (
    "大石头镇",
    "黄泥河镇",
    "官地镇",
    "沙河沿镇",
    "秋梨沟镇",
    "额穆镇",
    "贤儒镇",
    "大蒲柴河镇",
    "雁鸣湖镇",
    "江源镇",
    "江南镇",
    "大桥乡",
    "黑石乡",
    "青沟子乡",
    "翰章乡",
    "红石乡",
)
COMMITMENTS = (
    ("制造", "大沟河抽水蓄能项目年内开工", "确保", "已完成", "2023-09-20"), ("制造", "塔拉河抽水蓄能项目年内开工", "确保", "已完成", "2023-11-08"),
    ("制造", "嘉泽零碳储能产业园及新能源发电项目一期竣工投产", "力争", "有进展", ""), ("制造", "大石河钼矿前期工作", "推进", "有进展", ""),
    ("繁荣", "渤海湖夜经济集聚区建成开放", "确保", "已完成", "2023-07-15"), ("繁荣", "中成朝鲜族生态村建成开放", "确保", "已完成", "2023-09-28"),
    ("魅力", "牡丹江大路投入使用", "确保", "已完成", "2023-10-12"), ("魅力", "玻璃栈桥投入使用", "确保", "有进展", ""),
    ("魅力", "鹤大公路绕越线前期工作", "启动", "有进展", ""), ("魅力", "敦化北出口前期工作", "启动", "有进展", ""), ("魅力", "334国道前期工作", "启动", "未启动", ""),
    ("幸福", "疾控中心投入使用", "确保", "已完成", "2023-08-30"), ("幸福", "妇幼保健中心投入使用", "确保", "已完成", "2023-12-10"),
)  # fmt: skip


def indices(home: Path, chance: random.Random) -> None:
    """Dunhua: 80 projects in 16 townships, the commitments with their verbs, four quarters of facts."""
    units: Rows = [("222403", "敦化市", "市", "", "市")]
    units += [(f"DH{n:02}", name, "乡镇", "222403", "乡镇") for n, name in enumerate(TOWNSHIPS, 1)]
    works: Rows = []
    for number in range(1, 87):
        large = number <= 80
        month = chance.randrange(2, 13)
        begun = f"2023-{month:02}-{chance.randrange(1, 28):02}" if large and number % 16 else ""
        money = chance.randrange(50, 1200) * 1_000_000 if large else chance.randrange(5, 49) * 1_000_000
        works.append(
            (
                f"DX{number:02}",
                f"{TOWNSHIPS[number % 16]}重点项目（示例{number:02}）",
                f"DH{number % 16 + 1:02}",
                money,
                begun,
                f"开工核查单 {number:02}" if begun else "",
            )
        )
    facts: Rows = []

    def say(unit: str, name: str, period: str, value: object) -> None:
        facts.append((unit, name, period, value, "verified", f"{period} 核验单 {unit}", ""))

    for n in range(1, 17):
        code, homes, count = f"DH{n:02}", 1800 + 173 * (n % 7), 8 + n % 9
        say(code, "households", "2023", homes)
        say(code, "villages", "2023", count)
        done = 0.08 + 0.02 * (n % 5)
        for quarter in range(1, 5):
            done += 0.05 + 0.04 * chance.random()
            say(code, "toilets", f"2023Q{quarter}", round(homes * done))
            say(
                code,
                "waste_villages",
                f"2023Q{quarter}",
                min(count, round(count * (0.4 + 0.13 * quarter + 0.1 * chance.random()))),
            )
            say(code, "poverty_return", f"2023Q{quarter}", 1 if (n, quarter) == (6, 3) else 0)
    city = "222403"
    say(city, "new_groups", "2023", 236)
    for quarter, shop in enumerate((14.2, 15.1, 15.8, 17.3), 1):
        say(city, "retail", f"2022Q{quarter}", shop)
        say(city, "retail", f"2023Q{quarter}", (14.8, 15.9, 16.7, 18.4)[quarter - 1])
        say(city, "trade", f"2023Q{quarter}", (8.9, 9.8, 10.4, 11.6)[quarter - 1])
        say(city, "new_firms", f"2023Q{quarter}", (1, 0, 2, 1)[quarter - 1])
        say(city, "feedback", f"2023Q{quarter}", 40)
        say(city, "mended", f"2023Q{quarter}", (30, 33, 36, 38)[quarter - 1])
        say(city, "paired", f"2023Q{quarter}", (1, 2, 2, 2)[quarter - 1])
        say(city, "promises", f"2023Q{quarter}", (12, 15, 9, 18)[quarter - 1])
        say(city, "kept", f"2023Q{quarter}", (12, 14, 9, 18)[quarter - 1])
        say(city, "petitions", f"2023Q{quarter}", 52)
        say(city, "petitions_solved", f"2023Q{quarter}", (14, 25, 38, 47)[quarter - 1])
        say(city, "groups_covered", f"2023Q{quarter}", (198, 207, 219, 228)[quarter - 1])
        say(city, "groups_working", f"2023Q{quarter}", (221, 229, 233, 236)[quarter - 1])
    made = [
        (
            city,
            index,
            title,
            verb,
            "2023-12-31",
            state,
            on,
            f"{'竣工' if state == '已完成' else '进度'}核查单 {title}",
        )
        for index, title, verb, state, on in COMMITMENTS
    ]
    write(home / "units.csv", ("code", "title", "level", "parent", "kind"), units)
    write(home / "facts.csv", FACTS, facts)
    write(
        home / "registers" / "projects.csv",
        ("code", "title", "unit", "investment", "started_on", "evidence"),
        works,
    )
    write(
        home / "registers" / "commitments.csv",
        ("unit", "index", "title", "verb", "due_on", "state", "result_on", "evidence"),
        made,
    )


WRITERS: dict[str, Callable[[Path, random.Random], None]] = {
    "projects-226": projects, "village-living-environment": villages, "county-monthly-round": counties, "dunhua-seven-indices": indices,
}  # fmt: skip


def main(home: Path) -> None:
    """Write the data of every demonstration scheme below ``home``."""
    for name, writer in WRITERS.items():
        writer(home / name, random.Random(f"{SEED} {name}"))  # noqa: S311 - demonstration data, not a secret


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else Path(__file__).resolve().parents[1] / "schemes")
