"""Every broken file of facts is refused completely, with every problem located and its mend named – as printed beside it."""

import datetime as dt
import io
import zipfile
from pathlib import Path

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
import xlsxwriter

from tests.engine.sources.support import JUNE, scheme, units
from youju.engine.problems import blocking
from youju.engine.sources import read_facts

HERE = Path(__file__).parent / "fact_problems"
TEXTS = sorted(HERE.glob("*.csv"), key=lambda file: file.stem)
RULES = scheme(fire_count={"title": "火情", "from": {"register": "fires", "count": True}})
HEAD = ["unit", "indicator", "period", "value"]


def sheet(*rows, touch=None):
    """Return the bytes of a workbook with these rows; ``touch`` may change the sheet before it is saved."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "六月"
    for row in rows:
        page.append(row)
    if touch:
        touch(book, page)
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def error_cell(_book, page):
    page["D2"].value, page["D2"].data_type = "#REF!", "e"
    page["D3"].value, page["D3"].data_type = "#DIV/0!", "e"


def merged_title(_book, page):
    page.insert_rows(1)
    page["A1"] = "六月收入表"
    page.merge_cells("A1:D1")


def cached_formula():
    """Return a workbook whose formula carries the value somebody's program worked out."""
    held = io.BytesIO()
    with xlsxwriter.Workbook(held) as book:
        page = book.add_worksheet("六月")
        page.write_row(0, 0, HEAD)
        page.write_row(1, 0, ["v1", "income", "2023-06"])
        page.write_formula(1, 3, "=1+1", value=2)
    return held.getvalue()


def with_part(name, content, source=None):
    """Return a workbook into which a part was smuggled (or in which it was replaced)."""
    held = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(source or GOOD)) as old,
        zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as new,
    ):
        for info in old.infolist():
            if info.filename != name:
                new.writestr(info.filename, old.read(info))
        new.writestr(name, content)
    return held.getvalue()


def parquet(**columns):
    """Return the bytes of a Parquet file."""
    held = io.BytesIO()
    pq.write_table(pa.table(columns), held)
    return held.getvalue()


GOOD = sheet(HEAD, ["v1", "income", "2023-06", 1])
LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><sst><si><t>&b;</t></si></sst>'
)
BUILT = {
    "book_error_cell.xlsx": lambda: sheet(
        HEAD, ["v1", "income", "2023-06", 1], ["v2", "income", "2023-06", 1], touch=error_cell
    ),
    "book_formula.xlsx": lambda: sheet(HEAD, ["v1", "income", "2023-06", "=1+1"]),
    "book_formula_with_value.xlsx": cached_formula,
    "book_merged.xlsx": lambda: sheet(HEAD, ["v1", "income", "2023-06", 1], touch=merged_title),
    "book_title_line.xlsx": lambda: sheet(["六月收入表"], HEAD, ["v1", "income", "2023-06", 1]),
    "book_far_cell.xlsx": lambda: sheet(
        HEAD, ["v1", "income", "2023-06", 1], touch=lambda _b, page: page.__setitem__("XFD1048576", 1)
    ),
    "book_date_as_period.xlsx": lambda: sheet(HEAD, ["v1", "income", dt.date(2023, 6, 1), 1]),
    "book_truth.xlsx": lambda: sheet(
        HEAD, ["v1", "income", "2023-06", True], ["v2", "income", "2023-06", dt.date(2023, 6, 1)]
    ),
    "book_unknown_unit.xlsx": lambda: sheet(
        HEAD, ["v1", "income", "2023-06", 1], ["v8", "incme", "2023-06", "约5"]
    ),
    "book_two_sheets.xlsx": lambda: sheet(
        HEAD, ["v1", "income", "2023-06", 1], touch=lambda book, _p: book.create_sheet("七月").append(HEAD)
    ),
    "book_empty.xlsx": sheet,
    "book_macro.xlsx": lambda: with_part("xl/vbaProject.bin", b"\0"),
    "book_links.xlsx": lambda: with_part("xl/externalLinks/externalLink1.xml", "<externalLink/>"),
    "book_laughs.xlsx": lambda: with_part("xl/sharedStrings.xml", LAUGHS),
    "book_bomb.xlsx": lambda: with_part("xl/worksheets/sheet9.xml", b"0" * (300 * 1024 * 1024)),
    "book_cut_off.xlsx": lambda: GOOD[: len(GOOD) // 2],
    "book_is_a_letter.xlsx": lambda: with_part(
        "word/document.xml", "<w/>", source=with_part("mimetype", "x", b"PK\5\6" + b"\0" * 18)
    ),
    "book_old.xls": lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600,
    "book_is_text.xlsx": lambda: b"unit,indicator,value\nv1,income,1\n",
    "parquet_cut_off.parquet": lambda: parquet(unit=["v1"], indicator=["income"], value=[1])[:-30],
    "parquet_nan.parquet": lambda: parquet(
        unit=["v1", "v2", "v3"], indicator=["income"] * 3, value=[1.5, float("nan"), float("inf")]
    ),
    "parquet_large.parquet": lambda: parquet(
        unit=["v1", "v2"], indicator=["population"] * 2, value=pa.array([2**63 - 1, 10**18])
    ),
    "parquet_truth.parquet": lambda: parquet(unit=["v1"], indicator=["income"], value=[True]),
    "parquet_unknown.parquet": lambda: parquet(
        unit=["v1", "v7", "v7"], indicator=["income", "income", "plan"], value=[1, 2, 3]
    ),
    "parquet_no_value.parquet": lambda: parquet(unit=["v1"], indicator=["income"]),
}


def hold(file: Path, printed: str, *, update: bool) -> None:
    """Hold what is printed against the golden file, or write it."""
    if update:
        file.write_text(printed, "utf-8", newline="\n")
        return
    assert printed == file.read_text("utf-8")


def told(path):
    """Return (facts, what is printed about them)."""
    facts, problems = read_facts(path, scheme=RULES, units=units(), period=JUNE)
    return facts, problems, "\n".join(str(problem) for problem in problems) + "\n"


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: file.stem)
def test_a_broken_text_is_refused_with_its_problems(file, request):
    facts, problems, printed = told(file)
    assert facts is None
    assert blocking(problems)
    hold(file.with_suffix(".txt"), printed, update=request.config.getoption("--golden-update"))


@pytest.mark.parametrize("name", BUILT)
def test_a_broken_workbook_or_parquet_is_refused_with_its_problems(name, tmp_path, request):
    (tmp_path / name).write_bytes(BUILT[name]())
    facts, problems, printed = told(tmp_path / name)
    assert facts is None
    assert blocking(problems)
    hold((HERE / name).with_suffix(".txt"), printed, update=request.config.getoption("--golden-update"))


@pytest.mark.parametrize("file", TEXTS, ids=lambda file: file.stem)
def test_every_problem_says_in_which_file_and_line_it_is(file):
    for problem in told(file)[1]:
        assert problem.where.startswith(file.name)
        assert problem.where.removeprefix(file.name).lstrip(":").isdigit() or problem.where == file.name


def test_nothing_is_written_when_facts_are_refused(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for file in TEXTS:
        told(file)
    assert list(tmp_path.iterdir()) == []


def test_no_expectation_is_left_without_its_facts():
    assert {f.stem for f in HERE.glob("*.txt")} == {f.stem for f in TEXTS} | {
        Path(name).stem for name in BUILT
    }
