"""The child process: opens one uploaded file under limits of memory and time, reads it, and leaves what it found.

    python -m youju.flow.documents.child FOLDER NAME [PLACE]

FOLDER holds the upload as `in`, or a text that was drawn before as `text`; the answer is left as `out.json`.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

from youju.kernel.confined import HEAVY, MB, answer, confine
from youju.reading.clauses import read_plan
from youju.reading.dated import date_page
from youju.reading.decode import Unreadable
from youju.reading.files import read_bytes
from youju.reading.model import Reading
from youju.reading.pages import read_facts

MEMORY, CPU_SECONDS = 768 * MB, 40
LONGEST = 400_000
ODD = {0x00: "\ufffd", **dict.fromkeys(range(55296, 57344), "�")}


def read(folder: Path, name: str, place: str) -> dict[str, Any]:
    """Return text, facts, doubts and the first title, or the refusal of the reader.

    Of a plan or circular that gives work out, its tasks stand behind the facts, as records of kind `clause`.
    """
    drawn = folder / "text"
    if drawn.exists():
        text: str | Unreadable = drawn.read_bytes().decode("utf-8")
    else:
        text = read_bytes((folder / "in").read_bytes(), name)
    if isinstance(text, Unreadable):
        return {"refused": [text.what, text.why, text.instead, text.english]}
    if len(text) > LONGEST:
        return {
            "refused": [
                "文件太长",
                f"有 {len(text):,} 字，上限 {LONGEST:,} 字",
                "请按期、按版拆开再上传",
                f"more than {LONGEST:,} characters",
            ]
        }
    # No database keeps NUL or half a surrogate pair; one mark for each, so that every span still fits.
    text = text.translate(ODD)
    reading = read_facts(text, page_place=place or None)
    plan = read_plan(text, reading=reading)
    tasks, doubts = (plan.tasks, plan.doubts) if plan.assigns else ((), ())
    titles = [article.title for article in reading.articles if article.title]
    return {
        "text": text,
        "title": titles[0] if titles else "",
        "facts": [
            *(fact.record(number) for number, fact in enumerate(reading.facts, 1)),
            *(task.record(number) for number, task in enumerate(tasks, 1)),
        ],
        "doubts": [
            {"kind": d.kind, "start": d.start, "end": d.end, "quote": d.quote, "what": d.what, "why": d.why}
            for d in (*reading.doubts, *doubts)
        ],
        "dated": _dated(reading),
    }


def _dated(reading: Reading) -> list[str] | None:
    """Return the day of publication as far as the page tells it, with the reason."""
    dating = date_page([f"{article.title or ''}\n{article.body.text}" for article in reading.articles])
    return [dating.day.isoformat(), dating.why] if dating.day else None


def main(folder: str, name: str, place: str = "") -> None:
    """Read the file in the folder and leave the answer beside it."""
    confine(memory=MEMORY, seconds=CPU_SECONDS)
    try:
        said = read(Path(folder), name, place)
    except (MemoryError, RecursionError):
        said = HEAVY
    answer(Path(folder), said)


if __name__ == "__main__":
    main(*sys.argv[1:])
