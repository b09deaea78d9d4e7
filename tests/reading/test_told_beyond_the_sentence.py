"""Who, whether and when where a text does not say it in the clause: features, circulars, reports. Every house, person and figure is invented."""

from __future__ import annotations

import pytest

from youju.reading.model import Fact
from youju.reading.pages import read_facts


def told(words: str, head: str = "邹平市乡村振兴见闻") -> list[Fact]:
    page = f"{head}\n\n本报讯(记者 周宁)2023年6月2日,邹平市扎实推进乡村振兴。\n\n{words}\n"
    return [fact for fact in read_facts(page).facts if fact.kind in ("indicator", "task")]


@pytest.mark.parametrize(
    ("words", "whose"),
    [
        # persons: by what they are, by the bare name, by 他 and 家里
        ("菇农唐秀荣承包了3个大棚。他家去年卖出鲜菇23吨。", ["唐秀荣", "唐秀荣"]),
        ("果农蒋朝晖起得早。全市减产。蒋朝晖种的35亩脐橙没卖出去。家里的6头牛也卖了。", ["蒋朝晖", "蒋朝晖"]),
        ("2019年,返乡青年石磊组建车队,买了5台货车。", ["石磊"]),
        ("75岁的退休教师罗仲书办起图书角。20年来,他购书8600册。", ["罗仲书"]),
        ("“去年我家客房全满,收入4万多元。”民宿老板彭秀莲笑着说。", ["彭秀莲"]),
        # works and houses called by their head
        ("6月1日,青银高速公路邹平北互通建成通车。互通匝道全长4.8公里。", ["青银高速公路邹平北互通"]),
        ("邹平设立“产业飞地”,建筑面积2.6万平方米。如今,“飞地”入驻企业31家。", ["产业飞地", "产业飞地"]),
        ("鹤伴山国际滑雪场位于邹平市西部。\n\n上个雪季,滑雪场接待游客46万人次。", ["鹤伴山国际滑雪场"]),
        ("月亮湖位于邹平市东部,水面约287公顷。最多的一年,养殖网箱达2300口。", ["月亮湖", "月亮湖"]),
        ("邹平至章丘城际公交票价不超过10元。", ["邹平至章丘城际公交"]),
        # a house that a paragraph walks into
        ("走进位于韩店工业园区的山东红果食品有限公司,车间香气扑鼻。3条生产线满负荷运转。", ["山东红果食品有限公司"]),
        ("走进山东红果食品有限公司,一派繁忙。董事长郑国梁说,寿命是行业标准的3倍。", ["山东红果食品有限公司"]),
        # whose words stand in quotation marks
        ("在长山镇前芽村,荷花开了。“去年接待了3批研学团。”村党支部书记黄远说。", ["邹平市长山镇前芽村"]),
        ("山东红果食品有限公司总经理邰光明是本地人。“去年我们卖了630万元。”邰光明领着客人走进车间。", ["山东红果食品有限公司"]),
        # places by their kind
        ("长山镇前芽村今年丰收。全镇种植大蒜1200亩。", ["邹平市长山镇"]),
        ("双辽市那木斯蒙古族乡抢收水稻。全乡收获水稻2.8万亩。", ["双辽市那木斯蒙古族乡"]),
        ("曹县和巨野县进度最快。该县完成投资3亿元。", ["巨野县"]),
        ("其中,小松镇、木兰乡等4个乡镇受益。", ["邹平市"]),
        ("龙寨社区党支部书记向兴华说,龙寨社区党支部帮扶社区420户。", ["龙寨社区"]),
        ("市妇联举办培训班12期。", ["市妇联"]),
        # what a row of statements carries and what it does not
        ("黄河港去年吞吐货物158万吨;外贸货物68万吨。", ["黄河港", "黄河港"]),
        ("学校新建4所;市中医院新院区投入使用,床位增加600张;发放津贴3400万元。", ["邹平市", "市中医院新院区", "邹平市"]),
        ("城东幼儿园、城北幼儿园投入使用,新增学位1260个。", ["邹平市"]),
    ],
)  # fmt: skip
def test_a_number_is_told_of_who_was_named_before_it(words: str, whose: list[str]) -> None:
    assert [fact.subject.name for fact in told(words)] == whose


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("从考核得分看,长山镇、韩店镇分别得95.2分、94.1分;明集镇78.5分。",
         [("邹平市长山镇", "考核得分"), ("邹平市韩店镇", "考核得分"), ("邹平市明集镇", "考核得分")]),
        ("道路建设方面,长山镇、韩店镇分别完成12公里、9公里,完成率依次为120%、95%。",
         [("邹平市长山镇", "道路建设长度"), ("邹平市韩店镇", "道路建设长度"), ("邹平市长山镇", "道路建设完成率"), ("邹平市韩店镇", "道路建设完成率")]),
        ("农民收入增长7.9%,其中增速最快的长山镇、韩店镇分别增长9.4%、9.1%。",
         [("邹平市", "农民收入"), ("邹平市长山镇", "农民收入"), ("邹平市韩店镇", "农民收入")]),
        ("全市完成造林28万亩。其中,曹县完成4.2万亩;巨野县完成5.6万亩。",
         [("邹平市", "完成造林面积"), ("曹县", "完成造林面积"), ("巨野县", "完成造林面积")]),
        ("曹县、巨野县进度偏慢,分别完成2.8万亩、1.9万亩。", [("曹县", "完成面积"), ("巨野县", "完成面积")]),
        ("明集、临池、西董3个乡镇分别种植当归3200亩、2600亩、1800亩。",
         [("邹平市", "乡镇数"), ("邹平市明集", "种植当归面积"), ("邹平市临池", "种植当归面积"), ("邹平市西董", "种植当归面积")]),
        ("沿口镇、烈面镇分别完成投资3.8亿元和2.1亿元。", [("邹平市沿口镇", "完成投资"), ("邹平市烈面镇", "完成投资")]),
        ("有4个镇到位资金完成率低于30%。", [("邹平市", "到位资金完成率低于30%的镇数")]),
    ],
)  # fmt: skip
def test_every_member_of_a_row_has_its_number_and_the_name_of_all(
    words: str, said: list[tuple[str, str]]
) -> None:
    assert [(fact.subject.name, fact.indicator) for fact in told(words)] == said


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("日前,1200余名师生同诵红色经典。", ["师生人数"]),
        ("共投放鲤鱼、鲢鱼等鱼苗12万尾。", ["投放鱼苗数"]),
        ("养殖户戴长根承包了60亩蟹塘。", ["承包面积"]),
        ("厂里原有工人180名,自动化改造后只需70名。", ["原有工人", "原有工人"]),
        ("平台为企业降低综合能耗12%左右,平均交货周期缩短6天。", ["综合能耗", "平均交货周期"]),
        ("一个装有18吨白莲的货柜出海。", ["白莲量"]),
    ],
)
def test_a_name_holds_what_is_counted_and_no_more(words: str, names: list[str]) -> None:
    assert [fact.indicator for fact in told(words)] == names


@pytest.mark.parametrize(
    ("words", "status"),
    [
        # what a contract holds is to come
        ("百川食品有限公司与山海商贸有限公司签约,每年采购红枣不少于120吨。", "planned"),
        # extents of works that are being built, and of those that are finished
        ("6月1日,黄河大桥顺利合龙。大桥全长1128米。", "planned"),
        ("卫生院改造项目已经封顶,设置床位60张。", "planned"),
        ("青银高速公路邹平北互通建成通车。互通总投资3.2亿元。", "achieved"),
        # bare aims in a row that promises
        ("粮食面积将达到66万亩;新建高标准农田142亩,力争粮食增产。", "planned"),
        # what is listed and what is told
        ("列入计划的项目64项。", "achieved"),
        ("第四季度要完成投资7.3亿元,做好竣工项目8个的验收。", "planned"),
        ("等车间投产,我们还要招120名工人。", "planned"),
        ("到时候一年能加工果蔬12万吨。", "planned"),
    ],
)
def test_it_is_so_or_to_be_by_what_stands_around_it(words: str, status: str) -> None:
    assert told(words)[-1 if ";" in words else 0].status == status


def test_works_to_be_done_are_planned_in_the_year_of_their_announcement() -> None:
    page = (
        "邹平市政府工作报告\n\n2022年,全市生产总值达到73亿元。\n\n"
        "2023年,全市生产总值预期增长6%。重点做好以下工作:\n\n(一)聚力制造业。完成工业投资120亿元。\n"
    )
    fact = next(fact for fact in read_facts(page).facts if (fact.indicator or "").endswith("工业投资"))
    assert (fact.status, fact.period and fact.period.start) == ("planned", "2023-01-01")


def test_a_report_of_works_that_go_on_is_no_plan() -> None:
    words = "全年共安排重点项目72个。截至5月底,完成投资48.3亿元。部分项目进展如下:\n\n1.某路。已完工。"
    assert {fact.status for fact in told(words)} == {"achieved"}


@pytest.mark.parametrize(
    ("words", "start", "end"),
    [
        ("“去年只接待了3批研学团。”老张说。", "2022-01-01", "2022-12-31"),
        ("零工中心今年3月启用以来,发布岗位8600个。", "2023-03-01", None),
        ("6月1日,有人参观。同日,选派医师12名。", "2023-06-01", "2023-06-01"),
        ("今年行情好,到目前已售出鲜茸420公斤。", "2023-01-01", None),
        ("(一)压紧责任,决战四季度。新开工项目6个。", "2023-10-01", "2023-12-31"),
        ("年初确定的50项重点任务要抓紧。", "2023-01-01", "2023-12-31"),
        ("一期8栋厂房预计明年3月交付。", "2024-03-01", "2024-03-31"),
    ],
)
def test_a_time_is_found_where_the_sentence_hides_it(words: str, start: str, end: str | None) -> None:
    period = told(words)[0].period
    assert period is not None and period.start == start and (end is None or period.end == end)


def test_a_year_of_a_story_dates_neither_its_article_nor_its_page() -> None:
    page = "保靖县一所小学的足球梦\n\n2019年,石磊组建了球队。\n\n今年9月,历下区捐资120万元。\n"
    period = next(fact.period for fact in read_facts(page).facts if fact.unit == "yuan")
    assert period is None or (period.start, period.end) == (None, None)


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("亩均增产两成。", ["20"]),
        ("利润比上年同期翻了近一番。", ["1"]),
        ("化肥少用了三成。", ["30"]),
        ("前5户企业占比高。会议为期3天。连续两次排名末位的要检讨。", []),
        ("年栽培规模突破1亿棒。", ["100000000"]),
    ],
)
def test_a_number_counts_as_papers_mean_it(words: str, values: list[str]) -> None:
    said = [fact.change.value if fact.change else fact.value for fact in told(words)]
    assert [f"{value:f}".rstrip("0").rstrip(".") if "." in f"{value:f}" else f"{value:f}" for value in said if value is not None] == values  # fmt: skip


def test_both_places_of_a_pair_are_read_and_those_among_peers() -> None:
    words = "零售总额20亿元,总量和增速分别居全省第六位、第二位。完成率在全市11个县中排名第四。"
    ranks = [(fact.rank.position, fact.rank.of) for fact in told(words) if fact.rank]
    assert sorted(ranks, key=str) == [(2, None), (4, 11), (6, None)]


def test_both_halves_of_town_and_country_have_a_name() -> None:
    names = [fact.indicator for fact in told("城乡居民收入分别达到4.9万元、2.5万元。")]
    assert names == ["城镇居民收入", "农村居民收入"]


@pytest.mark.parametrize(
    ("words", "name", "status"),
    [
        ("黄河综合治理工程至今未取得施工许可。", "黄河综合治理工程", "planned"),
        ("要加快推进青阳产业园二期。", "青阳产业园二期", "ongoing"),
        ("6月1日,青阳湖大桥顺利合龙。", "青阳湖大桥", "ongoing"),
        ("启动第三污水处理厂建设。", "第三污水处理厂", "ongoing"),
        ("要聚力发展产业,建成青阳现代产业园二期。", "青阳现代产业园二期", "planned"),
        ("投资1.2亿元建设青阳冷链集配中心。", "青阳冷链集配中心", "ongoing"),
    ],
)
def test_works_are_as_far_as_they_are_told(words: str, name: str, status: str) -> None:
    page = f"邹平市项目建设\n\n2023年6月2日,邹平市召开会议。\n\n{words}\n"
    assert [
        (fact.subject.name, fact.status) for fact in read_facts(page).facts if fact.kind == "project"
    ] == [(name, status)]


@pytest.mark.parametrize(
    "words", ["宁可少上几个项目。", "实施大蒜种植、冷链仓储等项目33个。", "这条生产线开足马力建设。"]
)
def test_what_only_ends_like_works_is_none(words: str) -> None:
    page = f"邹平市项目建设\n\n2023年6月2日,邹平市召开会议。\n\n{words}\n"
    assert [fact for fact in read_facts(page).facts if fact.kind == "project"] == []


def test_the_scope_of_an_honour_is_not_what_a_report_is_about() -> None:
    page = "北碚区工作报告\n\n2022年,全区生产总值732亿元。\n\n新增企业26家;澄江镇入选全市示范镇,金刀峡镇入选全市示范镇。\n"
    assert {fact.subject.name for fact in read_facts(page).facts} == {"北碚区"}


def test_the_house_of_the_headline_is_what_its_text_goes_on_about() -> None:
    page = "邹平科学院旧址博物馆迎来新观众\n\n馆内现有藏品2.1万件。去年,博物馆举办展览16个。\n"
    assert {fact.subject.name for fact in read_facts(page).facts if fact.kind == "indicator"} == {"邹平科学院旧址博物馆"}  # fmt: skip
