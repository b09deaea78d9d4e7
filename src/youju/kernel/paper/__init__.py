"""A paper that an office signs, said once and printed in more than one form: PDF by `pdf.py`, Word by `word.py`.

The layout is that of GB/T 9704-2012 (A4; type area 156 mm × 225 mm, 37 mm from the top and 28 mm from the left edge;
title 22 pt, text 16 pt on lines of 28.95 pt, numbers of pages outside). What is printed comes from the same facts as the page.
"""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field

from youju.kernel.waterfall import Step


@dataclass(frozen=True, slots=True)
class Run:
    """A stretch of words. ``source`` names the record a number comes from; ``stale`` says the record says otherwise by now.

    ``unit`` is the code of the unit the record is of, where it is of one.
    """

    text: str
    source: str = ""
    stale: bool = False
    unit: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading: level 1 stands as 一、 （黑体）, level 2 as （一） （楷体）."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Words:
    """One paragraph."""

    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """A table with one row of headings; the columns named in ``right`` hold numbers. A cell is text, its lines apart, or a bar."""

    head: tuple[str, ...]
    rows: tuple[tuple[str | Step | None, ...], ...]
    right: frozenset[int] = frozenset()
    widths: tuple[int, ...] = ()
    """How wide the columns are to one another; empty: all alike."""


@dataclass(frozen=True, slots=True)
class Seal:
    """What a stranger needs to check a paper against what was published: the root hash and where it is told."""

    root: str
    address: str
    entry: int | None = None
    """The place of the signing in the log, None while it waits for one."""
    way: str = ""
    """How it is checked, where that is not by the bundle at the address."""

    @property
    def link(self) -> str:
        """What the QR code holds: an address that a phone opens, with the root hash behind it."""
        scheme = "" if "://" in self.address else "https://"
        return f"{scheme}{self.address}#{self.root}"

    @property
    def told(self) -> str:
        """How a stranger checks the paper, in one line."""
        entry = f"签发是日志第 {self.entry} 条。" if self.entry is not None else ""
        return entry + (
            self.way or f"到 {self.address} 下载核验包，解开后运行 youju verify，结果应与上面的根哈希一致。"
        )


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper. ``red_head`` is the name over the red line, empty for a plain paper; ``draft`` marks what nobody signed yet."""

    title: str
    blocks: tuple[Heading | Words | Table, ...]
    dated: dt.date
    number: str = ""
    red_head: str = ""
    issuer: str = ""
    signers: tuple[str, ...] = field(default=())
    seal: Seal | None = None
    draft: bool = False
    example: bool = False


def paragraphs(text: str) -> tuple[Words, ...]:
    """Return plain text as paragraphs; empty lines are left out."""
    return tuple(Words((Run(line.strip()),)) for line in text.splitlines() if line.strip())


def day_words(day: dt.date) -> str:
    """Return a day as papers write it: 2026年10月27日."""
    return f"{day.year}年{day.month}月{day.day}日"


def in_fours(digest: str) -> str:
    """Return a hash in groups of four, as it is read aloud and compared on paper."""
    return " ".join(digest[at : at + 4] for at in range(0, len(digest), 4))
