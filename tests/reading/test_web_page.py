"""Saved web pages: visible words in their lines, whatever the tags look like."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.costs import cost
from youju.reading.files import read_bytes
from youju.reading.web_page import visible


def test_figures_of_neighbouring_cells_do_not_run_together() -> None:
    assert (
        visible(
            "<table><tr><td>投资</td><td>12</td><td>34</td></tr><tr><th>合计</th><td>46</td></tr></table>"
        )
        == "投资 12 34\n合计 46"
    )


@pytest.mark.parametrize(
    ("page", "text"),
    [
        ("<html><head><title>题</title><body><p>投资5亿元</p></body></html>", "投资5亿元"),
        ("<body><svg/><p>投资5亿元</p></body>", "投资5亿元"),
        ("<p>甲<!-- 乙 <p>丙 -->丁</p>", "甲丁"),
        ("<p>甲<script>if (a < b) document.write('<p>乙</p>')</script>丁</p>", "甲丁"),
        ("<p title='a > b'>投资<b>5</b>亿元</p>", "投资5亿元"),
        ("<p>增长 < 5%,&nbsp;产值&gt;3亿</p>", "增长 < 5%, 产值>3亿"),
        ("<noscript><p>甲</p></noscript><div>乙<div>丙</div></div>", "乙\n丙"),
        (f"投资&#{'9' * 5000};5", "投资\ufffd5"),
    ],
)
def test_what_is_seen_is_read(page: str, text: str) -> None:
    assert visible(page) == text


@pytest.mark.parametrize(
    "head", ['<?xml version="1.0"?>\n<!DOCTYPE html><html>', "<!-- saved from url=(0014)about -->\n<html>"]
)
def test_a_page_is_known_by_what_stands_before_its_root(head: str) -> None:
    assert read_bytes(f"{head}<body><p>投资五亿元</p></body></html>".encode()) == "投资五亿元"


def test_a_page_that_says_it_is_written_in_big5_is_read_so() -> None:
    page = '<html><head><meta charset="big5"></head><body><p>臺灣地區投資五億元</p></body></html>'
    assert read_bytes(page.encode("big5"), "a.html") == "臺灣地區投資五億元"


@pytest.mark.parametrize(
    "piece", ["<", "<!--", '<a href="', "<a '\"", "<a b ", "<script>", "<svg>", "<div>", "&", "&#", "<!", "</", "<td>", "\n "]
)  # fmt: skip
def test_one_piece_over_and_over_costs_in_proportion_to_its_length(piece: str) -> None:
    def seconds(times: int) -> float:
        page = piece * times
        return cost(lambda: visible(page))

    assert seconds(60_000) < 4 * 3 * max(seconds(15_000), 0.02)


@given(
    st.lists(
        st.sampled_from(["<p>", "</p>", "<!--", "-->", "<a '", '"', ">", "<svg>", "&#x", "5", "中"])
        | st.text(max_size=4)
    ).map("".join)
)
def test_any_page_is_read_without_an_exception(page: str) -> None:
    assert isinstance(visible(page), str)
