"""Where one text ends and another begins on a page whose columns were printed through each other. All of it is invented."""

from __future__ import annotations

from youju.reading.articles import Article, read_articles

SCENE = "初夏时节,走进清河县白桦镇的千亩草莓大棚,红果点缀在绿叶之间,种植户正忙着采摘、装箱,一派丰收景象。"
GROWERS = (
    "白桦镇从外地引进草莓新品种12个,成立合作社7家,草莓种植户去年户均增收3.2万元,草莓大棚发展到600座,年产"
)
REST = "值突破8000万元。镇里还建起草莓分拣车间,产品直供多个城市的商超。"
MEETING = "本报讯(记者 周宁)5月6日,全市防汛工作会议召开,部署水库巡查、物资储备和队伍演练等工作。"
BRIDGE = "全市已储备编织袋40万条,组建抢险队伍25支,对18座水库逐一检查,发现隐患当场整改。"


def articles(*lines: str) -> tuple[Article, ...]:
    return read_articles("\n\n".join(lines) + "\n")[0]


def test_head_lines_inside_a_sentence_head_the_text_that_had_none() -> None:
    (one,) = articles(SCENE, GROWERS, "小草莓铺就致富路", "——白桦镇发展特色种植见闻", "本报记者 周宁", REST)
    assert (one.kicker or one.title, one.byline) == ("小草莓铺就致富路", "本报记者 周宁")
    assert "年产值突破" in one.body.text


def test_a_second_text_whose_headline_stands_in_its_midst_begins_where_it_sets_its_scene() -> None:
    first, second = articles(
        "我市召开防汛工作会议", MEETING, BRIDGE, SCENE, GROWERS,
        "小草莓铺就致富路", "——白桦镇发展特色种植见闻", "本报记者 周宁", REST,
    )  # fmt: skip
    assert first.body.text.endswith(BRIDGE)
    assert second.body.text.startswith(SCENE)
    assert second.byline == "本报记者 周宁"


def test_a_section_of_the_same_text_does_not_part_it() -> None:
    found = articles(
        "小草莓铺就致富路", "本报记者 周宁", SCENE, GROWERS + REST, "小草莓走上大舞台",
        "5月6日,清河县白桦镇的草莓大棚里办起采摘节,草莓种植户一天卖出草莓3000斤。白桦镇还请来主播推介草莓新品种。",
    )  # fmt: skip
    assert len(found) == 1


def test_an_item_without_a_dateline_behind_a_long_text_is_one_of_its_own() -> None:
    first, second = articles(
        "小草莓铺就致富路", "本报记者 周宁", SCENE, GROWERS + REST, "县医院开展心脏搭桥手术",
        "日前,某三甲医院专家团队来到县医院,与骨科、麻醉科医生一道,用时四个小时完成一例高难度手术,患者术后恢复良好,已经下床活动。",
    )  # fmt: skip
    assert second.title == "县医院开展心脏搭桥手术"
    assert first.title == "小草莓铺就致富路"


def test_what_is_not_numbered_behind_numbered_sections_opens_a_text() -> None:
    found = articles(
        "清河县2024年冬季供暖工作方案", "为做好今年供暖工作,制定本方案。", "一、总体要求", "坚持民生优先,确保按时供暖。",
        "二、重点任务", "抓好管网改造,完成老旧小区改造。", "市一院开展惠民义诊", "市第一医院近日派出专家到社区义诊,接诊居民两百余人次,免费测量血压血糖,发放健康手册,讲解用药常识。",
    )  # fmt: skip
    assert [one.title for one in found][-1] == "市一院开展惠民义诊"


def test_a_sentence_goes_on_behind_an_item_that_was_set_into_it() -> None:
    first, second = articles(
        "小草莓铺就致富路", "本报记者 周宁", SCENE, GROWERS, "我市召开防汛工作会议", MEETING, REST
    )
    assert "年产值突破8000万元" in first.body.text
    assert second.body.text == MEETING


def test_a_headline_above_a_foreign_item_waits_for_its_own_text() -> None:
    led = "本报讯(记者 田禾)眼下,白桦镇的草莓进入采摘期,合作社组织种植户错峰上市,草莓价格稳中有升。"
    found = articles(
        "白桦镇草莓抢鲜上市", "我市召开防汛工作会议", MEETING, BRIDGE, led, "草莓种植户户均增收三万元。"
    )
    assert {one.title: one.body.text.split("\n")[0] for one in found} == {
        "我市召开防汛工作会议": MEETING,
        "白桦镇草莓抢鲜上市": led,
    }


def test_a_headline_of_two_lines_above_one_item_is_not_shared_out() -> None:
    found = articles("市应急管理局", "部署水库巡查和物资储备", MEETING, BRIDGE)
    assert len(found) == 1
    assert found[0].title == "部署水库巡查和物资储备"


def test_a_column_that_begins_with_an_amount_stands_behind_the_line_that_waits_for_it() -> None:
    (one,) = articles(
        "备耕春意浓", "本报记者 周宁", "清河县是产粮大县,今年早谋划、早动手,县里出台支持春耕生产的十二条措施,设立", "贷款5.8亿元支持农户购买农资,全县农资到户率达97%。",
        "“过去是我们找农机,现在是农机手找上门。”种粮大户说。", "500万元专项资金用于贴息,协调金融机构发放备耕", "科技人员走进田间,备耕贷款到户时一并讲解技术。",
    )  # fmt: skip
    assert "设立500万元专项资金用于贴息,协调金融机构发放备耕贷款5.8亿元" in one.body.text


def test_the_editors_line_closes_the_page_and_belongs_to_no_article() -> None:
    found = articles(
        "我市召开防汛工作会议",
        MEETING,
        "小草莓铺就致富路",
        SCENE + REST,
        "\n\n5月4日,村民在晾晒场翻晒木耳。 田禾 摄",
        "责任编辑:丁一",
    )
    assert [[block.kind for block in one.blocks] for one in found[-2:]] == [["caption"], ["editor"]]


def test_the_end_of_a_phrase_is_no_caption() -> None:
    (one,) = articles(
        "小草莓铺就致富路", "本报记者 周宁", SCENE, "在石板村,“初", "的草莓大棚已带动两百户增收。",
        "心”学堂办起培训班,请来专家讲课。如今,石板村", "村民都成了行家。",
    )  # fmt: skip
    assert "caption" not in {block.kind for block in one.blocks}


def test_a_headline_behind_the_opening_of_its_own_text_takes_that_text_from_the_item_before() -> None:
    first, second = articles(
        "我市召开防汛工作会议", MEETING, BRIDGE,
        "5月3日至4日,白桦镇组织草莓种植户和农技员四十余人,前往外地的草莓基地学习育苗和保鲜技术。",
        "白桦镇种植户外出“取莓经”", "学习组看大棚、问销路,请当地专家讲草莓育苗,约定秋天派技术员来镇里指导。",
    )  # fmt: skip
    assert (first.title, second.title) == ("我市召开防汛工作会议", "白桦镇种植户外出“取莓经”")
    assert first.body.text.endswith(BRIDGE)
    assert second.body.text.startswith("5月3日至4日")


def test_a_headline_before_a_text_that_tells_its_own_day_leaves_what_stands_before_where_it_is() -> None:
    first, second = articles(
        "干部“敲门行动”察民情", "本报讯(通讯员 丁一)5月2日,包村干部走进村民家中听意见。",
        "连日来,镇里组织干部开展“敲门行动”,走访农户3850户,收集意见建议213条。",
        "强风来袭 电力人在行动", "5月5日至6日,全县出现大风天气,部分线路受损,供电公司出动抢修人员128人次,更换电杆19基。",
    )  # fmt: skip
    assert "走访农户3850户" in first.body.text
    assert second.body.text.startswith("5月5日至6日")


def test_numbered_pictures_under_one_headline_are_one_item() -> None:
    found = articles(
        "我市召开防汛工作会议", MEETING, BRIDGE, "重点工程一览",
        "图① 5月6日,航拍清河二桥施工现场,主桥桩基已完成八成。", "图② 城北水厂进入调试阶段,建成后日供水5万吨。", "本报记者 周宁 摄",
    )  # fmt: skip
    assert [one.title for one in found] == ["我市召开防汛工作会议", "重点工程一览"]
    assert len(found[1].blocks) == 4


def test_pictures_without_numbers_stay_items_of_their_own() -> None:
    found = articles(
        "我市召开防汛工作会议", MEETING, BRIDGE, "清河二桥开工", "本报讯(记者 周宁)5月5日,清河二桥开工建设,明年年底通车。",
        "5月6日,航拍清河二桥施工现场。 周宁 摄", "5月4日,种植户在大棚里采摘草莓。 周宁 摄",
    )  # fmt: skip
    assert len(found) == 4
