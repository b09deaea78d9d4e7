"""Repair: what a scraper and a printer did to the characters is undone, and the way back is kept."""

from __future__ import annotations

import random
import re
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from youju.reading.repair import repair

sys.path.insert(0, str(Path(__file__).parent))
from gloss_damage import damage, traditional

SHARED = Path(__file__).parents[2].parent / "shared"
given_pages = pytest.mark.skipif(not SHARED.exists(), reason="the given pages are not here")
SENTENCES = [
    "全市实现地区生产总值增长百分之五。",
    "推动东北全面振兴取得新突破,",
    "对逾期未完成的单位,或将追究责任。",
    "种植大豆(小粒黄豆)和中药材(人参、平贝母),",
    "开展环境整治,建设美丽乡村;",
    "新建厂房两座,总投资3000万元,",
    "将责任压实到岗位、压实到个人。",
    "经济运行稳中向好,质量效益同步提升。",
]
LIGHT = {"現", "將", "責", "發", "東", "訓", "驅", "業"}


def test_whole_glosses_are_dropped_and_true_brackets_stay() -> None:
    raw = "全面實現(xiàn)大豆(小粒黃豆)、中藥材(人參、平貝母)產(chǎn)業(yè)發(fā)展"
    assert repair(raw).clean.text == "全面实现大豆(小粒黄豆)、中药材(人参、平贝母)产业发展"


def test_a_gloss_between_the_two_bytes_of_a_character_is_undone() -> None:
    assert repair("發(fā)展(zhǎn)推動?xùn)|北全面振興").clean.text == "发展推动东北全面振兴"


def test_a_gloss_that_shifted_the_rest_of_the_line_is_undone() -> None:
    assert repair("發(fā)展(zhǎn),或?qū)⒆肪控?zé)任").clean.text == "发展,或将追究责任"


def test_a_byte_that_begins_no_pair_and_was_lost_with_its_neighbour_is_found_again() -> None:
    mended = repair("現(xiàn)發(fā)但是產業鏈的每?zǒng)?h節(jié)是否都做到極致")
    assert mended.clean.text == "现发但是产业链的每个环节是否都做到极致"


def test_a_mended_character_points_at_its_broken_pieces() -> None:
    raw = "發(fā)展(zhǎn)推動?xùn)|北"
    clean = repair(raw).clean
    at = clean.text.index("东")
    low, high = clean.span(at, at + 1)
    assert raw[low:high] == "?xùn)|"


def test_a_reading_given_for_a_rare_name_stays() -> None:
    assert repair("他叫张昇(shēng),今年六十岁。").clean.text == "他叫张昇(shēng),今年六十岁。"


def test_a_character_whose_second_half_is_gone_is_left_open_and_doubted() -> None:
    raw = "發(fā)展(zhǎn)燃?xì)狻⒐?\n熱、雨水"
    mended = repair(raw)
    assert "燃气、?" in mended.clean.text
    assert [doubt.kind for doubt in mended.doubts] == ["broken_character"]


def test_bytes_that_make_no_words_are_left_as_they_are_and_doubted() -> None:
    raw = "發(fā)展(zhǎn)一?zzz)|北?xùn)"
    assert "zzz" in repair(raw).clean.text
    assert repair(raw).doubts


def test_full_width_letters_become_plain_ones_at_their_own_place() -> None:
    clean = repair("增长\uff11\uff12\uff0e\uff15\uff05\uff0c\u3000好").clean
    assert clean.text == "增长12.5%, 好"
    assert clean.span(2, 6) == (2, 6)


def test_invisible_characters_are_dropped_and_the_span_steps_over_them() -> None:
    raw = "\ufeff增长\u200b5%"
    clean = repair(raw).clean
    assert clean.text == "增长5%"
    assert raw[slice(*clean.span(1, 4))] == "长\u200b5%"


def test_a_single_traditional_character_in_a_simplified_page_stays() -> None:
    text = "乾隆年间修建的古城墙保存完好,全市列入保护名录的古建筑有三十余处,每年接待游客超过十万人次,带动周边就业。"
    assert repair(text).clean.text == text


@settings(max_examples=80, deadline=None)
@given(
    st.lists(st.sampled_from(SENTENCES), min_size=2, max_size=8).map("".join),
    st.sets(st.sampled_from(sorted(LIGHT))),
)
def test_what_the_scraper_did_is_undone_or_doubted(text: str, glossed: set[str]) -> None:
    mended = repair("現(xiàn)發(fā)" + damage(text, glossed))
    assert mended.clean.text == "现发" + text or mended.doubts


@settings(max_examples=200, deadline=None)
@given(
    st.lists(
        st.sampled_from(["現(xiàn)", "?xùn)|", "?", "動", "(zé)", "\n", "⒆", "5", "(", ")"])
        | st.text(max_size=5)
    ).map("".join)
)
def test_any_string_is_repaired_and_every_character_keeps_a_place(raw: str) -> None:
    mended = repair(raw)
    for at in range(len(mended.clean)):
        low, high = mended.clean.span(at, at + 1)
        assert 0 <= low <= high <= len(raw)
    for doubt in mended.doubts:
        assert raw[doubt.start : doubt.end] == doubt.quote


@given_pages
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nearly_all_lines_of_the_given_pages_survive_the_damage(seed: int) -> None:
    whole = lines = 0
    for path in sorted((SHARED / "seeds").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        pairs = zip(text, traditional(text), strict=True)
        converted = sorted({after for before, after in pairs if before != after})
        glossed = set(random.Random(seed).sample(converted, 65))
        kept = [line for line in text.split("\n") if line]
        mended = repair("\n".join(damage(line, glossed) for line in kept)).clean.text.split("\n")
        whole += sum(before == after for before, after in zip(kept, mended, strict=False))
        lines += len(kept)
    assert whole >= 0.98 * lines


@given_pages
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_what_is_read_wrong_under_heavy_damage_is_doubted(seed: int) -> None:
    for path in sorted((SHARED / "seeds").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        pairs = zip(text, traditional(text), strict=True)
        converted = sorted({after for before, after in pairs if before != after})
        glossed = set(random.Random(seed).sample(converted, min(250, len(converted))))
        kept = [line for line in text.split("\n") if line]
        raw = "\n".join(damage(line, glossed) for line in kept)
        mended = repair(raw)
        doubted = {raw.count("\n", 0, doubt.start) for doubt in mended.doubts}
        read = enumerate(zip(kept, mended.clean.text.split("\n"), strict=True))
        assert [line for at, (line, said) in read if line != said and at not in doubted] == []


@given_pages
def test_a_page_without_damage_is_not_touched() -> None:
    for path in sorted((SHARED / "seeds").glob("*.txt")):
        text = path.read_text(encoding="utf-8")
        assert repair(text).clean.text == re.sub("[\ufeff]", "", text)
