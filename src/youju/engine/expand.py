"""Presets written out: the same scheme in plain rules, and that scheme as YAML for ``youju check --expand``."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import yaml

from youju.engine.language.parts import Part
from youju.engine.language.presets import Preset, VetoItem
from youju.engine.language.scheme import Scheme
from youju.engine.language.stage import Veto
from youju.engine.period import Period


def expand_scheme(scheme: Scheme) -> Scheme:
    """Return the same policy with every preset replaced by the plain rules it stands for.

    A preset 一票否决 gives no marks: it moves to the scheme's list of vetoes. Marks to be taken that are
    written as the name of a parameter become the parameter's own numbers with their sign turned.
    Expanding twice changes nothing.
    """
    if scheme.marks is None:
        return scheme
    vetoes: list[Veto] = []
    marks = tuple(_rules(scheme.marks, scheme, vetoes, None))
    return scheme.model_copy(update={"marks": marks, "veto": (*scheme.veto, *vetoes)})


def _rules(rules: tuple[Any, ...], scheme: Scheme, vetoes: list[Veto], clause: str | None) -> list[Any]:
    kept = []
    for rule in rules:
        if isinstance(rule, VetoItem):
            vetoes.append(as_veto(rule, clause))
        else:
            kept.append(_rule(rule, scheme, vetoes, clause))
    return kept


def _rule(rule: Any, scheme: Scheme, vetoes: list[Veto], clause: str | None) -> Any:
    """Write out one rule and whatever stands inside it."""
    if isinstance(rule, Preset):
        known = {
            name: scheme.parameters.get(getattr(rule, name), getattr(rule, name))
            for name in rule.turned
            if isinstance(getattr(rule, name), str)
        }
        rule = rule.model_copy(update=known).expand()
    key = type(rule).key
    inside = getattr(rule, key, None)
    if isinstance(inside, tuple):
        return rule.model_copy(update={key: tuple(_rules(inside, scheme, vetoes, rule.clause or clause))})
    if key == "events" and rule.events.score is not None:
        score = tuple(_rules(rule.events.score, scheme, vetoes, rule.clause or clause))
        return rule.model_copy(update={"events": rule.events.model_copy(update={"score": score})})
    return rule


def as_veto(item: VetoItem, clause: str | None) -> Veto:
    """Return the veto that a preset 一票否决 stands for; ``clause`` is that of the section around it."""
    return Veto.model_construct(
        id=item.id,
        title=item.title,
        clause=item.clause or clause or "",
        if_=item.if_,
        grade=item.grade,
        basis=item.basis,
    )


def written(part: Any) -> Any:
    """Return a part as plain data with the keys an author would write, defaults left out."""
    if isinstance(part, Part):
        names = type(part).model_fields
        pairs = ((names[name].alias or name, getattr(part, name), names[name]) for name in names)
        return {
            key: written(value) for key, value, field in pairs if value is not None and value != field.default
        }
    if isinstance(part, dict):
        return {str(key): written(value) for key, value in part.items()}
    if isinstance(part, list | tuple):
        return [written(one) for one in part]
    if isinstance(part, Decimal):
        return int(part) if part == part.to_integral_value() else _Exact(format(part.normalize(), "f"))
    return part if isinstance(part, str | bool | int) or part is None else str(part)


def expanded_yaml(scheme: Scheme) -> str:
    """Return the expanded scheme as YAML that reads back as the same scheme."""
    return yaml.dump(
        written(expand_scheme(scheme)), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=110
    )


class _Exact(str):
    """A decimal that is printed without quotes and without passing through a binary fraction."""

    __slots__ = ()


class _Dumper(yaml.SafeDumper):
    """Writes numbers as they are and texts that would be read as something else in quotes."""


def _text(dumper: _Dumper, text: str) -> yaml.ScalarNode:
    return dumper.represent_scalar("tag:yaml.org,2002:str", text)


_Dumper.add_representer(_Exact, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:float", text))
_Dumper.add_representer(Period, lambda dumper, period: _text(dumper, str(period)))
