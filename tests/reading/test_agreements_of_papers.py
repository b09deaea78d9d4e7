"""Agreements renewed, signed for goods, told of two places at large or after a visit. Every figure and house is invented."""

from __future__ import annotations

import pytest

from youju.reading.pages import read_facts

HEAD = "抚松县重点工作扎实推进\n\n本报讯(记者 周宁)2024年5月16日,抚松县召开工作调度会。\n\n"
PAIRED = "抚松县与浙江省余杭区相隔千里。"


def sides(words: str) -> list[tuple[str, ...]]:
    return [
        tuple(side[0] for side in fact.parties)
        for fact in read_facts(HEAD + words + "\n").facts
        if fact.kind == "agreement"
    ]


@pytest.mark.parametrize(
    ("words", "ours", "theirs"),
    [
        (
            "座谈会上,余杭区卫生健康局与抚松县卫生健康局续签医疗帮扶协议。",
            "余杭区卫生健康局",
            "抚松县卫生健康局",
        ),
        (
            "长林参业合作社同白山市惠农商贸有限公司签了供货合同。",
            "长林参业合作社",
            "白山市惠农商贸有限公司",
        ),
        (
            "长林参业合作社与吉林市宏源粮贸有限公司签订了15万吨订单。",
            "长林参业合作社",
            "吉林市宏源粮贸有限公司",
        ),
        (
            "抚松县人民医院与余杭区第一人民医院挂牌共建心血管专科联盟。",
            "抚松县人民医院",
            "余杭区第一人民医院",
        ),
    ],
)
def test_an_agreement_may_be_renewed_for_goods_or_under_a_sign(words: str, ours: str, theirs: str) -> None:
    assert sides(words) == [(ours, theirs)]


def test_a_place_that_a_guest_comes_to_is_no_side_of_what_is_tied_there() -> None:
    said = "余杭区参茸协会一行22人来抚松考察,与抚松县参业协会结为友好协会。"
    ties = [fact.parties for fact in read_facts(HEAD + said + "\n").facts if fact.kind == "agreement"]
    assert ties == [(("余杭区参茸协会",), ("抚松县参业协会",))]


def test_who_stands_first_in_the_sentence_signs_where_the_clause_names_only_the_other() -> None:
    said = "5月8日,由余杭区工商联组织的52名客商来县考察,并与抚松县工商联签订友好商会协议。"
    assert sides(said) == [("余杭区工商联", "抚松县工商联")]


def test_houses_of_two_places_that_pair_tie_the_places() -> None:
    assert sides(PAIRED + "目前,两地41所学校、12家医院结成对子。") == [("抚松县", "余杭区")]


def test_families_that_pair_with_officials_tie_no_places() -> None:
    assert sides(PAIRED + "县里的干部与困难户结成对子。") == []


def test_agreements_counted_after_what_two_places_did_are_theirs() -> None:
    assert sides(PAIRED + "两地领导互访6次,签订各类合作协议41份。") == [("抚松县", "余杭区")]


def test_agreements_counted_of_one_place_tie_nobody() -> None:
    assert sides(PAIRED + "县里外出招商6次,签订各类合作协议41份。") == []


def test_three_places_sign_what_they_met_for() -> None:
    said = "抚松县与余杭区、临平区举行会商,三地发展改革部门共同签署2025年合作要点。"
    assert sides(said) == [("抚松县", "余杭区")]


def test_what_is_reached_after_a_talk_is_an_agreement_of_those_who_talked() -> None:
    said = "县农业农村局与余杭区农业农村局座谈,并就人参直供达成初步合作意向。"
    assert sides(said) == [("县农业农村局", "余杭区农业农村局")]
