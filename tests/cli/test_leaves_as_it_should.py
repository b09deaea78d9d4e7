"""With which code the command leaves, whatever native libraries do at its end, and what damaged or odd input cannot make it do."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys

import pytest

from tests.cli.test_refusals import HOME
from tests.engine.worked import scheme_of
from youju.engine.bundle import manifest
from youju.engine.case import must_hold
from youju.engine.period import Every, Period
from youju.engine.problems import BadInputError


def run(*words: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "youju", *map(str, words)], capture_output=True, text=True, check=False)  # fmt: skip


def test_a_change_in_what_a_parquet_file_says_of_itself_is_named_and_ends_no_process(june, tmp_path):
    """Every byte of the footer is changed in turn by a stride: a reader that believes one may abort."""
    bundle = shutil.copytree(june, tmp_path / "bundle")
    file = bundle / "units.parquet"
    whole = file.read_bytes()
    footer = len(whole) - 8 - int.from_bytes(whole[-8:-4], "little")
    for at in range(footer, len(whole), max(1, (len(whole) - footer) // 4)):
        file.write_bytes(whole[:at] + bytes([whole[at] ^ 0x31]) + whole[at + 1 :])
        done = run("verify", bundle, "--json")
        assert done.returncode == 1, (at, done.stderr)
        assert [d["file"] for d in json.loads(done.stdout)["differences"]] == ["units.parquet"]


def test_the_codes_of_a_real_process_are_those_of_the_command(june, tmp_path):
    (tmp_path / "empty").mkdir()
    codes = [run("board", june).returncode, run("verify", tmp_path / "empty").returncode, run("--help").returncode]  # fmt: skip
    assert codes == [0, 2, 0]


@pytest.mark.parametrize("period", ["2023Q2", "2023-05-06", "2023"])
def test_a_period_of_another_length_than_the_round_is_refused(youju, tmp_path, period):
    done = youju("score", HOME, "--period", period, "--out", tmp_path / "bundle", "--json")
    assert done.exit_code == 2
    (problem,) = json.loads(done.output)["problems"]
    assert problem["where"] == "--period"
    assert not (tmp_path / "bundle").exists()


@pytest.mark.parametrize("every", list(Every))
def test_a_round_of_any_length_is_named_where_a_period_is_none_of_it(every):
    scheme = scheme_of(f"round: {{every: {every.value}}}\nmarks: [{{id: a, clause: 一, give: 1}}]")
    with pytest.raises(BadInputError) as refused:
        must_hold(scheme, Period.parse("2023Q2" if every is not Every.QUARTER else "2023H1"))
    (problem,) = refused.value.problems
    assert problem.where == "--period"
    assert Period.parse(problem.fix.split()[1]).every is every


def test_control_characters_in_titles_are_a_warning_and_reach_no_terminal(youju, tmp_path):
    home = shutil.copytree(HOME, tmp_path / "v")
    scheme = home / "scheme.yaml"
    units = home / "units.csv"
    first, second, *others = units.read_text("utf-8").splitlines()
    code, title, rest = second.split(",", 2)
    units.write_text("\n".join([first, f"{code},\x1b[31m{title}\t,{rest}", *others]) + "\n", "utf-8")
    assert youju("check", home).exit_code in {0, 1}
    done = youju("score", home, "--out", tmp_path / "bundle")
    assert done.exit_code == 0, done.output
    told = json.loads((tmp_path / "bundle" / manifest.NAME).read_text("utf-8"))
    assert told["scheme"] in scheme.read_text("utf-8")
    printed = youju("board", tmp_path / "bundle").output + youju("explain", tmp_path / "bundle", code).output
    assert "\x1b" not in printed


@pytest.mark.parametrize(
    "words", [("explain", "{}", "V01"), ("board", "{}"), ("verify", "{}"), ("robust", "{}")]
)
def test_what_is_no_bundle_is_called_so_by_every_command(youju, tmp_path, words):
    done = youju(*(word.format(tmp_path) for word in words), "--json")
    assert done.exit_code == 2
    (problem,) = json.loads(done.output)["problems"]
    assert manifest.NAME in problem["what"]
