"""People of a village by their bare names, what they tell a price in, works told of as 它. All invented; the places are real."""

from __future__ import annotations

from decimal import Decimal

import pytest

from youju.reading.model import Fact
from youju.reading.pages import read_facts

HEAD = "山里的好日子\n\n本报讯(记者 周宁)2024年10月16日,记者走进梨树县孟家岭镇四台子村。\n\n"


def fact_of(words: str, printed: str) -> Fact:
    page = HEAD + words + "\n"
    at = page.index(printed)
    return next(
        fact
        for fact in read_facts(page).facts
        if fact.value_span == (at, at + len(printed))
        or (fact.change and fact.change.span == (at, at + len(printed)))
    )


@pytest.mark.parametrize(
    ("words", "printed", "name"),
    [
        # by his age, then by nothing
        ("五十九岁的郑守田家有果园,都在后山。今年新栽山楂260棵。", "260棵", "郑守田"),
        ("59岁的郑守田今年种了鲜食玉米,套袋、除草都自己干。卖出玉米8600穗。", "8600穗", "郑守田"),
        # by the bare name at the head of a paragraph, and by 她 in the next one
        (
            "宋玉梅是从大连打工回来的。她先养了六十箱中华蜂。头一年不懂防病。蜂群发展到260箱。",
            "260箱",
            "宋玉梅",
        ),
        ("宋玉梅是从大连打工回来的,人勤快。\n\n去年她带着邻居养鹅,出栏1200只。", "1200只", "宋玉梅"),
        ("宋玉梅的12亩苹果,客商早早订走。", "12亩", "宋玉梅"),
        # whose name no surname begins, by her words
        ("晒场上,村民其木把果子倒进水池。“去年我家收了14吨果子。”她说。", "14吨", "其木"),
        # what begins like a name and is none
        ("黄金梨的12亩园子,客商早早订走。", "12亩", "梨树县"),
        ("高新区的12家企业开足马力。", "12家", "梨树县"),
        # a whole region is told of in between
        ("宋玉梅是从大连打工回来的。全县返乡创业人员很多。今年新办企业260家。", "260家", "梨树县"),
    ],
)
def test_a_paragraph_goes_on_about_the_person_it_begins_with(words: str, printed: str, name: str) -> None:
    assert fact_of(words, printed).subject.name.endswith(name)


@pytest.mark.parametrize(
    ("words", "printed", "value", "unit", "name"),
    [
        ("郑守田今年卖山梨,一斤四块五。", "四块五", "4.5", "yuan", "每斤价格"),
        ("郑守田今年卖山梨,一斤3块。", "3块", "3", "yuan", "每斤价格"),
        ("山梨涨到了一公斤十二块八毛钱。", "十二块八毛", "12.8", "yuan", "每公斤价格"),
        ("全村种植山梨四亩半。", "四亩半", "4.5", "mu", "山梨面积"),
        ("群众平均等候时间由25分钟缩短到8分钟。", "25分钟", "25", "minute", "群众平均等候时间"),
        ("群众平均等候时间由25分钟缩短到8分钟。", "8分钟", "8", "minute", "群众平均等候时间"),
        ("山上立着石碑3块。", "3块", "3", "item", "石碑数"),
    ],
)
def test_what_people_say_a_thing_costs_is_money(
    words: str, printed: str, value: str, unit: str, name: str
) -> None:
    fact = fact_of(words, printed)
    assert (fact.value, fact.unit) == (Decimal(value), unit)
    assert name in (fact.indicator or "")


@pytest.mark.parametrize(
    "words", ["办事大厅打造15分钟便民圈。", "出发三天半后抵达,路上走了40分钟。", "全村挖了三块五亩大的地。"]
)
def test_a_length_of_time_alone_and_pieces_of_land_are_no_price(words: str) -> None:
    assert not {fact.unit for fact in read_facts(HEAD + words + "\n").facts} & {"minute", "yuan"}


@pytest.mark.parametrize(
    ("words", "printed", "name", "status"),
    [
        ("镇上去年投用的保鲜分拣中心帮了大忙。它总投资2860万元。", "2860万元", "保鲜分拣中心", "achieved"),
        ("镇上筹建的保鲜分拣中心帮了大忙。它总投资2860万元。", "2860万元", "保鲜分拣中心", "planned"),
        (
            "梨树县鸿运粮油有限公司加工能力强;上缴税金8万元。它的员工有460人。",
            "460人",
            "梨树县鸿运粮油有限公司",
            "achieved",
        ),
    ],
)
def test_it_is_the_house_or_the_works_of_the_sentence_before(
    words: str, printed: str, name: str, status: str
) -> None:
    fact = fact_of(words, printed)
    assert (fact.subject.name, fact.status) == (name, status)


@pytest.mark.parametrize(
    ("words", "quoted"),
    [
        ("全县一般公共预算收入增长6%左右。", "6%左右"),
        ("全村种植山楂320亩左右,都在后山。", "320亩左右"),
        ("全村种植山楂320亩,左右都是林地。", "320亩"),
        ("全村种植山楂320亩。", "320亩"),
    ],
)
def test_what_makes_a_number_a_rough_one_is_quoted_with_it(words: str, quoted: str) -> None:
    page = HEAD + words + "\n"
    fact = fact_of(words, quoted)
    assert page[fact.start : fact.end].endswith(quoted)
