"""Bad input of every kind is refused whole: exit 2, something said, and no folder left behind."""

from __future__ import annotations

import json
import shutil

import pytest

from tests.cli.conftest import SCHEMES

HOME = SCHEMES / "village-living-environment"
FACT = "unit,indicator,period,value\n"
UNITS = "code,title,level,parent\n"
BAD_FACTS = {
    "unknown unit": FACT + "V99,satisfied,2023-05,1\n",
    "unknown indicator": FACT + "V01,joy,2023-05,1\n",
    "a word": FACT + "V01,satisfied,2023-05,good\n",
    "a percent sign": FACT + "V01,satisfied,2023-05,95%\n",
    "about": FACT + "V01,satisfied,2023-05,20多\n",
    "thousands": FACT + 'V01,satisfied,2023-05,"1,234"\n',
    "nan": FACT + "V01,satisfied,2023-05,NaN\n",
    "infinity": FACT + "V01,satisfied,2023-05,inf\n",
    "1e400": FACT + "V01,satisfied,2023-05,1e400\n",
    "above its bound": FACT + "V01,satisfied,2023-05,1.5\n",
    "below its bound": FACT + "V01,satisfied,2023-05,-0.1\n",
    "a period that is none": FACT + "V01,satisfied,2023-13,1\n",
    "a period of another length": FACT + "V01,satisfied,2023,1\n",
    "twice": FACT + "V01,satisfied,2023-05,1\nV01,satisfied,2023-05,0.9\n",
    "a missing column": "unit,period,value\nV01,2023-05,1\n",
    "a ragged line": FACT + "V01,satisfied,2023-05,1,2,3,4\n",
    "an open quote": FACT + 'V01,"satisfied,2023-05,1\n',
    "empty": "",
    "a formula": FACT + "V01,satisfied,2023-05,=1+1\n",
    "an error cell": FACT + "V01,satisfied,2023-05,#DIV/0!\n",
    "full width": FACT + "V01,satisfied,2023-05,１\n",
    "binary": b"PK\x03\x04 no book",
    "mixed encodings": FACT.encode() + "V01,satisfied,2023-05,村\n".encode("gb18030") + "村".encode(),
    "utf-16": FACT.encode("utf-16"),
}
BAD_UNITS = {
    "a code twice": UNITS + "C1,县,县,\nT1,镇,乡镇,C1\nV01,村,村,T1\nV01,村,村,T1\n",
    "an unknown parent": UNITS + "V01,村,村,T9\n",
    "its own parent": UNITS + "V01,村,村,V01\n",
    "a ring": UNITS + "A,甲,乡镇,B\nB,乙,乡镇,A\nV01,村,村,A\n",
    "no code column": "name\nV01\n",
    "an empty code": UNITS + ",村,村,\n",
    "no file": None,
}
BAD_REGISTERS = {
    "an unknown unit": "fire,unit,found_on\nh1,V99,2023-05-01\n",
    "a day that is none": "fire,unit,found_on\nh1,V01,2023-02-30\n",
    "a choice that is none": "fire,unit,found_on,found_by\nh1,V01,2023-05-01,听说\n",
    "a required cell that is empty": "fire,unit,found_on\n,V01,2023-05-01\n",
    "an unknown column": "fire,unit,found_on,gps\nh1,V01,2023-05-01,1\n",
    "a missing column": "fire,found_on\nh1,2023-05-01\n",
    "no file": None,
}
BAD_WORDS = {
    "a period that is none": ["--period", "May"],
    "a period out of force": ["--period", "2031-05"],
    "a time that is none": ["--as-of", "soon"],
    "facts that are not there": ["--facts", "nowhere.csv"],
    "units that are not there": ["--units", "nowhere.csv"],
}
CASES = [
    *(("facts.csv", key, text) for key, text in BAD_FACTS.items()),
    *(("units.csv", key, text) for key, text in BAD_UNITS.items()),
    *(("registers/fires.csv", key, text) for key, text in BAD_REGISTERS.items()),
]


def test_more_than_forty_ways_are_tried():
    assert len(CASES) + len(BAD_WORDS) >= 43


@pytest.mark.parametrize(("file", "what", "text"), CASES, ids=[f"{file}: {what}" for file, what, _ in CASES])
def test_a_broken_file_writes_nothing(youju, tmp_path, file, what, text):
    home = tmp_path / "scheme"
    shutil.copytree(HOME, home)
    if text is None:
        (home / file).unlink()
    else:
        (home / file).write_bytes(text if isinstance(text, bytes) else text.encode())
    done = youju("score", home, "--out", tmp_path / "b")
    assert done.exit_code == 2, done.output
    assert file.rsplit("/", 1)[-1] in done.output
    assert sorted(path.name for path in tmp_path.iterdir()) == ["scheme"]


@pytest.mark.parametrize("what", BAD_WORDS)
def test_words_that_mean_nothing_write_nothing(youju, tmp_path, what):
    done = youju("score", HOME, *BAD_WORDS[what], "--out", tmp_path / "b", "--json")
    assert done.exit_code == 2, done.output
    assert '"problems"' in done.output
    assert list(tmp_path.iterdir()) == []


def test_what_stands_at_the_target_is_not_touched(youju, tmp_path):
    (tmp_path / "b").mkdir()
    (tmp_path / "b" / "mine.txt").write_text("mine", "utf-8")
    assert youju("score", HOME, "--out", tmp_path / "b").exit_code == 2
    assert [path.name for path in (tmp_path / "b").iterdir()] == ["mine.txt"]


@pytest.mark.parametrize(
    "words", [["board"], ["explain"], ["whatif"], ["robust"], ["verify"]], ids=lambda w: w[0]
)
def test_a_folder_that_is_no_bundle_is_refused_by_every_command(youju, tmp_path, words):
    more = {"explain": ["V01"], "whatif": [HOME]}.get(words[0], [])
    assert youju(*words, tmp_path, *more).exit_code == 2


def test_a_unit_a_rule_and_a_level_that_are_not_there_are_told_apart(youju, june):
    assert "没有单位" in youju("explain", june, "nobody").output
    assert "没有规则" in youju("explain", june, "220524", "nothing").output
    assert youju("explain", june, "220524", "nothing", "--json").exit_code == 2


def test_what_a_bundle_lacks_is_told_in_each_language_by_itself(youju, june):
    (told,) = json.loads(youju("explain", june, "nobody", "--json").output)["problems"]
    assert (told["what"], told["what_en"]) == (
        "成果包里没有单位 nobody",
        "no unit nobody in this bundle",
    )
    assert told["where"] == "youju"
