"""How near a reading comes to the gold of a page: precision and recall of atoms, in three nested degrees.

An atom is one stated number: a level, a change or a rank. `value` asks for the place, the number and its unit,
`name` besides for a like name of the indicator, `full` besides for subject, qualifier, period, status and basis. Works, agreements
and exchanges are compared as records by their names. Where the gold says that careful readers differ, nothing is counted.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

Record = dict[str, Any]
_TAIL = re.compile(r"(?:总)?(?:数量|数|金额|额|量|总量|面积|情况|规模)$")


def alike(said: str | None, names: Iterable[str | None], least: float = 0.5) -> bool:
    """Whether two names mean the same: equal, one in the other, or half of their pairs of characters in common."""
    own = _bare(said)
    return bool(own) and any(_like(own, _bare(name), least) for name in names if name)


def _bare(name: str | None) -> str:
    return re.sub(r"[\s“”\"'《》()（）、，,。:：·\-—]", "", name or "")


def _like(one: str, other: str, least: float) -> bool:
    if not other:
        return False
    short, long = _TAIL.sub("", one) or one, _TAIL.sub("", other) or other
    if one == other or (min(len(short), len(long)) >= 2 and (short in long or long in short)):
        return True
    return max(_dice(one, other), _dice(short, long)) >= least


def _dice(one: str, other: str) -> float:
    left, right = (Counter(word[at : at + 2] for at in range(len(word) - 1)) for word in (one, other))
    return 2 * (left & right).total() / max(1, left.total() + right.total())


def atoms(record: Record) -> Iterator[Record]:
    """The stated numbers of a record, each with what it needs to be compared."""
    base = {
        key: record.get(key)
        for key in ("indicator", "subject", "subject_adcode", "period", "status", "optional")
    }
    base |= {"names": [record.get("indicator"), *record.get("aliases", [])],
             "subjects": [record.get("subject"), *record.get("subject_alt", [])]}  # fmt: skip
    if record.get("value_span") and record.get("value") is not None:
        yield base | {"type": "level", "span": record["value_span"], "qualifier": record.get("qualifier") or "exact",
                      "said": (Decimal(record["value"]), record.get("value_high") and Decimal(record["value_high"]), record["unit"])}  # fmt: skip
    for kind in ("change", "rank"):
        part = record.get(kind)
        if part:
            yield base | {
                "type": kind,
                "span": part["span"],
                **(_moved if kind == "change" else _placed)(part),
            }


def _moved(change: Record) -> Record:
    value = Decimal(change["value"]) if change.get("value") else None
    return {"said": (change["direction"], value, change.get("unit")), "qualifier": change.get("qualifier") or "exact",
            "basis": {change.get("basis"), change.get("basis_inferred")} - {None}}  # fmt: skip


def _placed(rank: Record) -> Record:
    return {"said": str(rank.get("position")), "qualifier": "exact"}


def _same_number(said: Record, gold: Record) -> bool:
    low, high = max(said["span"][0], gold["span"][0]), min(said["span"][1], gold["span"][1])
    near = 2 * (high - low) >= gold["span"][1] - gold["span"][0]
    return bool(said["type"] == gold["type"] and near and said["said"] == gold["said"])


def _same_name(said: Record, gold: Record) -> bool:
    return _same_number(said, gold) and alike(said["indicator"], gold["names"])


def _same(said: Record, gold: Record) -> bool:
    if not _same_name(said, gold) or not _same_subject(said, gold):
        return False
    if gold["type"] == "change" and not (said["basis"] | {"unspecified"}) & gold["basis"]:
        return False
    if gold["type"] != "rank" and said["qualifier"] != gold["qualifier"]:
        return False
    done = "?" in gold["status"] or said["status"] == gold["status"]
    return done and _same_time(said["period"], gold["period"])


def _same_subject(said: Record, gold: Record) -> bool:
    """Codes decide where both sides have one, as they tell places of one name apart; names otherwise."""
    if gold["subject_adcode"] and said["subject_adcode"]:
        return bool(said["subject_adcode"] == gold["subject_adcode"])
    return alike(said["subject"], gold["subjects"], 0.6)


def _same_time(said: Record | None, gold: Record | None) -> bool:
    return gold is None or all(
        gold[end] is None or (said or {}).get(end) == gold[end] for end in ("start", "end")
    )


def _same_record(said: Record, gold: Record) -> bool:
    if min(said["end"], gold["end"]) <= max(said["start"], gold["start"]):
        return False
    if gold["kind"] == "project":
        return alike(said["subject"], [gold["subject"]], 0.6)
    sides = [name for side in gold["parties"] for name in side]
    ours = [*_flat(said.get("parties")), *_flat(said.get("pairs")), said["subject"]]
    return 2 * sum(alike(side, ours, 0.6) for side in sides) >= len(sides)


def _touches(said: Record, gold: Record) -> bool:
    ours, theirs = (one.get("span") or (one["start"], one["end"]) for one in (said, gold))
    return bool(said.get("type") == gold.get("type") and min(ours[1], theirs[1]) > max(ours[0], theirs[0]))


def _flat(nested: Any) -> list[str]:
    return [one for item in nested or [] for one in ([item] if isinstance(item, str) else _flat(item))]


def _matched(
    said: Sequence[Record], gold: Sequence[Record], same: Callable[[Record, Record], bool]
) -> Counter[str]:
    """How many of each agree, one to one, once what is optional in the gold has been taken out on both sides."""
    left, hits = list(said), 0
    for one in sorted(gold, key=lambda item: bool(item.get("optional"))):
        fits = _touches if one.get("optional") else same
        found = next((item for item in left if fits(item, one)), None)
        if found is not None:
            left.remove(found)
            hits += not one.get("optional")
    return Counter(hits=hits, gold=sum(not one.get("optional") for one in gold), said=len(left) + hits)


def compare(said: Sequence[Record], gold: Sequence[Record]) -> dict[str, Counter[str]]:
    """Hits, gold and said of one page, by degree and by kind of record."""
    counted = ("indicator", "task")
    ours = [atom for one in said if one["kind"] in counted for atom in atoms(one)]
    theirs = [atom for one in gold if one["kind"] in counted for atom in atoms(one)]
    found = {
        name: _matched(ours, theirs, same)
        for name, same in (("value", _same_number), ("name", _same_name), ("full", _same))
    }
    for kind in ("project", "agreement", "exchange"):
        pair = [[one for one in side if one["kind"] == kind] for side in (said, gold)]
        found[kind] = _matched(*pair, _same_record)
    return found


def f1(count: Counter[str]) -> float:
    """The harmonic mean of precision and recall; 1 where there is nothing to find and nothing was said."""
    whole = count["gold"] + count["said"]
    return 2 * count["hits"] / whole if whole else 1.0
