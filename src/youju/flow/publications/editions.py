"""A publication in all its forms, as bytes: made once, when its signing stands in the log, and kept.

`made` says how each form looks today; what is handed out is what was kept (`selectors.published_as`).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from dataclasses import asdict
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from youju.flow.boards.selectors import reader_of
from youju.flow.evidence import store
from youju.flow.publications import open_data
from youju.flow.publications.corrections import Again, Corrected, corrections
from youju.flow.publications.models import Edition, Publication
from youju.flow.publications.papers import paper_of, words_of
from youju.kernel.errors import Refusal
from youju.kernel.paper import Paper, Run, Words
from youju.kernel.paper.pdf import pdf_of
from youju.kernel.paper.site import html_of, markdown_of
from youju.kernel.paper.word import word_of

PART = "published"
PAPERS: dict[str, Callable[[Paper], bytes]] = {
    "pdf": pdf_of,
    "docx": word_of,
    "html": lambda paper: html_of(paper).encode("utf-8"),
    "md": lambda paper: markdown_of(paper).encode("utf-8"),
}
DATA: dict[str, Callable[[Publication], bytes]] = {
    "places": lambda row: open_data.csv_of(open_data.PLACES, open_data.places_of(row)).encode("utf-8"),
    "facts": lambda row: open_data.csv_of(open_data.FACTS, open_data.facts_of(row)).encode("utf-8"),
    "data": lambda row: open_data.json_of(row, open_data.facts_of(row)).encode("utf-8"),
    "page": lambda row: _page(row).encode("utf-8"),
}
FORMS = (*PAPERS, *DATA)


class Lost(Refusal):
    """What was kept is not there, or is not what it was: it comes back from a backup, not out of the software."""

    status = 503


def made(row: Publication, form: str, *, entry: int | None = None) -> bytes:
    """Return a publication in one form as it looks now. Raises Refusal for facts that are too many to be handed out as text."""
    with override(None):
        return PAPERS[form](paper_of(row, entry=entry)) if form in PAPERS else DATA[form](row)


def all_forms(row: Publication, *, entry: int | None) -> dict[str, bytes]:
    """Return a publication in every form it has; the facts are left to the bundle where they are too many."""
    found = {}
    with override(None):
        paper = paper_of(row, entry=entry)
        found |= {form: make(paper) for form, make in PAPERS.items()}
        for form, make in DATA.items():
            try:
                found[form] = make(row)
            except Refusal:
                continue
    return found


def kept_bytes(edition: Edition) -> bytes:
    """Return what was kept. Raises Lost where it is gone or is not what it was."""
    try:
        with store.opened(edition.sha256, PART) as file:
            content = file.read()
    except FileNotFoundError:
        content = b""
    if hashlib.sha256(content).hexdigest() != edition.sha256:
        raise Lost(
            _("取不出“{publication}”").format(publication=edition.publication),
            _("发布时留存的文件不在了，或者和当时的摘要不一致"), _("请系统管理员从备份恢复文件；系统不会另做一份顶替"),
            english="The file kept at publishing is gone or is not what it was; it comes back from a backup.",
        )  # fmt: skip
    return content


def _page(row: Publication) -> str:
    """Return the text of a publication and what recalculations changed, as its page shows them."""
    score = row.score
    said = {
        "words": [[{"text": run.text, "source": run.source, "unit": run.unit} for run in one.runs] for one in words_of(row)],
        "errata": [asdict(one) for one in corrections(score, reader_of(score, inside=False))],
    }  # fmt: skip
    return json.dumps(said, ensure_ascii=False)


def page_read(content: bytes) -> tuple[tuple[Words, ...], list[Again]]:
    """Return the text and the errata that a page was kept with."""
    said = json.loads(content)
    words = tuple(Words(tuple(Run(**run) for run in one)) for one in said["words"])
    return words, [_again(one) for one in said["errata"]]


def _again(said: dict[str, Any]) -> Again:
    units: Iterable[dict[str, str]] = said["units"]
    return Again(said["number"], tuple(said["causes"]), tuple(Corrected(**one) for one in units))
