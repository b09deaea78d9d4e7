"""Every sentence of a statement has one in English, and a statement in English says nothing of its own in Chinese."""

import ast
import re
from pathlib import Path

import pytest

from youju.engine import explain as explaining
from youju.engine.statement import because, lines, shapes, words
from youju.engine.statement.speech import ENGLISH, chinese, english

HAN = re.compile(r"[\u3400-\u9fff]+")
PLACES = re.compile(r"\{(\w+)\}")


def said_in(module):
    """Return every Chinese text of a module that is no docstring: what it may say."""
    tree = ast.parse(Path(module.__file__).read_text("utf-8"))
    told = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    return {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and HAN.search(node.value) and id(node) not in told
    }  # fmt: skip


@pytest.mark.parametrize("module", [explaining, because, lines, shapes, words])
def test_whatever_a_statement_may_say_is_said_in_english_too(module):
    # what is raised to a programmer, and the measures by which a share is known, are no sentences of a statement
    apart = {
        text for text in said_in(module) if " / " in text or text in {";有 ", "方案里没有规则 "}
    } | words.SHARES
    assert said_in(module) - apart - set(ENGLISH) == set()


@pytest.mark.parametrize(("sentence", "meant"), ENGLISH.items())
def test_a_sentence_says_the_same_facts_in_both_languages(sentence, meant):
    assert sorted(PLACES.findall(sentence)) == sorted(PLACES.findall(meant))
    assert not HAN.search(meant)


def test_a_fact_stands_as_it_was_given():
    assert chinese("{x} 得 {n} 分", x="80%", n="{5}") == "80% 得 {5} 分"
    assert english("{x} 得 {n} 分", x="80%", n="{5}") == "80% gives {5} marks"


def test_a_sentence_without_english_is_a_fault_of_the_programmer():
    with pytest.raises(KeyError):
        english("没有这句")
