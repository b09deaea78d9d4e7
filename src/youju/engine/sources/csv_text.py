"""CSV: comma-separated text in UTF-8 or GB18030, one encoding throughout, read as text and placed by line."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator, Sequence
from functools import cached_property

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pcsv

from youju.engine.sources.report import Report
from youju.engine.sources.tables import Table

LARGEST = 2**31 - 2**20
_HAN = re.compile(r"[\u3000-\u303f\u4e00-\u9fff\uff00-\uffef]")


class _Lines:
    """Knows in which line of the text each row of data begins; counts only when asked."""

    def __init__(self, name: str, data: bytes, width: int) -> None:
        self.name, self._data, self._width = name, data, width

    @cached_property
    def scan(self) -> tuple[list[int], list[tuple[int, int]]]:
        """Return the lines of the rows, and (line, number of cells) of rows that are too short or too long."""
        rows: list[int] = []
        ragged: list[tuple[int, int]] = []
        reader = csv.reader(io.StringIO(self._data.decode("utf-8", "replace"), newline=""))
        begin = 1
        try:
            for cells in reader:
                if cells:
                    if len(cells) == self._width:
                        rows.append(begin)
                    else:
                        ragged.append((begin, len(cells)))
                begin = reader.line_num + 1
        except csv.Error:
            pass
        return rows, ragged

    def where(self, row: int, _column: str | None) -> str:
        rows = self.scan[0]
        return (
            f"{self.name}:{rows[row + 1]}" if -1 <= row < len(rows) - 1 else f"{self.name}:{(rows or [1])[0]}"
        )


def open_csv(data: bytes, name: str, report: Report) -> Table | None:
    """Open CSV bytes. Unreadable text, mixed encodings and ragged rows are reported with their lines."""
    text = _as_utf8(data, name, report)
    header = _header(text, name, report) if text is not None else None
    if text is None or header is None:
        return None
    lines = _Lines(name, text, len(header))
    table = _parse(text, len(header), lines, report)
    if table is None:
        return None
    used = [i for i, title in enumerate(header) if title or _filled(table.column(i))]
    header = tuple(header[i] for i in used)
    at = dict(reversed(list(zip(header, used, strict=True))))

    def batches(names: Sequence[str]) -> Iterator[pa.Table]:
        yield pa.table({n: table.column(at[n]) for n in names})

    return Table(name, header, batches, lines.where)


def _filled(column: pa.ChunkedArray) -> bool:
    """Say whether anything stands in a column; one without a name and without content is passed over."""
    return bool(pc.any(pc.greater(pc.binary_length(pc.utf8_trim_whitespace(column)), 0)).as_py())


def _header(text: bytes, name: str, report: Report) -> tuple[str, ...] | None:
    """Return the names in the first line that holds anything."""
    try:
        rows = csv.reader(io.StringIO(text[: 1 << 20].decode("utf-8", "replace"), newline=""))
        header = next((tuple(cell.strip() for cell in row) for row in rows if row), ())
    except csv.Error:
        header = ()
    if not any(header):
        report.add(
            f"{name}:1",
            "file-empty",
            "文件里没有列名",
            "第一行写列名，用英文逗号隔开",
            "there are no column names",
            "write column names in the first line, separated by commas",
        )
        return None
    if not all(cell.isprintable() for cell in header):
        report.add(
            f"{name}:1", "file-kind", "第一行有控制字符，这不是 CSV 表格", "用原来的软件导出为“CSV UTF-8”",
            "the first line holds control characters: this is no CSV", "export it as CSV UTF-8",
        )  # fmt: skip
        return None
    for mark, zh in (("\t", "制表符"), (";", "分号"), ("，", "中文逗号"), ("|", "竖线")):
        if len(header) == 1 and mark in header[0]:
            report.add(
                f"{name}:1", "csv-separator", f"列之间用的是{zh}，不是英文逗号", "另存为“CSV UTF-8（逗号分隔）”",
                f"columns are separated by {mark!r}, not by commas", "save it as CSV UTF-8 (comma separated)",
            )  # fmt: skip
            return None
    return header


def _parse(text: bytes, width: int, lines: _Lines, report: Report) -> pa.Table | None:
    """Return all rows below the header as text columns, or report the rows whose number of cells is wrong."""
    ragged = False

    def skip(_row: object) -> str:
        nonlocal ragged
        ragged = True
        return "skip"

    types = {f"f{i}": pa.string() for i in range(width)}
    try:
        table = pcsv.read_csv(
            pa.BufferReader(text),
            read_options=pcsv.ReadOptions(
                autogenerate_column_names=True, block_size=min(max(len(text), 1 << 12), 1 << 24)
            ),
            parse_options=pcsv.ParseOptions(newlines_in_values=b'"' in text, invalid_row_handler=skip),
            convert_options=pcsv.ConvertOptions(
                check_utf8=False,
                column_types=types,
                strings_can_be_null=False,
                quoted_strings_can_be_null=False,
            ),
        )
    except pa.ArrowException:
        report.add(
            lines.name, "csv-broken", "CSV 结构坏了，多半是引号没有成对", "用表格软件打开检查，再另存为 CSV UTF-8",
            "broken CSV, probably an unclosed quote", "open it in a spreadsheet, check, and save as CSV UTF-8",
        )  # fmt: skip
        return None
    if ragged:
        _report_ragged(lines, width, report)
        return None
    if (line := _open_quote(text)) is not None:
        report.add(
            f"{lines.name}:{line}", "csv-quote", "这一行的双引号没有收尾", "补上右边的双引号，或删掉左边的",
            "a double quote is opened here and never closed", "close it, or delete it", row=line,
        )  # fmt: skip
        return None
    return table.slice(1)


def _open_quote(text: bytes) -> int | None:
    """Return the line of the row in which a quote is opened and never closed: up to the end everything would be one cell."""
    if text.count(b'"') % 2 == 0:
        return None
    rows = csv.reader(io.StringIO(text.decode("utf-8", "replace"), newline=""), strict=True)
    begins = 1
    try:
        for _ in rows:
            begins = rows.line_num + 1
    except csv.Error as wrong:
        return begins if "end of data" in str(wrong) else None
    return None


def _report_ragged(lines: _Lines, width: int, report: Report) -> None:
    for line, cells in lines.scan[1] or [(1, 0)]:
        report.add(
            f"{lines.name}:{line}", "csv-ragged", f"这一行有 {cells} 格，列名有 {width} 个", "补齐或删掉多余的逗号；文字里有逗号时用英文双引号括起来",
            f"this row has {cells} cells, the header {width}", "add or remove commas; put text that holds a comma in double quotes", row=line,
        )  # fmt: skip


def _as_utf8(data: bytes, name: str, report: Report) -> bytes | None:
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        report.add(
            f"{name}:1",
            "encoding",
            "文件是 UTF-16 编码",
            "另存为“CSV UTF-8（逗号分隔）”",
            "the file is UTF-16",
            "save it as CSV UTF-8",
        )
        return None
    if len(data) > LARGEST:
        report.add(name, "file-large", "CSV 超过 2 GB", "改用 Parquet", "CSV over 2 GB", "use Parquet")
        return None
    data = data.removeprefix(codecs.BOM_UTF8)
    try:
        data.decode("utf-8")
        return data
    except UnicodeDecodeError:
        return _from_gb18030(data, name, report)


def _from_gb18030(data: bytes, name: str, report: Report) -> bytes | None:
    """Read text that is not UTF-8 as GB18030, and refuse it when some lines are plainly UTF-8 or neither."""
    bad: list[tuple[int, str]] = []
    for number, line in enumerate(data.split(b"\n"), 1):
        if line.isascii():
            continue
        han = _HAN.findall(_decoded(line, "utf-8") or "")
        if len(han) >= 2 or (han and _decoded(line, "gb18030") is None):
            bad.append((number, "mixed"))
        elif _decoded(line, "gb18030") is None:
            bad.append((number, "neither"))
    for number, kind in bad:
        mixed = kind == "mixed"
        report.add(
            f"{name}:{number}", "encoding-mixed" if mixed else "encoding",
            "这一行是 UTF-8，别的行是 GB18030：一个文件里混了两种编码" if mixed else "这一行既不是 UTF-8 也不是 GB18030",
            "用一种编码重新导出，最好是“CSV UTF-8”",
            "this line is UTF-8 while others are GB18030: two encodings in one file" if mixed else "this line is neither UTF-8 nor GB18030",
            "export it again in one encoding, best CSV UTF-8", row=number,
        )  # fmt: skip
    return None if bad else data.decode("gb18030", "replace").encode()


def _decoded(line: bytes, encoding: str) -> str | None:
    try:
        return line.decode(encoding)
    except UnicodeDecodeError:
        return None
