"""No rule of the reader knows a sentence, a name or a figure of the given pages."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import youju.reading

SEEDS = Path(__file__).parents[2].parent / "shared" / "seeds"
ROOM = Path(youju.reading.__file__).parent
# Words of the language that also stand on a given page, each with the list it was taken from.
GENERAL = {
    "中国共产党": "anniversaries that date a page: the calendar of commemorations",
    "中华人民共和国": "anniversaries that date a page: the calendar of commemorations",
    "志愿服务活动": "kinds of events: the State Council's regulations on voluntary service, 2017",
}
HAN, FIGURE = (
    re.compile("[\u4e00-\u9fff]{6,}"),
    re.compile(r"(?<![\d.u{,])\d{2,}(?:\.\d+)?[余多万亿]?[\u4e00-\u9fff%]"),
)


def _literals() -> Iterator[tuple[str, int, str]]:
    """Every string of the room's code, documentation left in: it may teach no more than a rule may know."""
    for path in sorted(ROOM.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield path.name, node.lineno, node.value


@pytest.fixture(scope="module")
def given() -> str:
    if not SEEDS.exists():
        pytest.skip("the given pages are not part of the project")
    return "\n".join(re.sub(r"\s", "", path.read_text(encoding="utf-8")) for path in SEEDS.glob("*.txt"))


def test_no_literal_repeats_six_characters_of_a_given_page(given: str) -> None:
    known = {
        (name, line, run[at : at + 6])
        for name, line, text in _literals()
        for run in HAN.findall(text)
        if run not in GENERAL
        for at in range(len(run) - 5)
        if run[at : at + 6] in given
    }
    assert known == set()


def test_no_literal_repeats_a_figure_of_a_given_page(given: str) -> None:
    figures = set(FIGURE.findall(given))
    figures = {said for said in figures if not re.match("(?:19|20)\\d\\d年", said)}
    known = {
        (name, line, said)
        for name, line, text in _literals()
        for said in FIGURE.findall(text)
        if said in figures
    }
    assert known == set()
