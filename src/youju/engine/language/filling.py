"""Rows from duties: the objects of a system of duties are the rows of a register, and who answers for each is written in."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Annotated, Any, Literal, NamedTuple, Union

from pydantic import Discriminator, StringConstraints, Tag
from pydantic import Field as Value

from youju.engine.language.parts import Name, Part, Text
from youju.engine.wording import listed, meant
from youju.engine.yaml_tree import Path

WORDS = frozenset({"string", "text"})
CHOSEN = WORDS | {"choice"}
LENGTHS = frozenset({"integer", "number"})
SAID: dict[str, frozenset[str]] = {
    "system": CHOSEN, "level": CHOSEN, "title": WORDS, "kind": CHOSEN, "line": WORDS, "from_m": LENGTHS, "to_m": LENGTHS,
    "ended": frozenset({"date"}), "person": WORDS | {"person"}, "post": WORDS | {"post"}, "holder": WORDS | {"post", "person"},
    "unit": frozenset({"unit"}), "since": frozenset({"date"}), "basis": WORDS, "rights": WORDS, "support": WORDS,
}  # fmt: skip
"""What duties say of an object → the types of fields that can hold it."""
ALWAYS = frozenset({"system", "level", "title", "kind"})
"""What duties say of every object, whoever answers for it."""
WHO = frozenset({"person", "holder"})
Said = Literal[
    "system", "level", "title", "kind", "line", "from_m", "to_m", "ended", "person", "post", "holder", "unit", "since", "basis", "rights", "support",
]  # fmt: skip
System = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{1,40}$")]
if TYPE_CHECKING:
    Systems = str | tuple[str, ...]
else:
    Systems = Annotated[
        Union[
            Annotated[System, Tag("~name")],
            Annotated[tuple[System, ...], Value(min_length=1, max_length=20), Tag("~list")],
        ],
        Discriminator(lambda given: "~list" if isinstance(given, list | tuple) else "~name"),
    ]


class Filled(Part):
    """Rows from duties: the objects of a `system`, or of several, each known by the code that stands in the field `by`.

    `put` says which field takes what duties say; `words` in which words this register says it, where it has its own.
    Several who answer at once stand side by side; a row without whoever answers is a gap, so the field for the person
    (or `holder`: the post, else the person) is there and may be empty. Other fields are kept by hand.
    """

    system: Systems
    by: Name
    put: Annotated[dict[Name, Said], Value(min_length=1)]
    words: dict[Said, dict[Text, Text]] = {}

    @property
    def systems(self) -> tuple[str, ...]:
        """The systems whose objects are its rows."""
        return (self.system,) if isinstance(self.system, str) else self.system

    @property
    def person(self) -> str:
        """The field that says who answers; "" where none does."""
        return next((name for name, said in self.put.items() if said in WHO), "")


class Column(NamedTuple):
    """What there is to know of a field that may take what duties say. `is_free`: nothing else decides what stands there."""

    type: str
    required: bool = False
    choices: tuple[str, ...] = ()
    is_free: bool = True


class Fault(NamedTuple):
    """Something wrong with where rows come from: the code of its words, its place below the register, and what they name."""

    code: str
    path: Path
    said: Mapping[str, Any]
    at_key: bool = False


def faults_of(filled: Filled, columns: Mapping[str, Column]) -> Iterator[Fault]:
    """Yield what is wrong, the field for the code apart: everything required is said by duties, and gaps can be seen."""
    for name, said in filled.put.items():
        path: Path = ("duties", "put", name)
        column = columns.get(name)
        if column is None:
            yield Fault("field_unknown", path, {"given": name})
        elif column.type not in SAID[said]:
            known = listed(sorted(SAID[said]))
            yield Fault("register_kind", path, {"field": name, "type": column.type, "known": known})
        elif not column.is_free or name == filled.by:
            yield Fault("register_filled_twice", path, {"field": name})
    always = {filled.by, *(name for name, said in filled.put.items() if said in ALWAYS)}
    for name, column in columns.items():
        if column.required and column.is_free and name not in always:
            yield Fault("register_filled_lacks", ("fields", name), {"field": name})
    yield from _worded(filled, columns)
    if not filled.person:
        yield Fault("register_filled_person", ("duties", "put"), {}, at_key=True)


def _worded(filled: Filled, columns: Mapping[str, Column]) -> Iterator[Fault]:
    """Words are for what is put somewhere, and a field with choices offers them."""
    for said, words in filled.words.items():
        names = [name for name, put in filled.put.items() if put == said and name in columns]
        if not names:
            yield Fault("register_filled_idle", ("duties", "words", said), {"given": said})
        for name in names:
            for key, word in words.items():
                choices = columns[name].choices
                if choices and word not in choices:
                    hint, hint_en = meant(word, choices)
                    told = {"given": word, "known": listed(choices), "hint": hint, "hint_en": hint_en}
                    yield Fault("choice_unknown", ("duties", "words", said, key), told)
