"""What is to be done and by when: numbered lists, what a document demands, tasks with an owner."""

from __future__ import annotations

import pytest

from youju.reading.model import Fact
from youju.reading.pages import read_facts

HEAD = "榆树市公布民生实事\n\n本报讯(记者 张三)2024年3月5日,榆树市召开会议。去年,全市产值480亿元。\n\n"


def fact_of(page: str, printed: str) -> Fact:
    raw = page.index(printed)
    span = (raw, raw + len(printed))
    facts = [fact for fact in read_facts(page).facts if fact.kind in ("indicator", "task")]
    return next(
        fact for fact in facts if fact.value_span == span or (fact.change and fact.change.span == span)
    )


def days(fact: Fact) -> tuple[str | None, str | None] | None:
    return (fact.period.start, fact.period.end) if fact.period else None


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("现将2024年重点任务公布如下:\n\n1.新建便民市场12个。\n", "planned"),
        ("经市政府同意,现将全市2024年民生实事事项公告如下:\n\n一、改造老旧小区12个。\n", "planned"),
        ("新建口袋公园12个。(责任单位:市林业局)\n", "planned"),
        ("现将2023年民生实事完成情况通报如下:\n\n1.新建便民市场12个。\n", "achieved"),
        ("重点任务完成情况如下:\n\n一、改造老旧小区12个。\n", "achieved"),
        ("1.已新建口袋公园12个。(责任单位:市林业局)\n", "achieved"),
    ],
)
def test_a_numbered_list_of_matters_to_be_done_is_planned(text: str, status: str) -> None:
    assert fact_of(HEAD + text, "12个").status == status


def test_a_list_of_matters_belongs_to_the_year_that_announces_it_and_ends_with_its_numbers() -> None:
    page = HEAD + (
        "现将2024年民生实事公布如下:\n\n一、改造老旧小区12个。\n\n二、新建充电桩600个,惠及居民3100户。\n\n全市已有充电桩900个。\n"
    )
    assert days(fact_of(page, "12个")) == days(fact_of(page, "3100户")) == ("2024-01-01", "2024-12-31")
    assert fact_of(page, "3100户").status == "planned"
    assert fact_of(page, "900个").status == "achieved"


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("《方案》提出,改造危旧房屋1850户。\n", "planned"),
        (
            "近日,市政府办印发通知。《关于做好民生实事的通知》明确,改造危旧房屋1850户;实行月报制度。\n",
            "planned",
        ),
        ("《行动计划》还要求:改造危旧房屋1850户。\n", "planned"),
        ("《报告》指出,改造危旧房屋1850户。\n", "achieved"),
        ("《方案》实施以来,改造危旧房屋1850户。\n", "achieved"),
        ("改造危旧房屋1850户。《方案》提出,要加强管护。\n", "achieved"),
    ],
)
def test_what_a_plan_demands_is_planned(text: str, status: str) -> None:
    assert fact_of(HEAD + text, "1850户").status == status


def test_what_is_demanded_has_its_deadline_and_lends_it_to_no_other() -> None:
    page = HEAD + (
        "近日,榆树市印发《关于做好2024年民生实事的通知》。\n\n《通知》明确,新建公路92公里,由市交通局牵头,10月底前完成;改造房屋1850户。\n"
    )
    assert days(fact_of(page, "92公里")) == (None, "2024-10-31")
    assert days(fact_of(page, "1850户")) == ("2024-01-01", "2024-12-31")


def test_a_number_that_has_a_time_before_it_keeps_it() -> None:
    page = HEAD + "《方案》提出,6月底前开工率达到80%,年底前全部完成。\n"
    assert days(fact_of(page, "80%")) == (None, "2024-06-30")


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("会议确定今年实施教育、交通等32项民生实事。\n", "planned"),
        ("全市确定办好32项民生实事,责任到人。\n", "planned"),
        ("会议部署今年重点抓好32项民生实事。\n", "planned"),
        ("年初确定实施的32项民生实事,进展顺利。\n", "ongoing"),
        ("部署实施了32项民生实事。\n", "ongoing"),
        ("全市实施32项民生实事。\n", "ongoing"),
    ],
)
def test_matters_that_a_meeting_settles_are_planned(text: str, status: str) -> None:
    assert fact_of(HEAD + text, "32项").status == status


def test_matters_for_the_people_are_named_as_such() -> None:
    page = HEAD + "现将2024年10项为民办实事事项公布如下:\n\n一、改造老旧小区12个。\n"
    assert fact_of(page, "10项").indicator == "为民办实事事项数"


@pytest.mark.parametrize(
    ("text", "printed", "status"),
    [
        ("青禾米业项目总投资9800万元,占地52亩,9月底可试产。", "9800万元", "planned"),
        ("青禾米业项目概算投资9800万元,明年6月投产。", "9800万元", "planned"),
        ("2家企业入驻园区,协议投资9800万元。", "9800万元", "planned"),
        ("活动现场,采购商达成意向金额9800万元。", "9800万元", "planned"),
        ("青禾米业项目总投资9800万元,今年5月竣工投产。", "9800万元", "achieved"),
        ("到位资金占协议投资的65%。", "65%", "achieved"),
        ("全市完成投资9800万元。", "9800万元", "achieved"),
    ],
)
def test_money_agreed_on_or_reckoned_for_works_to_come_is_planned(
    text: str, printed: str, status: str
) -> None:
    assert fact_of(HEAD + text + "\n", printed).status == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("3月6日,航拍松江大桥施工现场。大桥全长3.9公里,桩基已完成八成。", "planned"),
        ("松江大桥正在加紧建设,全长3.9公里。", "planned"),
        ("松江大桥全长3.9公里,桥墩施工过半。", "planned"),
        ("松江大桥全长3.9公里,去年10月建成通车。", "achieved"),
        ("松江大桥全长3.9公里,连接东西两岸。", "achieved"),
        ("施工现场热火朝天。\n\n松江大桥全长3.9公里,连接东西两岸。", "achieved"),
    ],
)
def test_the_design_of_works_that_are_being_built_is_planned(text: str, status: str) -> None:
    assert fact_of(HEAD + text + "\n", "3.9公里").status == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("根据协议,合作期五年,榆树市中学每年接收20名干部跟岗。", "planned"),
        ("按照合作协议约定,双方各派干部,榆树市医院每年接收20名医生。", "planned"),
        ("根据协议,两地互派干部,已接收20名医生。", "achieved"),
        ("两校签订协议。榆树市中学去年接收20名干部跟岗。", "achieved"),
        ("根据安排,榆树市中学接收20名干部跟岗。", "achieved"),
    ],
)
def test_what_an_agreement_provides_for_is_planned(text: str, status: str) -> None:
    assert fact_of(HEAD + text + "\n", "20名").status == status


@pytest.mark.parametrize(
    ("text", "printed", "status"),
    [
        ("双方将推动班轮由每周3班加密到5班。", "3班", "achieved"),
        ("双方将推动班轮由每周3班加密到5班。", "5班", "planned"),
        ("该厂计划把产能从目前的22万吨提升到55万吨。", "22万吨", "achieved"),
        ("该厂计划从外地调入22万吨,加工后提升到优质品。", "22万吨", "planned"),
        ("年内计划由市级安排22万吨。", "22万吨", "planned"),
    ],
)
def test_what_a_plan_starts_from_is_so_already(text: str, printed: str, status: str) -> None:
    assert fact_of(HEAD + text + "\n", printed).status == status


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("2023年,全市上下攻坚克难,预计地区生产总值增长7%。", "achieved"),
        ("2023年,全市旅游收入稳步回升,预计全年旅游总收入增长7%。", "achieved"),
        ("2024年,预计地区生产总值增长7%。", "planned"),
        ("2023年,确定目标:预计地区生产总值力争增长7%。", "planned"),
    ],
)
def test_an_estimate_of_a_year_that_is_over_reports_it(text: str, status: str) -> None:
    assert fact_of(HEAD + text + "\n", "7%").status == status


def test_an_estimate_of_the_whole_year_in_its_december_reports_it() -> None:
    page = "榆树市召开会议\n\n本报讯(记者 张三)2023年12月20日,榆树市召开会议。今年以来,全市攻坚克难。预计全年产值突破240亿元。\n"
    assert fact_of(page, "240亿元").status == "achieved"
    assert fact_of(page.replace("12月20日", "6月20日"), "240亿元").status == "planned"


def test_lines_that_run_are_no_plan_because_the_works_are_named_by_what_they_can_make() -> None:
    page = HEAD + "在青禾公司年产5万吨精米项目现场,一期8条生产线已全部投运。\n"
    assert fact_of(page, "8条").status == "achieved"
