"""A register whose rows come from duties: every object of a system of duties is a row, and who answers for it is written in."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Literal

from pydantic import Field as Value
from pydantic import StringConstraints

from youju.engine.language.parts import Name, Part
from youju.engine.problems import Problem
from youju.engine.wording import listed, meant, say
from youju.engine.yaml_tree import Path, Tree

if TYPE_CHECKING:
    from youju.engine.registers.language import Declaration

WORDS = frozenset({"string", "text"})
LENGTHS = frozenset({"integer", "number"})
SAID: dict[str, frozenset[str]] = {
    "title": WORDS, "kind": WORDS, "line": WORDS, "from_m": LENGTHS, "to_m": LENGTHS, "ended": frozenset({"date"}),
    "person": WORDS | {"person"}, "post": WORDS | {"post"}, "unit": frozenset({"unit"}), "since": frozenset({"date"}),
    "basis": WORDS, "rights": WORDS, "support": WORDS,
}  # fmt: skip
"""What duties say of an object → the types of fields that can hold it."""
Said = Literal[
    "title", "kind", "line", "from_m", "to_m", "ended", "person", "post", "unit", "since", "basis", "rights", "support",
]  # fmt: skip


class Filled(Part):
    """Rows from duties: the objects of one `system`, each known by the code that stands in the field `by`.

    `put` says which field takes what duties say. Several who answer at once stand side by side; a row without a person
    is a gap, so the field for the person is there and may be empty. Other fields are kept by hand.
    """

    system: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
    by: Name
    put: Annotated[dict[Name, Said], Value(min_length=1)]

    @property
    def person(self) -> str:
        """The field that says who answers; "" where none does."""
        return next((name for name, said in self.put.items() if said == "person"), "")


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
    for name, said in filled.put.items():
        path: Path = ("duties", "put", name)
        field = one.fields.get(name)
        if field is None:
            yield _unknown(one, tree, path, name)
        elif field.type not in SAID[said]:
            known = listed(sorted(SAID[said]))
            yield say("register_kind", tree.where(path), field=name, type=field.type, known=known)
        elif field.private or name == filled.by:
            yield say("register_filled_twice", tree.where(path), field=name)
    for name, field in one.fields.items():
        always = {filled.by, *(given for given, said in filled.put.items() if said in {"title", "kind"})}
        if field.required and name not in always:
            yield say("register_filled_lacks", tree.where(("fields", name)), field=name)
    if not filled.person:
        yield say("register_filled_person", tree.where(("duties", "put"), key=True))


def _unknown(one: Declaration, tree: Tree, path: Path, given: str) -> Problem:
    hint, hint_en = meant(given, one.fields)
    known = listed(one.fields, 30)
    return say("field_unknown", tree.where(path), given=given, known=known, hint=hint, hint_en=hint_en)
