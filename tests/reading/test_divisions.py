"""Every division of the table, by its full name and by the forms papers use, is the subject its code says."""

from __future__ import annotations

from collections import Counter

import pytest

from youju.reading.divisions import Division, divisions, find, index, parent
from youju.reading.pages import read_facts
from youju.reading.places import find_home

NAMESAKES = Counter(one.name for one in divisions())
# a ninth of the table is enough: the rules know classes of names, not names
SAMPLE = divisions()[::9]


def codes_on_a_page_of(one: Division, name: str) -> set[str | None]:
    """The codes of the subjects on a page that speaks of one place under this name, and of it as 全县 and the like."""
    raw = f"{name}上半年经济运行平稳\n\n本报讯(记者 张三)上半年,{name}新建学校3所。\n\n粮食播种面积28万亩。\n"
    if one.level != "province" and one.name[-1] in "市县区州旗盟":
        raw += f"\n目前,全{one.name[-1]}共有企业45家。\n"
    return {fact.subject.adcode for fact in read_facts(raw).facts}


def test_every_division_is_known_by_its_full_name() -> None:
    wrong = []
    for one in SAMPLE:
        above = parent(one)
        name = f"{above.name}{one.name}" if above and NAMESAKES[one.name] > 1 else one.name
        if codes_on_a_page_of(one, name) != {one.code}:
            wrong.append(name)
    assert wrong == []


def test_every_short_form_that_means_one_division_is_known() -> None:
    wrong = [
        name
        for name, found in list(index()[0].items())[::9]
        if len(found) == 1 and name != found[0].name and codes_on_a_page_of(found[0], name) != {found[0].code}
    ]
    assert wrong == []


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("浦东新区", "310115"), ("忠县", "500233"), ("济源市", "419001"), ("前郭县", "220721"), ("喀左县", "211324"),
        ("科左中旗", "150521"), ("鄂温克旗", "150724"), ("延边州", "222400"), ("台湾省", "710000"),
    ],
)  # fmt: skip
def test_forms_that_are_not_cut_off_the_full_name_are_known_too(name: str, code: str) -> None:
    division = find(name)
    assert division is not None
    assert division.code == code


@pytest.mark.parametrize(
    ("text", "home"),
    [
        ("延边州外贸进出口总值据长春海关统计增长。全州出口98亿元。", "延边朝鲜族自治州"),
        ("我县召开会议。靖宇矿泉水产业园、靖宇西瓜大市场加快建设。", "靖宇县"),
        ("上海市长宁区召开会议。全区新建学校3所。", "长宁区"),
    ],
)
def test_a_page_speaks_from_the_place_it_calls_its_own(text: str, home: str) -> None:
    place = find_home([text]).place
    assert place is not None
    assert place.name == home


def test_a_partner_named_as_often_as_the_host_is_not_the_host() -> None:
    texts = [
        "金华市与巴中市签订协议。金华市选派干部到巴中市挂职。金华市投入资金。金东区援建产业园。",
        "通江县新建农村公路。", "巴中市召开会议。",
    ]  # fmt: skip
    place = find_home(texts).place
    assert place is not None
    assert place.code.startswith("5119")


def test_a_mountain_that_bears_a_county_s_name_is_not_the_county() -> None:
    page = "白山市旅游升温\n\n白山市召开会议。长白朝鲜族自治县新建酒店3家。长白山今年接待游客56万人次。\n"
    (fact,) = [fact for fact in read_facts(page).facts if fact.raw_value == "56万人次"]
    assert fact.subject.adcode != "220623"


def test_a_county_level_city_is_the_city_of_its_page_though_its_prefecture_is_a_city_too() -> None:
    page = (
        "边城集安特产走俏\n\n集安市特产销售额3.2亿元。\n\n集安市供销社组织企业参展。\n\n呼伦贝尔日报记者到集安市采访。\n\n"
        "市政府召开常务会议\n\n本报讯(记者 张三)会议指出,今年全市计划实施项目42个。\n"
    )
    (fact,) = [fact for fact in read_facts(page).facts if fact.raw_value == "42个"]
    assert fact.subject.adcode == "220582"
