"""Word documents (.docx) to plain text: what a reader of the printed page would see, line by line, in its order.

Read as a stream from the package, so that memory does not grow with the file. What was struck out or moved away in tracked
changes is left out, what was put in is taken; hidden runs are left out; a text box stands behind its paragraph and notes at the
end; a row of a table is one line where each cell is one paragraph; numbers that Word counts by itself are written out.
A package that unpacks to too much, or whose XML declares anything (entities, a document type), is refused while it is read.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Final
from xml.etree import ElementTree as ET

from youju.reading.decode import TEXT, Unreadable, too_much_text
from youju.reading.word_numbers import Numbers, W

UNPACKED: Final = 80 * 1024 * 1024
RATIO: Final = 200
_BLOCK: Final = 1 << 16
_MC: Final = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
# struck out or moved away, how it was formatted before, and the second form of what stands there already
_LEFT_OUT: Final = frozenset(
    [
        W + tag
        for tag in (
            "del",
            "moveFrom",
            "pPrChange",
            "rPrChange",
            "sectPrChange",
            "tblPrChange",
            "instrText",
            "rt",
        )
    ]
    + [_MC + "Fallback"]
)
_MARKS: Final = {W + "tab": "\t", W + "br": "\n", W + "cr": "\n", W + "noBreakHyphen": "-"}
_NO: Final = frozenset(["0", "false", "off"])


class _BombError(Exception):
    """More is unpacked than a document may hold."""


class _DeclaresError(Exception):
    """The XML declares a document type, and with it perhaps entities."""


class _TooMuchError(Exception):
    """More characters than a document may hold."""


def read_docx(data: bytes) -> str | Unreadable:
    """The text of a Word document. Never raises."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            refused = _refuse_package(package)
            if refused:
                return refused
            text = _text_of(package)
    except _BombError:
        return _bomb()
    except _TooMuchError:
        return too_much_text(TEXT + 1)
    except _DeclaresError:
        return Unreadable(
            "文件带有外部引用 (entities)",
            "正文里声明了实体, 可能从外面取内容",
            "请用 Word 打开, 另存为新的 .docx 再上传",
        )
    except ET.ParseError:
        return Unreadable(
            "Word 正文坏了 (broken docx)", "正文不是合格的 XML", "请用 Word 打开修复, 另存后再上传"
        )
    except (
        zipfile.BadZipFile,
        KeyError,
        OSError,
        EOFError,
        RuntimeError,
        NotImplementedError,
        ValueError,
    ):
        return Unreadable(
            "文件不是 Word 文档 (not a docx)", "压缩包坏了, 或者里面没有正文", "请用 Word 另存为 .docx 再上传"
        )
    return text or Unreadable(
        "文档里没有文字 (empty docx)", "正文一个字也没有, 可能全是图片", "请上传有文字的文档"
    )


def _refuse_package(package: zipfile.ZipFile) -> Unreadable | None:
    infos = package.infolist()
    whole = sum(info.file_size for info in infos)
    packed = sum(info.compress_size for info in infos) or 1
    if len(infos) > 10_000 or whole > UNPACKED or (whole > 4 << 20 and whole // packed > RATIO):
        return _bomb()
    if "word/document.xml" not in package.namelist():
        return Unreadable("不认识的压缩包 (not a docx)", "里面没有 Word 正文", "请上传 .txt .docx .pdf .html")
    return None


def _bomb() -> Unreadable:
    return Unreadable(
        "文件解开太大 (zip bomb)",
        f"解开后超过 {UNPACKED >> 20} MB 或压缩比不正常",
        "请用 Word 打开, 另存为新的 .docx 再上传",
    )


def _text_of(package: zipfile.ZipFile) -> str:
    numbers = Numbers(_tree(package, "word/numbering.xml"), _tree(package, "word/styles.xml"))
    body = _Lines(numbers)
    _feed(package, "word/document.xml", body)
    notes: list[str] = []
    for name in ("word/footnotes.xml", "word/endnotes.xml"):
        if name in package.namelist():
            found = _Lines(numbers)
            _feed(package, name, found)
            notes += [line for line in found.lines if line.strip()]
    return "\n".join([*body.lines, *notes]).strip()


def _feed(package: zipfile.ZipFile, name: str, target: Any) -> Any:
    """Read a part of the package block by block into the target of a parser that fetches nothing."""
    parser = ET.XMLParser(target=target)  # noqa: S314 - `_Guarded` refuses whatever declares an entity
    size = 0
    with package.open(name) as part:
        while block := part.read(_BLOCK):
            size += len(block)
            if size > UNPACKED:
                raise _BombError
            parser.feed(block)
    return parser.close()


class _Guarded:
    """What every target refuses."""

    def doctype(self, *_said: object) -> None:
        """No part of a Word document has a document type."""
        raise _DeclaresError


class _Tree(_Guarded, ET.TreeBuilder):
    """A small part, kept as a tree."""


def _tree(package: zipfile.ZipFile, name: str) -> ET.Element | None:
    if name not in package.namelist() or package.getinfo(name).file_size > UNPACKED // 8:
        return None
    tree: ET.Element = _feed(package, name, _Tree())
    return tree


@dataclass(slots=True)
class _Paragraph:
    pieces: list[str] = field(default_factory=list)
    behind: list[str] = field(default_factory=list)
    number: str = ""
    level: int = 0
    style: str = ""


class _Lines(_Guarded):
    """The lines of a part: a target that keeps nothing but text and what is open at the moment."""

    def __init__(self, numbers: Numbers) -> None:
        self.lines: list[str] = []
        self._numbers = numbers
        self._sinks: list[list[str]] = [self.lines]
        self._rows: list[list[list[str]]] = []
        self._open: list[_Paragraph] = []
        self._left_out = self._runs = self._size = 0
        self._is_text = self._is_hidden = False
        self._starts: dict[str, Callable[[dict[str, str]], None]] = {
            W + "p": lambda _said: self._open.append(_Paragraph()),
            W + "r": self._begin_run,
            W + "t": lambda _said: self._hear(on=True),
            W + "vanish": self._hide,
            W + "numId": self._numbered,
            W + "ilvl": self._numbered_at,
            W + "pStyle": self._styled,
            W + "tr": lambda _said: self._rows.append([]),
            W + "tc": lambda _said: self._sinks.append([]),
            W + "txbxContent": lambda _said: self._sinks.append([]),
        }
        self._ends: dict[str, Callable[[], None]] = {
            W + "p": self._end_paragraph,
            W + "r": self._end_run,
            W + "t": lambda: self._hear(on=False),
            W + "tc": self._end_cell,
            W + "tr": self._end_row,
            W + "txbxContent": self._end_box,
        }

    def start(self, tag: str, said: dict[str, str]) -> None:
        """An element begins."""
        if self._left_out or tag in _LEFT_OUT:
            self._left_out += 1
        elif tag in self._starts:
            self._starts[tag](said)
        elif tag in _MARKS and self._runs and not self._is_hidden:
            self._write(_MARKS[tag])

    def end(self, tag: str) -> None:
        """An element ends."""
        if self._left_out:
            self._left_out -= 1
        elif tag in self._ends:
            self._ends[tag]()

    def data(self, text: str) -> None:
        """Text, which counts inside a visible run."""
        if self._is_text and not self._left_out and not self._is_hidden:
            self._write(text)

    def close(self) -> None:
        """Nothing is left to be done."""

    def _write(self, text: str) -> None:
        if self._open:
            self._size += len(text)
            if self._size > TEXT:
                raise _TooMuchError
            self._open[-1].pieces.append(text)

    def _hear(self, *, on: bool) -> None:
        self._is_text = on

    def _begin_run(self, _said: dict[str, str]) -> None:
        self._runs += 1
        self._is_hidden = False

    def _end_run(self) -> None:
        self._runs -= 1
        self._is_hidden = False

    def _hide(self, said: dict[str, str]) -> None:
        self._is_hidden = bool(self._runs) and said.get(W + "val") not in _NO

    def _numbered(self, said: dict[str, str]) -> None:
        if self._open:
            self._open[-1].number = said.get(W + "val") or ""

    def _numbered_at(self, said: dict[str, str]) -> None:
        level = said.get(W + "val") or ""
        if self._open and level.isascii() and level.isdigit():
            self._open[-1].level = int(level[:3])

    def _styled(self, said: dict[str, str]) -> None:
        if self._open:
            self._open[-1].style = said.get(W + "val") or ""

    def _end_paragraph(self) -> None:
        if not self._open:
            return
        done = self._open.pop()
        text = "".join(done.pieces)
        before = self._numbers.before(done.number, done.level, done.style) if text.strip() else ""
        self._sinks[-1].append(before + text)
        self._sinks[-1] += done.behind

    def _end_cell(self) -> None:
        if len(self._sinks) > 1:
            cell = self._sinks.pop()
            if self._rows:
                self._rows[-1].append(cell)

    def _end_row(self) -> None:
        """One line for a row of short cells; a table that only sets long text in columns gives its paragraphs."""
        cells = [[line for line in cell if line.strip()] for cell in (self._rows.pop() if self._rows else [])]
        if all(len(cell) <= 1 and "\n" not in "".join(cell) for cell in cells):
            self._sinks[-1].append("\t".join(line for cell in cells for line in cell))
        else:
            self._sinks[-1] += [line for cell in cells for line in cell]

    def _end_box(self) -> None:
        if len(self._sinks) > 1:
            box = self._sinks.pop()
            (self._open[-1].behind if self._open else self._sinks[-1]).extend(box)


__all__ = ["RATIO", "UNPACKED", "read_docx"]
