"""What pages written like those of the cities of Jilin showed: counties that go on, parties, bounds, the year of a dateline."""

from __future__ import annotations

import pytest

from youju.reading.model import Fact
from youju.reading.pages import read_facts

HOME = "白山市项目建设提速\n\n本报讯(记者 张三)2023年7月20日,白山市召开会议。\n\n"


def told(text: str, home: str = HOME) -> list[Fact]:
    return [fact for fact in read_facts(home + text + "\n").facts if fact.kind in ("indicator", "task")]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("今年,江源区谋划实施项目68个。其中,续建25个。截至5月末,已开工52个。", "江源区"),
        ("今年,江源区谋划实施项目68个。截至5月末,全市已开工52个。", "白山市"),
        ("江源区谋划项目68个,浑江区谋划项目70个。截至5月末,已开工52个。", "白山市"),
        ("珍珠门村有农户216户。村党支部领办合作社,流转土地52个。", "珍珠门村"),
        ("建行白山分行走访企业52个。", "建行白山分行"),
    ],
)
def test_a_paragraph_of_one_county_goes_on_about_it_and_one_of_several_does_not(text: str, name: str) -> None:
    assert told(text)[-1].subject.name.endswith(name)


def test_a_party_led_to_a_city_goes_from_home_and_not_from_its_goal() -> None:
    text = "3月8日,市委副书记、市长李明率党政代表团赴浙江省衢州市考察对接。"
    (tie,) = [fact for fact in read_facts(HOME + text).facts if fact.kind == "exchange"]
    assert tie.parties == (("白山市",), ("衢州市",))


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("63户停产企业中,已有41户恢复生产。", ["停产企业数", "恢复生产数"]),
        ("派出专家15人来白山开展指导。", ["派出专家人数"]),
        ("企业退休人员养老金月人均达到2680元。", ["企业退休人员养老金月人均"]),
        ("城乡低保标准分别提高到每月650元和每年5200元。", ["城镇低保标准", "农村低保标准"]),
        ("12个乡镇降雨量超过100毫米。", ["降雨量超过100毫米的乡镇数"]),
    ],
)
def test_a_number_keeps_what_it_counts_and_each_of_two_standards_its_own(text: str, names: list[str]) -> None:
    assert [fact.indicator for fact in told(text)] == names


def test_the_sum_of_projects_some_of_which_run_is_still_planned() -> None:
    assert [fact.status for fact in told("两地签约合作项目12个,总投资46亿元,其中投产2个。")][1] == "planned"


def test_a_year_behind_a_dateline_that_is_only_looked_back_on_is_not_the_pages_own() -> None:
    page = "白山市春耕忙\n\n本报讯(记者 李四)今年计划种植大豆310万亩。\n\n白山市民生改善\n\n本报讯(记者 张三)2022年,白山市民生支出达98.6亿元。\n"
    (area, spent) = told("", page)
    assert area.period
    assert spent.period
    assert (area.period.start, spent.period.start) == ("2023-01-01", "2022-01-01")


def test_a_quarter_named_in_a_later_paragraph_frames_no_figures_before_it() -> None:
    page = "2023年7月20日 星期四\n\n白山恒昱制药扩建\n\n本报讯(记者 张三)白山恒昱制药有限公司揭牌,厂房18栋,安置就业2000人,新上生产线3条。\n\n今年一季度,公司订单额增长35%。"
    facts = told("", page)
    assert not facts[0].period or (facts[0].period.end or "") != "2023-03-31"
    assert facts[-1].period
    assert facts[-1].period.end == "2023-03-31"


def test_under_the_goals_of_a_report_what_is_built_is_planned() -> None:
    text = "围绕上述目标,重点抓好33项工作。全力推进沈白高铁通化段建设。新建改造老旧小区86个。"
    assert told(text)[-1].status == "planned"
    works = [fact.subject.name for fact in read_facts(HOME + text).facts if fact.kind == "project"]
    assert works == ["沈白高铁通化段"]


def test_a_party_is_counted_and_not_whoever_leads_it() -> None:
    assert (
        told("3月20日,台州市黄岩区委书记张三率党政代表团一行16人来白山市考察。")[0].indicator
        == "党政代表团人数"
    )


@pytest.mark.parametrize(
    "text",
    [
        "代表团先后到东宝药业有限公司、万通药业有限公司参观。",
        "座谈会上,台州市与白山市双方就深化合作、互派干部挂职等达成共识。",
    ],
)
def test_a_house_that_guests_are_shown_and_what_is_only_agreed_upon_are_no_exchange(text: str) -> None:
    assert [fact.quote for fact in read_facts(HOME + text).facts if fact.kind == "exchange"] == []
