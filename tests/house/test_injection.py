"""Names and expressions that come from data are what kills this kind of software (RELIABILITY C1-C3, C8, C10)."""

import ast

import pytest

from tests.house.sources import SRC, modules, tree

# The only modules that write SQL by hand, and why.
SQL_BY_HAND = {
    "work/monitors/feeding.py": "one fixed sentence of INSERT, and COPY",
    "work/points/selectors.py": "one fixed sentence: the sums of two columns beside a third",
    "kernel/append_only.py": "the names are those of models in a migration",
    "flow/reports/services/rows.py": "two fixed sentences: Django's upsert of three million values takes minutes",
    "flow/schemes/locks.py": "one fixed sentence: Django has no FOR SHARE",
    "kernel/clock.py": "two fixed sentences",
    "kernel/log.py": "two fixed sentences",
    "kernel/references.py": "two fixed sentences, and the names of models in a migration",
    "web/views.py": "SELECT 1",
    "operate/examined/about_database.py": "fixed questions about settings, roles and triggers",
    "operate/database.py": "fixed sentences about the whole database, on a copy or in a snapshot",
}
# Sentences that Django wrote, kept, and said again with other values, which are told apart from them.
SQL_OF_DJANGO = {"kernel/written.py"}
RAW = {"raw", "extra", "RawSQL"}
# Called with names that somebody sent, these become SQL or calls (Django CVE-2025-57833, CVE-2026-1287).
SPREAD = {"annotate", "alias", "aggregate", "values", "extra"}
NEVER = {"eval", "exec", "compile", "__import__"}
MODULES = {"pickle", "shelve", "marshal", "dill"}


def dangers(module: ast.Module) -> list[str]:
    """Return where a module could turn data into SQL, code or a command, as "line what"."""
    found = []
    for node in ast.walk(module):
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = {alias.name for alias in node.names} | {getattr(node, "module", None)}
            found += [f"{node.lineno} import {name}" for name in sorted(names & MODULES, key=str)]
        if not isinstance(node, ast.Call):
            continue
        name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
        spread = any(keyword.arg is None for keyword in node.keywords)
        text = ast.unparse(node)
        if isinstance(node.func, ast.Name) and name in NEVER:
            found.append(f"{node.lineno} {name}()")
        if name in SPREAD and spread:
            found.append(f"{node.lineno} {name}(**)")
        if name in {"order_by", "getattr"} and "request." in text:
            found.append(f"{node.lineno} {name}(request)")
        if any(k.arg == "shell" and ast.unparse(k.value) == "True" for k in node.keywords):
            found.append(f"{node.lineno} shell=True")
        if text.startswith(("yaml.load(", "yaml.unsafe_load(", "yaml.full_load(")):
            found.append(f"{node.lineno} yaml.load")
    return found


def sql_by_hand(module: ast.Module) -> list[str]:
    """Return where a module writes SQL by hand with anything but a fixed sentence."""
    found = []
    for node in ast.walk(module):
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        database = "cursor" in ast.unparse(node.func.value) or "connection" in ast.unparse(node.func.value)
        if node.func.attr in RAW and "objects" in ast.unparse(node.func.value):
            found.append(f"{node.lineno} {node.func.attr}")
        if node.func.attr in {"execute", "executemany"} and database:
            found.append(f"{node.lineno} {node.func.attr}")
    return found


def _ids(path):
    return str(path.relative_to(SRC))


@pytest.mark.parametrize("path", modules(), ids=_ids)
def test_no_data_becomes_code(path):
    assert dangers(tree(path)) == []


@pytest.mark.parametrize("path", modules("kernel", "flow", "work", "web", "config", "operate"), ids=_ids)
def test_sql_is_written_by_hand_in_named_places_only(path):
    if str(path.relative_to(SRC)) not in SQL_BY_HAND.keys() | SQL_OF_DJANGO:
        assert sql_by_hand(tree(path)) == []


@pytest.mark.parametrize("path", sorted(SQL_OF_DJANGO))
def test_values_are_told_apart_from_a_kept_sentence(path):
    told = [
        [ast.unparse(word) for word in node.args]
        for node in ast.walk(tree(SRC / path))
        if isinstance(node, ast.Call) and getattr(node.func, "attr", "") in {"execute", "executemany"}
    ]
    assert told and all(words == ["sql", "params"] for words in told)


@pytest.mark.parametrize("path", sorted(SQL_BY_HAND))
def test_every_sentence_of_sql_is_fixed(path):
    built = [
        node.lineno
        for node in ast.walk(tree(SRC / path))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        if node.func.attr in {"execute", "executemany"} and "cursor" in ast.unparse(node.func.value)
        if not isinstance(node.args[0], ast.Constant)
    ]
    assert built == []


@pytest.mark.parametrize(
    "source",
    [
        "rows.annotate(**asked)",
        "rows.order_by(request.GET['sort'])",
        "eval(text)",
        "import pickle",
        "subprocess.run(line, shell=True)",
        "yaml.load(text)",
        "getattr(row, request.GET['attribute'])()",
    ],
)
def test_the_watchman_sees_the_danger(source):
    assert len(dangers(ast.parse(source))) == 1


@pytest.mark.parametrize(
    "source", ["cursor.execute(f'SELECT {x}')", "Unit.objects.raw(text)", "connection.cursor().execute(q)"]
)
def test_the_watchman_sees_sql_by_hand(source):
    assert len(sql_by_hand(ast.parse(source))) == 1
