"""Worked examples: what the office calculated by hand, run against the scheme. A difference is a problem with its place."""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import Any

import numpy as np

from youju.engine.data import Units
from youju.engine.language.scheme import Scheme
from youju.engine.period import Period
from youju.engine.problems import BadInputError, Problem
from youju.engine.read import read_scheme
from youju.engine.result import Result
from youju.engine.score import score
from youju.engine.sources.facts import read_facts
from youju.engine.sources.registers import read_registers
from youju.engine.sources.units import read_units
from youju.engine.yaml_tree import Tree, decode, read_tree

FILE = "examples.yaml"
KEYS = frozenset({"name", "unit", "period", "seen", "records", "peers", "marks", "total", "grade", "place"})
SELF = "example"


def run_examples(folder: Path) -> list[Problem]:
    """Run every example of a scheme folder. Returns problems for examples that differ, cannot be run, or are badly written."""
    path = folder / FILE
    if not path.is_file():
        return [
            _problem(
                str(path),
                "没有算例",
                "请考核办在 examples.yaml 里写几个手工算好的例子",
                "no worked examples",
                "write some, calculated by hand",
                warning=True,
            )
        ]
    scheme = read_scheme(folder).scheme
    text, problems = decode(path.read_bytes(), str(path))
    if scheme is None or text is None:
        return list(problems)
    tree = read_tree(text, str(path))
    if tree.problems or not isinstance(tree.data, list):
        return [*tree.problems] or [
            _problem(
                str(path),
                "算例应是一个列表",
                "每个算例以“- name:”开头",
                "examples must be a list",
                "begin each with '- name:'",
            )
        ]
    found: list[Problem] = []
    scheme = _everybody_placed(scheme)
    for number, example in enumerate(tree.data):
        found += run_example(scheme, folder, tree, number, example)
    return found


def run_example(scheme: Scheme, folder: Path, tree: Tree, number: int, example: Any) -> list[Problem]:
    """Run one example against a scheme."""
    where = tree.where((number,))
    if (
        not isinstance(example, dict)
        or not set(example) <= KEYS
        or not {"total", "marks", "grade", "place"} & set(example)
    ):
        strange = sorted(set(example) - KEYS) if isinstance(example, dict) else []
        return [
            _problem(
                where,
                f"算例写法不对{'：不认识 ' + '、'.join(map(str, strange)) if strange else ''}",
                f"可用 {'、'.join(sorted(KEYS))}，并至少写 total、marks、grade 之一",
                f"not an example {strange}",
                f"use {sorted(KEYS)} with at least one expectation",
            )
        ]
    try:
        result = calculate(scheme, folder, example)
    except BadInputError as bad:
        return [
            _problem(
                where,
                f"算例“{example.get('name', number + 1)}”不能算：{p.what}",
                p.fix,
                f"cannot be calculated: {p.what_en}",
                p.fix_en,
            )
            for p in bad.problems[:5]
        ]
    except (LookupError, ValueError) as bad:
        return [
            _problem(
                where,
                f"算例“{example.get('name', number + 1)}”不能算：{bad}",
                "照提示改正",
                f"cannot be calculated: {bad}",
                "mend it",
            )
        ]
    return list(_differences(result, tree, number, example))


def _everybody_placed(scheme: Scheme) -> Scheme:
    """Return the scheme with circles of any size, itself where they are: what was worked out from it is worked out once."""
    if all(league.at_least == 1 for league in scheme.league):
        return scheme
    return scheme.model_copy(
        update={"league": tuple(lg.model_copy(update={"at_least": 1}) for lg in scheme.league)}
    )


def calculate(scheme: Scheme, folder: Path, example: dict[str, Any]) -> Result:
    """Score the invented unit of an example together with its peers. Raises BadInputError for data that would be refused."""
    scheme = _everybody_placed(scheme)
    period = Period.parse(str(example["period"])) if "period" in example else scheme.in_force.from_
    cards = [example, *example.get("peers", [])]
    units = _units(scheme, folder, cards)
    codes = [SELF, *(f"peer-{i}" for i in range(1, len(cards)))]
    rows = [row for code, card in zip(codes, cards, strict=True) for row in _seen(code, card.get("seen", {}))]
    facts, problems = read_facts([rows] if rows else [], scheme=scheme, units=units, period=period)
    with tempfile.TemporaryDirectory() as work:
        _write_records(scheme, Path(work), dict(zip(codes, cards, strict=True)))
        registers, more = read_registers(scheme, work, units)
    if facts is None or problems or more:
        raise BadInputError([*problems, *more])
    return score(scheme, units=units, facts=facts, registers=registers, period=period)


def _units(scheme: Scheme, folder: Path, cards: list[dict[str, Any]]) -> Units:
    """Invent units: one per card at the league's level, under one ancestor for every level a league or scope may name."""
    league = scheme.league[0]
    real, _ = (
        read_units(folder / "units.csv", default_level=league.level)
        if (folder / "units.csv").is_file()
        else (None, [])
    )
    above = [level for level in (real.level_names if real else ()) if level != league.level]
    above += [lg.within for lg in scheme.league if lg.within and lg.within not in above]
    columns: dict[str, list[str | None]] = {
        name: [None] * len(above) for name in (real.columns if real else {})
    }
    for card in cards:
        given = card.get("unit")
        own = dict(given) if isinstance(given, dict) else {}
        if isinstance(given, str) and real is not None:
            if given not in real.index:
                raise LookupError(f"units.csv 里没有单位 {given} / no unit {given}")
            own = {name: column[real.index[given]] for name, column in real.columns.items()}
        for name in own:
            columns.setdefault(name, [None] * (len(next(iter(columns.values()), above))))
        for name, column in columns.items():
            column.append(None if own.get(name) is None else str(own[name]))
    codes = (*(f"above-{level}" for level in above), SELF, *(f"peer-{i}" for i in range(1, len(cards))))
    parents = [i - 1 for i in range(len(above))] + [len(above) - 1] * len(cards)
    return Units(
        codes,
        codes,
        (*above, *(league.level,) * len(cards)),
        np.array(parents, np.int32),
        {k: tuple(v) for k, v in columns.items()},
    )


def _seen(code: str, seen: dict[str, Any]) -> Iterator[dict[str, object]]:
    for indicator, value in seen.items():
        if isinstance(value, dict):
            for period, cell in value.items():
                yield {
                    "unit": code,
                    "indicator": indicator,
                    "value": cell,
                    "period": str(period),
                    "evidence": "算例",
                }
        else:
            yield {"unit": code, "indicator": indicator, "value": value, "period": None, "evidence": "算例"}


def _write_records(scheme: Scheme, work: Path, cards: dict[str, dict[str, Any]]) -> None:
    """Write the records of all cards as the CSV files the registers would be read from."""
    for name, declared in scheme.registers.items():
        path = work / (declared.file or f"registers/{name}.csv")
        path.parent.mkdir(parents=True, exist_ok=True)
        heading = list(declared.fields)
        for extra in (declared.unit, declared.date, declared.item, declared.evidence):
            if extra is not None and extra not in heading:
                heading.append(extra)
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(stream, heading, extrasaction="ignore")
            writer.writeheader()
            for code, card in cards.items():
                for record in card.get("records", {}).get(name, []):
                    writer.writerow(
                        {key: _cell(value) for key, value in {**record, declared.unit: code}.items()}
                    )


def _cell(value: object) -> object:
    return "true" if value is True else "false" if value is False else value


def _differences(result: Result, tree: Tree, number: int, example: dict[str, Any]) -> Iterator[Problem]:
    name = example.get("name", number + 1)
    said: list[tuple[str, tuple[str | int, ...], object, object]] = []
    if "total" in example:
        said.append(("总分", (number, "total"), example["total"], result.total(SELF)))
    given = result.marks(SELF)
    for rule, marks in example.get("marks", {}).items():
        if rule not in given:
            yield _problem(
                tree.where((number, "marks", rule)),
                f"算例“{name}”：方案里没有规则 {rule}",
                f"规则有 {'、'.join(given)}",
                f"no rule {rule}",
                f"rules are {', '.join(given)}",
            )
        else:
            said.append((f"规则 {rule}", (number, "marks", rule), marks, given[rule]))
    if "grade" in example:
        said.append(("等次", (number, "grade"), example["grade"], result.band(SELF)))
    if "place" in example:
        said.append(("位次", (number, "place"), example["place"], result.place(SELF)))
    for what, path, should, was in said:
        if not _same(should, was):
            yield _problem(
                tree.where(path),
                f"算例“{name}”：{what}应为 {should}，按方案算得 {was}",
                "核对算例与条款，改方案或改算例",
                f"example {name!r}: expected {should}, the scheme gives {was}",
                "check the example against the clause",
            )


def _same(should: object, was: object) -> bool:
    if isinstance(should, int | Decimal) and not isinstance(should, bool) and isinstance(was, Decimal):
        return Decimal(should) == was
    return should == was


def _problem(where: str, what: str, fix: str, what_en: str, fix_en: str, *, warning: bool = False) -> Problem:
    return Problem(where, "example", what, fix, what_en, fix_en, warning)
