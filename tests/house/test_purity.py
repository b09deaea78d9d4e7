"""The engine and the reader answer from what they are given: no clock, no surroundings, no chance, no float in a mark."""

import ast
import re
from collections.abc import Iterator

import pytest

from tests.house.sources import SRC, dotted, modules, tree

PURE = ("engine", "reading")

# A name that is, or begins with, one of these lets the world in.
WORLD = (
    "datetime.datetime.now", "datetime.datetime.today", "datetime.datetime.utcnow", "datetime.date.today",
    "time", "os.environ", "os.environb", "os.getenv", "os.urandom", "secrets", "uuid.uuid1", "uuid.uuid4",
    "socket", "urllib.request", "http", "httpx", "requests", "locale", "getpass", "platform",
)  # fmt: skip
# Chance is welcome where its seed is an argument.
SEEDED = (
    "random.Random",
    "numpy.random.default_rng",
    "numpy.random.SeedSequence",
    "numpy.random.PCG64",
    "numpy.random.Philox",
)
TYPES = ("numpy.random.Generator", "numpy.random.BitGenerator")
SQL_WORLD = re.compile(
    r"\b(current_(date|time|timestamp)\b|now\(\)|today\(\)|random\(\)|gen_random_uuid|uuid\(\))",
    re.IGNORECASE,
)

# Where binary floats are the honest type, and why: a folder, a file, or one function or class of a file. All else is exact.
FLOAT_PLACES = {
    "composite/": "normalised shares, logarithms and principal components have no finite decimal; the scheme rounds before ranking",
    "index/": "hands a composite scheme to composite/ and rounds what comes back before it is ranked",
    "robust.py": "asks how firm places are under disturbed weights and measurements; no mark comes out of it",
    "sensitivity.py": "as robust.py: how much weights and errors move places; no mark comes out of it",
    "flags.py": "a flag asks for a look and never changes a mark; robust z-scores have no finite decimal",
    "page.py:_bars": "the width of a bar on a page",
    "exact.py:Exact.floats": "the one door from exact columns to composites and to guesses of an order",
    "groups.py:dense_order": "a guess of the order; neighbours too near to tell apart are settled by exact comparison",
    "board.py:Standing": "a place is not a mark: under the tie rule `average` it may be a half",
    "board.py:stand": "a place, as in Standing",
    "board.py:edges": "a place, as in Standing",
    "bundle/tables.py:_places": "the column of places, as in Standing",
}


def _begins(name: str, heads: tuple[str, ...]) -> bool:
    return any(name == head or name.startswith(head + ".") for head in heads)


def worldly(module: ast.Module) -> list[str]:
    """Return where a module lets the world in, as "line name"."""
    seeded = {id(n.func) for n in ast.walk(module) if isinstance(n, ast.Call) and (n.args or n.keywords)}
    found = []
    for line, name, node in dotted(module):
        chance = _begins(name, ("random", "numpy.random")) and name not in ("random", "numpy.random")
        welcome = _begins(name, TYPES) or (name in SEEDED and id(node) in seeded)
        if _begins(name, WORLD) or (chance and not welcome):
            found.append(f"{line} {name}")
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and "select" in node.value.lower():
            found += [f"{node.lineno} {hit[0]} in SQL" for hit in SQL_WORLD.finditer(node.value)]
    return found


def floats(module: ast.Module) -> list[tuple[str, str]]:
    """Return where a module makes a binary float, as (function or class.function, "line what")."""
    return [(name, f"{line} {what}") for name, body in _named(module) for line, what in _floats_in(body)]


def _named(module: ast.Module) -> Iterator[tuple[str, ast.AST]]:
    """Yield the parts of a module with their names: functions, methods, and the rest of classes and of the module."""
    for node in module.body:
        if isinstance(node, ast.ClassDef):
            for part in node.body:
                method = isinstance(part, ast.FunctionDef | ast.AsyncFunctionDef)
                yield f"{node.name}.{part.name}" if method else node.name, part
        else:
            yield getattr(node, "name", ""), node


def _floats_in(part: ast.AST) -> Iterator[tuple[int, str]]:
    for node in ast.walk(part):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            yield node.lineno, repr(node.value)
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float":
            yield node.lineno, "float()"
        elif isinstance(node, ast.Attribute) and re.fullmatch(r"float(16|32|64|_)?", node.attr):
            yield node.lineno, f".{node.attr}"


def undeclared(file: str, found: list[tuple[str, str]]) -> list[str]:
    """Return the floats of a file of the engine that FLOAT_PLACES does not excuse."""
    if any(file == place or (place.endswith("/") and file.startswith(place)) for place in FLOAT_PLACES):
        return []
    return [f"{name} {what}" for name, what in found if f"{file}:{name}" not in FLOAT_PLACES]


def _ids(path):
    return str(path.relative_to(SRC))


@pytest.mark.parametrize("path", modules(*PURE), ids=_ids)
def test_a_pure_module_reads_no_clock_no_surroundings_and_no_chance(path):
    assert worldly(tree(path)) == []


@pytest.mark.parametrize("path", modules("engine"), ids=_ids)
def test_a_mark_never_passes_through_a_binary_float(path):
    assert undeclared(path.relative_to(SRC / "engine").as_posix(), floats(tree(path))) == []


def test_a_declared_float_excuses_no_other_function_of_its_file():
    found = floats(
        ast.parse("class Exact:\n    def floats(self): return 0.5\n    def marks(self): return 0.5")
    )
    assert undeclared("exact.py", found) == ["Exact.marks 3 0.5"]


@pytest.mark.parametrize(
    "source",
    [
        "import datetime as dt\nx = dt.datetime.now()",
        "from datetime import date\nx = date.today()",
        "import time\nx = time.perf_counter()",
        "import os\nx = os.environ['HOME']",
        "from os import getenv\nx = getenv('HOME')",
        "import random\nx = random.random()",
        "import random\nx = random.Random()",
        "import numpy as np\nx = np.random.default_rng()",
        "import numpy as np\nx = np.random.rand(3)",
        "import uuid\nx = uuid.uuid4()",
        "QUERY = 'SELECT now() AS t'",
    ],
)
def test_the_watchman_sees_a_worldly_line(source):
    assert len(worldly(ast.parse(source))) == 1


@pytest.mark.parametrize(
    "source",
    [
        "import random\nx = random.Random(2023)",
        "import numpy as np\nx = np.random.default_rng(seed)",
        "import numpy as np\ndef f(rng: np.random.Generator): ...",
        "import datetime as dt\nx = dt.date(2023, 6, 1)",
        "timely = now = 1",
    ],
)
def test_the_watchman_lets_a_pure_line_pass(source):
    assert worldly(ast.parse(source)) == []


@pytest.mark.parametrize(
    "source",
    ["x = 0.1", "x = float('1')", "import numpy as np\nx = np.float64(1)", "y = x.astype(np.float32)"],
)
def test_the_watchman_sees_a_float(source):
    assert len(floats(ast.parse(source))) == 1
