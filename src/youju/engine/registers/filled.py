"""A declared register whose rows come from duties: what can be wrong with that."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from youju.engine.language.filling import Column, faults_of
from youju.engine.problems import Problem
from youju.engine.wording import listed, meant, say
from youju.engine.yaml_tree import Path, Tree

if TYPE_CHECKING:
    from youju.engine.registers.language import Declaration


def check_filled(one: Declaration, tree: Tree) -> Iterator[Problem]:
    """Yield what is wrong with where a register takes its rows from: everything required is said by duties, and gaps can be seen."""
    filled = one.duties
    if filled is None:
        return
    key = one.fields.get(filled.by)
    if key is None:
        yield _unknown(one, tree, ("duties", "by"), filled.by)
    elif key.type != "string" or not key.unique:
        yield say("register_filled_key", tree.where(("duties", "by")), field=filled.by)
    columns = {
        name: Column(field.type, field.required, field.choices or (), is_free=not field.private)
        for name, field in one.fields.items()
    }
    for fault in faults_of(filled, columns):
        if fault.code == "field_unknown":
            yield _unknown(one, tree, fault.path, fault.said["given"])
        else:
            yield say(fault.code, tree.where(fault.path, key=fault.at_key), **fault.said)


def _unknown(one: Declaration, tree: Tree, path: Path, given: str) -> Problem:
    hint, hint_en = meant(given, one.fields)
    known = listed(one.fields, 30)
    return say("field_unknown", tree.where(path), given=given, known=known, hint=hint, hint_en=hint_en)
