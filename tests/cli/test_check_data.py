"""`check` looks at everything in the folder at once, and leaves with the code with which `score` would leave."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

from tests.cli.conftest import SCHEMES
from tests.cli.test_refusals import CASES, HOME
from tests.house.sources import ROOT


@pytest.fixture
def home(tmp_path):
    shutil.copytree(HOME, tmp_path / "v")
    return tmp_path / "v"


def change(file, old, new):
    text = file.read_text("utf-8")
    assert old in text
    file.write_text(text.replace(old, new), "utf-8")


def test_problems_of_two_folders_say_in_which_they_are(youju, home, tmp_path):
    second = shutil.copytree(home, tmp_path / "w")
    for folder in (home, second):
        (folder / "facts.csv").open("a", encoding="utf-8").write("V01,satisfied,2023-05,x,verified,y,\n")
    found = json.loads(youju("check", home, second, "--json").output)["problems"]
    told = {problem["where"].rsplit(":", 1)[0] for problem in found if "facts.csv" in problem["where"]}
    assert told == {str(home / "facts.csv"), str(second / "facts.csv")}


ROWS = pytest.mark.parametrize(
    "row", ["V01,重复,村,,\n", "V77,缺一格\n"], ids=["a code twice", "a ragged line"]
)


@ROWS
def test_units_facts_registers_and_the_scheme_are_told_at_once_with_their_lines(youju, home, row):
    (home / "units.csv").open("a", encoding="utf-8").write(row)
    (home / "facts.csv").open("a", encoding="utf-8").write("V01,satisfied,2023-05,x,verified,y,\n")
    (home / "registers" / "fires.csv").open("a", encoding="utf-8").write("h9,V01,2023-02-30,东,群众反映,x\n")
    change(home / "scheme.yaml", "bottom: 1, published: false", "bottom: 1")
    found = json.loads(youju("check", home, "--json").output)["problems"]
    where = {problem["where"].split("/")[-1].split(":")[0] for problem in found}
    assert {"scheme.yaml", "units.csv", "facts.csv", "fires.csv"} <= where
    assert all(problem["where"].count(":") >= 1 for problem in found)


@ROWS
def test_score_tells_units_facts_and_registers_at_once_too(youju, home, tmp_path, row):
    (home / "units.csv").open("a", encoding="utf-8").write(row)
    (home / "facts.csv").open("a", encoding="utf-8").write("V01,satisfied,2023-05,x,verified,y,\n")
    (home / "registers" / "fires.csv").open("a", encoding="utf-8").write("h9,V01,2023-02-30,东,群众反映,x\n")
    done = youju("score", home, "--out", tmp_path / "b", "--json")
    where = {p["where"].split("/")[-1].split(":")[0] for p in json.loads(done.output)["problems"]}
    assert (done.exit_code, where) == (2, {"units.csv", "facts.csv", "fires.csv"})


@pytest.mark.parametrize(("file", "what", "text"), CASES[::3], ids=[f"{f}: {w}" for f, w, _ in CASES[::3]])
def test_bad_data_leaves_check_with_2_as_it_leaves_score(youju, home, file, what, text):
    if text is None:
        pytest.skip("what is not there may be given when scoring")
    (home / file).write_bytes(text if isinstance(text, bytes) else text.encode())
    assert youju("check", home).exit_code == 2


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("bottom: 1, published: false", "bottom: 1", 1),
        ("register: fires", "register: no-such", 2),
        ("scheme: village", "scheme: [village", 2),
        ("title:", "titel:", 2),
    ],
    ids=["a rule of the land", "an unknown register", "no YAML", "an unknown key"],
)
def test_check_and_score_leave_with_the_same_code(youju, home, tmp_path, old, new, code):
    text = (home / "scheme.yaml").read_text("utf-8")
    assert old in text
    (home / "scheme.yaml").write_text(text.replace(old, new, 1), "utf-8")
    assert youju("check", home).exit_code == code
    assert youju("score", home, "--out", tmp_path / "b").exit_code == code


def test_a_manifest_is_verified_by_a_lone_file_without_any_package(june, tmp_path):
    """As an auditor would: the file copied somewhere else, Python isolated, no site packages."""
    lone = tmp_path / "verify.py"
    shutil.copy(ROOT / "src/youju/engine/bundle/manifest.py", lone)
    shutil.copytree(june, tmp_path / "b")

    def verify(*words):
        return subprocess.run(
            [sys.executable, "-I", "-S", lone, *words, tmp_path / "b"], capture_output=True, text=True
        )

    good = json.loads(verify("--json").stdout)
    assert (good["unchanged"], good["differences"]) == (True, [])
    places = tmp_path / "b/places.parquet"
    data = bytearray(places.read_bytes())
    data[100] ^= 1
    places.write_bytes(data)
    done = verify("--json")
    assert done.returncode == 1
    (found,) = json.loads(done.stdout)["differences"]
    assert found["file"] == "places.parquet"
    assert found["start"] <= 100 < found["stop"]
    assert "places.parquet" in verify().stdout


def test_verify_manifest_speaks_to_machines(youju, june, tmp_path):
    said = json.loads(youju("verify-manifest", june, "--json").output)
    assert said["root"] == json.loads(youju("verify", june, "--json").output)["root"]
    assert youju("verify-manifest", tmp_path, "--json").exit_code == 2


def test_the_schemes_that_are_shipped_are_sound_in_every_file(youju):
    assert youju("check", SCHEMES).exit_code == 0


def test_score_names_a_file_of_the_folder_as_check_does_and_a_file_handed_in_as_it_was_named(
    youju, home, tmp_path
):
    (home / "facts.csv").open("a", encoding="utf-8").write("V01,satisfied,2023-05,x,verified,y,\n")
    out = ("--out", tmp_path / "bundle", "--json")
    (own,) = json.loads(youju("score", home, *out).output)["problems"]
    handed = tmp_path / "handed" / "facts.csv"
    handed.parent.mkdir()
    shutil.copy(home / "facts.csv", handed)
    (other,) = json.loads(youju("score", home, "--facts", handed, *out).output)["problems"]
    assert own["where"].startswith(str(home / "facts.csv"))
    assert not other["where"].startswith(str(home))
