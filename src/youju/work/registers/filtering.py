"""The filters of a list as people set them: a field, a word such as “不少于”, and what is looked for; the address says the rest."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import pgettext_lazy

from youju.engine.registers import Declaration
from youju.work.registers.asking import Asked, asked_in, clocked_names
from youju.work.registers.forming.cells import heading

FIELD, OPERATOR, TEXT = "pick.field", "pick.operator", "pick.text"
"""What the form that adds a filter sends; no field of a register is called so."""
WORDS = {
    "is": pgettext_lazy("filter", "是"),
    "is_not": pgettext_lazy("filter", "不是"),
    "in": pgettext_lazy("filter", "是其中之一"),
    "at_least": pgettext_lazy("filter", "不少于"),
    "at_most": pgettext_lazy("filter", "不多于"),
    "above": pgettext_lazy("filter", "多于"),
    "below": pgettext_lazy("filter", "少于"),
    "between": pgettext_lazy("filter", "在两者之间"),
    "after": pgettext_lazy("filter", "晚于"),
    "before": pgettext_lazy("filter", "早于"),
    "missing": pgettext_lazy("filter", "空着"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """A filter that is set: how its input is called, its words, what is looked for, and the address without it."""

    key: str
    words: str
    text: str
    without: str


def shown(one: Declaration, asked: Asked) -> list[Shown]:
    """Return the filters that are set, in words."""
    found = []
    for at, pick in enumerate(asked.picks):
        rest = asked.without(at)
        words = f"{heading(one, pick.name)} {WORDS[pick.operator]}"
        texts = (
            [one.stages[text].title for text in pick.texts if text in one.stages]
            if pick.name == "stage"
            else pick.texts
        )
        found.append(
            Shown(f"{pick.name}.{pick.operator}", words, ",".join(texts or pick.texts), rest.query())
        )
    return found


def fields_of(one: Declaration) -> list[tuple[str, str]]:
    """Return what a list can be filtered by: name and heading."""
    names = (*one.slots, "stage", "unit", "made_on", "suspended", *clocked_names(one))
    return [(name, heading(one, name)) for name in names]


def texts_of(one: Declaration) -> Iterator[str]:
    """Yield what may well be looked for: the stages, and what can be chosen."""
    yield from (stage.title for stage in one.stages.values())
    for name in one.slots:
        yield from map(str, one.fields[name].choices or ())


def added(given: Mapping[str, str]) -> str | None:
    """Return the query of a list with the filter that the form adds, None where it adds none."""
    name, operator = given.get(FIELD, "").strip(), given.get(OPERATOR, "is").strip()
    if not name:
        return None
    text = given.get(TEXT, "").strip() or ("true" if operator == "missing" else "")
    rest = {key: said for key, said in given.items() if key not in {FIELD, OPERATOR, TEXT} and said}
    if text:
        rest[f"{name}.{operator}"] = text
    return urlencode(rest)


def gaps_asked(one: Declaration) -> Asked | None:
    """Return the question for the rows from duties that nobody answers for and whose object is there; None where none can be asked."""
    if one.duties is None or one.duties.person not in one.slots:
        return None
    gone = (name for name, said in one.duties.put.items() if said == "ended" and name in one.slots)
    return asked_in(one, {f"{name}.missing": "true" for name in (one.duties.person, *gone)})
