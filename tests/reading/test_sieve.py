"""A sieve finds exactly what its pattern finds; it only saves the looking."""

from __future__ import annotations

import importlib
import pkgutil
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import youju.reading
from youju.reading.sieve import Sieve

sys.path.insert(0, str(Path(__file__).parent))
from gold_pages import read_pages

SIEVES = {
    f"{module.name.rsplit('.', 1)[-1]}.{name}": one
    for module in pkgutil.walk_packages(youju.reading.__path__, "youju.reading.")
    for name, one in vars(importlib.import_module(module.name)).items()
    if isinstance(one, Sieve)
}
TEXT = "\n".join(page.raw for page in read_pages())
PIECES = ["近", "约", "超", "上", "一", "二", "三", "十", "百", "万", "亿", "3", "12", "2023", "年", "月", "日", "第", "位", "首", "居", "全省",
          "分之", "成", "个", "项目", "工程", "公司", "自", "以来", "今年", "上半年", "至", "—", "到", "赴", "考察", "签订", "协议", "之一", "等", "前", "“", "+", "最高"]  # fmt: skip


def _spans(one: Sieve, text: str) -> list[tuple[int, int]]:
    return [match.span() for match in one.pattern.finditer(text) if match.end() > match.start()]


@pytest.mark.parametrize("name", sorted(SIEVES))
def test_a_sieve_finds_in_pages_what_its_pattern_finds(name: str) -> None:
    assert [match.span() for match in SIEVES[name].finditer(TEXT)] == _spans(SIEVES[name], TEXT)


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_every_sieve_finds_in_any_string_what_its_pattern_finds(text: str) -> None:
    found = {name: [match.span() for match in one.finditer(text)] for name, one in SIEVES.items()}
    assert found == {name: _spans(one, text) for name, one in SIEVES.items()}
