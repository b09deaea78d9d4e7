"""Who tied what with whom: how papers tell of signing, and what sounds like it and ties nobody. Every sentence is invented."""

from __future__ import annotations

import pytest

from youju.reading.model import Fact
from youju.reading.pages import read_facts


def ties(words: str) -> list[Fact]:
    page = f"邹平市产业合作取得新成效\n\n本报讯(记者 周宁)今年以来,邹平市持续扩大开放合作。{words}\n"
    return [fact for fact in read_facts(page).facts if fact.kind == "agreement"]


@pytest.mark.parametrize(
    ("words", "ours", "theirs"),
    [
        # a ceremony of signing, before or behind its sides
        (
            "近日,邹平市与河北建工集团举行战略合作框架协议签约仪式,双方将开展合作。",
            "邹平市",
            ("河北建工集团",),
        ),
        ("滨州职业学院与邹平市校地合作签约仪式日前在滨州举行。", "滨州职业学院", ("邹平市",)),
        ("黛溪街道与滨州职业学院举行校地合作签约仪式。", "黛溪街道", ("滨州职业学院",)),
        # 签约 alone is a verb of both sides
        ("5月6日,邹平市文旅局与山东鲁旅集团签约,共建研学基地。", "邹平市文旅局", ("山东鲁旅集团",)),
        (
            "邹平市与中车山东公司、重汽集团等5家企业成功签约。",
            "邹平市",
            ("中车山东公司", "重汽集团"),
        ),
        ("好生街道与青岛海瑞公司就家居配件项目签约。", "好生街道", ("青岛海瑞公司",)),
        # what a list calls firms are firms, whatever they are called
        ("邹平市与华松能建、明松智能等11家企业签订合作协议。", "邹平市", ("华松能建", "明松智能")),
        ("邹平市委副书记与深圳天穹科技负责人代表双方签约。", "邹平市", ("深圳天穹科技",)),
        # 两地, 两市 and 双方 are the two named before
        ("邹平市和常州市天宁区两地签订《协作框架》。", "邹平市", ("天宁区",)),
        ("天宁区代表团到邹平市考察,两地签订了劳务协作协议。", "邹平市", ("天宁区",)),
        ("常州市天宁区派员来访。两地人社部门签订《劳务协作协议》。", "邹平市", ("天宁区",)),
        ("西王集团与江南大学多次接洽。双方签订了技术服务合同。", "西王集团", ("江南大学",)),
        # a name without a legal form, a list of two, a town beside a bridge of its name
        ("邹平市政府与国网山东电力签署电网发展协议。", "邹平市政府", ("国网山东电力",)),
        ("邹平市教育和体育局与天宁区教育局签署协议。", "邹平市教育和体育局", ("天宁区教育局",)),
        ("邹平市残联、邹平市职业中专签署培训协议。", "邹平市残联", ("邹平市职业中专",)),
        ("魏桥镇与博兴县店子镇签订联防联控协议。", "魏桥镇", ("博兴县店子镇",)),
        ("好生街道12个村与山东鲁花集团签订种植协议。", "好生街道", ("山东鲁花集团",)),
        ("孙镇引进寿光蔬菜集团,签订投资协议。", "邹平市", ("寿光蔬菜集团",)),
        ("浙江恒通纺织与码头镇最终达成合作。", "浙江恒通纺织", ("码头镇",)),
        ("邹平市第一医院与烟台市中医院结为友好医院。", "邹平市第一医院", ("烟台市中医院",)),
        ("邹平市将与山东能源集团签订供热协议。", "邹平市", ("山东能源集团",)),
    ],
)
def test_a_tie_names_its_two_sides(words: str, ours: str, theirs: tuple[str, ...]) -> None:
    (fact,) = ties(words)
    assert fact.parties == ((ours,), theirs)


@pytest.mark.parametrize(
    "words",
    [
        # one side only
        "3月18日,邹平市在深圳举行项目集中签约仪式,现场签约项目12个。",
        "焦桥镇成功签约投资2亿元的铝箔新材料项目。",
        "双方就共同推动铝业升级达成共识,并签署了合作备忘录。",
        "与会企业家表示,将尽快签订合同。",
        # nobody in particular on the other
        "会上,县农业农村局分别与3家企业签订采购协议。",
        "邹平市与20户贫困户签订帮扶协议。",
        "县医院与乡镇卫生院签订协作协议。",
        "焦桥镇与物业公司签订服务合同。",
        "村集体与合作社签订协议,土地每亩租金1000元。",
        "全市1200家企业与职工签订了集体合同。",
        "市卫健局与省内外高校签订协议。",
        # the word of another trade
        "全市家庭医生签约服务覆盖率达到75%。",
        "邹平市家庭医生团队与居民签约12万人。",
        "市公安局与各镇街签订安全生产责任书。",
        "截至目前,全市签订土地流转合同3200份。",
    ],
)
def test_what_ties_no_two_named_sides_is_no_agreement(words: str) -> None:
    assert ties(words) == []


def test_a_ceremony_and_what_was_signed_at_it_are_one_agreement() -> None:
    (fact,) = ties("邹平市与莱商银行滨州分行举行银政合作签约仪式。仪式上,双方签订了合作协议,授信50亿元。")
    assert fact.parties == (("邹平市",), ("莱商银行滨州分行",))


def test_two_signings_of_one_sentence_are_two_agreements() -> None:
    found = ties("好生街道与青岛海瑞公司签约,魏桥镇与无锡恒远公司签约。")
    assert [fact.parties[0] for fact in found] == [("好生街道",), ("魏桥镇",)]


def test_a_signing_to_come_is_a_plan() -> None:
    (fact,) = ties("邹平市将与山东能源集团签订供热协议。")
    assert fact.status == "planned"


def test_a_town_called_like_works_is_no_works() -> None:
    page = "邹平市统计\n\n本报讯 邹平市今年经济平稳。高桥镇建成大棚120座。新港街道新增企业45家。\n"
    assert [fact.subject.name for fact in read_facts(page).facts] == ["邹平市高桥镇", "邹平市新港街道"]
