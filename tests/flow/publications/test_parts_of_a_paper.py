"""The parts of a circular are numbered as official documents number them, and a heading keeps to what it heads."""

import datetime as dt
import io
from decimal import Decimal

import docx
import pytest

from youju.flow.boards.table import Circle, Row
from youju.flow.publications.papers import _board, _ranked, ordinal
from youju.kernel.paper import Heading, Paper, Run, Table, Words
from youju.kernel.paper.word import word_of


@pytest.mark.parametrize(
    ("number", "written"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (19, "十九"), (20, "二十"), (21, "二十一"), (99, "九十九"), (100, "100")],
)  # fmt: skip
def test_a_part_has_its_number_in_words(number, written):
    assert ordinal(number) == written


def test_in_a_word_file_a_heading_goes_to_the_next_page_with_its_table():
    table = Table(("档次", "单位"), (("红榜", "东岭镇"),), frozenset(), (1, 5))
    paper = Paper("通报", (Heading("一、乡与乡"), table), dt.date(2026, 10, 20))
    made = docx.Document(io.BytesIO(word_of(paper)))
    (heading,) = [one for one in made.paragraphs if one.text == "一、乡与乡"]
    assert heading.paragraph_format.keep_with_next


@pytest.mark.parametrize(("change", "head"), [(None, False), (Decimal("-1.50"), True)])
def test_a_board_has_a_column_of_changes_only_where_there_was_a_period_before(change, head):
    row = Row("1", "一村", Decimal("80.00"), "前列", "1", None, None, False, change, None)
    table = _ranked(Circle("村", "all", "all", "村与村", 1, False, None, (row,)))
    assert ("比上期" in table.head) is head
    assert [len(one) for one in table.rows] == [len(table.head)] == [len(table.widths)]


def test_a_circle_without_a_band_to_publish_is_a_sentence_and_no_empty_table():
    row = Row("1", "一村", None, None, None, None, None, False, None, None)
    said = _board(Circle("村", "all", "all", "村与村", 1, False, None, (row,)), numbers=False)
    assert said == Words((Run("共 1 个单位，没有公开的档次。"),))
