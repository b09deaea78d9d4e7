"""YAML as plain data with the place of every key and value: exact numbers, no duplicate keys, no anchors, no tags, no surprises."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import yaml

from youju.engine.problems import Problem
from youju.engine.wording import say

MAX_BYTES = 2_000_000
MAX_DEPTH = 60
MAX_SHOWN = 5
_INTEGER = re.compile(r"[+-]?(0|[1-9]\d{0,29})")
_DECIMAL = re.compile(r"[+-]?(0|[1-9]\d{0,29})\.\d{1,29}")
_UNPRINTABLE = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufdcf\ufdf0-\ufffd\U00010000-\U0010ffff]")
_TAB_INDENT = re.compile(r"^ *\t[ \t]*(?=[^\s#])", re.MULTILINE)
_WORDS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NULLS = {"", "~", "null", "Null", "NULL"}
_PLAIN = (None, "")
_UTF16 = (b"\xff\xfe", b"\xfe\xff")
Path = tuple[str | int, ...]
Mark = tuple[int, int]


@dataclass(frozen=True)
class Tree:
    """Plain data (dict with text keys, list, int, Decimal, str, bool, None) and where each key and value stands.

    ``data`` is None when the text is not YAML at all. ``broken`` holds the paths that a problem already names.
    """

    file: str
    data: Any
    keys: dict[Path, Mark] = field(default_factory=dict)
    values: dict[Path, Mark] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()
    broken: frozenset[Path] = frozenset()

    def where(self, path: Path, *, key: bool = False) -> str:
        """Return ``file:line:column`` of a value (or its key), or of the nearest thing around it that was written."""
        known = self.written(path)
        if key and known == path and path in self.keys:
            return self._at(self.keys[path])
        return self._at(self.values.get(known, (1, 1)))

    def written(self, path: Path) -> Path:
        """Return the part of a path that the author wrote: what a short form left out is left out."""
        node: Any = self.data
        found: list[str | int] = []
        for step in path:
            inside = isinstance(node, dict) and step in node
            if inside or (isinstance(node, list) and isinstance(step, int) and 0 <= step < len(node)):
                node = node[step]
                found.append(step)
        return tuple(found)

    def given(self, path: Path) -> Any:
        """Return the data at a path, as written; None where nothing was."""
        node = self.data
        for step in self.written(path):
            node = node[step]
        return node

    def _at(self, mark: Mark) -> str:
        return f"{self.file}:{mark[0]}:{mark[1]}"


@dataclass
class _Frame:
    """A mapping or list being filled; ``key`` waits for its value; ``lost`` says that what comes is dropped."""

    into: Any
    path: Path
    key: str | None = None
    waiting: bool = False
    lost: bool = False


def decode(raw: bytes, file: str) -> tuple[str | None, list[Problem]]:
    """Return the text of a file: UTF-8 (with or without BOM) or, with a warning, GB18030; None when it is neither or too large."""
    if len(raw) > MAX_BYTES:
        return None, [say("file_too_large", file, size=len(raw), most=MAX_BYTES)]
    if raw.startswith(_UTF16) or raw.count(b"\0") > len(raw) // 8:
        return None, [say("encoding_utf16", f"{file}:1:1")]
    try:
        return raw.decode("utf-8-sig"), []
    except UnicodeDecodeError as wrong:
        line = raw.count(b"\n", 0, wrong.start) + 1
    try:
        return raw.decode("gb18030"), [say("encoding_gb", f"{file}:{line}:1", warning=True)]
    except UnicodeDecodeError:
        return None, [say("encoding", f"{file}:{line}:1")]


def read_tree(text: str, file: str) -> Tree:
    """Read YAML text. Never raises: what is wrong is in ``problems``."""
    if found := [*_characters(text, file), *_tabs(text, file)]:
        return Tree(file, None, problems=tuple(found))
    builder = _Builder(file)
    try:
        for event in _events(text):
            builder.take(event)
            if builder.stopped:
                return Tree(file, None, problems=tuple(builder.problems))
    except yaml.MarkedYAMLError as wrong:
        builder.problems.append(_syntax(wrong, file))
        return Tree(file, None, problems=tuple(builder.problems))
    except (yaml.YAMLError, ValueError, OverflowError):
        return Tree(
            file, None, problems=(*builder.problems, say("yaml", file, detail="", detail_en="unreadable"))
        )
    data = builder.roots[0] if builder.roots else None
    return Tree(file, data, builder.keys, builder.values, tuple(builder.problems), frozenset(builder.broken))


def _events(text: str) -> Iterator[Any]:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return yaml.parse(text, Loader=loader)


def _at(text: str, offset: int) -> str:
    line = text.count("\n", 0, offset) + 1
    return f"{line}:{offset - text.rfind(chr(10), 0, offset)}"


def _characters(text: str, file: str) -> list[Problem]:
    hits = [hit for hit, _ in zip(_UNPRINTABLE.finditer(text), range(MAX_SHOWN), strict=False)]
    return [
        say("character", f"{file}:{_at(text, hit.start())}", number=f"U+{ord(hit[0]):04X}") for hit in hits
    ]


def _tabs(text: str, file: str) -> list[Problem]:
    hits = [hit for hit, _ in zip(_TAB_INDENT.finditer(text), range(MAX_SHOWN), strict=False)]
    return [say("tab", f"{file}:{_at(text, hit.start() + hit[0].index(chr(9)))}") for hit in hits]


def _syntax(wrong: yaml.MarkedYAMLError, file: str) -> Problem:
    mark = wrong.problem_mark or wrong.context_mark
    where = f"{file}:{mark.line + 1}:{mark.column + 1}" if mark else file
    detail = wrong.problem or wrong.context or "unreadable"
    known = next((zh for en, zh in SYNTAX if en in detail), "")
    return say("yaml", where, detail=f"({known})" if known else "", detail_en=detail)


SYNTAX = (
    ("mapping values are not allowed", "一行里出现了两个冒号，或上一行的缩进不对"),
    ("expected ',' or", "方括号、花括号没有配对，或少了逗号"),
    ("did not find expected key", "缩进不齐，或上一行的引号、括号没有结束"),
    ("did not find expected '-' indicator", "列表各项的“-”没有对齐"),
    ("cannot start any token", "以特殊符号开头的文字要加引号"),
    ("unexpected end of stream", "引号没有结束"),
    ("could not find expected ':'", "少了冒号"),
    ("did not find expected node content", "冒号或横线后面少了内容"),
    ("block sequence entries are not allowed", "列表要另起一行"),
    ("unknown escape character", "双引号里的反斜杠要写两个"),
)
"""What the parser says, and what that means to the person who wrote the file."""


def plain(text: str) -> Any:
    """Return what an unquoted scalar means: a number exactly as written, true/false, nothing, or text (so are dates and 007)."""
    if text in _NULLS:
        return None
    if text in _WORDS:
        return _WORDS[text]
    if _INTEGER.fullmatch(text):
        return int(text)
    return Decimal(text) if _DECIMAL.fullmatch(text) else text


class _Builder:
    """Turns parser events into a tree without recursion."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.keys: dict[Path, Mark] = {}
        self.values: dict[Path, Mark] = {}
        self.broken: set[Path] = set()
        self.roots: list[Any] = []
        self.stopped = False
        self._stack: list[_Frame] = []

    def take(self, event: Any) -> None:
        """Take the next event."""
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event)
        elif isinstance(event, yaml.CollectionStartEvent):
            self._open(event)
        elif isinstance(event, yaml.CollectionEndEvent):
            self._stack.pop()
        elif isinstance(event, yaml.AliasEvent):
            self._say("yaml_alias", event, name=event.anchor)
            self._put(None, event, broken=True)
        elif isinstance(event, yaml.DocumentStartEvent) and self.roots:
            self._say("yaml_documents", event)
            self.stopped = True

    def _say(self, code: str, event: Any, **facts: str | int | None) -> None:
        mark = event.start_mark
        where = f"{self.file}:{mark.line + 1}:{mark.column + 1}"
        self.problems.append(say(code, where, warning=False, **facts))

    def _decorated(self, event: Any) -> None:
        if event.anchor:
            self._say("yaml_anchor", event, name=event.anchor)
        if event.tag and event.tag != "!":
            self._say("yaml_tag", event, name=event.tag)

    def _scalar(self, event: yaml.ScalarEvent) -> None:
        self._decorated(event)
        frame = self._stack[-1] if self._stack else None
        if frame and isinstance(frame.into, dict) and not frame.waiting:
            self._key(frame, event)
            return
        self._put(plain(event.value) if event.style in _PLAIN else event.value, event)

    def _key(self, frame: _Frame, event: Any) -> None:
        key = event.value
        frame.key, frame.waiting, frame.lost = key, True, False
        if key == "<<" and event.style in _PLAIN:
            self._say("yaml_merge", event)
            frame.lost = True
        elif key in frame.into:
            first = self.keys.get((*frame.path, key), (0, 0))
            self._say("yaml_duplicate", event, key=key, line=first[0])
            frame.lost = True
        else:
            self.keys[*frame.path, key] = (event.start_mark.line + 1, event.start_mark.column + 1)

    def _open(self, event: Any) -> None:
        self._decorated(event)
        if len(self._stack) >= MAX_DEPTH:
            self._say("yaml_depth", event, most=MAX_DEPTH)
            self.stopped = True
            return
        into: Any = {} if isinstance(event, yaml.MappingStartEvent) else []
        frame = self._stack[-1] if self._stack else None
        if frame and isinstance(frame.into, dict) and not frame.waiting:
            self._say("yaml_key", event)
            frame.key, frame.waiting, frame.lost = None, True, True
            self._stack.append(_Frame(into, ("",)))
            return
        self._stack.append(_Frame(into, self._put(into, event)))

    def _put(self, value: Any, event: Any, *, broken: bool = False) -> Path:
        """Put a value where it belongs and return its path; what belongs nowhere goes to a path nobody asks for."""
        frame = self._stack[-1] if self._stack else None
        if frame is None:
            self.roots.append(value)
            path: Path = ()
        elif isinstance(frame.into, list):
            path = (*frame.path, len(frame.into))
            frame.into.append(value)
        else:
            lost, key = frame.lost or not frame.waiting, frame.key or ""
            frame.key, frame.waiting, frame.lost = None, False, False
            if lost:
                return ("",)
            path = (*frame.path, key)
            frame.into[key] = value
        self.values[path] = (event.start_mark.line + 1, event.start_mark.column + 1)
        if broken:
            self.broken.add(path)
        return path
