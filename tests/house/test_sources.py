"""Every file says what it is for, fits in the head, and writes only where it should."""

import ast
import statistics

import pytest

from tests.house.sources import ROOT, SRC, committed, modules, tree

PYTHON = [path for path in committed() if path.suffix == ".py" and "migrations" not in path.parts]
# The only places that talk to a terminal, beside a file that is its own command: `print` anywhere else is a forgotten one.
SPEAKERS = {"cli", "management"}


def _speaks(path) -> bool:
    return bool(
        SPEAKERS & set(path.with_suffix("").relative_to(SRC).parts)
    ) or "__name__ ==" in path.read_text("utf-8")


def _ids(path):
    return str(path.relative_to(ROOT))


@pytest.mark.parametrize("path", PYTHON, ids=_ids)
def test_every_file_says_what_it_is_for(path):
    module = tree(path)
    assert not module.body or ast.get_docstring(module)


def _p90(sizes: list[int]) -> float:
    return statistics.quantiles(sizes, n=10)[-1] if len(sizes) > 1 else max(sizes, default=0)


def test_nine_files_in_ten_fit_in_the_head():
    sizes = {path: len(path.read_text("utf-8").splitlines()) for path in modules()}
    longest = sorted(sizes.items(), key=lambda item: -item[1])[:5]
    assert _p90(list(sizes.values())) <= 250, [(size, _ids(path)) for path, size in longest]


def test_nine_functions_in_ten_fit_on_a_screen():
    sizes = {
        f"{_ids(path)}:{node.lineno} {node.name}": node.end_lineno - node.lineno + 1
        for path in modules()
        for node in ast.walk(tree(path))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
    }
    longest = sorted(sizes.items(), key=lambda item: -item[1])[:5]
    assert _p90(list(sizes.values())) <= 30, longest


@pytest.mark.parametrize("path", [p for p in modules() if not _speaks(p)], ids=_ids)
def test_only_commands_print(path):
    calls = [node for node in ast.walk(tree(path)) if isinstance(node, ast.Call)]
    assert [f"line {c.lineno}" for c in calls if isinstance(c.func, ast.Name) and c.func.id == "print"] == []


def test_everything_that_is_a_package_can_be_found_as_one():
    homeless = {p.parent for p in modules()} - {p.parent for p in modules() if p.name == "__init__.py"}
    assert sorted(map(_ids, homeless)) == []
