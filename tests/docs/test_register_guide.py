"""The guide of registers: its example is a sound declaration, and no word of the language is left out."""

import re
from pathlib import Path

import pytest

from youju.engine.language.conditions import Comparison
from youju.engine.registers import language
from youju.engine.registers.read import read_declaration

GUIDE = (Path(__file__).parents[2] / "docs" / "guide" / "registers.md").read_text("utf-8")
EXAMPLE = re.search(r"^```yaml\n(.*?)^```", GUIDE, re.MULTILINE | re.DOTALL)[1]
PARTS = [
    language.Declaration, language.Field, language.Stage, language.Move, language.Suspend, language.Tree,
    language.Rung, language.Clock, language.Plan, language.Match, language.Intake, language.Count,
]  # fmt: skip
WORDS = {field.alias or name for part in PARTS for name, field in part.model_fields.items()}


def test_the_example_of_the_guide_is_a_sound_declaration():
    read = read_declaration(EXAMPLE, "well.yaml")
    assert (read.problems, read.declaration.title) == ((), "机井维修")


@pytest.mark.parametrize("word", sorted({*WORDS, *language.TYPES, *language.STEPS}))
def test_the_guide_tells_every_word_of_the_language(word):
    assert f"`{word}`" in GUIDE


@pytest.mark.parametrize(
    "word", sorted({field.alias or name for name, field in Comparison.model_fields.items()})
)
def test_the_guide_tells_every_operator_of_a_condition(word):
    assert f"`{word}`" in GUIDE.split("条件里的字")[1]
