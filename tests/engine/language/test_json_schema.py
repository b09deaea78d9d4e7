"""Editors are told the same language that the reader reads."""

import json
from pathlib import Path

import jsonschema
import pytest

from tests.engine.language.samples import HEAD, MARKS, TAIL
from tests.engine.language.test_expand import ONE_OF_EACH
from tests.golden.files import compare
from youju.engine.json_schema import json_schema_text, scheme_json_schema
from youju.engine.yaml_tree import read_tree

ROOT = Path(__file__).parents[3]
FILE = ROOT / "schemes" / "scheme.schema.json"
STARTER = ROOT / "src" / "youju" / "engine" / "starter" / "scheme.yaml"
SHORT = """\
marks:
  - id: a
    clause: 一
    value: {ratio: income, to: {between: [5, target]}}
    shape: {curve: [[0, 0], [1, 20]]}
    plus: {per: 0.1, above: 1, whole: true, marks: 1}
    units: {kind: 山区, code: [a, b]}
    when: [{if: {all: [{value: income, above: 10%}, {not: {unit: kind, is: 平原}}]}, then: {at_most: 5}}]
  - {id: b, clause: 一, events: {register: fires, each: -2, same_item: highest, at_least: -10}}
"""


def _data(text):
    return json.loads(json.dumps(read_tree(text, "x").data, default=float))


def test_the_published_schema_is_that_of_the_reader(request):
    compare(FILE, json_schema_text(), update=request.config.getoption("--golden-update"))


@pytest.mark.parametrize("marks", [MARKS, ONE_OF_EACH, SHORT])
def test_what_the_reader_accepts_is_not_underlined(marks):
    validator = jsonschema.Draft202012Validator(scheme_json_schema())
    assert [error.message for error in validator.iter_errors(_data(HEAD + marks + TAIL))] == []


def test_the_starter_is_not_underlined():
    jsonschema.validate(_data(STARTER.read_text("utf-8")), scheme_json_schema())


@pytest.mark.parametrize(
    ("right", "wrong"), [("title:", "titel:"), ("ties: best", "ties: bset"), ("places: 2", "places: two")]
)
def test_what_the_reader_refuses_is_underlined(right, wrong):
    text = (HEAD + MARKS + TAIL).replace(right, wrong, 1)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(_data(text), scheme_json_schema())


def test_every_part_says_what_it_is():
    parts = {name: part for name, part in scheme_json_schema()["$defs"].items() if "properties" in part}
    assert [name for name, part in parts.items() if not part.get("description")] == []
