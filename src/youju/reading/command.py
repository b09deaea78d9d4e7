"""`youju read`: documents in, facts out, as JSON lines or as a table; doubts on standard error."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import IO

from youju.reading.articles import Article
from youju.reading.comparing import Stated, compare_stated, stated
from youju.reading.decode import Unreadable
from youju.reading.files import read_bytes
from youju.reading.model import Fact, Reading, printed
from youju.reading.pages import read_facts

OK, UNREADABLE = 0, 2


def read_command(
    files: Sequence[str], *, as_json: bool = False, articles: bool = False, page_place: str | None = None,
    out: IO[str] | None = None, err: IO[str] | None = None,
) -> int:  # fmt: skip
    """Read each file (`-` is standard input) and print what it says; the exit code.

    Facts go to `out` (JSON lines with raw offsets, or a table), doubts to `err`, at the end also where two of the files
    give one indicator two values for one period, and, told apart from that, where they give it at two dates. 0 when every file was read, doubts or not; 2 when one could not be read, with the reason
    on `err`. The other files are read all the same.
    """
    out, err = out or sys.stdout, err or sys.stderr
    code, told = OK, list[Stated]()
    for name in files:
        raw = _load(name)
        if isinstance(raw, Unreadable):
            err.write(f"{name}: {raw}\n")
            code = UNREADABLE
            continue
        reading = read_facts(raw, page_place=page_place)
        doc = Path(name).name if name != "-" else "-"
        lines = _articles(reading, doc, as_json) if articles else _facts(reading, doc, as_json)
        for line in lines:
            out.write(line + "\n")
        for doubt in reading.doubts:
            err.write(f"{doc}:{doubt.start}-{doubt.end}: {doubt.kind}: {doubt.what} ({doubt.why})\n")
        if len(files) > 1:
            told += [one for fact in reading.facts for one in stated(fact.record(0), name)]
    for found in compare_stated(told):
        places = " / ".join(f"{one.page}:{one.start}-{one.end}" for one in (found.first, found.second))
        err.write(f"{places}: {found.kind}: {found.what} ({found.why})\n")
    return code


def _load(name: str) -> str | Unreadable:
    try:
        data = sys.stdin.buffer.read() if name == "-" else Path(name).read_bytes()
    except OSError as problem:
        return Unreadable("文件打不开 (cannot open)", str(problem.strerror or problem), "请检查路径和权限")
    return read_bytes(data, name)


def _facts(reading: Reading, doc: str, as_json: bool) -> list[str]:
    if as_json:
        return list(reading.lines(doc))
    return [f"{doc}: {len(reading.facts)} 条事实", *(_row(fact) for fact in reading.facts)]


def _row(fact: Fact) -> str:
    period = fact.period.text if fact.period and fact.period.text else "-"
    cells = (
        f"{fact.start}-{fact.end}",
        fact.kind,
        fact.subject.name,
        fact.indicator or fact.form or "-",
        _value(fact),
        period,
        fact.status,
    )
    return "  " + "\t".join(cells)


def _value(fact: Fact) -> str:
    parts = []
    if fact.value is not None:
        high = f"–{printed(fact.value_high)}" if fact.value_high is not None else ""
        parts.append(f"{printed(fact.value)}{high} {fact.unit}")
    if fact.change is not None:
        amount = f" {printed(fact.change.value)} {fact.change.unit}" if fact.change.value is not None else ""
        parts.append(fact.change.direction + amount)
    if fact.rank is not None:
        parts.append(fact.rank.raw)
    return "; ".join(parts) or "-"


def _articles(reading: Reading, doc: str, as_json: bool) -> list[str]:
    return [_article(article, doc, as_json) for article in reading.articles]


def _article(article: Article, doc: str, as_json: bool) -> str:
    if not as_json:
        return f"{doc} #{article.no} {article.title or '(无题)'}\n{article.body.text}\n"
    blocks = [
        {"order": block.order, "line": block.lines[0], "role": block.kind, "join_prev": block.joins,
         "start": block.clean.span(0, len(block.clean))[0], "end": block.clean.span(0, len(block.clean))[1]}
        for block in article.blocks
    ]  # fmt: skip
    record = {
        "doc": doc, "article_no": article.no, "title": article.title, "kicker": article.kicker, "subtitle": article.subtitle,
        "byline": article.byline, "source": article.source, "blocks": blocks, "text": article.body.text,
    }  # fmt: skip
    return json.dumps(record, ensure_ascii=False)
