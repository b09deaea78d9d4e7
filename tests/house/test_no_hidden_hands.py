"""A write does what its line says and no more: no signals, no `save()` of our own (decision 6)."""

import ast

import pytest

from tests.house.sources import SRC, dotted, modules, tree

# What works behind the back of the line that writes.
SIGNALS = ("django.dispatch", "django.db.models.signals", "django.core.signals", "django.test.signals")
OVERRIDES = {"save", "delete", "save_base", "bulk_create"}


def hidden_hands(module: ast.Module) -> list[str]:
    """Return where a module listens to signals or gives a model a write of its own, as "line what"."""
    found = [f"{line} {name}" for line, name, _ in dotted(module) if name.startswith(SIGNALS)]
    for owner in ast.walk(module):
        if isinstance(owner, ast.ClassDef) and any("Model" in ast.unparse(base) for base in owner.bases):
            methods = (part for part in owner.body if isinstance(part, ast.FunctionDef))
            found += [f"{part.lineno} {owner.name}.{part.name}" for part in methods if part.name in OVERRIDES]
    return found


@pytest.mark.parametrize("path", modules(), ids=lambda p: str(p.relative_to(SRC)))
def test_no_module_writes_behind_the_back_of_a_line(path):
    assert hidden_hands(tree(path)) == []


@pytest.mark.parametrize(
    "source",
    [
        "from django.dispatch import receiver\n@receiver(1)\ndef f(): ...",
        "from django.db.models.signals import post_save\npost_save.connect(print)",
        "from django.db import models\nclass A(models.Model):\n    def save(self): ...",
    ],
)
def test_the_watchman_sees_a_hidden_hand(source):
    assert len(hidden_hands(ast.parse(source))) == 1


def test_a_pydantic_model_and_a_database_connection_pass():
    source = (
        "import duckdb\nfrom pydantic import BaseModel\nclass A(BaseModel):\n    x: int\nc = duckdb.connect()"
    )
    assert hidden_hands(ast.parse(source)) == []
