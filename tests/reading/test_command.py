"""`youju read`: facts on one side, doubts on the other, and an exit code that tells the truth."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest

from youju.reading.command import read_command

TEXT = "某县简讯\n\n全县新建卫生室12所,森林覆盖率提高了3%。"


@pytest.fixture
def page(tmp_path: Path) -> Path:
    path = tmp_path / "page.txt"
    path.write_text(TEXT, encoding="utf-8")
    return path


def run(*files: str, **how: bool) -> tuple[int, str, str]:
    out, err = io.StringIO(), io.StringIO()
    return read_command(files, out=out, err=err, **how), out.getvalue(), err.getvalue()


def test_json_lines_point_into_the_page(page: Path) -> None:
    code, out, _ = run(str(page), as_json=True)
    facts = [json.loads(line) for line in out.splitlines()]
    assert code == 0
    assert [TEXT[fact["start"] : fact["end"]] for fact in facts] == [fact["quote"] for fact in facts]
    assert [fact.get("value") for fact in facts] == ["12", None]


def test_doubts_go_to_standard_error_and_are_no_failure(page: Path) -> None:
    code, _, err = run(str(page))
    assert (code, "unit" in err) == (0, True)


def test_people_get_a_table(page: Path) -> None:
    _, out, _ = run(str(page))
    assert "卫生室" in out
    assert "12 item" in out


def test_articles_come_as_records_when_asked_for(page: Path) -> None:
    _, out, _ = run(str(page), articles=True, as_json=True)
    assert [json.loads(line)["title"] for line in out.splitlines()] == ["某县简讯"]


def test_a_file_that_cannot_be_read_is_said_and_the_others_are_read(page: Path, tmp_path: Path) -> None:
    binary = tmp_path / "photo.png"
    binary.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)))
    code, out, err = run(str(binary), str(tmp_path / "nobody.txt"), str(page))
    assert code == 2
    assert "卫生室" in out
    assert "photo.png" in err
    assert "nobody.txt" in err


def test_a_dash_reads_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    class Stream:
        buffer = io.BytesIO(TEXT.encode())

    monkeypatch.setattr("sys.stdin", Stream())
    code, out, _ = run("-", as_json=True)
    assert (code, len(out.splitlines())) == (0, 2)


def test_two_files_that_give_one_indicator_two_values_are_told_with_both_places(tmp_path: Path) -> None:
    pages = {
        "a.txt": "敦化市2022年公报\n\n2022年,敦化市粮食总产量达到35.2亿斤。",
        "b.txt": "敦化市2022年简报\n\n2022年,敦化市粮食总产量达到36.1亿斤。",
    }
    for name, text in pages.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    code, _, err = run(*(str(tmp_path / name) for name in pages))
    (line,) = [line for line in err.splitlines() if "disagree" in line]
    assert (code, line.count("a.txt:"), line.count("b.txt:")) == (0, 1, 1)


def test_one_indicator_at_two_dates_is_told_as_a_series_and_not_as_a_disagreement(tmp_path: Path) -> None:
    for year, value in (("2021", "33.8"), ("2022", "35.2")):
        text = f"敦化市{year}年公报\n\n{year}年,敦化市粮食总产量达到{value}亿斤。"
        (tmp_path / f"{year}.txt").write_text(text, encoding="utf-8")
    code, _, err = run(*(str(tmp_path / f"{year}.txt") for year in ("2021", "2022")))
    (line,) = [line for line in err.splitlines() if ": series: " in line]
    assert (code, ": disagree: " in err, "两个时点" in line) == (0, False, True)
