"""The gate before workbooks: what a spreadsheet file may be before any parser of ours opens it.

Sizes are absolute (a ratio refuses honest files), every XML part is read by expat without a document type,
and each sheet is looked through for what must not be read as a value: formulas, error cells, merged cells.
"""

from __future__ import annotations

import io
import posixpath
import zipfile
import zlib
from dataclasses import dataclass, field
from xml.parsers import expat

from youju.engine.sources.report import Report
from youju.engine.sources.sheet_scan import OdsScan, Scan, TooLargeError, XlsxScan

MB = 1024 * 1024
FILE_LIMIT, PART_LIMIT, TOTAL_LIMIT, PARTS = 100 * MB, 256 * MB, 400 * MB, 4000
Words = tuple[str, str, str, str, str]
_BOMB: Words = (
    "book-large",
    "工作簿解压后太大",
    "只留需要的表，删掉图片；数据很多时改用 CSV 或 Parquet",
    "the workbook unpacks to too much",
    "keep the sheet you need, or use CSV or Parquet",
)
_BROKEN: Words = (
    "book-broken",
    "工作簿已损坏，或者设了密码，打不开",
    "取消密码，用表格软件另存为 .xlsx",
    "the workbook is damaged or locked by a password",
    "remove the password and save it as .xlsx again",
)
_ENTITY: Words = (
    "book-entity",
    "工作簿里藏有实体声明（DOCTYPE），可能是攻击",
    "用表格软件重新另存为 .xlsx",
    "the workbook declares entities (DOCTYPE), which may be an attack",
    "save it as .xlsx again with a spreadsheet program",
)
_MACRO: Words = (
    "book-macro",
    "工作簿带有宏",
    "另存为不带宏的 .xlsx",
    "the workbook holds macros",
    "save it as .xlsx without macros",
)
_LINKS: Words = (
    "book-links",
    "工作簿链接到别的文件，数会跟着别处变",
    "断开链接（数据—编辑链接），只粘贴数值",
    "the workbook links to other files",
    "break the links and paste values only",
)
_KIND: Words = (
    "book-kind",
    "这不是能读的工作簿",
    "另存为 .xlsx 或 CSV UTF-8",
    "this is no workbook we can read",
    "save it as .xlsx or CSV UTF-8",
)
_OLD: Words = (
    "book-old",
    "旧版 .xls 里看不出哪些格是公式、哪些是错误值",
    "另存为 .xlsx 或 CSV UTF-8",
    "an old .xls does not show which cells are formulas or errors",
    "save it as .xlsx or CSV UTF-8",
)
_FAR: Words = (
    "book-far",
    "有内容的格离得太远，或者格子太多",
    "删掉远处的格（Ctrl+End 可以找到），数据很多时改用 CSV 或 Parquet",
    "cells stand too far away, or there are too many",
    "delete the far cells (Ctrl+End finds them), or use CSV or Parquet",
)


@dataclass
class Gate:
    """What the gate saw: the scans of the sheets by their names, in order."""

    sheets: dict[str, Scan] = field(default_factory=dict)


class _RefusedError(Exception):
    def __init__(self, words: Words, where: str = "") -> None:
        self.words, self.where = words, where
        super().__init__(words[0])


def pass_gate(data: bytes, name: str, report: Report) -> Gate | None:
    """Look a workbook through. Returns what was seen, or None when it is refused (and reported)."""
    try:
        _check_file(data)
        with zipfile.ZipFile(io.BytesIO(data)) as pack:
            _check_parts(pack)
            return _xlsx(pack) if "xl/workbook.xml" in pack.namelist() else _ods(pack)
    except _RefusedError as refused:
        code, what, fix, what_en, fix_en = refused.words
        report.add(f"{name}{refused.where}", code, what, fix, what_en, fix_en)
    except TooLargeError as far:
        code, what, fix, what_en, fix_en = _FAR
        report.add(f"{name}:{far.where}", code, what, fix, what_en, fix_en)
    except (
        zipfile.BadZipFile,
        zlib.error,
        expat.ExpatError,
        OSError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        ValueError,
        LookupError,
    ):
        code, what, fix, what_en, fix_en = _BROKEN
        report.add(name, code, what, fix, what_en, fix_en)
    return None


def _check_file(data: bytes) -> None:
    if len(data) > FILE_LIMIT:
        raise _RefusedError(_BOMB)
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        raise _RefusedError(_OLD)


def _check_parts(pack: zipfile.ZipFile) -> None:
    infos = pack.infolist()
    if (
        len(infos) > PARTS
        or sum(i.file_size for i in infos) > TOTAL_LIMIT
        or any(i.file_size > PART_LIMIT for i in infos)
    ):
        raise _RefusedError(_BOMB)
    names = [i.filename.lower() for i in infos]
    if any(i.flag_bits & 1 for i in infos):
        raise _RefusedError(_BROKEN)
    if any("vbaproject" in n or "/macrosheets/" in n or n.startswith("basic/") for n in names):
        raise _RefusedError(_MACRO)
    if any("/externallinks/" in n for n in names):
        raise _RefusedError(_LINKS)
    if len(set(names)) < len(names):
        raise _RefusedError(_BROKEN)


def _parse(pack: zipfile.ZipFile, part: str, scan: Scan | _Names | None) -> None:
    """Run one XML part through expat; a document type is refused."""

    def refuse(*_: object) -> None:
        raise _RefusedError(_ENTITY)

    parser = expat.ParserCreate()
    parser.StartDoctypeDeclHandler = refuse
    parser.EntityDeclHandler = refuse
    if scan is not None:
        parser.StartElementHandler = scan.start
        if isinstance(scan, OdsScan):
            parser.EndElementHandler = scan.end
    with pack.open(part) as stream:
        while block := stream.read(1 << 20):
            parser.Parse(block, False)
    parser.Parse(b"", True)


class _Names:
    """Collects the sheets of workbook.xml, or the targets of its relations."""

    def __init__(self) -> None:
        self.sheets: list[tuple[str, str]] = []
        self.targets: dict[str, str] = {}

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        tag = tag.rpartition(":")[2]
        if tag == "sheet":
            self.sheets.append(
                (attributes["name"], next(v for k, v in attributes.items() if k.rpartition(":")[2] == "id"))
            )
        elif tag == "Relationship":
            self.targets[attributes["Id"]] = attributes["Target"]


def _xlsx(pack: zipfile.ZipFile) -> Gate:
    names = _Names()
    gate = Gate()
    parts = pack.namelist()
    for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels"):
        _parse(pack, part, names)
    for title, relation in names.sheets:
        target = names.targets[relation]
        part = (
            target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join("xl", target))
        )
        if part.startswith("xl/worksheets/"):
            gate.sheets[title] = XlsxScan(title)
            _parse(pack, part, gate.sheets[title])
    for part in parts:
        if part.endswith((".xml", ".rels")) and not part.startswith("xl/worksheets/sheet"):
            _parse(pack, part, None)
    return gate


def _ods(pack: zipfile.ZipFile) -> Gate:
    if "mimetype" not in pack.namelist() or not pack.read("mimetype").startswith(
        b"application/vnd.oasis.opendocument.spreadsheet"
    ):
        raise _RefusedError(_KIND)
    scan = OdsScan()
    _parse(pack, "content.xml", scan)
    for part in pack.namelist():
        if part.endswith(".xml") and part != "content.xml":
            _parse(pack, part, None)
    return Gate(scan.sheets)
