"""Units by their names: 十家堡镇, 梨树县十家堡镇, or the code; which are meant, and how each is told from others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from django.db.models import Q, QuerySet

from youju.flow.units.models import Placement, Unit
from youju.flow.units.paths import keys
from youju.flow.units.selectors import ADMINISTRATIVE, valid_on
from youju.kernel.clock import db_today
from youju.kernel.named import FEW, LONGEST, TOLD, Offer

# What people write between the names of a long name.
BETWEEN = str.maketrans("", "", " \t/·>›-—")
SAMPLE = "（示例）"
"""Stands behind the name of an invented unit; nobody has to write it."""


def units_named(units: QuerySet[Unit], words: str) -> list[Unit]:
    """Return the units of this code, or else of this name or long name: a name after names of units above it, in their order.

    Of several of one name those that still stand are meant; one that ended is called by its code.
    """
    if (coded := units.filter(code=words).first()) is not None:
        return [coded]
    bare = words.translate(BETWEEN)[:LONGEST].replace(SAMPLE, "")
    tails = {words, *(bare[at:] for at in range(len(bare)))}
    found = list(units.filter(name__in={*tails, *(f"{tail}{SAMPLE}" for tail in tails)})[:FEW])
    above = names_above(found)
    meant = [
        one
        for one in found
        for name in [one.name.replace(SAMPLE, "")]
        if one.name == words
        or name == bare
        or _spells(bare.removesuffix(name), [up.replace(SAMPLE, "") for up in above[one.pk]])
    ]
    return [one for one in meant if _stands(one)] or meant


def units_like(units: QuerySet[Unit], words: str, most: int = TOLD + 1) -> list[Unit]:
    """Return some units whose names come near the words: they hold them, or the last of them, or their code begins so."""
    bare = words.translate(BETWEEN)[:LONGEST]
    tries = dict.fromkeys((bare, bare[:-1], bare[-4:], bare[-3:], bare[-4:-1], bare[-3:-1]))
    for part in (one for one in tries if len(one) > 1 or one == bare):
        if found := list(units.filter(Q(name__contains=part) | Q(code__startswith=part))[:most]):
            return found
    return []


def names_above(units: Iterable[Unit]) -> dict[int, list[str]]:
    """Return the names of the units that stand above each today, the highest first: in the administrative tree, or in the one it stands in."""
    wanted = [one.pk for one in units]
    rows = Placement.objects.filter(valid_on(db_today()), unit__in=wanted)
    chains: dict[int, tuple[int, ...]] = {}
    for key, tree, path in rows.values_list("unit_id", "tree__code", "path"):
        if key not in chains or tree == ADMINISTRATIVE:
            chains[key] = keys(path)[:-1]
    names = dict(
        Unit.objects.filter(pk__in={key for chain in chains.values() for key in chain}).values_list(
            "pk", "name"
        )
    )
    return {key: [names[above] for above in chains.get(key, ())] for key in wanted}


def told(units: Sequence[Unit]) -> list[Offer]:
    """Return each unit under its long name, with its code."""
    above = names_above(units)
    return [Offer("".join([*above[one.pk][-1:], one.name]), one.code) for one in units]


def offered(units: Sequence[Unit]) -> list[Offer]:
    """Return what to write for each unit: its name where one alone bears it, else its long name, else its code."""
    above = names_above(units)
    forms: list[Callable[[Unit], str]] = [
        lambda one: one.name, lambda one: "".join([*above[one.pk][-1:], one.name]), lambda one: "".join([*above[one.pk], one.name]),
    ]  # fmt: skip
    counts: list[dict[str, int]] = []
    for form in forms:
        counts.append({})
        for one in units:
            counts[-1][form(one)] = counts[-1].get(form(one), 0) + 1
    found = []
    for one in units:
        alone = (form(one) for form, count in zip(forms, counts, strict=True) if count[form(one)] == 1)
        words = next(alone, one.code)
        note = " ".join([*above[one.pk][-1:], *([one.name] if words == one.code else [one.code])])
        found.append(Offer(words, note))
    return found


def standing(units: QuerySet[Unit]) -> QuerySet[Unit]:
    """Return the units that have not ended."""
    return units.filter(Q(valid_to=None) | Q(valid_to__gt=db_today()))


def _stands(unit: Unit) -> bool:
    return unit.valid_to is None or unit.valid_to > db_today()


def _spells(words: str, above: Sequence[str]) -> bool:
    """Whether words are names of units above, in their order and each at most once."""
    return not words or any(
        words.startswith(name) and _spells(words[len(name) :], above[at + 1 :])
        for at, name in enumerate(above)
    )


def level_named(level: str) -> str:
    """Return what a level is called, and a level that only a scheme knows by its own name."""
    return str(dict(Unit.Level.choices).get(level, level))
