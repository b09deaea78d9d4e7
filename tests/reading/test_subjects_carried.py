"""Whom a number is told of when its own clause does not say: works of the scene, ports, teams, the firm and not its partner."""

from __future__ import annotations

import pytest

from youju.reading.pages import read_facts

PLACE = "榆树市"
HEAD = "榆树市上半年发展成效明显\n\n本报讯(记者 张三)榆树市召开会议。全市产值48亿元。\n\n"


def subject_of(text: str, printed: str) -> str:
    page = HEAD + text + "\n"
    raw = page.index(printed)
    facts = [fact for fact in read_facts(page).facts if fact.kind in ("indicator", "task")]
    return next(
        fact.subject.name
        for fact in facts
        if fact.value_span == (raw, raw + len(printed))
        or (fact.change and fact.change.span == (raw, raw + len(printed)))
    )


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("在五棵树医药原料药项目现场,工人正紧张施工,设备安装完成80%。", "五棵树医药原料药项目"),
        ("在黑林镇防洪治理工程工地,机器轰鸣,形象进度达80%。", "黑林镇防洪治理工程"),
        ("在恩育乡双井村,村民正在采收,采收进度达80%。", "榆树市恩育乡双井村"),
        ("在重点项目现场,工人正紧张施工,设备安装完成80%。", PLACE),
        ("在双井村的带动下,乡亲们扩种,播种进度达80%。", PLACE),
        ("在全市动员会上,群众满意率达80%。", PLACE),
    ],
)
def test_works_or_a_village_where_the_scene_is_laid_own_what_the_sentence_goes_on_with(
    text: str, name: str
) -> None:
    assert subject_of(text, "80%") == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("由杭州市援建的五棵树食用菌产业园今年5月投产,日产鲜菇28吨。", "五棵树食用菌产业园"),
        ("位于黑林镇的五棵树食用菌产业园正在调试,日产鲜菇28吨。", "五棵树食用菌产业园"),
        ("图① 五棵树食用菌产业园今年5月投产,日产鲜菇28吨。", "五棵树食用菌产业园"),
        ("由杭州市投入的资金全部到账,榆树市日产鲜菇28吨。", PLACE),
        ("位于北部的榆树市日产鲜菇28吨。", PLACE),
        ("杭州市日产鲜菇28吨。", "杭州市"),
    ],
)
def test_who_built_works_and_where_they_lie_do_not_own_their_figures(text: str, name: str) -> None:
    assert subject_of(text, "28吨") == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("今年一季度,钦州港完成吞吐量158万吨。", "钦州港"),
        ("鲅鱼圈港完成吞吐量158万吨。", "鲅鱼圈港"),
        ("今年一季度,内陆港完成吞吐量158万吨。", PLACE),
        ("今年一季度,避风港修缮用料158万吨。", PLACE),
        ("经绥芬河口岸出境的粮食达158万吨。", PLACE),
    ],
)
def test_a_port_of_its_own_name_owns_its_figures(text: str, name: str) -> None:
    assert subject_of(text, "158万吨") == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("这是浙江省第三批援吉工作队带来的。工作队进驻一年来,投入资金463万元。", "浙江省第三批援吉工作队"),
        ("浙江省第三批援吉工作队来到榆树。进驻以来,工作队投入资金463万元。", "浙江省第三批援吉工作队"),
        ("工作队进驻一年来,投入资金463万元。", PLACE),
        ("各村建立工作队制度,投入资金463万元。", PLACE),
    ],
)
def test_a_team_named_before_is_meant_by_its_short_form(text: str, name: str) -> None:
    assert subject_of(text, "463万元") == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("7月28日,市统计局发布上半年运行情况。其中,第一产业增加值463万元。", PLACE),
        ("市商务局日前通报有关情况。其中,网络销售额463万元。", PLACE),
        ("市农业农村局最新数据显示,其中,种植业收入463万元。", PLACE),
        ("市林业局实施造林工程。目前,投入资金463万元。", "市林业局"),
    ],
)
def test_an_office_that_only_gives_the_figures_is_not_what_they_are_of(text: str, name: str) -> None:
    assert subject_of(text, "463万元") == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (
            "吉林青禾米业有限公司的货车驶出。这是该公司与翠湖餐饮管理有限公司签约后的首单。公司经理张三说,企业销售额463万元。",
            "吉林青禾米业有限公司",
        ),
        (
            "吉林青禾米业有限公司同翠湖餐饮管理有限公司签约。今年,公司销售额463万元。",
            "吉林青禾米业有限公司",
        ),
        (
            "吉林青禾米业有限公司向翠湖餐饮管理有限公司供货。公司销售额463万元。",
            "吉林青禾米业有限公司",
        ),
        (
            "吉林青禾米业有限公司开业。翠湖餐饮管理有限公司随后入驻。公司销售额463万元。",
            "翠湖餐饮管理有限公司",
        ),
        ("榆树市与翠湖餐饮管理有限公司签约。公司销售额463万元。", "翠湖餐饮管理有限公司"),
    ],
)
def test_the_firm_goes_on_and_its_partner_does_not_take_over(text: str, name: str) -> None:
    assert subject_of(text, "463万元") == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("五棵树游客中心、黑林古村修复工程、恩育茶园改造等6个项目集中动工,总投资463万元。", PLACE),
        ("10月10日,五棵树游客中心、黑林古村修复工程等6个项目集中动工,总投资463万元。", PLACE),
        (
            "五棵树扩建项目、黑林污水处理项目相继开工。在恩育冷链物流项目现场,项目完成投资463万元。",
            "恩育冷链物流项目",
        ),
        ("黑林镇防洪治理二期工程完成投资463万元。", "黑林镇防洪治理二期工程"),
    ],
)
def test_of_works_told_together_none_and_of_works_told_last_the_last_own_the_figures(
    text: str, name: str
) -> None:
    assert subject_of(text, "463万元") == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("“种了18亩大蒜,收入8000元。”村民老赵算起了账。", "老赵"),
        ("“活儿不累,一个月能挣8000元。”脱贫户张春梅高兴地说。", "张春梅"),
        ("种植大户李长河正把苞米装车。“卖了好价钱,收入8000元。”他说。", "李长河"),
        ("“活儿不累,一天能挣8000元。”王秀兰说。", "王秀兰"),
        ("“种了18亩大蒜,收入8000元。”榆树市某企业经理张春梅说。", PLACE),
        ("县委书记张春梅来到地头。“今年行情好,亩均收入8000元。”张春梅说。", PLACE),
        ("“今年行情好,全市户均收入8000元。”村民张春梅说。", PLACE),
        ("“政策真好。”村民张春梅说。全市户均收入8000元。", PLACE),
    ],
)
def test_what_a_villager_tells_of_himself_is_his(text: str, name: str) -> None:
    assert subject_of(text, "8000元") == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("吉林青禾公司与翠湖餐饮管理有限公司签约。翠湖餐饮每年采购大米463吨。", "翠湖餐饮管理有限公司"),
        ("翠湖餐饮管理有限公司开业。今年,翠湖餐饮采购大米463吨。", "翠湖餐饮管理有限公司"),
        ("翠湖餐饮每年采购大米463吨。", PLACE),
        ("翠湖餐饮管理有限公司开业。翠湖公园采购草种463吨。", "翠湖公园"),
        ("榆树市餐饮协会成立。榆树市采购大米463吨。", PLACE),
    ],
)
def test_a_firm_is_known_by_the_beginning_of_its_name(text: str, name: str) -> None:
    assert subject_of(text, "463吨") == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("钦州港完成吞吐量900万吨、到港船舶52艘,同比分别增长9%、23%;外贸吞吐量463吨。", "钦州港"),
        ("五棵树食品加工园投资、税收分别增长9%、23%;日产熟食463吨。", PLACE),
        ("钦州港、鲅鱼圈港分别增长9%、23%;外贸吞吐量463吨。", PLACE),
        ("五棵树食品加工园正在建设厂房,日产熟食463吨。", "五棵树食品加工园"),
    ],
)
def test_the_subject_goes_on_behind_the_shares_of_one_but_not_of_several(text: str, name: str) -> None:
    assert subject_of(text, "463吨") == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("榆树金穗米业有限公司的厂房里机器轰鸣。厂里有工人84人,设备完好率达80%。", "榆树金穗米业有限公司"),
        ("榆树金穗米业有限公司连年扩产。\n\n去年,企业产品合格率达80%。", "榆树金穗米业有限公司"),
        ("榆树金穗米业有限公司研发有方。其产品合格率达80%。", "榆树金穗米业有限公司"),
        ("路的尽头便是五棵树食用菌产业园。这里入园率达80%。", "五棵树食用菌产业园"),
        ("榆树金穗米业有限公司搬了新家。订单排到秋天,开工率达80%。", "榆树金穗米业有限公司"),
        ("榆树金穗米业有限公司搬了新家。全市开工率达80%。", PLACE),
        ("榆树金穗米业有限公司搬了新家。规模以上企业开工率达80%。", PLACE),
        ("榆树市与榆树金穗米业有限公司签约。订单排到秋天,开工率达80%。", PLACE),
        ("县里设立“金穗飞地”,规划入驻率达80%。", "金穗飞地"),
        ("榆树市统计局有关负责人表示,开工率达80%。", PLACE),
        ("去年,企业营业收入大增,首次跻身全省百强,合格率达80%。", PLACE),
    ],
)  # fmt: skip
def test_a_house_goes_on_owning_figures_until_the_text_turns_to_others(text: str, name: str) -> None:
    assert subject_of(text, "80%") == name


def test_towns_and_houses_of_a_list_own_each_their_number() -> None:
    text = "粮食烘干方面,黑林镇、恩育乡、五棵树镇分别完成4200吨、3100吨和80吨。"
    assert subject_of(text, "80吨") == "榆树市五棵树镇"
    assert subject_of(text, "3100吨") == "榆树市恩育乡"
