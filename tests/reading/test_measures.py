"""Name, change, rank, period, status and subject of a number, in phrases of the genre written for these tests."""

from __future__ import annotations

from decimal import Decimal

import pytest

from youju.reading.model import Fact, printed
from youju.reading.page_year import find_calendar
from youju.reading.pages import read_facts

HEAD = "通榆县2023年工作综述\n\n本报讯 "


def facts(body: str, kind: str = "measure", place: str | None = None) -> list[Fact]:
    kinds = ("indicator", "task") if kind == "measure" else (kind,)
    return [fact for fact in read_facts(HEAD + body, page_place=place).facts if fact.kind in kinds]


def names(body: str) -> list[str | None]:
    return [fact.indicator for fact in facts(body)]


def only(body: str) -> Fact:
    (fact,) = facts(body)
    return fact


# ------------------------------------------------------------------ names
@pytest.mark.parametrize(
    ("body", "name"),
    [
        ("全县地区生产总值完成86.4亿元。", "地区生产总值"),
        ("年初以来,全县新建农村公路86公里。", "新建农村公路长度"),
        ("全县明确6个方面任务。", "方面任务数"),
        ("选派320名科技特派员到村服务。", "科技特派员人数"),
        ("该企业建设年产2万吨有机肥生产线。", "有机肥年产能"),
        ("全县粮食总产量占全市的十分之一。", "粮食总产量占全市比重"),
        ("清理河道12条共计38公里。", "清理河道数"),
    ],
)
def test_a_number_is_named_by_the_words_that_say_what_it_counts(body: str, name: str) -> None:
    assert facts(body)[0].indicator == name


def test_a_bare_number_takes_the_name_before_it() -> None:
    assert names("全县旅游收入实现3.2亿元、增长15%。") == ["旅游收入", "旅游收入"]


def test_a_share_is_put_behind_the_name_it_belongs_to() -> None:
    assert names("全县财政收入5.2亿元,其中税收收入2.9亿元,占比55.4%。")[-1] == "税收收入占比"


def test_people_and_households_of_one_act_are_told_apart() -> None:
    assert names("共转移群众856户2103人。") == ["转移群众户数", "转移群众人数"]


# ------------------------------------------------------------------ pairs
def test_respectively_gives_each_name_its_own_number() -> None:
    found = facts("全县城镇和农村居民人均可支配收入分别达到28650元和21340元。")
    assert [(one.indicator, one.value) for one in found] == [
        ("城镇居民人均可支配收入", Decimal(28650)), ("农村居民人均可支配收入", Decimal(21340)),
    ]  # fmt: skip


def test_respectively_after_two_levels_takes_their_names() -> None:
    found = facts("接待游客41万人次,实现旅游收入5.6亿元,同比分别增长98%和120%。")
    assert [(one.indicator, one.change and printed(one.change.value or Decimal(0))) for one in found[2:]] == [
        ("接待游客人次", "98"), ("旅游收入", "120"),
    ]  # fmt: skip


def test_lists_of_unequal_length_are_not_paired() -> None:
    assert names("粮食、油料、蔬菜产量分别增长3%、5%。") != ["粮食产量", "油料产量"]


# ------------------------------------------------------------------ changes
@pytest.mark.parametrize(
    ("body", "direction", "value", "unit", "basis"),
    [
        ("全县工业产值同比增长12.5%。", "up", "12.5", "percent", "yoy"),
        ("全县用电量环比下降3%。", "down", "3", "percent", "mom"),
        ("全县平均气温比常年偏高1.2℃。", "up", "1.2", "celsius", "vs_average"),
        ("全县龙头企业比上年增加3家。", "up", "3", "item", "yoy"),
        ("全县绿化率高于全省平均水平2.1个百分点。", "up", "2.1", "percentage_point", "vs_average"),
        ("全县外贸进出口总额增长1.8倍。", "up", "1.8", "times", "unspecified"),
        ("全县畜牧业产值翻两番。", "up", "3", "times", "unspecified"),
        ("全县投资增速保持在8%以上。", "up", "8", "percent", "unspecified"),
    ],
)
def test_a_movement_has_direction_amount_and_the_basis_that_is_printed(
    body: str, direction: str, value: str, unit: str, basis: str
) -> None:
    change = only(body).change
    assert change is not None
    assert change.value is not None
    assert (change.direction, printed(change.value), change.unit, change.basis) == (
        direction,
        value,
        unit,
        basis,
    )


@pytest.mark.parametrize(
    "body", ["全县自来水普及率提高到95%。", "办理时限压缩到3个工作日。", "登记失业率控制在4%以内。"]
)
def test_a_verb_of_growth_with_dao_states_a_level(body: str) -> None:
    assert only(body).change is None


def test_both_ends_of_a_movement_are_levels() -> None:
    assert [one.value for one in facts("村集体收入由12万元增加到19万元。")] == [
        Decimal(120000),
        Decimal(190000),
    ]


# ------------------------------------------------------------------ ranks
@pytest.mark.parametrize(
    ("body", "kind", "position", "of"),
    [
        ("全县绿色食品总量居全市第2位。", "order", 2, None),
        ("全县信访工作考评位列全省首位。", "order", 1, None),
        ("全县是全国首批30个示范县之一。", "among", None, 30),
        ("全县出口额创历史新高。", "record", 1, None),
        ("全县工业投资实现9个月以来首次正增长。", "first_since", 1, None),
    ],
)
def test_a_standing_among_peers_is_a_rank(body: str, kind: str, position: int | None, of: int | None) -> None:
    (rank,) = [fact.rank for fact in facts(body) if fact.rank]
    assert (rank.type, rank.position, rank.of) == (kind, position, of)


@pytest.mark.parametrize(
    "body", ["村第一书记驻村帮扶。", "第一时间赶到现场。", "第一产业稳步发展。", "召开第三次会议。"]
)
def test_an_ordinal_in_a_word_is_no_rank(body: str) -> None:
    assert facts(body) == []


# ------------------------------------------------------------------ periods
@pytest.mark.parametrize(
    ("body", "start", "end"),
    [
        ("上半年,全县实现税收2亿元。", "2023-01-01", "2023-06-30"),
        ("一季度,全县实现税收2亿元。", "2023-01-01", "2023-03-31"),
        ("去年,全县实现税收2亿元。", "2022-01-01", "2022-12-31"),
        ("截至6月底,全县实现税收2亿元。", None, "2023-06-30"),
        ("今年以来,全县实现税收2亿元。", "2023-01-01", None),
        ("“十四五”期间,全县新建泵站2座。", "2021-01-01", "2025-12-31"),
        ("5月3日至6日,全县转移群众2000人。", "2023-05-03", "2023-05-06"),
    ],
)
def test_a_period_is_resolved_against_the_year_of_the_page(
    body: str, start: str | None, end: str | None
) -> None:
    period = only(body).period
    assert period is not None
    assert (period.start, period.end) == (start, end)


def test_what_a_change_is_compared_with_is_not_its_period() -> None:
    period = only("上半年,全县投资增速比一季度提高2个百分点。").period
    assert period is not None
    assert period.end == "2023-06-30"


def test_a_frame_that_opens_the_article_holds_for_its_later_paragraphs() -> None:
    later = facts("上半年,全县经济平稳运行。\n全县完成植树12万株。")[-1].period
    assert later is not None
    assert (later.start, later.end) == ("2023-01-01", "2023-06-30")


def test_without_a_year_on_the_page_no_day_is_guessed() -> None:
    (fact,) = read_facts("简讯一则\n\n本报讯 3月,新建泵站2座。").facts
    assert fact.period is not None
    assert (fact.period.start, fact.period.end, fact.period.text) == (None, None, "3月")


# ------------------------------------------------------------------ status
@pytest.mark.parametrize(
    ("body", "status", "strength", "qualifier"),
    [
        ("确保新增规上企业8户。", "planned", "must", "target"),
        ("力争粮食总产量达到30亿斤。", "planned", "stretch", "target"),
        ("力争粮食总产量达到30亿斤以上。", "planned", "stretch", "at_least"),
        ("全县已建成卫生室45所。", "achieved", None, "exact"),
        ("争取到上级资金3600万元。", "achieved", None, "exact"),
        ("会议要求,要新建防火隔离带120公里。", "planned", None, "exact"),
    ],
)
def test_the_verb_decides_whether_a_number_is_reported_or_promised(
    body: str, status: str, strength: str | None, qualifier: str
) -> None:
    fact = only(body)
    assert (fact.status, fact.commitment, fact.qualifier) == (status, strength, qualifier)


def test_a_promise_reaches_to_the_end_of_its_sentence() -> None:
    found = facts("力争投资增长10%以上,税收收入增长8%,粮食产量稳定在32亿斤。")
    assert [one.status for one in found] == ["planned"] * 3


def test_the_investment_of_finished_works_is_achieved() -> None:
    found = facts("总投资2亿元的向阳光伏电站项目并网发电。") + facts(
        "总投资2亿元的向阳光伏电站项目正在建设。"
    )
    assert [one.status for one in found] == ["achieved", "planned"]


def test_a_threshold_defines_what_is_counted_and_is_no_fact() -> None:
    fact = only("全县开工3000万元以上项目46个。")
    assert (fact.value, fact.criterion and fact.criterion.value) == (Decimal(46), Decimal(30_000_000))


# ------------------------------------------------------------------ subjects
def test_the_county_of_the_page_is_the_subject_of_quanxian() -> None:
    assert (only("全县新建公厕45座。").subject.name, only("全县新建公厕45座。").subject.adcode) == (
        "通榆县",
        "220822",
    )


@pytest.mark.parametrize(("page", "code"), [("沈阳市", "210106"), ("四平市", "220302"), ("鞍山市", "210303")])
def test_a_district_with_many_namesakes_is_the_one_of_the_pages_prefecture(page: str, code: str) -> None:
    raw = f"{page}各区动态\n\n本报讯 近日,铁西区新建公厕45座。"
    (fact,) = read_facts(raw).facts
    assert fact.subject.adcode == code


def test_the_place_given_from_outside_decides() -> None:
    (fact,) = read_facts("各区动态\n\n本报讯 近日,铁西区新建公厕45座。", page_place="220300").facts
    assert fact.subject.adcode == "220302"


def test_this_park_means_the_last_park_named() -> None:
    found = facts("记者来到通榆县鹤城食品产业园。该园区占地面积360亩。")
    assert [one.subject.name for one in found] == ["通榆县鹤城食品产业园"]


def test_what_follows_de_owns_the_amount() -> None:
    assert facts("投资3.2亿元的向阳水稻加工项目开工。")[0].subject.name == "向阳水稻加工项目"


# ------------------------------------------------------------------ works
@pytest.mark.parametrize(
    ("body", "works"),
    [
        ("确保柳河大桥、团山水库年内开工。", ["柳河大桥", "团山水库"]),
        ("推进青山河、白水河抽水蓄能电站前期工作。", ["青山河抽水蓄能电站", "白水河抽水蓄能电站"]),
        ("签约人参深加工、温泉康养小镇等12个重点项目。", ["人参深加工", "温泉康养小镇"]),
        (
            "向阳污水处理厂一期工程已投产,二期工程正在建设。",
            ["向阳污水处理厂一期工程", "向阳污水处理厂二期工程"],
        ),
        ("全县抓好重点项目、招商引资项目建设,实施项目46个。", []),
        ("深入实施“清风行动”工程。", []),
    ],
)
def test_named_works_are_found_and_classes_of_works_are_not(body: str, works: list[str]) -> None:
    assert [fact.subject.name for fact in facts(body, "project")] == works


# ------------------------------------------------------------------ agreements and exchanges
def test_an_agreement_names_its_two_sides() -> None:
    (fact,) = facts("通榆县人民政府与吉林农业大学签署战略合作协议。", "agreement")
    assert fact.parties == (("通榆县人民政府",), ("吉林农业大学",))


def test_respectively_pairs_the_sides_of_several_agreements() -> None:
    (fact,) = facts("洮北区与秀洲区、大安市与海盐县、镇赉县与平湖市分别签订结对协议。", "agreement")
    assert fact.pairs == ((("洮北区",), ("秀洲区",)), (("大安市",), ("海盐县",)), (("镇赉县",), ("平湖市",)))


def test_signing_without_a_second_side_is_no_agreement() -> None:
    assert facts("全县签约重点项目15个。", "agreement") == []


def test_going_somewhere_to_learn_is_an_exchange() -> None:
    (fact,) = facts("县农业农村局组织12名干部赴浙江省嘉兴市挂职锻炼。", "exchange")
    assert (fact.form, fact.direction) == ("挂职锻炼", "outbound")


@pytest.mark.parametrize(
    "body",
    [
        "县领导到开通镇调研防汛工作。",
        "曾在嘉兴市挂职的王某谈体会。",
        "在海盐县挂职期间他收获很大。",
        "干部到党校学习理论。",
    ],
)
def test_what_is_not_gone_to_or_only_told_of_somebody_is_no_exchange(body: str) -> None:
    assert facts(body, "exchange") == []


def test_going_to_a_village_is_no_exchange() -> None:
    assert facts("干部深入田间地头,走村入户宣讲政策。", "exchange") == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("向阳薯条加工项目于去年10月投产,年可加工鲜薯12万吨。", "achieved"),
        ("向阳薯条加工项目正在建设,投产后年可加工鲜薯12万吨。", "planned"),
        ("全镇现有钢锹企业86家,年产钢锹150万件。", "achieved"),
        ("根据协议,宁波市每年为我县培训教师60名。", "planned"),
        ("今年20件民生实事全部办结。", "achieved"),
    ],
)
def test_what_works_can_do_is_a_plan_until_they_run(body: str, status: str) -> None:
    assert facts(body)[-1].status == status


@pytest.mark.parametrize(
    ("body", "status"),
    [
        ("第三水厂扩建工程投入运行,供水能力提高。", "achieved"),
        ("柳河大桥、团山水库等一批项目建成投用。", "achieved"),
        ("总投资3亿元的向阳水稻加工项目主体已封顶,预计10月底投产。", "ongoing"),
        ("企业正在筹建二期玉米淀粉生产线。", "planned"),
        ("确保柳河大桥建成通车。", "planned"),
    ],
)
def test_the_first_event_told_of_works_says_how_far_they_are(body: str, status: str) -> None:
    assert facts(body, "project")[-1].status == status


@pytest.mark.parametrize(
    "body",
    [
        "此次集中开复工项目共25个。",
        "牢固树立“一切围着项目转”的理念。",
        "突泉县2024年重大项目建设提速。",
        "设置雪地摩托、冰上龙舟等20余个项目。",
    ],
)
def test_a_clause_that_ends_in_project_is_no_project(body: str) -> None:
    assert facts(body, "project") == []


def test_a_clause_that_only_signs_takes_the_sides_of_the_clause_before() -> None:
    (fact,) = facts("通榆县与海盐县在嘉兴市举行座谈会,并签署战略合作框架协议。", "agreement")
    assert fact.parties == (("通榆县",), ("海盐县",))


def test_two_places_of_one_kind_are_two_names_of_a_side() -> None:
    (fact,) = facts("莫莫格、向海两个自然保护区与嘉兴南湖景区签订合作协议。", "agreement")
    assert fact.parties[0] == ("莫莫格自然保护区", "向海自然保护区")


def test_one_act_told_by_two_verbs_is_one_agreement() -> None:
    (fact,) = facts("通榆县第一医院与盛京医院建立医联体,签订技术帮扶协议。", "agreement")
    assert fact.parties == (("通榆县第一医院",), ("盛京医院",))


@pytest.mark.parametrize(
    ("body", "sides"),
    [
        ("海盐县文旅局局长张三一行来我县考察文旅产业。", (("海盐县文旅局",), ("通榆县",))),
        ("通榆县党政代表团赴浙江省嘉兴市考察学习。", (("通榆县党政代表团",), ("嘉兴市",))),
        ("海盐县选派20名医疗专家来通榆开展义诊活动。", (("海盐县",), ("通榆县",))),
        ("县委书记率队赴浙江省嘉兴市海盐县开展招商考察。", (("通榆县",), ("海盐县",))),
        ("海盐县8名医生在通榆县医院挂职帮扶。", (("海盐县",), ("通榆县",))),
        ("通榆县党政考察团前往浙江省学习产业发展经验。", (("通榆县",), ("浙江省",))),
        ("海盐县教育局来通榆县开展送教活动。", (("海盐县教育局",), ("通榆县",))),
    ],
)
def test_who_came_and_where_to(body: str, sides: tuple[tuple[str, ...], ...]) -> None:
    (fact,) = facts(body, "exchange")
    assert fact.parties == sides


@pytest.mark.parametrize(
    ("body", "last"),
    [
        ("队员由最初的12人发展到430人。", "队员人数"),
        ("137个村完成生活污水治理。", "完成生活污水治理村数"),
        ("带动周边420余户农民增收。", "带动农户数"),
        ("完成投资1.6亿元,占总投资的69.6%。", "完成投资占总投资比重"),
        ("水厂覆盖18个村、2.3万人。", "覆盖人数"),
        ("解决了5个乡镇、28个村委会2.7万亩耕地的灌溉难题。", "耕地面积"),
        ("累计降雨量最大的开通镇达186.5毫米。", "降雨量"),
        ("接待游客56万人次,恢复到2019年同期的132%。", "接待游客人次"),
    ],
)
def test_a_name_is_the_thing_and_what_was_done_with_it(body: str, last: str) -> None:
    assert facts(body)[-1].indicator == last


def test_two_numbers_side_by_side_may_share_a_unit() -> None:
    found = facts("全县社会消费品零售总额增长9.8%,分别高于全国、全省3.2个和1.4个百分点。")[1:]
    assert [
        (one.indicator, one.change and one.change.unit, one.change and one.change.basis) for one in found
    ] == [("社会消费品零售总额", "percentage_point", "vs_average")] * 2


def test_numbers_of_a_row_leave_their_unit_to_the_last() -> None:
    found = facts("全县地区生产总值增长6.8%,增速分别高于全国、全省、全市1.3、1.2、0.6个百分点。")[1:]
    assert [(one.indicator, one.change and printed(one.change.value or Decimal(0)), one.change and one.change.unit) for one in found] == [
        ("地区生产总值增速", "1.3", "percentage_point"), ("地区生产总值增速", "1.2", "percentage_point"), ("地区生产总值增速", "0.6", "percentage_point"),
    ]  # fmt: skip


def test_works_that_go_on_again_are_under_way_and_those_to_be_built_are_planned() -> None:
    again = facts("向阳生物制品基地项目、柳河光伏发电项目等也已全面复工。", "project")
    assert {one.status for one in again} == {"ongoing"}
    (fact,) = facts(
        "现场签约项目11个。其中,向阳玻璃生产基地项目投资15亿元,将建设生产线6条,全部建成投产后年产值9亿元。",
        "project",
    )
    assert fact.status == "planned"


def test_the_year_a_firm_was_founded_is_no_time_of_what_it_does_now() -> None:
    page = "通榆县企业见闻\n\n通榆县禾韵农业公司成立于2012年,现有员工86人。\n"
    (fact,) = [fact for fact in read_facts(page).facts if fact.raw_value == "86人"]
    assert fact.period is None or fact.period.start is None
    assert find_calendar([page]).year is None


def test_spending_that_grew_is_a_change() -> None:
    (_, fact) = facts("一般公共预算支出18.6亿元,同比增支2.1亿元。")
    assert fact.change is not None
    assert (fact.indicator, fact.change.basis) == ("一般公共预算支出", "yoy")
