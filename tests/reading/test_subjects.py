"""Who a number is about: towns, houses, firms in quotation marks; and the year a page speaks in."""

from __future__ import annotations

import pytest

from youju.reading.page_year import find_calendar
from youju.reading.pages import read_facts
from youju.reading.places import find_home, find_places
from youju.reading.proper import is_own_house
from youju.reading.towns import find_towns


def subject_of(page: str, printed: str) -> str:
    raw = page.index(printed)
    facts = [fact for fact in read_facts(page).facts if fact.kind in ("indicator", "task")]
    return next(
        fact.subject.name
        for fact in facts
        if fact.value_span == (raw, raw + len(printed))
        or (fact.change and fact.change.span == (raw, raw + len(printed)))
    )


def towns_of(text: str) -> list[str]:
    return [town.name for town in find_towns(text, find_places(text, find_home([text])))]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("青河县白石镇召开会议。", ["白石镇"]),
        ("近日,柳湾街道开展消防检查。", ["柳湾街道"]),
        ("在大林乡三合村,村民正在采收。", ["大林乡", "三合村"]),
        ("家住松山镇的老人说,路好走了。", ["松山镇"]),
        ("全镇干部群众齐心协力。", []),
        ("组织镇村干部入户走访,覆盖各乡镇、示范社区。", []),
        ("建设美丽乡村,推动农村发展。", []),
        ("2024年农村饮水工程开工。", []),
        ("城镇居民收入增长,乡村振兴加快。", []),
        ("今年,梨树县村集体经济收入增长。", []),
    ],
)
def test_towns_are_told_by_their_form_and_company(text: str, names: list[str]) -> None:
    assert towns_of(text) == names


def test_the_town_of_the_headline_owns_the_numbers_of_its_item() -> None:
    page = "白石镇:干部群众齐清雪\n\n本报讯(通讯员 张三)12月3日,榆树市迎来降雪,平均降雪量8.2毫米。\n\n截至4日,全镇出动干部群众620人,清理道路18条。\n"
    assert subject_of(page, "8.2毫米") == "榆树市"
    assert subject_of(page, "620人") == "榆树市白石镇"


def test_a_village_described_in_a_paragraph_owns_what_the_paragraph_goes_on_with() -> None:
    page = "榆树市推进乡村旅游\n\n全市旅游收入3.2亿元。\n\n白石镇三合村依托山水,开办农家乐12家。今年该村接待游客1.4万人次。\n"
    assert subject_of(page, "12家") == "榆树市白石镇三合村"
    assert subject_of(page, "1.4万人次") == "榆树市白石镇三合村"


def test_of_a_city_and_its_district_the_district_is_meant() -> None:
    page = "本报讯(记者 张三)上半年,徐州市鼓楼区新增企业900户。\n"
    assert subject_of(page, "900户") == "鼓楼区"


def test_a_firm_in_quotation_marks_owns_what_follows_it() -> None:
    page = "榆树市服务企业见实效\n\n本报记者 张三\n\n榆树市为企业减免税费300万元。\n\n“青禾”米业公司今年加工稻谷2.1万吨。\n"
    assert subject_of(page, "2.1万吨") == "青禾”米业公司"


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("松山水厂", True),
        ("规模水厂", False),
        ("村级光伏电站", False),
        ("三合村光伏电站", True),
        ("市区至景区", False),
    ],
)
def test_a_house_of_its_own_name_is_not_a_class_of_houses(name: str, own: bool) -> None:
    assert is_own_house(name) is own


def test_a_house_told_by_its_extent_is_a_project_without_a_verb_of_building() -> None:
    page = "松山水厂日处理规模5000吨,覆盖18个村。\n"
    assert [fact.subject.name for fact in read_facts(page).facts if fact.kind == "project"] == ["松山水厂"]


@pytest.mark.parametrize(
    ("text", "year"),
    [
        ("继2023年产值突破百亿元后,今年一季度,全区产值完成27亿元。", 2024),
        ("2023年,全区产值达到百亿元。今年以来,又开工项目9个。", 2024),
        ("2023年全市计划播种1720万亩。今年以来,选派技术员60名。", 2023),
        ("《2023年工作要点》提出,今年将新建学校3所。", 2023),
        ("2024年以来,全州降雨偏多。", 2024),
        ("2017年以来,两市结对。今年又签约项目5个。", None),
        ("●2024年以来,全市完成投资27亿元,占年度计划的八成。今年又开工9个。", 2024),
        ("2025年以来,全县出口额达3亿元,同比增长四成。去年投产的两家企业贡献过半。", 2025),
        ("2019年以来,两地互派干部60名。今年全市出口额同比增长四成。", None),
    ],
)
def test_the_year_of_a_page_is_not_the_one_it_looks_back_to(text: str, year: int | None) -> None:
    assert find_calendar([text]).year == year


def test_places_that_own_a_list_of_numbers_borrow_no_end_from_each_other() -> None:
    page = "吉安市召开会议。吉州区、青原区、井冈山市分别完成治理18个、16个、12个。\n"
    assert [subject_of(page, printed) for printed in ("18个", "16个", "12个")] == [
        "吉州区",
        "青原区",
        "井冈山市",
    ]


def test_a_county_called_by_the_short_form_of_its_autonomous_name_is_the_page_s_own() -> None:
    page = "本报讯(记者 张三)上半年,金平县产值48亿元,全县新建学校3所。\n\n上海市长宁区投入帮扶资金900万元。\n"
    assert subject_of(page, "48亿元") == subject_of(page, "3所") == "金平苗族瑶族傣族自治县"


def test_last_year_said_in_passing_does_not_move_the_half_year_after_it() -> None:
    page = "2024年上半年,榆树市产值48亿元。去年亩均产值1.2万元。上半年,全市生猪出栏14万头。\n"
    (fact,) = [fact for fact in read_facts(page).facts if fact.raw_value == "14万头"]
    assert fact.period is not None
    assert (fact.period.start, fact.period.end) == ("2024-01-01", "2024-06-30")


def test_what_is_finished_of_works_whose_cost_is_told_is_reported() -> None:
    page = "总投资2.3亿元的榆树市第二水厂扩建项目完成工程量的65%。\n"
    (fact,) = [fact for fact in read_facts(page).facts if fact.raw_value == "65%"]
    assert fact.status == "achieved"


def test_what_a_speaker_says_of_us_is_said_of_his_house() -> None:
    page = (
        "榆树市服务企业见实效\n\n榆树市为企业减免税费300万元。\n\n“去年,我们投资1600万元建成车间,效率提高30%。”吉林青禾米业有限公司董事长张三说。\n\n"
        "市人大代表、白石镇三合村党支部书记李四:作为来自农村的代表,我深感责任重大。这几年流转土地1100亩发展果树。\n"
    )
    assert subject_of(page, "1600万元") == subject_of(page, "30%") == "吉林青禾米业有限公司"
    assert subject_of(page, "1100亩") == "榆树市白石镇三合村"


def test_a_short_place_name_cut_out_of_longer_words_is_no_place() -> None:
    page = "金平县上半年经济运行平稳\n\n金平县新建学校3所。\n\n金水河口岸货值12.4亿元,同比增长5%。河口瑶族自治县新建学校4所。\n"
    assert subject_of(page, "12.4亿元") == "金水河口岸"


def test_a_semicolon_does_not_change_the_subject() -> None:
    page = "金平县上半年经济运行平稳\n\n上海市长宁区今年投入帮扶资金900万元;选派教师26名到金平县支教。\n"
    assert subject_of(page, "26名") == "长宁区"


def test_a_township_named_after_a_people_is_a_town() -> None:
    assert towns_of("来到镇赉县哈吐气蒙古族乡采访。") == ["哈吐气蒙古族乡"]


def test_a_bare_class_noun_means_the_last_thing_of_that_class() -> None:
    page = "桓仁满族自治县推进电站建设\n\n大雅河抽水蓄能电站装机160万千瓦,预计2028年投产。电站开工以来,已吸纳务工人员1100人次。\n"
    assert subject_of(page, "1100人次") == "大雅河抽水蓄能电站"


def test_a_partner_behind_yu_is_not_the_subject() -> None:
    page = "松原市粮食走向全国\n\n松原市在舟山市设立体验店9家,与舟山3家商超建立合作关系。\n"
    assert subject_of(page, "3家") == "松原市"


def test_the_dateline_of_any_paper_opens_an_item() -> None:
    page = "内江日报讯(记者 张三)上半年,隆昌市产值48亿元。\n\n本报讯(记者 李四)上半年,隆昌市新建学校3所。\n"
    assert subject_of(page, "48亿元") == "隆昌市"
