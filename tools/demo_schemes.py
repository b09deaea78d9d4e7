"""Write the demonstration data of the schemes for the newspapers' mechanisms （示例）： invented, seeded, the same on every run.

    python tools/demo_schemes.py [SCHEMES]

Names of places and the totals that were printed are real; everything below them is invented. Only tables are written, the policies
beside them are written by people. Villages are those of village-living-environment, so that schemes ask the same ones.
"""

from __future__ import annotations

import csv
import random
import sys
from collections.abc import Callable, Iterable
from pathlib import Path

SEED = 2023
HERE = Path(__file__).resolve().parents[1] / "schemes"
CITY = ("220500", "通化市")
COUNTIES = (
    ("220502", "东昌区"), ("220503", "二道江区"), ("220521", "通化县"), ("220523", "辉南县"),
    ("220524", "柳河县"), ("220581", "梅河口市"), ("220582", "集安市"), ("220571", "医药高新区"),
)  # fmt: skip
OFFICES = ("发展改革委", "工业和信息化局", "科学技术局", "教育局", "财政局", "人力资源和社会保障局", "农业农村局", "商务局", "文化广播电视和旅游局", "卫生健康委",
           "自然资源局", "生态环境局", "住房和城乡建设局", "交通运输局", "水利局", "林业局", "市场监督管理局", "政务服务局", "民政局", "统计局", "金融办")  # fmt: skip
FACTS = ("unit", "indicator", "period", "value", "basis", "evidence", "recorded_at")
CHAIN = "object unit level post since duty support"
UNITS = ("code", "title", "level", "parent", "kind")
Row = tuple[object, ...]


class Folder:
    """The tables of one scheme, gathered and written at the end."""

    def __init__(self, home: Path, chance: random.Random) -> None:
        self.home, self.chance = home, chance
        self.units: list[Row] = []
        self.facts: list[Row] = []
        self.registers: dict[str, tuple[tuple[str, ...], list[Row]]] = {}

    def unit(self, code: str, title: str, level: str, parent: str = "", *more: object) -> str:
        """Add a unit; its kind is its level."""
        self.units.append((code, title, level, parent, level, *more))
        return code

    def say(
        self, unit: str, name: str, period: str, value: object, basis: str = "verified", source: str = ""
    ) -> None:
        """Add a fact with its evidence."""
        source = source or ("统计月报" if basis == "official" else "核验单")
        self.facts.append((unit, name, period, value, basis, f"{source} {period} {unit}", ""))

    def keep(self, register: str, head: str, *row: object) -> None:
        """Add a record; the evidence is numbered."""
        _columns, rows = self.registers.setdefault(register, ((*head.split(), "evidence"), []))
        rows.append((*row, f"核查单 {register}-{len(rows) + 1:03}"))

    def write(self, *more: str) -> None:
        """Write units, facts and registers."""
        _table(self.home / "units.csv", (*UNITS, *more), self.units)
        if self.facts:
            _table(self.home / "facts.csv", FACTS, self.facts)
        for name, (head, rows) in self.registers.items():
            _table(self.home / "registers" / f"{name}.csv", head, rows)


def _table(path: Path, head: Iterable[str], rows: Iterable[Row]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(head)
        table.writerows(rows)


def parts(chance: random.Random, total: int, count: int, step: int = 1) -> list[int]:
    """Cut a total into so many positive parts, each a multiple of ``step``."""
    weights = [chance.randrange(60, 140) for _ in range(count)]
    cut = [total // step * w // sum(weights) * step for w in weights]
    cut[-1] += total - sum(cut)
    return cut


def city_and_counties(to: Folder) -> list[str]:
    """Add the city and its eight counties."""
    to.unit(*CITY, "市")
    return [to.unit(*county, "县", CITY[0]) for county in COUNTIES]


def villages_of_the_county(to: Folder) -> list[str]:
    """Add the county of village-living-environment with its three townships and eighteen villages."""
    with (HERE / "village-living-environment" / "units.csv").open(encoding="utf-8", newline="") as stream:
        rows = list(csv.DictReader(stream))
    for row in rows:
        to.unit(row["code"], row["title"], row["level"], row["parent"])
    return [row["code"] for row in rows if row["level"] == "村"]


def satisfied(to: Folder, codes: list[str]) -> None:
    """Say what residents said in village-living-environment: it is one number, whoever asks."""
    with (HERE / "village-living-environment" / "facts.csv").open(encoding="utf-8", newline="") as stream:
        for row in csv.DictReader(stream):
            if row["indicator"] == "satisfied" and row["unit"] in codes:
                to.facts.append(tuple(row[name] for name in FACTS))


def households(code: str) -> int:
    """How many households a village has, the same in every scheme."""
    return 140 + sum(map(ord, code)) * 37 % 210


def appeals(to: Folder, code: str, months: Iterable[int]) -> None:
    """Say how many appeals a village had and solved, the same numbers in every scheme; most months repeat the one before."""
    chance = random.Random(f"{SEED} {code}")  # noqa: S311 - demonstration data, not a secret
    came = chance.randrange(2, 12)
    for month in range(2, 7):
        came = came if chance.random() < 0.6 else chance.randrange(2, 12)
        late = 1 if chance.random() < 0.2 else 0
        if month in months:
            to.say(code, "appeals", f"2023-{month:02}", came, "register", "诉求台账")
            to.say(code, "solved", f"2023-{month:02}", came - late, "register", "诉求台账")


def cooperation(to: Folder) -> None:
    """29 units, 33 items under 8 aspects, practices, trade both ways, cattle bought and in stock."""
    units = city_and_counties(to)
    units += [to.unit(f"B{n:02}", f"市{name}", "部门", CITY[0]) for n, name in enumerate(OFFICES, 1)]
    aspects = ("产业合作", "科技合作", "人才交流", "市场互通", "文旅合作", "平台共建", "改革互鉴", "民生合作")
    number = 0
    for at, aspect in enumerate(aspects):
        for n in range(5 if at == 0 else 4):
            state = to.chance.choice(("办理中", "办理中", "已办结", "已办结", "已销号"))
            to.keep("items", "code aspect title unit clause state due_on",
                    f"DK{number + 1:02}", aspect, f"{aspect}第{n + 1}项（示例）", units[number % len(units)], f"第{at + 1}条第({n + 1})项",
                    state, f"2023-{to.chance.choice((6, 9, 12)):02}-30")  # fmt: skip
            number += 1
    for n, practice in enumerate(("最多跑一次", "亩均评价", "特色小镇", "河长制", "基层治理", "数字乡村")):
        for unit in to.chance.sample(units, 2):
            to.keep(
                "practices", "practice unit adopted", practice, unit, ("未采用", "准备采用", "正在采用", "已采用")[(n + len(unit)) % 4]
            )  # fmt: skip
    for unit in units:
        for form in ("领导互访", "培训交流", "现场座谈", "实地考察"):
            if to.chance.random() < 0.7:
                to.keep("contacts", "unit form on", unit, form, f"2023-0{to.chance.randrange(2, 7)}-15")
    shops = parts(to.chance, 19, 4)
    for unit, number, product in zip(units, shops, ("大米", "人参", "蜂蜜", "山葡萄酒"), strict=False):
        to.keep("trade", "product unit direction amount tonnes shops as_of", product, unit, "我方卖给对方", number * 620_000, "", number, "2023-06-30")  # fmt: skip
    for product, tonnes in (("玉米", 18_000), ("水稻", 12_000)):
        to.keep("trade", "product unit direction amount tonnes shops as_of", product, CITY[0], "对方在我方储备", "", tonnes, "", "2023-06-30")  # fmt: skip
    to.say("220521", "bought", "2023Q2", 258)
    to.say("220521", "stock", "2023Q2", 310)
    for unit in units:
        for quarter in ("2023Q1", "2023Q2"):
            clauses = to.chance.randrange(0, 5)
            to.say(unit, "clauses", quarter, clauses)
            to.say(unit, "fulfilled", quarter, to.chance.randint(0, clauses))
    to.write()


def seven(to: Folder) -> None:
    """Five counties, fifteen townships, 78 villages: income by month, pledges, links of three kinds, checks, certificates."""
    to.unit("S0", "示例市", "市")
    inside = villages_of_the_county(to)
    to.units = [(*row[:3], "S0", row[4]) if row[0] == "C1" else row for row in to.units]
    for county in range(2, 6):
        to.unit(f"C{county}", f"示例{county}县", "县", "S0")
        for town in range(1, 4):
            to.unit(f"C{county}T{town}", f"示例{county}县{town}镇", "乡镇", f"C{county}")
            inside += [to.unit(f"C{county}T{town}V{n}", f"示例{county}县{town}镇{n}村", "村", f"C{county}T{town}") for n in range(1, 6)]  # fmt: skip
    before = parts(random.Random(f"{SEED} income"), 268_500 * len(inside), len(inside), 100)  # noqa: S311 - demonstration data
    teams = ("第一督导组", "第二督导组", "第三督导组", "第四督导组")
    for at, code in enumerate(inside):
        target = to.chance.randrange(120, 400) * 1000
        to.say(code, "income_target", "2023", target, "official", "下达计划")
        to.say(code, "income_before", "2023-06", before[at], "official", "农经统计年报")
        to.say(code, "villages", "2023", 1, "official", "统计年报")
        for month in range(2, 7):
            to.say(
                code, "income", f"2023-{month:02}", target * to.chance.randrange(6, 13) // 100 // 100 * 100
            )
        appeals(to, code, range(2, 7))
        to.keep("pledges", "unit pledge published_on channel due_on state", code, to.chance.choice(("修通屯路", "装上路灯", "办好食堂", "清掉陈年垃圾")), "2023-02-20",
                to.chance.choice(("政府网站", "政府网站", "村务公开栏")), f"2023-0{to.chance.randrange(3, 7)}-28", to.chance.choice(("已兑现", "已兑现", "在兑现")))  # fmt: skip
        for _ in range(to.chance.randrange(0, 3)):
            to.keep("checks", "item unit team checked_on where result", f"HS{len(to.registers.get('checks', ((), []))[1]) + 1:03}", code, teams[at % 4], f"2023-06-{to.chance.randrange(1, 29):02}",
                    to.chance.choice(("现场", "现场", "现场", "远程")), to.chance.choice(("相符",) * 8 + ("不符",)))  # fmt: skip
    for kind, number, helper in (
        ("五星村党组织帮带", 33, "五星村"),
        ("银行骨干挂职", 15, "银行"),
        ("企业联建", 148, "企业"),
    ):
        for n in range(number):
            to.keep("links", "unit kind helper since until result", inside[(n * 7 + number) % len(inside)], kind, f"{helper}{n + 1}（示例）", "2023-02-15", "2023-12-31",
                    to.chance.choice(("有成效", "有成效", "有成效", "还没有成效")))  # fmt: skip
    for kind, number, criteria in (
        ("三美合一示范村", 22, 3),
        ("九有六无美丽乡村", 75, 15),
        ("吉乡农创园", 8, 5),
    ):
        for n in range(number):
            to.keep(
                "certificates", "unit kind met criteria granted until", inside[n], kind, criteria, criteria, "是", "2025-12-31"
            )  # fmt: skip
    to.keep(
        "certificates",
        "unit kind met criteria granted until",
        inside[77],
        "九有六无美丽乡村",
        13,
        15,
        "否",
        "2025-12-31",
    )
    to.write()


def eighty(to: Folder) -> None:
    """Ten directions without a measure, twelve fields, eighty items with a lead, co-units and a date each."""
    to.unit(*CITY, "市")
    units = [to.unit(f"B{n:02}", f"市{name}", "部门", CITY[0]) for n, name in enumerate(OFFICES[:16], 1)]
    head = "code level title unit with measurable due_on state"
    for n in range(10):
        to.keep("items", head, f"ZT{n + 1:02}", "总图", f"{'聚焦' if n < 7 else '紧盯'}方向{n + 1}", units[n], "", "否", "2023-12-31", "办理中")  # fmt: skip
    for n in range(12):
        to.keep("items", head, f"FT{n + 1:02}", "分图", f"领域{n + 1}重点任务", units[n], "", "是", "2025-12-31", "办理中")  # fmt: skip
    for n in range(80):
        month = (3, 6, 9, 12)[n % 4]
        state = to.chance.choice(("已办结", "已销号", "已销号", "办理中")) if month <= 6 else to.chance.choice(("未启动", "办理中", "办理中"))  # fmt: skip
        others = "、".join(f"市{name}" for name in to.chance.sample(OFFICES[:16], 2))
        to.keep("items", head, f"SG{n + 1:02}", "施工图", f"重点工作第{n + 1}项（示例）", units[n % 16], others, "是", f"2023-{month:02}-28", state)  # fmt: skip
    for quarter, amount in (("2023Q1", 138), ("2023Q2", 162)):
        to.say(CITY[0], "output", quarter, amount, "official")
    for name, area in (("conserved", "6.19"), ("farmland", "7.3"), ("sown", "330.1")):
        to.say(CITY[0], name, "2023Q2", area, "official")
    to.write()


def enterprises(to: Folder) -> None:
    """A hundred firms on two lists, thirteen of them watched, the cases, a works that falls for 14 months, four instruments."""
    counties = city_and_counties(to)
    for n in range(100):
        watched, last = n < 13, to.chance.randrange(800, 9000)
        falls = watched and n % 4 == 1
        now = last * (to.chance.randrange(70, 95) if falls else to.chance.randrange(101, 130)) // 100
        to.keep("firms", "object firm unit list leader since watched output last_year falling case", f"QY{n + 1:03}", f"企业{n + 1:03}（示例）", counties[n % 8], "重点工业企业五十户" if n < 50 else "重点服务企业五十户",
                f"市级领导{n % 20 + 1}", "2023-02-20", "是" if watched else "否", now if watched else "", last if watched else "",
                "是" if falls else "否", f"BF{n + 1:03}" if falls and n != 9 else "")  # fmt: skip
    for n in range(60):
        forum = n < 24
        state = to.chance.choice(("企业已确认",) * 6 + ("已答复", "办理中"))
        to.keep("firm-cases", "case unit channel forum raised_on state owners reopened", f"QN{n + 1:03}", counties[n % 8], "座谈会" if forum else to.chance.choice(("走访", "窗口", "网上")),
                f"第{n % 2 + 1}次民营企业座谈会" if forum else "", f"2023-0{to.chance.randrange(2, 7)}-{to.chance.randrange(1, 29):02}", state, 0, 1 if n % 17 == 0 else 0)  # fmt: skip
    level = {f"{year}-{month:02}": 20 + (month * 7) % 5 for year in (2021,) for month in range(1, 13)}
    for year, month in ((y, m) for y in (2022, 2023) for m in range(1, 13)):
        before = level[f"{year - 1}-{month:02}"]
        falling = (2022, 4) <= (year, month) <= (2023, 5)
        level[f"{year}-{month:02}"] = before - 1 if falling else before + 1
    for period, amount in level.items():
        if period <= "2023-06":
            to.say(CITY[0], "works_output", period, amount, "official")
    for name, amount in (
        ("turnover_fund", "214.6"), ("guarantee", "2.3"), ("platform", "47.8"), ("equity", "12.5"),
    ):  # fmt: skip
        to.say(CITY[0], name, "2023Q2", amount)
    for county in counties:
        to.say(county, "turnover_fund", "2023Q2", to.chance.randrange(5, 40))
    to.write()


def invest(to: Folder) -> None:
    """Funds by county that add up to 18.86 billion, official figures with their growth, signed projects, portfolios, industry codes."""
    counties = city_and_counties(to)
    for county, tenths in zip(counties, parts(to.chance, 1886, 8), strict=True):
        to.say(county, "arrived", "2023H1", f"{tenths / 10:.1f}")
        to.say(county, "target", "2023", tenths // 10 * 2 + to.chance.randrange(0, 8))
    for name, value in (
        ("arrived_growth", "0.354"), ("foreign", "1812"), ("foreign_growth", "4.393"), ("entities", "1.08"), ("entities_growth", "0.493"),
        ("deals", "13"), ("deals_growth", "0.413"), ("investment_growth", "0.547"), ("jobs", "0.518"), ("moved", "0.835"),
    ):  # fmt: skip
        to.say(CITY[0], name, "2023H1", value, "official")
    for period, value in (
        ("2021H1", "0.121"),
        ("2021H2", "0.083"),
        ("2022H1", "-0.046"),
        ("2022H2", "0.112"),
    ):
        to.say(CITY[0], "investment_growth", period, value, "official")
    for n in range(18):
        fair = n < 15
        to.keep("signed", "code title unit event pairing stage", f"QY{n + 1:02}", f"签约项目{n + 1:02}（示例）", counties[n % 8], "长白山人参推介会" if fair else "",
                "通化—台州" if n % 6 == 0 else "", to.chance.choice(("签约", "注册", "开工", "开工", "资金到位")))  # fmt: skip
    head = "code title unit sector investment cohort"
    for n, money in enumerate(parts(to.chance, 20_440_000_000, 24, 10_000_000)):
        to.keep("portfolio", head, f"WL{n + 1:02}", f"文旅项目{n + 1:02}（示例）", counties[n % 8], "文旅", money, "")  # fmt: skip
    for n in range(29):
        to.keep("portfolio", head, f"XM{n + 1:02}", f"畜牧项目{n + 1:02}（示例）", counties[n % 8], "畜牧业", to.chance.randrange(20, 300) * 1_000_000, "")  # fmt: skip
    for n in range(63):
        to.keep("portfolio", head, f"GY{n + 1:02}", f"工业项目{n + 1:02}（示例）", counties[n % 8], "工业", to.chance.randrange(20, 300) * 1_000_000, "新投产" if n < 33 else "升规入统")  # fmt: skip
    for n, letter in enumerate("ABCDEFGHIJKLMNOPQRST"):
        to.keep("industries", "industry unit department", letter, CITY[0], f"市{OFFICES[n % len(OFFICES)]}")
    to.write()


def vouchers(to: Folder) -> None:
    """Sixteen batches that add up to 20.93 million issued and 304 million of turnover."""
    counties = city_and_counties(to)
    issued, turnover = (
        parts(to.chance, 20_930_000, 16, 10_000),
        parts(to.chance, 304_000_000, 16, 100_000),
    )
    for n, (face, sales) in enumerate(zip(issued, turnover, strict=True)):
        redeemed = face * to.chance.randrange(86, 98) // 100
        to.keep("batches", "batch unit issued_on sector issued redeemed expired turnover settled", f"XF{n + 1:02}", counties[n % 8], f"2023-0{n % 6 + 1}-{to.chance.randrange(1, 29):02}",
                ("餐饮", "零售", "住宿", "汽车", "家电")[n % 5], face, redeemed, face - redeemed if n < 8 else (face - redeemed) // 2, sales, "否" if n in {3, 11} else "是")  # fmt: skip
    to.say(CITY[0], "lodging", "2023H1", "0.127", "official")
    to.say(CITY[0], "retail", "2023H1", "0.109", "official")
    to.write()


def pollution(to: Folder) -> None:
    """Nine aspects and 55 tasks, chiefs for every stretch, problems found, and the air of nine cities of the province."""
    to.unit(*CITY, "市", "", "是")
    counties = [to.unit(*county, "县", CITY[0], "是") for county in COUNTIES]
    air = {"220100": ("长春市", 821), "220200": ("吉林市", 830), "220300": ("四平市", 845), "220400": ("辽源市", 836), "220600": ("白山市", 852),
           "220700": ("松原市", 824), "220800": ("白城市", 819), "222400": ("延边州", 823)}  # fmt: skip
    for code, (title, thousandths) in air.items():
        to.unit(code, title, "市", "", "")
        to.say(code, "good_days", "2023Q2", f"0.{thousandths}", "official")
        to.say(code, "good_days", "2022Q2", f"0.{thousandths + to.chance.randrange(3, 20)}", "official")
    to.say(CITY[0], "good_days", "2023Q2", "0.928", "official")
    to.say(CITY[0], "good_days", "2022Q2", "0.917", "official")
    aspects = ("大气", "水", "土壤", "固体废物", "噪声", "农业面源", "黑臭水体", "尾矿库", "生态修复")
    for n in range(55):
        aspect = aspects[n % 9]
        to.keep("tasks", "code aspect title unit chief due_on state", f"WR{n + 1:02}", aspect, f"{aspect}攻坚任务{n // 9 + 1}（示例）", counties[n % 8], f"副县长{n % 4 + 1}",
                f"2023-{(3, 6, 9, 12)[n % 4]:02}-28", to.chance.choice(("已办结", "已销号", "已办结", "办理中")))  # fmt: skip
    for county in counties:
        for system, thing in (("田长制", "地块"), ("林长制", "林班"), ("河湖长制", "河段")):
            for level in ("县级", "乡级", "村级"):
                gap = (county, system, level) == ("220524", "河湖长制", "村级")
                to.keep("chiefs", "object unit system level chief rights", f"{thing}{level[0]}{county[-2:]}", county, system, level, "" if gap else f"{level}{system[:2]}",
                        "调度权；巡查补助；问题直报")  # fmt: skip
        for _ in range(to.chance.randrange(2, 6)):
            to.keep("problems", "problem unit found_on what solved", f"WT{len(to.registers.get('problems', ((), []))[1]) + 1:03}", county, f"2023-0{to.chance.randrange(4, 7)}-{to.chance.randrange(1, 29):02}",
                    to.chance.choice(("排口", "垃圾", "采砂", "养殖")), to.chance.choice(("是", "是", "是", "否")))  # fmt: skip
    to.write("own")


def branches(to: Folder) -> None:
    """Five checks of every village branch by month, all green for ever; grids of the county; one list each for the year."""
    inside = villages_of_the_county(to)
    satisfied(to, inside)
    for code in inside:
        members = 20 + households(code) // 10
        to.say(code, "party_members", "2023", members, "official", "党内统计年报")
        appeals(to, code, range(3, 6))
        served = members // 3
        for month in range(3, 6):
            period = f"2023-{month:02}"
            served = served if to.chance.random() < 0.8 else served + 1
            to.say(code, "served", period, served)
            for check in ("班子健全", "组织生活", "发展党员", "为民服务", "阵地管理"):
                to.keep("health", "unit on check light", code, f"{period}-20", check, "绿")
        to.keep("responsibility-lists", "unit year list", code, 2023, "全面从严治党主体责任年度任务清单")
    to.say("C1", "grid_branches", "2023-05", 378, "official", "党内统计月报")
    to.say("C1", "grid_groups", "2023-05", 1657, "official", "党内统计月报")
    to.write()


def shaoxing(to: Folder) -> None:
    """Five groups of five and seven, agreements, practices, gaps both ways, visits of two years."""
    city = to.unit("220400", "辽源市", "市")
    pairs = (
        ("220402", "龙山区", ("越城区",)), ("220403", "西安区", ("柯桥区",)), ("220422", "东辽县", ("诸暨市",)),
        ("220421", "东丰县", ("嵊州市", "新昌县")), ("220471", "辽源经济开发区", ("上虞区", "滨海新城")),
    )  # fmt: skip
    ours = [to.unit(code, title, "县", city) for code, title, _theirs in pairs]
    for n, (code, _title, theirs) in enumerate(pairs, 1):
        for other in theirs:
            to.keep("groups", "group unit theirs", f"第{n}组", code, other)
    for n in range(32):
        clauses = to.chance.randrange(3, 9)
        to.keep("agreements", "code unit theirs signed_on clauses fulfilled", f"XY{n + 1:02}", ours[n % 5], pairs[n % 5][2][0], f"2018-{n % 12 + 1:02}-15", clauses,
                clauses - to.chance.randrange(0, 3))  # fmt: skip
    towns = ("袜业小镇", "汽车商贸物流小镇", "蛋品加工小镇", "生态农业小镇", "影视旅游小镇", "畜牧小镇")
    head = "unit department topic model task champion adopted"
    for n, town in enumerate(towns):
        to.keep("practices", head, ours[n % 5], "", "特色小镇", ("黄酒小镇", "e游小镇")[n % 2], f"打造{town}", "挂职副主任", ("正在采用", "计划中")[n % 2])  # fmt: skip
    for n, (office, topic) in enumerate((("水利局", "河长制"), ("政务服务局", "最多跑一次"), ("农业农村局", "农业品牌"), ("文旅局", "全域旅游"), ("工信局", "产业集群"), ("工信局", "亩均评价"))):  # fmt: skip
        to.keep("practices", head, ours[n % 5], office, topic, "", f"推行{topic}", f"{office}局长", "已采用" if n < 4 else "正在采用")  # fmt: skip
    for n, (gap, learns) in enumerate((("管网漏损率", "我方学对方"), ("审批时限", "我方学对方"), ("旅游收入", "我方学对方"), ("河道治理", "我方学对方"), ("袜业集聚", "对方学我方"), ("梅花鹿养殖", "对方学我方"))):  # fmt: skip
        to.keep("gaps", "gap unit learns closed", gap, ours[n % 5], learns, "是" if n in {1, 3} else "否")
    head = "unit way form people batch on"
    to.keep("visits", head, city, "出访", "主要领导互访", 8, "", "2019-03-18")
    to.keep("visits", head, city, "来访", "主要领导互访", 9, "", "2019-04-22")
    to.keep("visits", head, city, "出访", "主要领导互访", 6, "", "2020-06-10")
    for n, people in enumerate(parts(to.chance, 118, 5), 1):
        to.keep("visits", head, ours[n - 1], "来访", "考察", people, f"第{n}批", f"2019-0{n + 1}-12")
    for n in range(12):
        to.keep("visits", head, ours[n % 5], "出访", "挂职", 1, "", f"2018-0{n % 9 + 1}-01")
    to.say(city, "socks", "2019", 120)
    to.write()


def water(to: Folder) -> None:
    """Four districts by month over two years: leakage of 21 % in May 2018 and 14 % in May 2019; a fund and its pipes."""
    city = to.unit("220400", "辽源市", "市")
    zones = [
        to.unit(f"PQ{n}", f"{title}供水片区", "片区", city)
        for n, title in enumerate(("城东", "城西", "城南", "城北"), 1)
    ]
    flows = (30_000, 35_000, 40_000, 35_000)
    for year, months, rate in ((2018, range(2, 13), 21), (2019, range(2, 6), 14)):
        for month in months:
            for at, (zone, flow) in enumerate(zip(zones, flows, strict=True)):
                leak = flow * rate // 100 + (0, 100, -100, 0)[(at + month) % 4]
                drift = 0 if month == 5 else to.chance.randrange(0, 500)
                to.say(zone, "inflow", f"{year}-{month:02}", flow, "monitor")
                to.say(zone, "billed", f"{year}-{month:02}", flow - leak - drift, "monitor")
    for zone in zones:
        due = to.chance.randrange(3, 9)
        to.say(zone, "repairs_due", "2019-05", due)
        to.say(zone, "repairs_done", "2019-05", due - to.chance.randrange(0, 2))
    head = "project unit source amount metres narrowest widest pumps"
    to.keep("funds", head, "流域污水管网改造", city, "中央预算内", 12_500_000, "16992.13", 300, 1800, 1)
    to.keep("funds", head, "流域污水管网改造", city, "市级", 3_200_000, "", "", "", "")
    to.write()


def window(to: Folder) -> None:
    """Receipts of eight departments."""
    city = to.unit("220400", "辽源市", "市")
    names = (*OFFICES[10:14], *OFFICES[16:19], OFFICES[0])
    units = [to.unit(f"L{n:02}", f"市{name}", "部门", city) for n, name in enumerate(names, 1)]
    for n in range(64):
        to.keep("receipts", "receipt unit departments trips received_on answered in_time", f"SJ{n + 1:03}", units[n % 8], to.chance.randrange(1, 6), to.chance.choice((0, 1, 1, 1, 1, 2)),
                f"2019-0{to.chance.randrange(1, 7)}-{to.chance.randrange(1, 29):02}", "否" if n % 21 == 5 else "是", "否" if n % 13 == 7 else "是")  # fmt: skip
    to.write()


def findings(to: Folder) -> None:
    """Findings of two sources in their stages, and cases of four clauses and three standing classes."""
    counties = city_and_counties(to)
    for n in range(48):
        month = (3, 6, 9, 12)[n % 4]
        stage = to.chance.choice(("已销号", "已销号", "已销号", "已验收", "整改中")) if month <= 6 else to.chance.choice(("整改中", "措施已定", "待整改"))  # fmt: skip
        looked = to.chance.choice(("巩固", "巩固", "没有抽到", "反弹")) if stage == "已销号" else ""
        ready = 5 if stage not in {"待整改", "措施已定"} and n != 8 else 3
        to.keep("findings", "finding unit source due_on stage ready looked", f"DC{n + 1:02}", counties[n % 8], "中央督察" if n < 18 else "省级督察", f"2023-{month:02}-28", stage, ready, looked)  # fmt: skip
    clauses = ("整治一", "整治二", "增强一", "增强二", "交通秩序", "违规建设", "无物业小区")
    for n in range(56):
        to.keep("campaign-cases", "case unit clause raised_on closed", f"ZX{n + 1:02}", counties[n % 8], clauses[n % 7], f"2023-0{to.chance.randrange(1, 7)}-{to.chance.randrange(1, 29):02}",
                to.chance.choice(("是", "是", "是", "否")))  # fmt: skip
    to.write()


def rain(to: Folder) -> None:
    """Rain of three districts with their areas, the season beside the normal, three means of one operation, warnings."""
    city = to.unit("220400", "辽源市", "市")
    for code, title, fell, area in (
        ("R1", "市区", "9.7", 200),
        ("220421", "东丰县", "7.8", 400),
        ("220422", "东辽县", "5.9", 350),
    ):
        to.unit(code, title, "县", city)
        to.say(code, "rain", "2019-05", fell, "monitor")
        to.say(code, "area", "2019-05", area, "official")
    to.say(city, "season", "2019-05", "11.5", "official")
    to.say(city, "season_normal", "2019-05", "58.0", "official")
    for means, unit, after in (
        ("飞机", "R1", "9.7"), ("地面燃气炮", "220421", "7.8"), ("火箭弹", "220422", "5.9"),
    ):  # fmt: skip
        to.keep("operations", "operation unit means on rain_after", "五月五日增雨作业", unit, means, "2019-05-05", after)  # fmt: skip
    to.keep("warnings", "warning unit kind from days gust duty answered", "森林火险橙色预警", "220421", "森林火险", "2019-05-07", 3, 6, "森林防火办值班", "是")  # fmt: skip
    to.keep("warnings", "warning unit kind from days gust duty answered", "大风蓝色预警", "220422", "大风", "2019-05-15", 1, 7, "应急局值班", "是")  # fmt: skip
    to.write()


def park(to: Folder) -> None:
    """One zone with four areas: lead industries, ready land, phases, projects with agents, milestones, leads, services."""
    zone = to.unit("YT", "伊通经济开发区", "园区")
    areas = [
        to.unit(f"YT{n}", title, "片区", zone)
        for n, title in enumerate(("长伊片区", "景台片区", "营城子片区（示例）", "伊丹片区（示例）"), 1)
    ]
    for area, industry in (
        (0, "装备制造"), (1, "食品加工"), (2, "医药健康"), (3, "装备制造"), (3, "食品加工"),
    ):  # fmt: skip
        to.keep("areas", "unit industry", areas[area], industry)
    for check in ("通水", "通电", "通路", "场地平整"):
        to.keep("land", "unit check done area", areas[0], check, "是", 2)
        to.keep("land", "unit check done area", areas[1], check, "否" if check == "场地平整" else "是", 1)
    for n, area in enumerate(areas):
        planned = 8000 if n == 1 else to.chance.randrange(20, 60) * 100
        to.keep("phases", "unit phase planned done started", area, "一期", planned, planned // 2 if n == 1 else planned * to.chance.randrange(60, 100) // 100, "是")  # fmt: skip
        to.keep("phases", "unit phase planned done started", area, "二期", 5000, 0, "是" if n == 1 else "否")
    for n in range(12):
        to.keep("park-projects", "code unit title class agent", f"YQ{n + 1:02}", areas[n % 4], f"园区项目{n + 1:02}（示例）", ("签约项目", "新建项目", "续建项目")[n % 3], f"代办员{n % 5 + 1}")  # fmt: skip
    for n in range(20):
        to.keep("milestones", "code unit milestone actual_on early", f"YQ{n % 12 + 1:02}", areas[n % 4], ("落地", "开工", "竣工", "达产", "见效")[n % 5],
                f"2022-0{n % 6 + 1}-{to.chance.randrange(1, 29):02}", to.chance.randrange(-6, 20))  # fmt: skip
    head = "code unit channel owner next stage guests"
    guests = parts(to.chance, 53, 3)
    for n, channel in enumerate(("展会", "商会", "驻外办事处")):
        to.keep("park-leads", head, f"YX{n + 1:02}", areas[n], channel, "招商局", "", "邀请", guests[n])
    for n in range(10):
        stage = "框架协议" if n < 2 else to.chance.choice(("推介", "线索"))
        to.keep("park-leads", head, f"YX{n + 4:02}", areas[n % 4], ("展会", "商会", "驻外办事处")[n % 3], f"招商专员{n % 3 + 1}", "上门对接", stage, "")  # fmt: skip
    for n, what in enumerate(
        ("协助接送运输车辆", "协调用电", "代办环评", "招工对接", "办理许可", "联系物流")
    ):
        to.keep("services", "unit firm what on solved", areas[n % 4], f"企业{n + 1}（示例）", what, f"2022-0{n % 6 + 1}-15", "否" if n == 4 else "是")  # fmt: skip
    to.write()


def straw(to: Folder) -> None:
    """Straw of eighteen villages and its five uses, the chain of four levels, three fires."""
    inside = villages_of_the_county(to)
    satisfied(to, inside)
    to.keep("chain", CHAIN, "C1-县", "C1", "县", "副县长", "2023-03-01", "全县调度", "打包机补贴、值班补助")  # fmt: skip
    for town in ("T1", "T2", "T3"):
        to.keep("chain", CHAIN, f"{town}-乡", town, "乡", f"副镇长{town}", "2023-03-01", "包片", "值守点、对讲机")  # fmt: skip
    for at, code in enumerate(inside):
        whole = households(code) * 8
        to.say(code, "straw", "2023", whole, "official", "农业统计年报")
        to.say(code, "households", "2023", households(code), "official", "统计年报")
        to.keep("chain", CHAIN, f"{code}-村", code, "村", f"村书记{at + 1}", "2023-03-01", "包村", "离田优先、误工补助")  # fmt: skip
        to.keep("chain", CHAIN, f"{code}-户", code, "户", f"地块户代表{at + 1}", "2023-03-01", "自家地块", "免费打包离田")  # fmt: skip
        for month in (3, 4, 5):
            moved = whole * (8, 15, 20)[month - 3] * to.chance.randrange(80, 110) // 10000
            period = f"2023-{month:02}"
            to.say(code, "removed", period, moved)
            left = moved
            for name, share in (("fertiliser", 45), ("fodder", 30), ("fuel", 14)):
                to.say(code, name, period, moved * share // 100)
                left -= moved * share // 100
            to.say(code, "material", period, left * 8 // 10)
    for n, code in enumerate(("V04", "V09", "V15"), 1):
        to.keep("fire-points", "fire unit found_on found_by chain", f"H{n}", code, f"2023-05-{n * 4:02}", ("卫星遥感", "现场巡查", "群众反映")[n - 1], f"村书记{int(code[1:])}")  # fmt: skip
    to.write()


def campaign(to: Folder) -> None:
    """What was cleared away: the six villages of one township add up to the printed totals; four dimensions, points, tasks."""
    inside = villages_of_the_county(to)
    satisfied(to, inside)
    totals = {"rubbish": 57_500, "vehicles": 4100, "people": 5400, "yards": 1208, "ditches": 635}
    cleared: dict[str, dict[str, int]] = {code: {} for code in inside}
    for name, total in totals.items():
        for code, share in zip(inside[:6], parts(to.chance, total, 6), strict=True):
            cleared[code][name] = share
        for code in inside[6:]:
            cleared[code][name] = to.chance.randrange(total // 12, total // 6)
    for at, (code, done) in enumerate(cleared.items()):
        lines, sites = (2, 1, 1, 2, 1, 1)[at % 6], (1, 0, 1, 0, 0, 1)[at % 6]
        to.keep("works", "unit on people vehicles rubbish yards lines ditches sites", code, f"2023-05-{at % 6 + 10}", done["people"], done["vehicles"],
                done["rubbish"], done["yards"], lines, f"{done['ditches'] / 100:.2f}", sites or "")  # fmt: skip
    for code in inside:
        to.say(code, "households", "2023", households(code), "official", "统计年报")
        to.say(code, "residents", "2023", households(code) * 5 // 2, "official", "统计年报")
        for dimension in ("组织管理", "制度保障", "开展督导", "以评促改"):
            before = to.chance.randrange(50, 75)
            to.keep("ratings", "unit on dimension before now", code, "2023-05-18", dimension, before, before + to.chance.randrange(5, 25))  # fmt: skip
        for n in range(to.chance.randrange(1, 5)):
            to.keep("household-points", "unit on rule opted_in points witness", code, f"2023-05-{n + 3:02}", f"村规民约第{n + 2}条", "是", to.chance.randrange(2, 12) * 10, "村民代表")  # fmt: skip
    for town in ("T1", "T2", "T3"):
        for task in ("四好农村路", "垃圾污水治理", "厕改"):
            to.keep("town-tasks", "unit task done", town, task, to.chance.choice(("是", "否")))
    to.write()


def stars(to: Folder) -> None:
    """Five races of five comparisons for villages, agencies, schools and hospitals."""
    city = to.unit("222403", "敦化市", "市")
    kinds = (("村", 8), ("机关", 5), ("学校", 5), ("医院", 4))
    units = [
        to.unit(f"X{at}{n:02}", f"示例{kind}{n}", kind, city)
        for at, (kind, number) in enumerate(kinds)
        for n in range(1, number + 1)
    ]
    for at, unit in enumerate(units):
        for race in ("赛党建", "赛产业", "赛治理", "赛环境", "赛服务"):
            for compare in ("比一", "比二", "比三", "比四", "比五"):
                met = at == 0 or to.chance.random() < 0.78
                to.keep("comparisons", "unit race compare met on", unit, race, compare, "是" if met else "否", "2023-11-20")  # fmt: skip
    to.write()


WRITERS: dict[str, Callable[[Folder], None]] = {
    "tonghua-cooperation": cooperation, "seven-activities": seven, "eighty-items": eighty, "enterprise-service": enterprises,
    "investment": invest, "vouchers": vouchers, "pollution-55": pollution, "branch-health": branches, "liaoyuan-shaoxing": shaoxing,
    "smart-water": water, "one-window": window, "rectification": findings, "rainfall": rain, "yitong-park": park, "straw-ban": straw,
    "living-campaign": campaign, "five-stars": stars,
}  # fmt: skip


def main(home: Path) -> None:
    """Write the tables of every scheme below ``home``."""
    for name, writer in WRITERS.items():
        writer(Folder(home / name, random.Random(SEED)))  # noqa: S311 - demonstration data, not a secret


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else HERE)
