"""Whom the next sentence goes on about: the house of the headline, the town or works told of before, not words that end like a name."""

from __future__ import annotations

import pytest

from youju.reading.pages import read_facts

PLACE = "榆树市"
HOME = "榆树市上半年发展成效明显\n\n本报讯(记者 张三)榆树市召开会议。全市产值48亿元。\n\n"


def subject_of(page: str, printed: str) -> str:
    raw = page.index(printed)
    facts = [fact for fact in read_facts(page).facts if fact.kind in ("indicator", "task")]
    return next(
        fact.subject.name
        for fact in facts
        if fact.value_span == (raw, raw + len(printed))
        or (fact.change and fact.change.span == (raw, raw + len(printed)))
    )


@pytest.mark.parametrize(
    ("heads", "body", "name"),
    [
        ("一片叶子的远行\n——走进吉林恒木家居有限公司", "去年产出地板612万块。", "吉林恒木家居有限公司"),
        ("恩育乡", "今年扩种大豆,全乡大豆612万块。", "榆树市恩育乡"),
        ("恩育乡", "双井村的大棚里来了客人。乡里今年投放菌棒612万块。", "榆树市恩育乡"),
        ("五棵树高新区", "一批项目昨天开工,共生产地砖612万块。", "五棵树高新区"),
        ("长春恒昱新材料", "该公司研发的树脂通过验证。首批订单612万块。", "长春恒昱新材料"),
        ("长春春耕忙", "该公司研发的树脂通过验证。首批订单612万块。", "长春市"),
        ("大米牵起大市场", "今年扩种水稻,产出米砖612万块。", PLACE),
    ],
)
def test_under_the_name_of_a_house_or_a_town_its_figures_are_told(heads: str, body: str, name: str) -> None:
    page = HOME + "\n\n" + heads + "\n\n本报讯(记者 李四)" + body + "\n"
    assert subject_of(page, "612万块") == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("恩育乡种植蓝莓96亩。新建冷库30座。", "榆树市恩育乡"),
        (
            "总投资12亿元的榆树玉米产业园被列为省级重点项目。截至9月末,6栋厂房全部封顶,完成投资30座。",
            "榆树玉米产业园",
        ),
        ("最大的一个是五棵树玉米产业园,新建粮仓30座。", "五棵树玉米产业园"),
        ("榆树市开通五棵树至哈尔滨航线,往返3班,两地互设站点30座。", PLACE),
        ("“百千万工程”提速,新建公路136公里。改造危桥30座。", PLACE),
        ("没有项目,一切都是空谈。新建冷库30座。", PLACE),
        ("文旅市场持续升温,新增景点30座。", PLACE),
        ("县里下决心建园区,新建厂房30座。", PLACE),
        ("五棵树盐场抢抓晴好天气,两班倒。截至3月15日,新增盐池30座。", "五棵树盐场"),
    ],
)
def test_a_sentence_goes_on_about_works_and_towns_and_never_about_a_word_that_ends_like_one(
    text: str, name: str
) -> None:
    assert subject_of(HOME + text + "\n", "30座") == name


def test_a_town_is_not_called_by_a_likeness_a_year_or_a_rank() -> None:
    page = HOME + "像双井村这样的,在恩育乡不是个例。截至目前,全乡村集体收入20万元以上的村已有12个。"
    assert subject_of(page, "12个") == "榆树市恩育乡"
    assert subject_of(HOME + "恩育乡前年镇里成立协会。该乡销售额2.84亿元。", "2.84亿元") == "榆树市恩育乡"
    assert subject_of(HOME + "双井村曾是省级贫困村。村里流转土地1100亩。", "1100亩") == "榆树市双井村"


def test_a_firm_that_came_in_as_a_partner_is_told_of_once_somebody_of_it_has_spoken() -> None:
    met = "2021年,浙江瓯越粮储集团有限公司与榆树市丰谷米业有限公司签下协议。"
    spoken = "“销路不愁了。”丰谷米业总经理张三说。该公司投资4600万元扩建仓库。"
    assert subject_of(HOME + met + spoken, "4600万元") == "榆树市丰谷米业有限公司"
    assert subject_of(HOME + met + "该公司投资4600万元扩建仓库。", "4600万元") == "浙江瓯越粮储集团有限公司"


def test_what_somebody_says_of_another_place_is_told_of_that_place() -> None:
    page = HOME + "赴山东省寿光市考察期间,“寿光市一座大棚收入20万元,咱们还差着一截。”恩育乡党委书记张三说。"
    assert subject_of(page, "20万元") == "寿光市"


def test_works_that_a_party_signs_for_own_the_money_put_into_them() -> None:
    page = HOME + "榆树市与上海岚海风电科技有限公司签下五棵树风电主轴承项目,计划投资22亿元,用地260亩。"
    assert [subject_of(page, one) for one in ("22亿元", "260亩")] == ["五棵树风电主轴承项目"] * 2
