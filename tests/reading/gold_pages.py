"""Pages of the genre written for these tests, with what a careful reader finds in them.

A file under `pages/` holds a page and its gold. Above `====` one line a block: `ARTICLE ROLE | words`, in the order of
the page; a role with `+` continues the block before it of the same article, one with `@N` is read behind block N (from 0)
of the page wherever it is printed, one with `^` stands right under the line before it; a line `-` is one more blank line.
Below, one line a fact:

    words with [printed=value unit qualifier] {printed=direction value unit basis qualifier} <printed=order 2 scope of>
    | subject/other subject | indicator/alias | period | status

A subject may carry its code (`西华县@411622`); `#2` behind the words means their second place on the page.
An empty field repeats the line above; `~` is a period that does not count, `-` none. A line begins with `T:` for a
task, `P:` for a project, `X:` for an exchange, `A:` for an agreement, `?` where careful readers may differ. Every
figure, firm and person is invented; the places are real.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).with_name("pages")
TAUGHT = "[a-h]"  # the sets the rules were mended by: the floors of the tests stand on them
KINDS = {"T": "task", "P": "project", "X": "exchange", "A": "agreement"}
STATUS = {"a": "achieved", "o": "ongoing", "p": "planned"}
_MARK = re.compile(r"(?P<open>[\[{<])(?P<raw>[^=\]}>]+)=(?P<spec>[^\]}>]+)[\]}>]")


@dataclass
class GoldPage:
    """A made page: its raw text, its facts as records of the schema, and its lines."""

    name: str
    raw: str
    facts: list[dict[str, Any]] = field(default_factory=list)
    lines: list[dict[str, Any]] = field(default_factory=list)


def read_pages(first: str = "") -> list[GoldPage]:
    """The made pages whose file name begins with `first`."""
    return [_page(path) for path in sorted(FOLDER.glob(f"{first}*.page"))]


def _page(path: Path) -> GoldPage:
    top, _, below = path.read_text(encoding="utf-8").partition("\n====\n")
    raw, blocks, gap = "", [], 0
    for line in top.splitlines():
        if line == "-":
            gap += 1
        elif line and not line.startswith("#"):
            role, _, words = line.partition(" | ")
            raw += "\n" * (gap + ("^" not in role) * bool(raw))
            blocks.append((role.replace("^", ""), raw.count("\n") + 1))
            raw, gap = raw + words + "\n", 0
    page = GoldPage(path.stem, raw)
    page.lines = list(_lines(path.stem, blocks))
    page.facts = list(_facts(page, below))
    return page


def _lines(doc: str, blocks: list[tuple[str, int]]) -> Iterator[dict[str, Any]]:
    heads = {"kicker": 0, "title": 1, "subtitle": 2, "byline": 3}
    rows = []
    for number, (said, _) in enumerate(blocks):
        article, role = said.split()
        role, _, behind = role.partition("@")
        place = int(behind) + (number + 1) / 1000 if behind else float(number)
        rows.append((article, heads.get(role.rstrip("+"), 4), place, number, role))
    order: dict[int, int] = {}
    count: dict[str, int] = {}
    for article, _, _, number, role in sorted(rows):
        if role not in ("caption", "credit", "duplicate") or not any(
            row[0] == article and row[4] == "body" for row in rows
        ):
            count[article] = count.get(article, 0) + 1
            order[number] = count[article]
    for article, _, _, number, role in rows:
        yield {"doc": doc, "line": blocks[number][1], "article_no": article, "role": role.rstrip("+"),
               "order": order.get(number), "join_prev": role.endswith("+"), "duplicate_of": None}  # fmt: skip


def _facts(page: GoldPage, below: str) -> Iterator[dict[str, Any]]:
    last = ["", "", "~", "a"]
    for number, line in enumerate(filter(None, below.splitlines()), 1):
        said, *fields = (part.strip() for part in line.split(" |"))
        optional, said = said.startswith("?"), said.removeprefix("?")
        kind = KINDS.get(said[0], "indicator") if said[1:2] == ":" else "indicator"
        said = said[2:].strip() if said[1:2] == ":" else said
        said = re.sub(r"^[^\[=]*=(?=\[)| #1$", "", said).replace("⏎", "\n")
        base = {
            "id": f"{page.name}-{number:03d}",
            "doc": page.name,
            "kind": kind,
            "article_no": 1,
            "optional": optional,
        }
        if kind in ("indicator", "task"):
            fields += [""] * (4 - len(fields))
            fields[3] = fields[3] or ("a" if fields[0] else "")
            last = [new or old for new, old in zip(fields, last, strict=True)]
            yield base | _measure(page.raw, said, last)
        elif kind == "project":
            yield (
                base | _at(page.raw, said) | {"subject": said.partition(" #")[0], "status": STATUS[fields[1]]}
            )
        else:
            sides = [side.strip().split("/") for side in fields[0].split(";")]
            yield (
                base
                | _at(page.raw, said)
                | {"subject": sides[0][0], "parties": sides, "status": STATUS[fields[2]]}
            )


def _at(raw: str, quote: str) -> dict[str, Any]:
    quote, _, nth = quote.partition(" #")
    start = -1
    for _ in range(int(nth or 1)):
        start = raw.find(quote, start + 1)
        if start < 0:
            raise ValueError(f"not on the page: {quote}")
    return {"start": start, "end": start + len(quote), "quote": quote}


def _measure(raw: str, said: str, fields: list[str]) -> dict[str, Any]:
    plain, marks, at = "", [], 0
    for match in _MARK.finditer(said):
        plain += said[at : match.start()]
        marks.append((match["open"], len(plain), match["raw"], match["spec"].split()))
        plain, at = plain + match["raw"], match.end()
    record = _at(raw, plain + said[at:])
    subjects, names = [name.partition("@") for name in fields[0].split("/")], fields[1].split("/")
    record |= {"subject": subjects[0][0], "subject_alt": [name for name, _, _ in subjects[1:]], "subject_adcode": subjects[0][2] or None, "indicator": names[0], "aliases": names[1:],
               "period": _period(fields[2]), "status": STATUS[fields[3][0]] if "?" not in fields[3] else fields[3]}  # fmt: skip
    for mark, where, words, spec in marks:
        span = [record["start"] + where, record["start"] + where + len(words)]
        record = (
            _atom(mark, words, spec, span) | record
            if "value" in record
            else record | _atom(mark, words, spec, span)
        )
    return record


def _atom(mark: str, words: str, spec: list[str], span: list[int]) -> dict[str, Any]:
    if mark == "[":
        low, _, high = spec[0].partition("..")
        return {"value": f"{Decimal(low):f}", "value_high": f"{Decimal(high):f}" if high else None, "unit": spec[1],
                "raw_value": words, "value_span": span, "qualifier": spec[2] if len(spec) > 2 else "exact"}  # fmt: skip
    if mark == "{":
        return {"change": {"direction": spec[0], "value": spec[1], "unit": spec[2], "basis": spec[3], "basis_inferred": "yoy" if spec[3] == "unspecified" else None,
                           "qualifier": spec[4] if len(spec) > 4 else "exact", "raw": words, "span": span},
                "qualifier": spec[4] if len(spec) > 4 else "exact"}  # fmt: skip
    position = spec[1] if len(spec) > 1 and spec[1] != "-" else None
    return {"rank": {"position": position, "of": spec[3] if len(spec) > 3 else None, "type": spec[0],
                     "scope": spec[2] if len(spec) > 2 else None, "raw": words, "span": span}}  # fmt: skip


def _period(code: str) -> dict[str, Any] | None:
    if code in ("~", "-"):
        return None
    low, dots, high = code.partition("..")
    start, end = _bounds(low), _bounds(high or low)
    open_end = dots and not high
    return {"start": start[0], "end": None if open_end else end[1], "text": code, "inferred": False}


def _bounds(code: str) -> tuple[str | None, str | None]:
    if not code:
        return None, None
    year, _, part = code.partition("-")
    if year.endswith(("H1", "H2")):
        year, half = year[:4], year[4:]
        return (f"{year}-01-01", f"{year}-06-30") if half == "H1" else (f"{year}-07-01", f"{year}-12-31")
    if not part:
        return f"{year}-01-01", f"{year}-12-31"
    if "-" in part:
        return code, code
    return f"{code}-01", f"{code}-{calendar.monthrange(int(year), int(part))[1]:02d}"
