"""Names carried along rows of statements, and the state of works that are told of before they stand."""

from __future__ import annotations

from decimal import Decimal

import pytest

from youju.reading.model import Fact
from youju.reading.pages import read_facts

HOME = "榆树市上半年发展成效明显\n\n本报讯(记者 张三)2023年4月12日,榆树市召开会议。\n\n"


def told(text: str, home: str = HOME) -> list[Fact]:
    return [fact for fact in read_facts(home + text + "\n").facts if fact.kind in ("indicator", "task")]


def names(text: str) -> list[str | None]:
    return [fact.indicator for fact in told(text)]


def states(text: str) -> list[str]:
    return [fact.status for fact in told(text)]


# ------------------------------------------------------------------ rows
def test_a_place_of_a_row_takes_over_what_the_row_is_about() -> None:
    facts = told("德惠市实现地区生产总值268亿元;农安县增长7.3%;榆树市、公主岭市分别增长6.6%、6.2%。")
    assert [fact.indicator for fact in facts] == ["地区生产总值"] * 4
    assert [fact.subject.name for fact in facts] == ["德惠市", "农安县", "榆树市", "公主岭市"]


def test_what_stands_behind_the_last_number_of_a_row_of_towns_is_counted() -> None:
    facts = told("泗河镇完成率63.2%;恩育乡、黑林镇分别有214户、176户线路没有改到位。")
    assert [fact.indicator for fact in facts[1:]] == ["线路没有改到位户数"] * 2
    assert [fact.subject.name for fact in facts[1:]] == ["榆树市恩育乡", "榆树市黑林镇"]


def test_several_growths_behind_one_word_belong_to_the_figures_before_in_order() -> None:
    row = "化工、医药产值依次为24.8亿元、16.2亿元,增速分别为2.4%和-3.1%。"
    assert [(fact.indicator, fact.change and fact.change.direction) for fact in told(row)[2:]] == [
        ("化工产值", "up"),
        ("医药产值", "down"),
    ]
    assert names("产值38亿元、税收1.5亿元,后两项分别增长17.3%、22.6%。")[2:] == ["产值", "税收"]


def test_several_places_among_peers_belong_to_the_figures_before_in_order() -> None:
    row = "固定资产投资、规上工业增加值分别增长21.4%和9.8%,增速依次居全省第二位、第四位。"
    ranks = [(fact.indicator, fact.rank.position) for fact in told(row) if fact.rank]
    assert ranks == [("固定资产投资增速", 2), ("规上工业增加值增速", 4)]


def test_towns_without_their_kind_own_their_numbers_behind_a_whole() -> None:
    row = "全市转移群众1126户,其中恩育、黑林、泗河三个乡镇分别转移817人、604人和539人。"
    assert [fact.subject.name for fact in told(row)[1:]] == ["榆树市恩育", "榆树市黑林", "榆树市泗河"]


def test_what_was_added_since_is_a_change_of_what_was_added() -> None:
    (level, change) = told("备案企业达到27家,较年初新增4家。")
    assert (change.indicator, change.change and change.change.value) == (level.indicator, 4)
    (beds,) = told("较上年净增床位9000张。")
    assert (beds.indicator, beds.change and beds.change.basis) == ("床位", "yoy")


# ------------------------------------------------------------------ who and what is counted
@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("7支抢修队、85名队员全天候待命。", "队员人数"),
        ("85名“老书记”登台讲经验。", "老书记人数"),
        ("沿线11个村的甜瓜卖到省城。", "村数"),
        ("92家企业携3800个岗位进场。", "企业数"),
        ("对149个问题实行台账管理。", "问题数"),
        ("先后选派8批35名教师、医生到乡镇支教支医。", "教师、医生批次"),
    ],
)
def test_what_the_counted_ones_do_or_have_is_no_part_of_their_name(text: str, name: str) -> None:
    assert name in names(text)


# ------------------------------------------------------------------ works to come and works that stand
@pytest.mark.parametrize(
    "text",
    [
        "总投资5.2亿元的恒昱滤材项目破土动工。项目占地96亩,全部达产后年产滤材1200万平方米。",
        "恒昱公路全长31.6公里,概算投资48.5亿元,2023年3月开工建设。",
        "双方将共建恒昱育苗中心。该中心选址黑林镇,占地80亩。",
        "恒昱治理工程将治理河道18.3公里,修建堤防9.6公里。",
        "投资3.8亿元的恒昱数字贸易港正在进行内部装修。",
        "力争到2026年对口合作项目累计突破30个。",
        "报告把地区生产总值增速定在7%以上,固定资产投资增长15%。",
        "目前正在筹划融资,目标金额3亿元。",
    ],
)
def test_the_extent_of_works_to_come_and_what_is_aimed_at_are_planned(text: str) -> None:
    assert set(states(text)) == {"planned"}


@pytest.mark.parametrize(
    "text",
    [
        "总投资8600万元的恒昱堤防工程通过完工验收,较计划工期提前26天。",
        "恒昱公路通车。公路全长31.6公里。",
        "粮食播种面积稳定在32万亩。",
        "年初计划改造1.35万户,目前“煤改电”完成9860户,尚有1100户未通气。",
    ],
)
def test_a_plan_that_was_beaten_or_is_behind_promises_nothing_more(text: str) -> None:
    assert states(text)[-1] == "achieved"


# ------------------------------------------------------------------ bounds and time
@pytest.mark.parametrize(
    ("text", "qualifier"),
    [
        ("大豆占播种面积的三分之二。", "exact"),
        ("大豆占播种面积的近三分之二。", "about"),
        ("20万元以上的村占比不低于三成。", "at_least"),
    ],
)
def test_a_bare_fraction_is_exact_and_a_stated_bound_is_kept(text: str, qualifier: str) -> None:
    assert told(text)[-1].qualifier == qualifier


def test_a_multiple_and_more_of_the_same_months_a_year_before_is_a_growth_on_the_year() -> None:
    (visits,) = [fact.change for fact in told("接待游客88万人次,是去年同期的两倍多。") if fact.change]
    assert (visits.basis, visits.qualifier, visits.value) == ("yoy", "at_least", 1)


def test_in_the_first_months_the_whole_year_at_the_head_of_a_paragraph_is_the_one_that_is_over() -> None:
    early = "2023年3月12日 星期日\n\n榆树市统计公报\n\n本报讯(记者 张三)去年全市接待游客165万人次。\n\n"
    (growth,) = [fact for fact in told("全年固定资产投资增长8.4%。", early) if fact.change]
    assert growth.period
    assert growth.period.start == "2022-01-01"
    (due,) = [fact for fact in told("全年计划投资65亿元。", early) if fact.unit == "yuan"]
    assert due.period
    assert due.period.start == "2023-01-01"


def test_what_a_harvest_will_come_to_is_of_the_year_and_not_of_the_day_told_before() -> None:
    paper = "2023年10月21日 星期六\n\n榆树柿子熟了\n\n本报讯(记者 张三)10月20日,榆树市柿子进入采摘期。有柿树11万株,预计产量9600吨。"
    (crop,) = [fact for fact in told("", paper) if fact.raw_value == "9600吨"]
    assert crop.period
    assert (crop.period.start, crop.period.end) == ("2023-01-01", "2023-12-31")


def test_the_place_a_city_rose_from_is_of_the_year_before_and_the_one_it_rose_to_of_the_period() -> None:
    (one, other) = told("2022年上半年,在全省招商引资考核中,榆树市由上年的第六位上升到第三位。")
    spans = [(fact.period.start, fact.period.end) for fact in (one, other) if fact.period]
    assert spans == [("2021-01-01", "2021-12-31"), ("2022-01-01", "2022-06-30")]


def test_what_both_sides_brought_about_is_not_told_of_the_guest() -> None:
    row = "两市领导互访9次,浙江省诸暨市组织企业家来考察17批,促成合作项目13个。"
    assert [fact.subject.name for fact in told(row)][-1] == "榆树市"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("去年冬天种下羊肚菌60亩。", "种下羊肚菌面积"),
        ("高峰时有400多名工人日夜奋战。", "工人人数"),
        ("去年拿出21万元办幸福食堂。", "办幸福食堂资金"),
        ("区里拿出110万元。", "投入资金"),
    ],
)
def test_seasons_adverbs_and_money_set_aside_are_named_by_what_is_told(text: str, name: str) -> None:
    assert names(text)[0] == name


def test_what_a_contract_that_was_signed_comes_to_is_achieved() -> None:
    assert states("榆树市某合作社与杭州联华超市签订购销合同,合同金额6200万元。") == ["achieved"]


def test_marks_given_in_an_inspection_are_counted() -> None:
    row = "此次督查打分,黑林镇、恩育乡、泗河镇依次为96.5分、95.8分和94.1分。"
    assert [(fact.value, fact.subject.name) for fact in told(row)] == [
        (Decimal("96.5"), "榆树市黑林镇"),
        (Decimal("95.8"), "榆树市恩育乡"),
        (Decimal("94.1"), "榆树市泗河镇"),
    ]


def test_the_month_alone_takes_the_name_of_the_months_so_far() -> None:
    (_, month) = told("全市规模以上工业增加值增长8.6%;6月当月增长9.3%。")
    assert (month.indicator or "").startswith("规模以上工业增加值")


def test_the_yield_of_a_field_keeps_its_name() -> None:
    assert names("粮食总产量10.4万吨,单产559公斤。")[1] == "单产"


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("市统计局也不讳言问题,订单不足企业300家。", "榆树市"),
        ("黑林镇的冷棚里,种植户宋福来剪下头茬葡萄。他家6个冷棚,年收葡萄300家。", "宋福来"),
        ("黑林镇的苗圃里,“这一车38棵。”经纪人刘宝山说,入秋以来卖出苗木2600多棵,客户300家。", "刘宝山"),
    ],
)
def test_an_office_that_only_tells_owns_nothing_and_somebody_named_by_his_trade_does(
    text: str, name: str
) -> None:
    assert told(text)[-1].subject.name == name
