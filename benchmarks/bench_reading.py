"""How fast the reader reads, beside what others do with the same text in the same run.

    python benchmarks/bench_reading.py [--pages FOLDER] [--megabytes 5] [--peer-kilobytes 120]

Prints characters per second of process time on one core for: the whole reader (raw page to facts and doubts), its part that marks
places, names, times and numbers, jionlp's functions for the same (recognize_location, extract_time, extract_money) and one plain regular
expression for numbers with units. The stream is read once more with other figures on each page, so that no text comes twice. Then the cost at 1, 4 and 16 times the length in one text, and the memory over the stream. jionlp is
no dependency: where it is not installed the line says so. Without --pages the pages written for the tests are read.
All figures are medians of --rounds, the reader and its peer in turn, so that a loaded machine burdens both.
"""

from __future__ import annotations

import argparse
import logging
import random
import re
import resource
import statistics
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from youju.reading.pages import find_calendar, read_facts
from youju.reading.passages import Passage
from youju.reading.places import find_home
from youju.reading.text import Clean

PLAIN = re.compile(r"\d+(?:\.\d+)?[余多]?[万亿]?(?:元|人次|人|户|家|个|项|吨|亩|公里|米|%|个百分点)")


def written_pages() -> list[str]:
    """The pages written for the tests."""
    sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "reading"))
    from gold_pages import read_pages

    return [page.raw for page in read_pages()]


def mark(raw: str) -> None:
    """Places, names, times and numbers of a text: the part that jionlp has functions for."""
    passage = Passage(Clean.of(raw), 1, "body", find_calendar([raw]), find_home([raw]))
    _ = passage.names, passage.whens, passage.quantities


def peers() -> dict[str, Callable[[str], object]]:
    """jionlp's functions for places, times and amounts, together."""
    logging.disable(logging.CRITICAL)
    try:
        import jionlp
    except ImportError:
        return {}
    base = time.mktime((2023, 7, 31, 12, 0, 0, 0, 0, -1))

    def all_three(raw: str) -> object:
        return (
            jionlp.recognize_location(raw),
            jionlp.ner.extract_time(raw, time_base=base),
            jionlp.ner.extract_money(raw, with_parsing=True),
        )

    return {"jionlp: places + times + amounts": all_three}


def speed(work: Callable[[str], object], pages: Sequence[str], characters: int) -> float:
    """Characters per second of process time, over the pages again and again until so many are read."""
    work(pages[0])
    done, start = 0, time.process_time()
    while done < characters:
        for page in pages:
            work(page)
            done += len(page)
            if done >= characters:
                break
    return done / (time.process_time() - start)


def memory() -> float:
    """The peak of resident memory so far, in MiB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def varied(pages: Sequence[str], characters: int) -> list[str]:
    """So many characters of the pages in turn, each time with other figures, so that no text comes twice."""
    figures, found, done = random.Random(characters), list[str](), 0
    while done < characters:
        page = pages[len(found) % len(pages)]
        found.append(re.sub("[1-9]", lambda _: str(figures.randint(1, 9)), page))
        done += len(page)
    return found


def race(pages: Sequence[str], rounds: int, few: int) -> None:
    """The reader, its marking and the peer in turn; medians, and how many times the peer's speed each has."""
    works: dict[str, Callable[[str], object]] = {
        "reader: raw page to facts and doubts": read_facts, "reader: places + names + times + numbers": mark,
    }  # fmt: skip
    others = peers()
    if not others:
        print("jionlp: not installed (make bench-reading PEERS=1)")
    taken: dict[str, list[float]] = {name: [] for name in (works | others)}
    for _ in range(rounds):
        for name, work in (works | others).items():
            taken[name].append(speed(work, pages, few if name in others else few * 8))
    middle = {name: statistics.median(speeds) for name, speeds in taken.items()}
    slowest = min((middle[name] for name in others), default=None)
    for name, pace in middle.items():
        times = f"{pace / slowest:10.1f}x" if slowest else ""
        print(
            f"{name:44}{pace:12,.0f} characters/s{times}   (of {rounds}: {min(taken[name]):,.0f} to {max(taken[name]):,.0f})"
        )


def main() -> None:
    """Run all of it and print a table."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--pages", type=Path)
    parser.add_argument("--megabytes", type=float, default=5.0)
    parser.add_argument("--peer-kilobytes", type=float, default=120.0)
    parser.add_argument("--rounds", type=int, default=5)
    options = parser.parse_args()
    files = sorted(options.pages.glob("*.txt")) if options.pages else []
    pages = [file.read_text(encoding="utf-8") for file in files] or written_pages()
    characters = int(options.megabytes * 1e6 / 3)  # a Chinese character is three bytes of UTF-8
    print(
        f"{len(pages)} pages, {sum(map(len, pages))} characters, repeated to {options.megabytes} MB ({characters} characters)"
    )
    read_facts(pages[0])
    before = memory()
    steady = speed(read_facts, pages, characters)
    print(
        f"reader over the stream: {steady:,.0f} characters/s, peak memory {before:.0f} -> {memory():.0f} MiB"
    )
    other = speed(read_facts, varied(pages, characters), characters)
    print(f"the same with other figures each time, so that no text comes twice: {other:,.0f} characters/s")
    race(pages, options.rounds, int(options.peer_kilobytes * 1000 / 3))
    print(
        f"{'one plain regular expression':44}{speed(PLAIN.findall, pages, characters * 4):12,.0f} characters/s"
    )
    text = "\n\n".join(pages)
    for times in (1, 4, 16):
        start = time.process_time()
        read_facts("\n\n".join([text] * times))
        seconds = time.process_time() - start
        print(
            f"one text of {len(text) * times:9,} characters ({times:2}x): {seconds:7.2f} s, {len(text) * times / seconds:10,.0f} characters/s"
        )


if __name__ == "__main__":
    main()
