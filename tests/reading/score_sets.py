"""A set of written pages, read and set beside its gold by the two scorers that also judge pages nobody has seen.

`python score_sets.py SHARED FIRST…` with the folder of the scorers and the beginnings of the pages' names; the reader is
the one the path of modules names, so that two states of it can be measured on the same gold.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from gold_pages import GoldPage, read_pages

from youju.reading.articles import read_articles
from youju.reading.pages import read_facts


def main(shared: str, *firsts: str) -> None:
    """Print both scorers' tables for the pages."""
    pages = [page for first in firsts for page in read_pages(first)]
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write(folder, pages)
        gold = Path(shared) / "gold"
        for command in (
            ["score_facts.py", "--gold", "facts", "--pred", "said", "--texts", ".", "--errors", "400"],
            ["score_articles.py", "--gold", "lines", "--pred", "rows"],
        ):
            subprocess.run([sys.executable, gold / command[0], *command[1:]], cwd=folder, check=True)


def write(folder: Path, pages: Sequence[GoldPage]) -> None:
    """Lay the pages, their gold and what is read in them into a folder, in the scorers' form."""
    files: dict[str, list[str]] = {"facts": [], "said": [], "lines": [], "rows": []}
    for page in pages:
        (folder / f"{page.name}.txt").write_text(page.raw, encoding="utf-8", newline="")
        files["facts"] += [json.dumps(fact, ensure_ascii=False) for fact in page.facts]
        files["said"] += read_facts(page.raw).lines(page.name)
        files["lines"] += [json.dumps(line) for line in page.lines]
        files["rows"] += [
            json.dumps({"doc": page.name, "line": line, "article_no": article.no, "role": block.kind, "order": block.order,
                        "join_prev": block.joins, "duplicate_of": block.duplicate_of})
            for article in read_articles(page.raw)[0] for block in article.blocks for line in block.lines
        ]  # fmt: skip
    for name, lines in files.items():
        (folder / name).write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main(*sys.argv[1:])
