"""What is committed belongs to everybody: no machine, no server, no tool of one person is named in it."""

import codecs
import re
import subprocess
import sys

import pytest

from tests.house.sources import ROOT, committed


def _hidden(*words: str) -> re.Pattern[str]:
    """Return a pattern for words given in rot13, so that this file does not name what it forbids."""
    return re.compile(
        "|".join(rf"\b{re.escape(codecs.decode(word, 'rot13'))}\b" for word in words), re.IGNORECASE
    )


FORBIDDEN = {
    "a path of one machine": re.compile(
        r"""(?<![\w.}\-/])/(home|root|tmp|Users|opt)/\w|(?<![\w.}\-])/work/(wt|shared|main|venvs)\b"""
    ),
    "the host of a package index": _hidden("clcv.bet", "clgubaubfgrq.bet", "clgubaubfgrq.pbz", "aczwf.bet", "aczwf.pbz", "acz.cxt"),
    "a tool that writes for people": _hidden(
        "pynhqr", "naguebcvp", "bcranv", "pungtcg", "pbcvybg", "pbqrk", "tvguho pbcvybg", "trzvav", "qrrcfrrx",
        "trarengrq ol na nv", "trarengrq jvgu na nv", "pb-nhguberq-ol",
    ),
}  # fmt: skip
# Public words that contain a forbidden one, each with its reason. (path, why)
EXCUSED: dict[tuple[str, str], str] = {}


def _text(path):
    raw = path.read_bytes()
    return "" if b"\0" in raw[:8192] else raw.decode("utf-8", "replace")


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_committed_file_names(what):
    found = [
        f"{path.relative_to(ROOT)}:{number} {hit[0]}"
        for path in committed()
        if (str(path.relative_to(ROOT)), what) not in EXCUSED
        for number, line in enumerate(_text(path).splitlines(), 1)
        for hit in [FORBIDDEN[what].search(line)]
        if hit
    ]
    assert found == []


def _large_files(*paths) -> subprocess.CompletedProcess[str]:
    tool = [sys.executable, str(ROOT / "tools" / "large_files.py")]
    return subprocess.run([*tool, *map(str, paths)], capture_output=True, text=True)


def test_no_committed_file_is_too_large_to_fetch_over_a_county_line():
    assert _large_files(*committed()).stdout == ""


def test_the_large_file_hook_sees_a_large_file(tmp_path):
    heavy = tmp_path / "heavy.bin"
    with heavy.open("wb") as file:
        file.truncate(5_000_001)
    assert _large_files(heavy).returncode == 1


def test_no_merge_was_left_half_done():
    marks = re.compile(r"^(<{7} |>{7} |={7}$)", re.MULTILINE)
    assert [
        str(p.relative_to(ROOT)) for p in committed() if p.suffix != ".rst" and marks.search(_text(p))
    ] == []


@pytest.mark.parametrize(
    ("what", "line"),
    [
        ("a path of one machine", f"see /{'home'}/zhang/notes.md"),
        ("a path of one machine", f"cp x '/{'tmp'}/y'"),
        ("the host of a package index", codecs.decode("uggcf://clcv.bet/fvzcyr", "rot13")),
        ("a tool that writes for people", codecs.decode("Trarengrq jvgu Pynhqr", "rot13")),
    ],
)
def test_the_watchman_sees(what, line):
    assert FORBIDDEN[what].search(line)


@pytest.mark.parametrize(
    "line",
    ["src/youju/work/registers", "get('/work/registers/')", "ascend to /usr/bin/chromium", "hometown/tmp"],
)
def test_the_watchman_lets_pass(line):
    assert [what for what, pattern in FORBIDDEN.items() if pattern.search(line)] == []
