"""A paper for an office's own site: Markdown, and HTML that stands alone. No style and no script: the site has its own."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from youju.kernel.paper import Heading, Paper, Table, Words, day_words
from youju.kernel.waterfall import Step

MARKDOWN, HTML = "text/markdown; charset=utf-8", "text/html; charset=utf-8"
# What Markdown would take for a mark of its own, anywhere and at the beginning of a line.
_MARKS = re.compile(r"([\\`*_\[\]<>|#~])")
_BEGINS = re.compile(r"^(\d+)([.)])(?=\s|$)|^([-+])(?=[\s-]|$)")


def markdown_of(paper: Paper) -> str:
    """Return a paper as Markdown: its words as they are signed, its tables with the numbers to the right."""
    blocks = [f"# {_marked(paper.title)}", *(_marked(line) for line in _head(paper))]
    for block in paper.blocks:
        match block:
            case Heading():
                blocks.append(f"{'#' * (block.level + 1)} {_marked(block.text)}")
            case Words():
                blocks.append(_marked(_said(block)))
            case Table():
                blocks.append("\n".join(_rows(block)))
    return "\n\n".join([*blocks, *(_marked(line) for line in _foot(paper))]) + "\n"


def html_of(paper: Paper) -> str:
    """Return a paper as one HTML document."""
    return format_html(
        '<!doctype html>\n<html lang="zh-Hans"><head><meta charset="utf-8"><title>{}</title></head><body>\n<article>\n<h1>{}</h1>\n{}{}{}</article>\n</body></html>\n',
        paper.title, paper.title, _lines(_head(paper)), format_html_join("", "{}\n", ((_html(one),) for one in paper.blocks)), _lines(_foot(paper)),
    )  # fmt: skip


def _head(paper: Paper) -> Iterator[str]:
    if paper.draft:
        yield "草稿"
    if paper.example:
        yield "示例"
    yield from filter(None, (paper.red_head, paper.number))


def _foot(paper: Paper) -> Iterator[str]:
    yield from filter(None, (paper.issuer,))
    yield day_words(paper.dated)
    if paper.signers:
        yield f"签发：{'、'.join(paper.signers)}"
    if paper.seal:
        yield f"根哈希：{paper.seal.root}"
        yield paper.seal.told


def _said(words: Words) -> str:
    return "".join(run.text for run in words.runs)


def _cell(cell: str | Step | None) -> str:
    return cell if isinstance(cell, str) else ""


def _marked(text: str) -> str:
    return _BEGINS.sub(r"\1\\\2\3", _MARKS.sub(r"\\\1", text))


def _rows(table: Table) -> Iterator[str]:
    sides = ("---:" if at in table.right else "---" for at in range(len(table.head)))
    yield f"| {' | '.join(map(_marked, table.head))} |"
    yield f"| {' | '.join(sides)} |"
    for row in table.rows:
        yield f"| {' | '.join(_marked(_cell(cell)).replace(chr(10), '<br>') for cell in row)} |"


def _html(block: Heading | Words | Table) -> SafeString:
    match block:
        case Heading():
            tag = mark_safe(f"h{block.level + 1}")  # noqa: S308 - a number of our own
            return format_html("<{}>{}</{}>", tag, block.text, tag)
        case Words():
            return format_html("<p>{}</p>", _said(block))
        case Table():
            return _table(block)


def _table(table: Table) -> SafeString:
    sides = [mark_safe(' align="right"') if at in table.right else "" for at in range(len(table.head))]
    head = format_html_join("", '<th scope="col"{}>{}</th>', zip(sides, table.head, strict=True))
    rows = format_html_join(
        "\n", "<tr>{}</tr>",
        ((format_html_join("", "<td{}>{}</td>", zip(sides, map(_cell, row), strict=True)),) for row in table.rows),
    )  # fmt: skip
    return format_html("<table>\n<thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody></table>", head, rows)


def _lines(lines: Iterator[str]) -> SafeString:
    return format_html_join("", "<p>{}</p>\n", ((line,) for line in lines))
