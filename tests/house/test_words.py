"""What people read of the log is in their words: every trace that the code leaves is declared or worded by its room."""

import ast

import pytest

from tests.house.sources import modules, tree

pytest.importorskip("django.apps")


def traces():
    """Return the names of all traces that the code leaves with a literal name."""
    return {
        node.args[1].value
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "leave_trace" and len(node.args) > 1
        if isinstance(node.args[1], ast.Constant)
    }


def test_every_trace_has_words():
    from youju.kernel.acts import title_of

    assert sorted(name for name in traces() if title_of(name) == name) == [], (
        "declare the act in the room's acts.py, or give its trace words there: word(name, title)"
    )
