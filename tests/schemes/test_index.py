"""The index of mechanisms: every row has one line, and the test it names is there."""

from __future__ import annotations

import ast
import re
from collections import Counter
from functools import cache

import pytest

from tests.house.sources import ROOT
from youju.engine.case import open_case

INDEX = ROOT / "schemes" / "INDEX.md"
TABLE = ROOT.parent / "shared" / "MECHANISMS.md"
SCHEMES = sorted(file.parent for file in (ROOT / "schemes").glob("*/scheme.yaml"))
LAST = {"0": 31, "1": 67, "2": 39, "3": 27, "4": 25}
"""The last row of each of the five pages; together 189."""
IDS = frozenset(f"{page}-{row:02}" for page, last in LAST.items() for row in range(1, last + 1))


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
    assert faults(lines(), IDS, names_of_tests()) == []


def test_there_are_189_mechanisms_and_few_ask_for_no_object():
    assert len(IDS) == 189
    assert 14 <= sum("narrative" in what for _one, what, _test in lines()) <= 22


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


def test_every_register_that_a_line_names_is_declared():
    """A shared one, or one of a scheme: of the schemes the line names where it names any."""
    shared = {file.stem for file in (ROOT / "schemes" / "_registers").glob("*.yaml")}
    own = {folder.name: open_case(folder).scheme.registers for folder in SCHEMES}
    for one, what, _test in lines():
        named = {word for told in re.findall(r"台账 ([a-z、-]+)", what) for word in told.split("、") if word}
        schemes = [name for name in own if name in what] or list(own)
        assert named <= shared.union(*(own[name] for name in schemes)), one


@pytest.mark.skipif(not TABLE.is_file(), reason="the table of mechanisms is not beside the repository")
def test_the_ids_are_those_of_the_table():
    found = re.findall(r"^\| (\d-\d\d) \|", TABLE.read_text("utf-8"), re.MULTILINE)
    assert (len(found), frozenset(found)) == (189, IDS)


@pytest.mark.parametrize("folder", sorted(p.parent.name for p in (ROOT / "schemes").glob("*/scheme.yaml")))
def test_every_scheme_carries_something_or_is_a_published_index(folder):
    named = {word for _one, what, _test in lines() for word in re.findall(r"[a-z][a-z0-9-]+", what)}
    assert folder in named | {"hdi-2021", "village-living-environment"}
