"""A saved web page to plain text: its visible words, one line for each block, the cells of a row apart.

Tags are looked for once, left to right, and no look goes beyond the next `<`, so that the cost is linear in the length whatever
the page holds; nothing is run and nothing fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from typing import Final

_TOKEN: Final = re.compile(
    r"<(?P<end>/?)(?P<tag>[a-zA-Z][a-zA-Z0-9]*)(?P<said>(?:[^<>\"']|\"[^\"<]*\"|'[^'<]*')*+|[^<>]*)>|<!--|<[!?][^<>]*>"
)
_BLOCKS: Final = frozenset(
    [
        *("p", "div", "br", "li", "tr", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "header", "footer", "main", "aside", "nav"),
        *("table", "caption", "thead", "tbody", "ul", "ol", "dl", "dt", "dd", "title", "blockquote", "pre", "hr", "address", "figure"),
        *("figcaption", "form", "fieldset", "option", "textarea", "body", "center"),
    ]
)  # fmt: skip
_CELLS: Final = frozenset(["td", "th"])
# what stands between these is no text of the page, whatever it looks like
_RAW: Final = frozenset(["script", "style"])
_SILENT: Final = frozenset(["noscript", "template", "svg", "head", "iframe", "object"])
_HUGE: Final = re.compile(r"&#(?:\d{8,}|[xX][0-9a-fA-F]{7,});?")
_HTML: Final = re.compile(
    r"\s*(?:<\?xml[^<>]*>\s*)?(?:<!--[^<>]{0,400}-->\s*)?<(?:!doctype html|html[\s>])", re.IGNORECASE
)


def is_web_page(text: str) -> bool:
    """Whether a text begins as a web page does."""
    return bool(_HTML.match(text[:1000]))


def visible(text: str) -> str:
    """The visible words of a web page."""
    words = _HUGE.sub("\ufffd", "".join(_pieces(text)))
    lines = re.sub(r"[ \t\xa0]+", " ", unescape(words))
    return "\n".join(kept for line in lines.split("\n") if (kept := line.strip()))


def _pieces(text: str) -> Iterator[str]:
    at, silent, depth = 0, "", 0
    while True:
        found = _TOKEN.search(text, at)
        if not silent:
            yield re.sub(r"\s+", " ", text[at : found.start() if found else len(text)])
        if found is None:
            return
        at, tag = found.end(), (found["tag"] or "").lower()
        if not tag:
            if found[0] == "<!--":
                at = _behind(text, "-->", at)
        elif tag in _RAW and not found["end"]:
            at = _behind(text, f"</{tag}[^<>]*>?", at)
        elif silent:
            if tag == silent:
                depth += -1 if found["end"] else 1
            # a head that nobody closed ends where the body begins
            if depth == 0 or (tag == "body" and silent == "head"):
                silent = ""
        elif tag in _SILENT and not found["end"] and not found[0].endswith("/>"):
            silent, depth = tag, 1
        elif tag in _BLOCKS:
            yield "\n"
        elif tag in _CELLS:
            yield "\t"


def _behind(text: str, closing: str, at: int) -> int:
    """The place behind what closes, or the end of the page where it is missing."""
    found = re.compile(closing, re.IGNORECASE).search(text, at)
    return found.end() if found else len(text)
