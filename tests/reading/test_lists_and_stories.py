"""Lists of counties that own a number each, what was chosen to be done, times by nights, and stories of one village."""

from __future__ import annotations

from typing import Any

from youju.reading.model import Fact
from youju.reading.pages import read_facts


def measures(text: str) -> dict[str | None, Fact]:
    """The figures of a text by the words they are printed with."""
    return {fact.raw_value: fact for fact in read_facts(text).facts if fact.kind in ("indicator", "task")}


def named(text: str, kind: str) -> list[Any]:
    """What a text names of a kind: works by name, ties by their words."""
    return [fact for fact in read_facts(text).facts if fact.kind == kind]


ROADS = "本报讯 2024年,十堰市计划新建农村公路92公里。截至8月底,已完成47公里。其中,竹山县、竹溪县分别完成新改建公路10公里、9公里。"


def test_each_county_of_a_list_owns_its_number_though_works_are_named_behind_it():
    said = measures(ROADS)
    assert [said[raw].subject.name for raw in ("10公里", "9公里")] == ["竹山县", "竹溪县"]


def test_what_is_taken_out_of_a_sum_is_of_the_time_of_the_sum():
    period = measures(ROADS)["9公里"].period
    assert (period.start, period.end) == (None, "2024-08-31")


def test_a_night_may_stand_between_two_days():
    text = "2024年9月13日 第一版\n\n房县气象台预计,14日夜间至17日全县有雨,过程降水量40毫米。"
    period = measures(text)["40毫米"].period
    assert (period.start, period.end) == ("2024-09-14", "2024-09-17")


def test_works_that_a_congress_chose_are_to_be_done():
    text = "本报讯 日前闭幕的房县十八届人大二次会议票决产生9件民生实事。主要包括:改造老旧小区6个、新增托位180个。"
    said = measures(text)
    assert [said[raw].status for raw in ("9件", "6个", "180个")] == ["planned"] * 3


def test_an_office_of_two_charges_is_named_whole():
    said = measures("本报讯 入冬以来,房县林业和草原局配备护林员215名,设立检查卡点31个。")
    assert [fact.subject.name for fact in said.values()] == ["房县林业和草原局"] * 2


STORY = (
    "山路绕了半个钟头,才望见老龙沟镇青石岭村的屋顶。村子夹在两山之间,全村人均收入去年1.2万元。\n\n"
    "村支书说起村集体的账:去年进账38万元。\n\n房县去年修路3公里。"
)


def test_a_story_that_goes_on_about_its_village_is_of_the_village():
    said = measures(STORY)
    assert [said[raw].subject.name for raw in ("1.2万元", "38万元", "3公里")] == [
        "房县老龙沟镇青石岭村",
        "房县青石岭村",
        "房县",
    ]


def test_a_story_of_two_villages_is_of_neither():
    said = measures(STORY.replace("村支书", "记者又到赵家湾村。全村村支书").replace("村子", "房县的村子"))
    assert said["38万元"].subject.name != "房县青石岭村"


def test_the_count_of_a_visit_is_no_visit():
    assert named("本报讯 5月6日,房县召开会议。这是两地自2019年结对以来的第五次互访。", "exchange") == []


def test_pupils_who_go_to_learn_in_another_city_are_an_exchange():
    (tie,) = named("本报讯 春节前,房县职业技术学校31名学生到武汉市学习茶艺。", "exchange")
    assert tie.parties[1] == ("武汉市",)


def test_a_house_that_is_named_with_its_reworking_is_works_of_a_class():
    text = "本报讯 今年,房县计划投资1.6亿元实施野人谷游客服务楼改造、汽车北站迁建等5个项目。"
    assert "野人谷游客服务楼改造" in [fact.subject.name for fact in named(text, "project")]


def test_works_that_are_given_money_are_not_yet_under_way():
    (works,) = named("马栏河防洪治理工程获专项债券支持,房县今年争取资金3亿元。", "project")
    assert works.status == "planned"
