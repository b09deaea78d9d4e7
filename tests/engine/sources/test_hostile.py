"""Whatever bytes are handed in, the answer is data or problems, never a crash."""

import io
import zipfile

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.engine.sources.support import JUNE, scheme, units
from youju.engine.problems import blocking
from youju.engine.sources import read_facts, read_registers, read_units

RULES, UNITS = scheme(), units()
relaxed = settings(
    deadline=None,
    max_examples=120,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
ENDINGS = st.sampled_from([".csv", ".xlsx", ".ods", ".xls", ".parquet", ""])


def good_book():
    book = openpyxl.Workbook()
    book.active.append(["unit", "indicator", "value"])
    book.active.append(["v1", "income", 1])
    held = io.BytesIO()
    book.save(held)
    return held.getvalue()


def good_parquet():
    held = io.BytesIO()
    pq.write_table(pa.table({"unit": ["v1", "v2"], "indicator": ["income", "income"], "value": [1, 2]}), held)
    return held.getvalue()


BOOK, PARQUET = good_book(), good_parquet()
TEXT = "unit,indicator,period,value,evidence,recorded_at\nv1,income,2023-06,1,照片,2023-07-01\nv2,income,,2,,\n".encode()


def survives(path):
    for read in (
        lambda: read_facts(path, scheme=RULES, units=UNITS, period=JUNE),
        lambda: read_units(path, default_level="village"),
    ):
        found, problems = read()
        assert (found is None) == bool(blocking(problems))
        for problem in problems:
            assert "\x00" not in str(problem)


@relaxed
@given(data=st.binary(max_size=300), ending=ENDINGS)
def test_arbitrary_bytes_are_answered(data, ending, tmp_path):
    (tmp_path / f"x{ending}").write_bytes(data)
    survives(tmp_path / f"x{ending}")


@relaxed
@given(
    at=st.integers(0, 10**6),
    byte=st.integers(0, 255),
    cut=st.integers(0, 10**6),
    good=st.sampled_from([BOOK, PARQUET, TEXT]),
)
def test_a_good_file_with_one_changed_byte_or_cut_off_is_answered(at, byte, cut, good, tmp_path):
    hurt = bytearray(good)
    hurt[at % len(hurt)] = byte
    (tmp_path / "x.dat").write_bytes(hurt)
    survives(tmp_path / "x.dat")
    (tmp_path / "x.dat").write_bytes(good[: cut % len(good)])
    survives(tmp_path / "x.dat")


def test_a_column_name_that_is_no_text_is_answered(tmp_path):
    hurt = PARQUET.replace(b"unit", b"\x80nit")
    assert hurt != PARQUET
    (tmp_path / "x.dat").write_bytes(hurt)
    survives(tmp_path / "x.dat")


def test_a_name_that_is_no_utf8_is_answered(tmp_path):
    hurt = bytearray(PARQUET)
    hurt[30] = 128  # the first byte of the unit's name, which no checksum covers
    (tmp_path / "x.dat").write_bytes(hurt)
    found, problems = read_facts(tmp_path / "x.dat", scheme=RULES, units=UNITS, period=JUNE)
    assert found is None
    assert [problem.code for problem in problems] == ["parquet-broken"]


@relaxed
@given(
    cells=st.lists(
        st.lists(st.text(st.characters(exclude_categories=()), max_size=12), min_size=3, max_size=3),
        max_size=6,
    )
)
def test_any_text_in_any_cell_is_answered(cells, tmp_path):
    rows = [dict(zip(("unit", "indicator", "value"), one, strict=True)) for one in cells]
    found, problems = read_facts(rows, scheme=RULES, units=UNITS, period=JUNE)
    assert (found is None) == bool(blocking(problems))


@relaxed
@given(text=st.text(max_size=200))
def test_any_text_as_a_register_is_answered(text, tmp_path):
    (tmp_path / "registers").mkdir(exist_ok=True)
    (tmp_path / "registers" / "fires.csv").write_text(
        "unit,on,item,evidence,size,level,proven\n" + text, "utf-8", errors="surrogatepass"
    )
    found, problems = read_registers(RULES, tmp_path, UNITS)
    assert ("fires" in found) == (not blocking(problems))


@pytest.mark.parametrize("column", ["unit", "indicator", "value", "period"])
def test_a_lone_surrogate_is_refused_with_its_spelling(column):
    row = {"unit": "v1", "indicator": "income", "period": "2023-06", "value": "1"} | {column: "x\ud800"}
    problems = read_facts([row], scheme=RULES, units=UNITS, period=JUNE)[1]
    assert "\\ud800" in problems[0].what


def test_a_path_that_cannot_be_is_refused_without_its_control_characters(tmp_path):
    problems = read_facts(tmp_path / "a\0.csv", scheme=RULES, units=UNITS, period=JUNE)[1]
    assert [(p.where, p.code) for p in problems] == [("“a\\u0000.csv”", "file-missing")]


ODS_ROW = '<table:table-row{rows}><table:table-cell office:value-type="string"{more}><text:p>{text}</text:p></table:table-cell></table:table-row>'


def ods(*table_rows):
    """Return an OpenDocument spreadsheet with these rows."""
    spaces = " ".join(
        f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text")
    )
    content = (
        f'<?xml version="1.0" encoding="UTF-8"?><office:document-content {spaces} xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0">'
        f'<office:body><office:spreadsheet><table:table table:name="表一">{"".join(table_rows)}</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as pack:
        pack.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        pack.writestr("content.xml", content)
        pack.writestr(
            "META-INF/manifest.xml",
            '<?xml version="1.0"?><m:manifest xmlns:m="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>',
        )
    return held.getvalue()


def line(*cells):
    """Return one row of OpenDocument cells: text, or a number."""
    made = "".join(
        f'<table:table-cell office:value-type="float" office:value="{c}"><text:p>{c}</text:p></table:table-cell>'
        if isinstance(c, int)
        else f'<table:table-cell office:value-type="string"><text:p>{c}</text:p></table:table-cell>'
        for c in cells
    )
    return f"<table:table-row>{made}</table:table-row>"


def open_ods(tmp_path, *table_rows):
    (tmp_path / "facts.ods").write_bytes(ods(*table_rows))
    return read_facts(tmp_path / "facts.ods", scheme=RULES, units=UNITS, period=JUNE)


def test_an_open_document_is_read(tmp_path):
    facts, problems = open_ods(
        tmp_path,
        line("unit", "income"),
        line("v1", 7),
        '<table:table-row table:number-rows-repeated="1048574"><table:table-cell table:number-columns-repeated="1024"/></table:table-row>',
    )
    assert problems == []
    assert facts.mantissa.tolist() == [7]


@pytest.mark.parametrize(
    ("row", "code"),
    [
        (ODS_ROW.format(rows="", more=' table:formula="of:=[.A1]"', text="1"), "cell-formula"),
        (ODS_ROW.format(rows="", more=' calcext:value-type="error"', text="#DIV/0!"), "cell-error"),
        (ODS_ROW.format(rows="", more=' table:number-columns-spanned="2"', text="x"), "cell-merged"),
        (ODS_ROW.format(rows=' table:number-rows-repeated="100000000"', more="", text="x"), "book-far"),
    ],
)
def test_an_open_document_is_looked_through_like_a_workbook(row, code, tmp_path):
    facts, problems = open_ods(tmp_path, line("unit", "income"), row)
    assert facts is None
    assert problems[0].code == code
    assert "表一!A" in problems[0].where
