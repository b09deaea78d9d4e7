"""What a value rests on, as a page shows it: files of the house, and words of documents."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.urls import reverse

from youju.flow.documents.citing import citations_in
from youju.kernel.sha256 import HEX

_FILE = re.compile(rf"({HEX})(?:\s+|$)")


@dataclass(frozen=True, slots=True)
class Proof:
    """One thing a value rests on, as a page shows it: a few words, and where they lead ("" nowhere)."""

    words: str
    url: str = ""
    sha256: str = ""
    """The digest, where it is a file of the house."""


def proofs_in(texts: Iterable[str]) -> list[Proof]:
    """Return what lines of evidence rest on: files of the house (64 hex digits), citations with the words before them, the rest as it is."""
    return [proof for text in texts for proof in _proofs(text)]


def _proofs(text: str) -> list[Proof]:
    found, rest = [], text.strip()
    while file := _FILE.match(rest):
        found.append(Proof(file[1][:8], reverse("evidence:show", args=[file[1]]), file[1]))
        rest = rest[file.end() :]
    at = 0
    for one in citations_in(rest):
        start = rest.index(str(one), at)
        found.append(Proof(rest[at:start].strip() or "文件", one.url))
        at = start + len(str(one))
    if tail := rest[at:].strip():
        found.append(Proof(tail))
    return found
