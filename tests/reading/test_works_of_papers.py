"""Works as papers tell of them: as members of a class, in a list without a word behind, as a piece of a firm or a line. Everything is invented."""

from __future__ import annotations

import pytest

from youju.reading.pages import read_facts

HEAD = "抚松县重点工作扎实推进\n\n本报讯(记者 周宁)2024年5月16日,抚松县召开工作调度会。\n\n"


def works(words: str) -> list[str]:
    return [fact.subject.name for fact in read_facts(HEAD + words + "\n").facts if fact.kind == "project"]


def test_members_of_a_class_that_goes_on_are_works() -> None:
    assert works("沃野有机肥厂三期、天成玉米深加工等一批项目加快建设。") == [
        "沃野有机肥厂三期",
        "天成玉米深加工",
    ]


def test_a_counted_row_before_its_class_names_works() -> None:
    assert works("年内完成陶家屯黑土地保护利用、龙凤灌区续建配套两个项目。") == [
        "陶家屯黑土地保护利用",
        "龙凤灌区续建配套",
    ]


def test_what_is_offered_to_investors_is_not_yet_works() -> None:
    assert works("企业家座谈时,县里推介草木灰深加工、林下参种植基地等12个重点招商项目。") == []


def test_a_list_of_what_is_being_built_needs_no_word_behind() -> None:
    assert works("园区正在建设冷链分拨中心、废水深度处理厂、参茸检验大厦,总投资9亿元。") == [
        "冷链分拨中心",
        "废水深度处理厂",
        "参茸检验大厦",
    ]


def test_the_second_phase_of_a_firm_is_works() -> None:
    assert works("最大的一个是抚松白桦碳纤维有限公司二期,投资3亿元。") == ["抚松白桦碳纤维有限公司二期"]


def test_a_section_of_a_line_that_is_built_is_works() -> None:
    assert works("年内建成轨道交通6号线松江段。") == ["轨道交通6号线松江段"]


def test_a_section_of_a_road_where_something_happens_is_no_works() -> None:
    assert works("清晨,在201国道松江段,民警向过往司机挥手示意。") == []


def test_what_a_contract_is_signed_for_is_works() -> None:
    assert works("县政府与山东恒泰集团签订了预制菜加工、冷链配送项目合作协议。") == [
        "预制菜加工项目",
        "冷链配送项目",
    ]


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("淀粉糖项目已于去年11月试生产。", "淀粉糖项目"),
        ("鹤鸣湖古榆树群保护工程完工。", "鹤鸣湖古榆树群保护工程"),
    ],
)
def test_a_stage_that_only_works_can_reach_makes_a_short_name_one(words: str, name: str) -> None:
    assert works(words) == [name]


def test_two_works_joined_by_and_are_two() -> None:
    assert works("夷水治理工程(三期)和县第二人民医院门诊大楼同步动工。") == [
        "夷水治理工程(三期)",
        "县第二人民医院门诊大楼",
    ]


def test_works_between_two_places_are_named_whole_and_once() -> None:
    assert works("要重点推进杨木水库至市区供水管线等项目前期工作。") == ["杨木水库至市区供水管线"]


def test_a_verb_before_the_outcome_is_no_part_of_the_last_name() -> None:
    assert works("西沟古镇保护修缮二期、七星山风电三期开工建设。") == [
        "西沟古镇保护修缮二期",
        "七星山风电三期",
    ]


def test_works_paid_for_and_come_to_a_zone_are_named() -> None:
    assert works("投资3.2亿元的人参精深加工产业园落户开发区,3栋厂房已封顶。") == ["人参精深加工产业园"]


@pytest.mark.parametrize(
    "words",
    [
        "战略性新兴产业项目占比达到63%。",
        "召开政府专项债券项目申报工作调度会。",
        "9月底前完成储备项目入库。",
        "确保年底前开工率达60%、明年6月底前全部完工。",
        "推动更多项目早建成、早达效。",
        "因66千伏城南变电站检修,8时至17时停电。",
        "作为东北老工业基地中典型的资源枯竭型城市,这里正在转型。",
        "加快中韩国际合作示范区建设。",
        "设立“红色驿站”6处,党员轮流值守。",
        "约定三年内联合攻关项目不少于10个。",
    ],
)
def test_a_class_a_time_a_zone_of_policy_are_no_works(words: str) -> None:
    assert works(words) == []


def test_a_house_at_the_head_of_a_page_is_no_member_of_a_list() -> None:
    page = "抚松县融媒体中心 地址:抚松县银河大街1266号 邮编:134500\n"
    assert [fact for fact in read_facts(page).facts if fact.kind == "project"] == []
