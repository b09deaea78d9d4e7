"""A scheme is read as it is written: exact numbers, plain texts, and every place known."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.engine.language.samples import HEAD, MARKS, TAIL, read
from youju.engine.check import CHECKS
from youju.engine.faults import said_codes
from youju.engine.language.leaves import EventsRule
from youju.engine.problems import blocking
from youju.engine.read import read_scheme, read_text
from youju.engine.wording import PARTS, sentences
from youju.engine.yaml_tree import plain, read_tree

DESIGN = Path(__file__).parents[3].parent / "shared" / "DESIGN.md"
SOURCE = Path(__file__).parents[3] / "src" / "youju" / "engine"


@pytest.mark.parametrize(
    ("written", "meant"),
    [("3", 3), ("0.10", Decimal("0.10")), ("007", "007"), ("1e5", "1e5"), ("on", "on"), ("yes", "yes"), ("true", True),
     ("2023-02-01", "2023-02-01"), ("1_000", "1_000"), ("0x1f", "0x1f"), (".inf", ".inf"), ("~", None), ("10%", "10%")],
)  # fmt: skip
def test_a_scalar_means_what_it_says(written, meant):
    assert plain(written) == meant
    assert type(plain(written)) is type(meant)


def test_a_version_keeps_its_last_zero():
    assert read(head=HEAD.replace("2023.2", "2023.10")).scheme.version == "2023.10"


def test_places_are_counted_in_characters():
    tree = read_tree("村: {a: 1,\n  “乙”: [𠮷, 二]}\n", "x")
    assert tree.where(("村", "“乙”", 1)) == "x:2:12"
    assert tree.where(("村", "“乙”"), key=True) == "x:2:3"


def test_a_place_that_a_short_form_left_out_is_that_around_it():
    tree = read_tree("league: {level: a}\n", "x")
    assert tree.where(("league", 0, "level")) == "x:1:17"


def test_crlf_and_a_byte_order_mark_change_nothing(tmp_path):
    text = HEAD + MARKS + TAIL
    (tmp_path / "scheme.yaml").write_bytes(b"\xef\xbb\xbf" + text.replace("\n", "\r\n").encode())
    assert read_scheme(tmp_path).scheme == read().scheme


def test_bounds_inside_events_are_the_bounds_of_the_rule():
    (rule,) = read(
        "marks: [{id: a, clause: 一, events: {register: fires, each: -2, same_item: highest, at_least: -10}}]\n"
    ).scheme.marks
    assert isinstance(rule, EventsRule)
    assert rule.at_least == Decimal(-10)


def test_the_familiar_form_of_a_deduction_reads():
    marks = "marks:\n- id: straw-fire\n  kind: deduct_each\n  clause: 第七条\n  indicator: fires_seen\n  each: 2\n  floor: 10\n"
    assert blocking(read(marks).problems) == []


@pytest.mark.skipif(not DESIGN.exists(), reason="the design stands beside the repository only")
def test_the_scheme_of_the_design_has_only_what_it_leaves_out():
    text = DESIGN.read_text("utf-8").split("```yaml\n")[1].split("```")[0]
    problems = blocking(read_text(text.replace("title: …", "title: 通知")).problems)
    assert {problem.code for problem in problems} == {"register_unknown"}


def test_every_problem_has_its_four_sentences():
    for code, said in sentences().items():
        assert set(said) == set(PARTS), code
        assert all(said[part] for part in PARTS), code


def test_every_code_that_is_said_has_sentences():
    assert set(said_codes()) - sentences().keys() == set()


def test_every_fault_of_the_grammar_has_sentences():
    import re

    raised = {
        code
        for file in (SOURCE / "language").glob("*.py")
        for code in re.findall(r'PydanticCustomError\(\s*"(\w+)"', file.read_text("utf-8"))
    }
    assert raised - sentences().keys() == set()


def test_no_sentence_is_kept_that_nobody_says():
    text = "".join(file.read_text("utf-8") for file in SOURCE.rglob("*.py"))
    assert [
        code for code in sentences() if f'"{code}"' not in text and not code.startswith("field_needs_")
    ] == []


def test_every_check_says_what_it_holds():
    assert [check.__name__ for check in CHECKS if not (check.__doc__ or "").strip()] == []
