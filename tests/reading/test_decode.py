"""Bytes into text: the encodings offices use are read, everything else is refused with a reason."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from youju.reading.decode import LIMIT, Unreadable, decode

TEXT = "通化市上半年实现生产总值增长4%,居全省第一位。\r\n敦化市确保项目年内开工。\n" * 5


@pytest.mark.parametrize(
    "name", ["utf-8", "utf-8-sig", "gbk", "gb18030", "utf-16", "utf-16-le", "utf-16-be", "utf-32"]
)
def test_a_text_in_any_encoding_of_an_office_is_read(name: str) -> None:
    assert decode(TEXT.encode(name)) == TEXT


def test_a_rare_character_that_only_gb18030_has_is_read() -> None:
    assert decode((TEXT + "\U00020087").encode("gb18030")) == TEXT + "\U00020087"


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"", "空"),
        (b" \r\n\t ", "空"),
        (b"%PDF-1.7 abc", "不是纯文字"),
        (b"PK\x03\x04rest", "不是纯文字"),
        (b"{\\rtf1\\ansi\\ansicpg936 \\'cd\\'b6}", "不是纯文字"),
        (bytes(range(32)) * 200, "不是文字"),
    ],
)
def test_what_is_no_text_is_refused_with_what_why_and_what_to_do(data: bytes, what: str) -> None:
    refused = decode(data)
    assert isinstance(refused, Unreadable)
    assert what in refused.what
    assert refused.why
    assert refused.instead


def test_a_file_over_the_limit_is_refused_without_being_read() -> None:
    refused = decode(b"a" * (LIMIT + 1))
    assert isinstance(refused, Unreadable)
    assert "太大" in refused.what


@given(st.binary(max_size=300))
def test_any_bytes_are_answered_with_a_text_or_a_refusal(data: bytes) -> None:
    assert isinstance(decode(data), (str, Unreadable))
