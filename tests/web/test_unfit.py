"""What does not fit the description of the API is told in the reader's language, by the kind of fault."""

import re

import pytest
from django.utils.translation import override
from pydantic_core import _pydantic_core

from tests.web.test_api import bearer
from youju.web.unfit import SAID, as_problem

pytestmark = pytest.mark.django_db
KINDS = {one["type"]: one for one in _pydantic_core.list_all_errors()}
OF_CODE = re.compile(
    r"argument|dataclass|instance|subclass|callable|recursion|frozen|complex|fraction|attribute|iteration|sentinel|ellipsis"
    r"|deque|counter|ordered|default_factory|named_tuple|needs_python|hashable|syntax_violation|offset|not_ascii|encoding"
)
"""What only code can do to a model, or what no schema of the house asks for."""
BY_THE_HOUSE = {"value_error", "assertion_error"}


def test_every_kind_that_a_request_can_have_is_told_in_chinese():
    wanted = {kind for kind in KINDS if not OF_CODE.search(kind)} - BY_THE_HOUSE
    assert wanted - SAID.keys() == set()


@pytest.mark.parametrize("kind", sorted(SAID))
def test_a_kind_has_all_that_its_words_name(kind):
    said = KINDS[kind]
    context = dict.fromkeys(said.get("example_context") or {}, 7)
    problem = as_problem({"type": kind, "loc": ("body", "x"), "msg": "English words", "ctx": context})
    assert re.search(r"[一-鿿]", problem.what)
    assert "English" not in problem.what


def test_a_kind_that_nobody_knows_yet_is_told_in_chinese_too():
    problem = as_problem({"type": "new_kind", "loc": ("query", "page"), "msg": "English words"})
    assert (problem.where, problem.what) == ("query.page", "和接口说明不符")


def test_what_a_rule_of_the_house_said_stands_as_it_was_said():
    problem = as_problem(
        {"type": "value_error", "loc": ("x",), "msg": "Value error, 太早", "ctx": {"error": "太早"}}
    )
    assert problem.what == "太早"


def test_in_english_pydantics_own_words_stand():
    with override("en"):
        problem = as_problem({"type": "missing", "loc": ("body", "on"), "msg": "Field required"})
    assert (problem.what, problem.mend) == ("Field required", "Add it")


def test_a_program_reads_each_fault_where_it_is(client, zhao, units):
    answer = client.post(
        f"/api/units/{units.villages[0].code}/rename", {"on": "昨天"}, "application/json",
        headers=bearer(zhao, "unit.change"),
    )  # fmt: skip
    told = {one["where"].rsplit(".", 1)[-1]: (one["what"], one["mend"]) for one in answer.json()["problems"]}
    assert told == {"name": ("没有写，必须写", "补上"), "on": ("要写一个日期", "写成 2026-10-31")}
