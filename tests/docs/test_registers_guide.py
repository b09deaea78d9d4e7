"""The guide to registers: its declaration is right as printed, and no key of a declaration is left out."""

from __future__ import annotations

import re

import pytest

from tests.house.sources import ROOT
from youju.engine.compliance.registers import declared_findings
from youju.engine.registers import Declaration, Field, read_declaration
from youju.engine.registers import language as words

PAGE = (ROOT / "docs" / "guide" / "registers.md").read_text("utf-8")


def test_the_declaration_of_the_guide_is_right_as_printed():
    (text,) = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    read = read_declaration(text, "repair.yaml", {})
    assert [str(problem) for problem in read.problems] == []
    assert declared_findings(read.declaration, read.tree) == []


@pytest.mark.parametrize(
    "part",
    [Declaration, Field, words.Stage, words.Move, words.Suspend, words.Tree, words.Rung, words.Clock, words.Plan, words.Match, words.Intake, words.Count],
    ids=lambda part: part.__name__,
)  # fmt: skip
def test_every_key_of_a_declaration_is_said(part):
    keys = {made.alias or name for name, made in part.model_fields.items()}
    assert sorted(key for key in keys if not re.search(rf"\b{key}\b", PAGE)) == []


def test_every_type_of_field_is_said():
    assert [kind for kind in words.TYPES if f"`{kind}`" not in PAGE] == []
