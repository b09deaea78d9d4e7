"""How the papers of a city put it: whose a figure is, when it was, and what it is called. Everything told of is invented."""

from __future__ import annotations

import pytest

from youju.reading.model import Fact
from youju.reading.pages import read_facts

HEAD = "桦甸市经济社会发展综述\n\n本报讯(记者 周宁)2024年7月25日,记者从市政府获悉,上半年,桦甸市稳步发展。\n\n"


def told(words: str, head: str = HEAD) -> list[Fact]:
    return [fact for fact in read_facts(head + words + "\n").facts if fact.kind in ("indicator", "task")]


@pytest.mark.parametrize(
    ("words", "whose"),
    [
        # a part of what the sentence before counted is of the same place, whatever the paragraph walked into
        (
            "走进桦甸经济开发区,塔吊林立。上半年,桦甸市谋划项目132个。其中,亿元项目78个。",
            ["桦甸市", "桦甸市"],
        ),
        ("走进桦甸经济开发区,塔吊林立。截至6月底,全市开工项目132个。建成厂房9栋。", ["桦甸市", "桦甸市"]),
        # a firm that a list calls one, by its short name
        (
            "推动桦钢等龙头企业稳产增产。上半年,桦钢实现产值21亿元。",
            ["桦钢"],
        ),
        # where the highest reading was taken
        ("全市平均降水量86毫米。最大降水量出现在红石砬子镇,为143毫米。", ["桦甸市", "桦甸市红石砬子镇"]),
        ("其中红石砬子镇最大,达143毫米。6月全市平均降水量187毫米。", ["桦甸市红石砬子镇", "桦甸市"]),
        # works of a list own nothing of what follows it
        ("市中医院迁建、第二实验小学等一批工程建成投用;改造棚户区2860户。", ["桦甸市"]),
        ("确保肇大鸡山度假区、金城老街年底前对外营业,接待游客300万人次。", ["桦甸市"]),
        # works whose contest is told of are the place's
        ("绿水长廊建设项目考评排名全省第一。", ["桦甸市"]),
        # an office whose head tells of the city
        ("市发改委主任李国军表示,下半年确保固定资产投资增长8%。", ["桦甸市"]),
        # whoever is helped, is not who helps
        ("市税务局推出便民举措,为全市1860户企业减免税费4300万元。", ["市税务局"] * 2),
        ("市税务局优化服务。该局志愿服务队深入红石镇、夹皮沟镇,发放手册500份。", ["市税务局"]),
        # the works whose cost stands before them
        (
            "该市投资4.1亿元建设的桦松科技产业园一期投入使用,入园企业9户。",
            ["桦松科技产业园一期"] * 2,
        ),
        ("两地共建的“桦北产业合作园”正式揭牌,规划面积1.8平方公里。", ["桦北产业合作园"]),
        # whoever is quoted, by the post alone or without a word of his own
        (
            "走访吉林省甬辉新材料有限公司。“我们2021年落户,年产值达到2.6亿元。”总经理王建波介绍。",
            ["吉林省甬辉新材料有限公司"],
        ),
        (
            "“这批货能建温室46座。”吉林恒茂温室工程有限公司经理侯丽说。",
            ["吉林恒茂温室工程有限公司"],
        ),
        # the works where the scene is laid, of several that a paragraph tells of
        (
            "王景春来到红石硅藻土新材料产业园项目。在金沙污水处理厂提标改造工程,他询问进度。工程建成后,日处理污水6万吨。",
            ["金沙污水处理厂提标改造工程"],
        ),
        # a village told on, a town called by a verb
        ("红石镇风景社区党总支把322名党员编入网格。社区共收到心愿517件。", ["桦甸市红石镇风景社区"] * 2),
        ("开通镇永青村的3200亩红干椒喜获丰收。", ["桦甸市开通镇永青村"]),
        # a sentence that names nobody goes on about the firm or works before it; one with a head of its own does not
        ("红石抽水蓄能电站总投资59亿元。通过引水调峰,每年节煤30万吨。", ["红石抽水蓄能电站"] * 2),
        ("红石抽水蓄能电站总投资59亿元。12345热线二季度受理诉求1873件。", ["红石抽水蓄能电站", "桦甸市"]),
        # the end of a route, an occasion and a town that is called by a number own nothing
        ("桦甸机场新增至杭州、青岛2条航线。", ["桦甸机场"]),
        ("“三服务”活动中,1.2万名党员深入基层。", ["桦甸市"]),
        ("桦甸市二十家子镇葡萄面积6800亩。", ["桦甸市二十家子镇"]),
        ("鹿乡镇新建农贸市场1处。", ["桦甸市鹿乡镇"]),
        ("红石镇因水而兴。这里的红石泉饮品公司年产矿泉水50万吨。", ["红石泉饮品公司"]),
    ],
)  # fmt: skip
def test_a_number_is_told_of_whoever_the_paper_means(words: str, whose: list[str]) -> None:
    assert [fact.subject.name for fact in told(words)] == whose


def test_the_village_of_a_headline_is_what_its_portrait_tells_of() -> None:
    page = "领头雁\n——记桦甸市红石镇青石岭村党支部书记孙国栋\n\n本报记者 何静\n\n孙国栋带领“两委”流转土地2600亩。\n"
    (fact,) = read_facts(page).facts
    assert fact.subject.name == "桦甸市青石岭村"


@pytest.mark.parametrize(
    ("words", "when"),
    [
        # what stands at the end of a month is not when the next sentence is told of
        ("6月末,存款余额1086亿元。居民消费价格上涨0.6%。", ("2024-01-01", "2024-06-30")),
        ("7月上中旬,全市平均降水量126毫米。", ("2024-07-01", "2024-07-20")),
        # up to now is counted from where the paragraph began
        ("今年以来,红石镇整治村容。截至目前,全镇清运垃圾1.8万吨。", ("2024-01-01", None)),
        # by when one thing is due says nothing of another
        ("力争金城老街年底前开街,今年新增企业5户。", ("2024-01-01", "2024-12-31")),
        ("今年实施项目22个,确保镍业技改9月底前投产。", ("2024-01-01", "2024-12-31")),
        # the figure that a loss turned from
        ("利润19.8亿元,由上年同期下降6.3%转为增长12.5%。", ("2023-01-01", "2023-06-30")),
        # works that are about to begin are no 目前
        ("做好项目前期工作38项。", ("2024-01-01", "2024-06-30")),
    ],
)
def test_a_figure_has_the_time_it_is_told_with(words: str, when: tuple[str | None, str | None]) -> None:
    periods = [(fact.period.start, fact.period.end) for fact in told(words) if fact.period]
    assert when in periods


def test_what_a_report_is_cited_for_is_the_time_of_all_it_says() -> None:
    page = "桦甸:件件有着落\n\n本报讯(记者 包青)2024年2月3日,市人大会议开幕。记者从政府工作报告中获悉,2023年,民生支出31.2亿元。\n\n改造农村公路186公里。\n"
    road = next(fact for fact in read_facts(page).facts if fact.unit == "km")
    assert road.period
    assert road.period.start == "2023-01-01"


def test_a_life_that_sets_out_in_a_year_long_gone_does_not_stay_there() -> None:
    page = "返乡\n\n2019年,孙国栋回到桦甸市红石镇青石岭村。\n\n他带领村民流转土地2600亩。\n\n2024年,村里建起冷库2座。\n"
    land = next(fact for fact in read_facts(page).facts if fact.unit == "mu")
    assert land.period is None


@pytest.mark.parametrize(
    ("words", "names"),
    [
        ("矿泉水、医药、建材三大产业产值分别增长18.2%、9.6%和6.4%。", ["矿泉水产业产值", "医药产业产值", "建材产业产值"]),
        ("出口55.1亿元、进口17.2亿元,分别增长9.2%、下降3.4%。", ["出口", "进口", "出口", "进口"]),
        ("一般公共预算支出的80%以上用于民生。", ["民生支出占一般公共预算支出比重"]),
        ("市残联为残疾人发放助听器,价值43万元。", ["助听器价值"]),
        ("街道设立1000万元以奖代补资金。", ["以奖代补资金"]),
        ("全市3429户、6718名建档立卡贫困人口全部脱贫。", ["建档立卡贫困户数", "建档立卡贫困人口人数"]),
        ("规上工业企业达到46户,净增5户。", ["规上工业企业户数", "规上工业企业户数净增户数"]),
        ("粮食总产稳定在14亿斤以上。", ["粮食总产"]),
        ("确定6项工作要求。", ["工作要求数"]),
        ("▲市公安局破获案件15起。", ["破获案件数"]),
        ("12家科研院所建立合作关系。", ["科研院所数"]),
        ("桦甸市城镇和农村居民人均可支配收入分别达到3.2万元和1.9万元。", ["城镇居民人均可支配收入", "农村居民人均可支配收入"]),
        ("存贷款余额分别达到318亿元、196亿元。", ["存款余额", "贷款余额"]),
        ("上半年起降航班1764架次。", ["起降航班数"]),
        ("玉米平均亩产1600斤。", ["玉米平均亩产"]),
        ("12家银行网点开通139项业务。", ["银行网点数", "业务数"]),
    ],
)  # fmt: skip
def test_a_number_is_called_as_the_paper_calls_it(words: str, names: list[str]) -> None:
    assert [fact.indicator for fact in told(words)] == names


def test_one_number_of_a_row_may_fall_while_the_other_grows() -> None:
    moves = [
        fact.change.direction
        for fact in told("出口55亿元、进口17亿元,分别增长9.2%、下降3.4%。")
        if fact.change
    ]
    assert moves == ["up", "down"]


@pytest.mark.parametrize(
    ("words", "down"), [("压缩审批时限60%。", "审批时限"), ("平均减少申请材料55%。", "申请材料")]
)
def test_a_verb_before_its_noun_makes_a_share_a_change(words: str, down: str) -> None:
    (fact,) = told(words)
    assert (fact.indicator, fact.change and fact.change.direction) == (down, "down")


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("在全省招商引资考核中,桦甸由上年的第六位上升到第三位。", [6, 3]),
        ("白鹤有1500只,为有记录以来最多。", [1]),
        ("日雨量134毫米,为建站以来第二位。", [2]),
    ],
)
def test_a_place_among_peers_is_found_however_it_is_reached(words: str, places: list[int]) -> None:
    assert [fact.rank.position for fact in told(words) if fact.rank] == places


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("我市代表队获得3金2银4铜。", [3, 2, 4]),
        ("过去办证要跑三四个窗口。", []),
        ("对支出进度低于70%的项目实行周调度。", []),
        ("培育年收储能力1万吨以上的主体15个。", [15]),
    ],
)
def test_only_what_is_counted_counts(words: str, values: list[int]) -> None:
    assert [fact.value for fact in told(words)] == values


@pytest.mark.parametrize(
    ("words", "status"),
    [
        # what came in is told, whatever was to be put in
        ("签约项目17个,计划总投资56.8亿元,到位资金9.4亿元。", ["achieved", "planned", "achieved"]),
        ("到位资金38亿元,完成年计划的91.7%。", ["achieved", "achieved"]),
        # works in which people work stand
        ("桦松米业有限公司总投资5.6亿元,现有员工320人。", ["achieved", "achieved"]),
        ("预计7月25日至28日我市多阵雨,累计降水量30至50毫米。", ["planned"]),
    ],
)
def test_a_plan_before_a_figure_does_not_make_it_one(words: str, status: list[str]) -> None:
    assert [fact.status for fact in told(words)] == status


def test_weather_is_foretold_and_aimed_at_by_nobody() -> None:
    facts = told("预计未来24小时,最低气温零下14℃。")
    assert [(fact.unit, fact.qualifier) for fact in facts] == [("celsius", "exact")]


def test_the_months_of_a_headline_bound_what_its_text_counts_from_the_beginning_of_the_year() -> None:
    page = "奋楫启新程\n——桦甸市上半年发展综述\n\n2024年以来,桦甸市稳步发展。\n\n开工项目238个。\n"
    (fact,) = read_facts(page).facts
    assert fact.period
    assert (fact.period.start, fact.period.end) == ("2024-01-01", "2024-06-30")
