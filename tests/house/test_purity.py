"""The engine and the reader answer from what they are given: no clock, no surroundings, no chance, no float in a mark."""

import ast
import re

import pytest

from tests.house.sources import SRC, dotted, modules, tree

PURE = ("engine", "reading")

# A name that is, or begins with, one of these lets the world in.
WORLD = (
    "datetime.datetime.now", "datetime.datetime.today", "datetime.datetime.utcnow", "datetime.date.today",
    "time", "os.environ", "os.environb", "os.getenv", "os.urandom", "os.getpid", "secrets", "uuid.uuid1", "uuid.uuid4",
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

# Where binary floats are the honest type, and why. Everything else in the engine is exact.
FLOAT_ROOMS = {
    "composite": "normalised shares, logarithms and principal components have no finite decimal; the scheme rounds before ranking",
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


def floats(module: ast.Module) -> list[str]:
    """Return where a module makes a binary float, as "line what"."""
    found = []
    for node in ast.walk(module):
        if isinstance(node, ast.Constant) and isinstance(node.value, float):
            found.append(f"{node.lineno} {node.value!r}")
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "float":
            found.append(f"{node.lineno} float()")
        elif isinstance(node, ast.Attribute) and re.fullmatch(r"float(16|32|64|_)?", node.attr):
            found.append(f"{node.lineno} .{node.attr}")
    return found


def _ids(path):
    return str(path.relative_to(SRC))


@pytest.mark.parametrize("path", modules(*PURE), ids=_ids)
def test_a_pure_module_reads_no_clock_no_surroundings_and_no_chance(path):
    assert worldly(tree(path)) == []


@pytest.mark.parametrize(
    "path",
    [p for p in modules("engine") if not set(FLOAT_ROOMS) & set(p.relative_to(SRC / "engine").parts)],
    ids=_ids,
)
def test_a_mark_never_passes_through_a_binary_float(path):
    assert floats(tree(path)) == []


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
