"""What the grammar refuses, as problems: each fault of the models in Chinese and English, with its file, line and column."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from pydantic import ValidationError

from youju.engine.grammar import known_keys, part_at
from youju.engine.language.parts import Part
from youju.engine.language.presets import BY_NAME
from youju.engine.language.rules import KINDS
from youju.engine.language.scheme import Scheme
from youju.engine.problems import Problem
from youju.engine.wording import listed, meant, say, shown
from youju.engine.yaml_tree import Path, Tree

MOST = 200
_LIST = re.compile(r"of: ([^;]*)")
_QUOTED = re.compile(r"'([^']*)'")
LENGTHS = frozenset({"too_long", "too_short"})
NUMBERS = {"greater_than_equal": "ge", "greater_than": "gt", "less_than_equal": "le", "less_than": "lt"}
SAME = {
    "dict_type": "not_a_mapping", "model_type": "not_a_mapping", "model_attributes_type": "not_a_mapping",
    "tuple_type": "not_a_list", "list_type": "not_a_list",
    "string_type": "not_text", "string_too_short": "text_empty", "string_too_long": "text_too_long",
    "int_type": "not_whole", "int_parsing": "not_whole", "int_from_float": "not_whole", "int_parsing_size": "not_whole",
    "bool_type": "not_yes_no", "bool_parsing": "not_yes_no", "string_pattern_mismatch": "not_a_name",
    "kind": "kind", "rule_kind": "rule_kind", "union_tag_not_found": "kind", "union_tag_invalid": "kind",
}  # fmt: skip


def faults(error: ValidationError, tree: Tree, root: type[Part] = Scheme) -> list[Problem]:
    """Return the problems of a refused scheme (or of what else `root` is) in the order of the file, the first two hundred."""
    seen: dict[tuple[str, str, str], Problem] = {}
    wrongs = [
        ({**wrong, "root": root}, tree.written(wrong["loc"])) for wrong in error.errors(include_url=False)
    ]
    paths = {
        path[:depth] for wrong, path in wrongs if wrong["type"] not in LENGTHS for depth in range(len(path))
    }
    wrongs.sort(key=lambda one: tree.values.get(one[1], (0, 0)))
    for wrong, path in wrongs:
        if len(seen) > MOST:
            break
        # pydantic counts only the items that are right, so a list with a wrong item seems too short as well
        if (wrong["type"] in LENGTHS and path in paths) or any(path[: len(b)] == b for b in tree.broken):
            continue
        problem = _fault(wrong, tree, path)
        seen.setdefault((problem.where, problem.code, problem.what), problem)
    found = sorted(seen.values(), key=_place)
    if len(found) > MOST:
        found = [*found[:MOST], say("too_many", tree.file, more="…")]
    return found


def _place(problem: Problem) -> tuple[int, ...]:
    return tuple(int(part) for part in problem.where.split(":")[-2:] if part.isdecimal())


def _fault(wrong: dict[str, Any], tree: Tree, path: Path) -> Problem:
    kind = wrong["type"]
    if wrong["input"] is None and kind != "missing":
        return say("nothing_written", tree.where(path), key=_name(path))
    for types, make in _MAKERS:
        if kind in types:
            return make(wrong, tree, path)
    code = SAME.get(kind, kind)
    facts = {"given": _as_written(wrong["input"]), **wrong.get("ctx", {})}
    try:
        return say(code, tree.where(path), key=_name(path), **facts)
    except KeyError:
        return say("refused", tree.where(path), key=_name(path), detail=wrong["msg"])


def _name(path: Path) -> str:
    """Return the last written key of a path, with the number of a list item behind it."""
    keys = [i for i, step in enumerate(path) if isinstance(step, str)]
    if not keys:
        return "scheme"
    return str(path[keys[-1]]) + "".join(f"[{step}]" for step in path[keys[-1] + 1 :])


def _named(tree: Tree, path: Path) -> object:
    """Return the id of what stands at a path, or else its key."""
    given = tree.given(path)
    return given.get("id") or _name(path) if path and isinstance(given, dict) else _name(path)


def _unknown(wrong: dict[str, Any], tree: Tree, path: Path) -> Problem:
    *outer, key = wrong["loc"]
    part = part_at(tuple(outer), wrong["root"])
    known = known_keys(part) if part else []
    where = tree.where(path, key=True)
    clash = next((str(s)[1:] for s in reversed(outer) if isinstance(s, str) and s.startswith("~")), "")
    if key in KINDS and clash in KINDS:
        return say("two_kinds", where, key=key, other=clash)
    hint, hint_en = meant(str(key), known)
    return say("unknown_key", where, key=key, known=listed(known, 30), hint=hint, hint_en=hint_en)


def _absent(wrong: dict[str, Any], tree: Tree, path: Path) -> Problem:
    key = wrong["loc"][-1]
    if isinstance(key, int):
        return say("missing_item", tree.where(path), key=_name(path), number=key + 1)
    return say("missing_key", tree.where(path), key=key, inside=_named(tree, path))


def _word(wrong: dict[str, Any], tree: Tree, path: Path) -> Problem:
    words = _QUOTED.findall(str(wrong["ctx"]["expected"])) or [str(wrong["ctx"]["expected"]).lower()]
    return _one_of("not_a_word", wrong, tree, path, words)


def _kind(wrong: dict[str, Any], tree: Tree, path: Path) -> Problem:
    found = _LIST.search(wrong["msg"])
    words = found[1].strip().split(", ") if found else []
    given = wrong["input"]
    if not isinstance(given, dict):
        return _one_of("not_a_word", wrong, tree, path, words)
    hints = (meant(str(key), words) for key in given)
    hint, hint_en = next((pair for pair in hints if pair[0]), ("", ""))
    return say(
        "kind",
        tree.where(path),
        key=_name(path),
        keys=listed(map(str, given)),
        known=listed(words, 40),
        hint=hint,
        hint_en=hint_en,
    )


def _rule_kind(wrong: dict[str, Any], tree: Tree, path: Path) -> Problem:
    given = wrong["input"]
    if not isinstance(given, dict):
        return say("not_a_mapping", tree.where(path), key=_name(path), given=given)
    if "kind" in given:
        hint, hint_en = meant(str(given["kind"]), BY_NAME)
        return say(
            "preset_unknown",
            tree.where((*path, "kind")),
            given=given["kind"],
            known=listed(BY_NAME, 40),
            hint=hint,
            hint_en=hint_en,
        )
    hints = (meant(str(key), KINDS) for key in given if key not in {"id", "title", "clause"})
    hint, hint_en = next((pair for pair in hints if pair[0]), ("", ""))
    return say(
        "rule_kind",
        tree.where(path),
        rule=given.get("id") or _name(path),
        known=listed(KINDS, 40),
        hint=hint,
        hint_en=hint_en,
    )


def _one_of(code: str, wrong: dict[str, Any], tree: Tree, path: Path, words: list[str]) -> Problem:
    given = wrong["input"]
    hint, hint_en = meant(given, words) if isinstance(given, str) else ("", "")
    said = shown(_as_written(given))
    return say(
        code,
        tree.where(path),
        key=_name(path),
        given=said,
        known=listed(words, 40),
        hint=hint,
        hint_en=hint_en,
    )


def _as_written(given: Any) -> Any:
    """Return what stands in the place of a word or number: mappings and lists on one short line."""
    if isinstance(given, dict):
        return shown("{" + ", ".join(f"{key}: {_as_written(value)}" for key, value in given.items()) + "}")
    return (
        shown(f"[{', '.join(str(_as_written(one)) for one in given)}]") if isinstance(given, list) else given
    )


def _limit(wrong: dict[str, Any], tree: Tree, path: Path) -> Problem:
    sign = {"ge": "≥", "gt": ">", "le": "≤", "lt": "<"}[NUMBERS[wrong["type"]]]
    limit = wrong["ctx"][NUMBERS[wrong["type"]]]
    return say(
        "out_of_bounds", tree.where(path), key=_name(path), given=wrong["input"], bound=f"{sign} {limit}"
    )


def _length(wrong: dict[str, Any], tree: Tree, path: Path) -> Problem:
    most, least = wrong["ctx"].get("max_length"), wrong["ctx"].get("min_length")
    bound = f"≤ {most}" if wrong["type"] == "too_long" else f"≥ {least}"
    return say(
        "length",
        tree.where(path),
        key=_name(path),
        bound=bound,
        actual=wrong["ctx"].get("actual_length", "?"),
    )


Maker = Callable[[dict[str, Any], Tree, Path], Problem]
_MAKERS: tuple[tuple[frozenset[str], Maker], ...] = (
    (frozenset({"extra_forbidden"}), _unknown),
    (frozenset({"missing"}), _absent),
    (frozenset({"literal_error"}), _word),
    (frozenset({"kind", "union_tag_not_found", "union_tag_invalid"}), _kind),
    (frozenset({"rule_kind"}), _rule_kind),
    (frozenset(NUMBERS), _limit),
    (LENGTHS, _length),
)


def said_codes() -> Iterator[str]:
    """Yield every code this module can say, for the test that each has its sentences."""
    yield from set(SAME.values())
    yield from (
        "unknown_key",
        "two_kinds",
        "missing_key",
        "missing_item",
        "not_a_word",
        "nothing_written",
        "preset_unknown",
        "out_of_bounds",
        "length",
        "refused",
        "too_many",
    )
