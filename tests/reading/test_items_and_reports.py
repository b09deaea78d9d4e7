"""Reports by the month and items with a number or a mark at their head. Every house, work and figure is invented."""

from __future__ import annotations

import pytest

from youju.reading.articles import read_articles
from youju.reading.model import Fact
from youju.reading.pages import read_facts

BRIEFING = (
    "岚县工业运行快报\n2024年第9期(总第61期) 岚县工业和信息化局编 2024年10月16日\n\n1—9月全县工业运行情况分析\n\n"
    "今年以来,全县工业战线稳住存量、做大增量,运行总体平稳。\n\n一、主要情况\n\n"
    "投资稳步增长。工业投资12.4亿元,同比增长8.3%。9月份新入库项目3个。\n\n"
    "各行业涨跌互现。建材业产值增长4.1%;电力业完成产值1.9亿元,直接带\n\n数读9月\n\n9月份,全县用电量8600万千瓦时,其中工业用电量7100万千瓦时。\n\n"
    "动周边企业30家。\n\n二、下步打算\n\n抓好服务,争取四季度多出产品、出好产品。\n"
)
ITEMS = (
    "关于重点工程进展的通报\n\n兴县人民政府办公室文件\n\n现将2024年三季度全县重点工程进展情况通报如下。\n\n"
    "1.城北快速公路(魏家滩段)。全长12.6公里,路基完成七成。\n"
    "2.县中医院康复综合楼。建筑面积9600平方米,8月15日通过竣工验收。\n"
    "3.蔡家会镇杂粮加工产业园。因资金未到位尚未开工。\n"
)


def facts_of(page: str, kind: str) -> list[Fact]:
    return [fact for fact in read_facts(page).facts if fact.kind == kind]


def test_a_briefing_with_an_issue_line_is_one_article_and_a_box_of_figures_another() -> None:
    assert [article.title for article in read_articles(BRIEFING)[0]] == ["岚县工业运行快报", "数读9月"]


def test_what_a_report_by_months_tells_is_of_the_months_in_its_headline() -> None:
    told = {fact.indicator: fact.period for fact in facts_of(BRIEFING, "indicator")}
    period = told["工业投资"]
    assert period and (period.start, period.end) == ("2024-01-01", "2024-09-30")


def test_a_month_before_a_class_of_projects_is_a_time_and_no_part_of_a_name() -> None:
    (fact,) = [fact for fact in facts_of(BRIEFING, "indicator") if fact.indicator == "新入库项目数"]
    assert fact.period and fact.period.start == "2024-09-01"
    assert fact.subject.name == "岚县"


def test_works_at_the_head_of_items_are_named_without_the_number() -> None:
    assert [(fact.subject.name, fact.status) for fact in facts_of(ITEMS, "project")] == [
        ("城北快速公路(魏家滩段)", "ongoing"),
        ("县中医院康复综合楼", "achieved"),
        ("蔡家会镇杂粮加工产业园", "planned"),
    ]


@pytest.mark.parametrize(
    ("value", "owner"), [("12.6", "城北快速公路(魏家滩段)"), ("9600", "县中医院康复综合楼")]
)
def test_what_an_item_goes_on_to_tell_is_of_the_works_at_its_head(value: str, owner: str) -> None:
    (fact,) = [fact for fact in facts_of(ITEMS, "indicator") if str(fact.value) == value]
    assert fact.subject.name == owner


def test_a_mark_before_a_name_is_no_part_of_it() -> None:
    page = "简讯\n\n▲兴县职业技术学校与太原市杏花岭区职业中学签订联合办学协议。\n"
    (fact,) = facts_of(page, "agreement")
    assert fact.subject.name == "兴县职业技术学校"


def told(words: str, kind: str = "indicator") -> list[Fact]:
    return facts_of(f"岚县工作综述\n\n本报讯 2024年10月16日,岚县召开会议。\n\n{words}\n", kind)


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("马铃薯产值占全县农业总产值的61.4%。", "马铃薯产值占农业总产值比重"),
        ("今年造林完成年度任务的93.5%。", "完成年度任务比例"),
        ("全县实施节水项目14个。", "节水项目数"),
        ("全县建成高标准农田3.2万亩。", "建成高标准农田面积"),
    ],
)
def test_a_share_is_named_by_its_part_and_whole_and_a_count_without_the_verb_that_sets_up(
    words: str, name: str
) -> None:
    assert [fact.indicator for fact in told(words)] == [name]


@pytest.mark.parametrize(
    ("words", "value", "qualifier"),
    [
        ("支出率不足七成。", 70, "at_most"),
        ("投诉量同比下降二成六。", 26, "exact"),
        ("取证率九成三。", 93, "exact"),
    ],
)
def test_tenths_have_their_hundredths_and_their_bounds(words: str, value: int, qualifier: str) -> None:
    (fact,) = told(words)
    assert (fact.value if fact.value is not None else fact.change and fact.change.value) == value
    assert fact.qualifier == qualifier


def test_a_degree_below_zero_is_negative() -> None:
    (fact,) = told("最低气温降至零下17.3℃。")
    assert str(fact.value) == "-17.3"


@pytest.mark.parametrize(
    ("words", "name"),
    [
        ("普明镇岚河桥正在拆除重建。", "普明镇岚河桥"),
        ("岚城中学新校区已于3月交付使用。", "岚城中学新校区"),
        ("河口乡马家庄引水工程提前通水。", "河口乡马家庄引水工程"),
        ("加快推进土豆文化博览园二期。", "土豆文化博览园二期"),
        ("王狮乡胡麻综合利用项目竣工投产。", "王狮乡胡麻综合利用项目"),
        ("建好社科乡沙棘产业园、界河口镇就业帮扶车间。", "社科乡沙棘产业园"),
    ],
)
def test_works_named_in_passing_are_told_by_what_is_done_to_them(words: str, name: str) -> None:
    assert told(words, "project")[0].subject.name == name


@pytest.mark.parametrize(
    ("words", "status"),
    [
        ("岚城中学新校区已于3月交付使用。", "achieved"),
        ("普明镇蘑菇批发市场刚刚完成改造升级。", "achieved"),
        ("经开区北山硅料生产基地三期项目正在吊装设备。", "ongoing"),
    ],
)
def test_works_that_are_handed_over_are_finished_and_those_being_fitted_out_under_way(
    words: str, status: str
) -> None:
    assert told(words, "project")[0].status == status
