"""Algorithm pages: every example block is a scheme that is checked, and whose examples run as the office would run them."""

from __future__ import annotations

import re

import pytest
import yaml

from tests.house.sources import ROOT
from youju.engine.examples import run_examples
from youju.engine.problems import blocking
from youju.engine.read import read_scheme

HOME = ROOT / "docs" / "algorithms"
BLOCK = re.compile(r"^```yaml\n(.*?)^```", re.MULTILINE | re.DOTALL)
HEAD = """\
scheme: page
title: 例
version: "1"
owner: 考核办
basis: {title: 办法, number: "1", issuer: 办公室, issuer_level: city, adopted: 2020-01-01, plan: 第1项}
in_force: {from: 2023-01, to: 2023-12}
round: {every: month, object_by: 5}
league: {level: 村, at_least: 1}
"""
TOTAL = "total: {places: 2, when: each_rule, before_ranking: true, ties: best}\n"
BLOCKS = [(page, number, text) for page in sorted(HOME.glob("*.md")) for number, text in enumerate(BLOCK.findall(page.read_text("utf-8")), 1)]  # fmt: skip
KINDS = {
    "values", "values-in-time", "values-among-peers", "shape-curve", "shape-steps", "shape-per", "shape-times-and-exp", "events", "rating",
    "sections", "when", "missing-and-not-applicable", "presets", "board", "exactness", "up-the-tree",
}  # fmt: skip


def folder_of(text, home):
    """Write a page's block as a scheme folder: what stands before ``examples:`` is the scheme, the rest the examples."""
    scheme, _, examples = text.partition("examples:\n")
    total = "" if re.search(r"^total:", scheme, re.MULTILINE) else TOTAL
    (home / "scheme.yaml").write_text(HEAD + scheme + total, "utf-8")
    (home / "examples.yaml").write_text(re.sub("^  ", "", examples, flags=re.MULTILINE), "utf-8")
    return home


@pytest.mark.parametrize(("page", "number", "text"), BLOCKS, ids=[f"{p.stem} {n}" for p, n, _ in BLOCKS])
def test_an_example_block_reads_and_gives_the_marks_it_says(tmp_path, page, number, text):
    home = folder_of(text, tmp_path)
    assert [str(p) for p in blocking(read_scheme(home).problems)] == []
    assert [str(p) for p in run_examples(home)] == []


def test_every_kind_of_rule_has_a_page_with_an_example():
    assert {page.stem for page, _, _ in BLOCKS} >= KINDS


def test_a_wrong_mark_on_a_page_would_be_told(tmp_path):
    _, _, text = next(block for block in BLOCKS if block[0].stem == "shape-steps")
    home = folder_of(text.replace("seen: {x: 0.9}, total: 36", "seen: {x: 0.9}, total: 35"), tmp_path)
    assert len(run_examples(home)) == 1


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_a_page_says_what_it_means_in_both_languages_and_where_it_comes_from(kind):
    text = (HOME / f"{kind}.md").read_text("utf-8")
    assert re.match(r"# [A-Z].*[一-鿿]", text)
    assert "## Worked example 例子" in text
    assert "## Sources 出处" in text or kind == "exactness"


def test_every_page_is_named_in_the_contents():
    listed = (HOME / "index.md").read_text("utf-8")
    assert [
        page.name
        for page in sorted(HOME.glob("*.md"))
        if page.name != "index.md" and f"({page.name})" not in listed
    ] == []


def test_examples_of_pages_are_lists_that_yaml_reads_alike():
    """A page is read by people with other tools too."""
    for _, _, text in BLOCKS:
        assert isinstance(yaml.safe_load(text)["examples"], list)
