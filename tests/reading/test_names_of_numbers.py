"""What a number is called: the thing counted, without who leads it, what is done for it or whose place stands before it."""

from __future__ import annotations

import pytest

from youju.reading.model import Fact
from youju.reading.pages import read_facts

HEAD = "榆树市与嘉兴市结对合作见成效\n\n本报讯(记者 张三)榆树市召开会议。\n\n"


def fact_of(text: str, printed: str) -> Fact:
    page = HEAD + text + "\n"
    raw = page.index(printed, len(HEAD))
    span = (raw, raw + len(printed))
    facts = [fact for fact in read_facts(page).facts if fact.kind in ("indicator", "task")]
    return next(
        fact
        for fact in facts
        if span in (fact.value_span, fact.change and fact.change.span, fact.rank and fact.rank.span)
    )


@pytest.mark.parametrize(
    ("text", "printed", "name"),
    [
        ("市委副书记赵立新率设施农业考察团一行22人赴寿光考察。", "22人", "设施农业考察团人数"),
        ("嘉兴市医疗专家组一行22人来榆树市义诊。", "22人", "医疗专家组人数"),
        ("嘉兴市党政代表团一行22人来访。", "22人", "党政代表团人数"),
        ("考察团参观了22个项目。", "22个", "项目数"),
        ("代表团成员22人。", "22人", "代表团成员人数"),
        ("一行人走访22户农户。", "22户", "农户数"),
    ],
)
def test_a_party_is_counted_without_him_who_leads_it(text: str, printed: str, name: str) -> None:
    assert fact_of(text, printed).indicator == name


@pytest.mark.parametrize(
    ("text", "printed", "name"),
    [
        ("医院为412名患者提供了服务。", "412名", "患者人数"),
        ("已有12家企业签署入园协议。", "12家", "企业数"),
        ("嘉兴市17名干部常驻榆树。", "17名", "干部人数"),
        ("嘉兴市83名医生来榆树市支医。", "83名", "医生人数"),
        ("今年培训常驻干部17名。", "17名", "培训常驻干部人数"),
        ("全市签约项目12个。", "12个", "签约项目数"),
        ("全市有外来务工人员83名。", "83名", "外来务工人员"),
    ],
)
def test_what_is_done_behind_the_counted_thing_is_not_its_name(text: str, printed: str, name: str) -> None:
    assert fact_of(text, printed).indicator == name


@pytest.mark.parametrize(
    ("text", "printed", "name"),
    [
        ("榆树市选派38名校长、教师赴嘉兴市跟岗。", "38名", "校长、教师人数"),
        ("嘉兴市选派38名医生、护士来榆树支医。", "38名", "医生、护士人数"),
        ("榆树市选派38名校长、12名教师赴嘉兴市跟岗。", "38名", "校长人数"),
        ("榆树市组织12个镇(乡)的书记跟班学习。", "12个", "镇(乡)数"),
        ("榆树市组织12个县(区)的带头人学习。", "12个", "县(区)数"),
        ("全省12个县完成任务。", "12个", "完成任务县数"),
    ],
)
def test_two_kinds_of_people_and_levels_in_brackets_stay_whole(text: str, printed: str, name: str) -> None:
    assert fact_of(text, printed).indicator == name


@pytest.mark.parametrize(
    ("text", "printed", "name"),
    [
        ("榆树市与嘉兴市相隔2300公里。", "2300公里", "距离"),
        ("两地虽然远隔2300公里,情谊深厚。", "2300公里", "距离"),
        ("全市新建农村公路2300公里。", "2300公里", "新建农村公路长度"),
        ("全市公路通车里程2300公里。", "2300公里", "公路通车里程"),
        ("“活儿不累,一个月能挣2800元。”村民张春梅说。", "2800元", "月收入"),
        ("“在家门口一天能赚280元。”村民张春梅说。", "280元", "日收入"),
        ("全市平均月工资2800元。", "2800元", "平均月工资"),
        ("一辆满载12吨大米的货车驶出。", "12吨", "大米量"),
        ("公司接到了6000件的订单。", "6000件", "订单数"),
        ("两地班轮由每周3班加密到5班。", "3班", "两地班轮班次"),
        ("两地班轮由每周3班加密到5班。", "5班", "两地班轮班次"),
    ],
)
def test_a_number_without_a_noun_before_it_is_named_by_what_it_measures(
    text: str, printed: str, name: str
) -> None:
    assert fact_of(text, printed).indicator == name


@pytest.mark.parametrize(
    ("text", "rank", "name"),
    [
        ("全市完成投资97.3亿元,总量列全省第三、增速列全省第一。", "列全省第一", "完成投资增速"),
        ("上半年,固定资产投资增长27.6%,创近五年同期最高。", "同期最高", "固定资产投资"),
        ("全市旅游收入12亿元,再创历史新高。", "创历史新高", "旅游收入"),
        ("全市旅游收入列全省第二位。", "列全省第二位", "旅游收入"),
    ],
)
def test_a_place_among_peers_is_named_by_its_own_words(text: str, rank: str, name: str) -> None:
    found = [fact for fact in read_facts(HEAD + text + "\n").facts if fact.rank and fact.rank.raw == rank]
    assert [fact.indicator for fact in found] == [name]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        (
            "供水率、普及率分别达到99.2%和98.5%,较上年底提高1.4个和2.3个百分点。",
            ["供水率", "普及率"],
        ),
        (
            "城镇居民收入2.1万元,农村居民收入1.1万元,增速分别高于全省1.4个和2.3个百分点。",
            ["城镇居民收入增速", "农村居民收入增速"],
        ),
        (
            "地区生产总值增长6.1%,增速分别高于全国、全省1.4个和2.3个百分点。",
            ["地区生产总值增速", "地区生产总值增速"],
        ),
    ],
)
def test_two_changes_side_by_side_belong_to_the_two_names_before(text: str, names: list[str]) -> None:
    assert [fact_of(text, printed).indicator for printed in ("1.4个", "2.3个百分点")] == names
