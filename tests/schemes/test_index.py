"""The index of mechanisms: every row has one line, and the test it names is there."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache

import pytest

from tests.house.sources import ROOT

INDEX = ROOT / "schemes" / "INDEX.md"
TABLE = ROOT.parent / "shared" / "MECHANISMS.md"
LAST = {"0": 31, "1": 67, "2": 39, "3": 27, "4": 25}
"""The last row of each of the five pages; together 189."""
IDS = frozenset(f"{page}-{row:02}" for page, last in LAST.items() for row in range(1, last + 1))
WAITING = frozenset(
    re.findall(
        r"\d-\d\d",
        """
0-01 0-03 0-06 0-07 0-08 0-09 0-10 0-12 0-13 0-15 0-16 0-18 0-19 0-20 0-21 0-24 0-25 0-27 0-28 0-29
1-03 1-04 1-05 1-06 1-11 1-12 1-13 1-14 1-16 1-17 1-22 1-24 1-26 1-27 1-28 1-29 1-32 1-33 1-35 1-36
1-37 1-38 1-39 1-41 1-42 1-43 1-45 1-46 1-48 1-49 1-50 1-51 1-52 1-53 1-55 1-56 1-58 1-59 1-60 1-62
1-63 1-64 1-66 2-01 2-02 2-04 2-05 2-06 2-07 2-09 2-10 2-11 2-12 2-13 2-14 2-15 2-17 2-18 2-19 2-20
2-21 2-23 2-24 2-26 2-27 2-28 2-31 2-33 2-34 2-35 2-36 2-37 2-38 3-01 3-02 3-03 3-04 3-05 3-06 3-08
3-09 3-10 3-11 3-12 3-13 3-14 3-15 3-16 3-17 3-18 3-19 3-20 3-23 3-24 3-25 3-26 3-27 4-04 4-05 4-06
4-07 4-08 4-09 4-10 4-11 4-12 4-13 4-14 4-15 4-16 4-17 4-18 4-19 4-20 4-21 4-22 4-23 4-24 4-25
""",
    )
)
"""Rows that nothing carries yet. They have no line: a line is a promise."""


def lines() -> list[tuple[str, str, str]]:
    rows = (
        [cell.strip() for cell in line.strip("| \n").split("|")]
        for line in INDEX.read_text("utf-8").splitlines()
    )
    return [tuple(row) for row in rows if len(row) == 3 and re.fullmatch(r"\d-\d\d", row[0])]


@cache
def names_of_tests() -> frozenset[str]:
    """The names of all tests, read and not imported."""
    found: set[str] = set()
    for file in (ROOT / "tests").rglob("test_*.py"):
        tree = ast.parse(file.read_text("utf-8"))
        found |= {
            node.name
            for node in ast.walk(tree)
            if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")
        }
    return frozenset(found)


def faults(rows: list[tuple[str, str, str]], ids: frozenset[str], there: frozenset[str]) -> list[str]:
    """Return everything that is wrong with an index."""
    times = Counter(row[0] for row in rows)
    found = [f"{one}: no line" for one in sorted(ids - times.keys())]
    found += [f"{one}: {n} lines" for one, n in sorted(times.items()) if n > 1]
    found += [f"{one}: no such row" for one in sorted(times.keys() - ids)]
    for one, what, test in rows:
        if not what:
            found.append(f"{one}: carried by nothing")
        if test not in there and not ("narrative" in what and test == "–"):
            found.append(f"{one}: no test {test}")
    return found


def test_every_mechanism_has_one_line_and_its_test_is_there():
    assert faults(lines(), IDS - WAITING, names_of_tests()) == []


def test_there_are_189_mechanisms_and_about_20_are_narrative():
    assert len(IDS) == 189
    assert 18 <= sum("narrative" in what for _one, what, _test in lines()) <= 22


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ([("1-01", "台账", "test_a")], []),
        ([], ["1-01: no line"]),
        ([("1-01", "台账", "test_a"), ("1-01", "台账", "test_a")], ["1-01: 2 lines"]),
        ([("1-01", "台账", "test_gone")], ["1-01: no test test_gone"]),
        ([("1-01", "台账", "–")], ["1-01: no test –"]),
        ([("1-01", "narrative", "–")], []),
        ([("1-01", "", "test_a")], ["1-01: carried by nothing"]),
        ([("1-01", "台账", "test_a"), ("9-99", "台账", "test_a")], ["9-99: no such row"]),
    ],
)
def test_the_watchman_sees(rows, told):
    assert faults(rows, frozenset({"1-01"}), frozenset({"test_a"})) == told


@pytest.mark.skipif(not TABLE.is_file(), reason="the table of mechanisms is not beside the repository")
def test_the_ids_are_those_of_the_table():
    found = re.findall(r"^\| (\d-\d\d) \|", TABLE.read_text("utf-8"), re.MULTILINE)
    assert (len(found), frozenset(found)) == (189, IDS)


@pytest.mark.parametrize("folder", sorted(p.parent.name for p in (ROOT / "schemes").glob("*/scheme.yaml")))
def test_every_scheme_carries_something_or_is_a_published_index(folder):
    named = {word for _one, what, _test in lines() for word in re.findall(r"[a-z][a-z0-9-]+", what)}
    assert folder in named | {"hdi-2021", "village-living-environment"}
