"""Long work shows a bar where somebody watches: stderr is a terminal, and nobody asked for JSON."""

from __future__ import annotations

import os
import pty
import subprocess
import sys

import pytest

from tests.cli.conftest import SCHEMES
from tests.house.sources import ROOT

WORK = {
    "score": ("写成果包", ["score", SCHEMES / "projects-226", "--out", "{new}"]),
    "verify": ("重算核验", ["verify", "{bundle}"]),
    "robust": ("扰动重算", ["robust", "{bundle}", "--runs", "50"]),
}


def watched(words, places):
    """Run a command with a terminal for stderr; return what the terminal saw and what was printed."""
    mine, theirs = pty.openpty()
    command = subprocess.Popen(
        [sys.executable, "-m", "youju", *(str(word).format(**places) for word in words)],
        stdout=subprocess.PIPE,
        stderr=theirs,
        env={**os.environ, "PYTHONPATH": str(ROOT / "src"), "TERM": "xterm", "COLUMNS": "100"},
    )
    os.close(theirs)
    seen = b""
    try:
        while part := os.read(mine, 65536):  # read as it runs: a terminal holds only so much
            seen += part
    except OSError:  # the other end is closed and all is read
        pass
    printed, _ = command.communicate()
    os.close(mine)
    return command.returncode, seen.decode(), printed.decode()


@pytest.mark.parametrize("name", WORK)
def test_a_bar_is_shown_to_a_terminal_and_to_no_program(name, june, tmp_path):
    title, words = WORK[name]
    code, seen, printed = watched(words, {"new": tmp_path / "a", "bundle": june})
    assert code == 0, seen
    assert title in seen
    assert title not in printed
    code, seen, _ = watched([*words, "--json"], {"new": tmp_path / "b", "bundle": june})
    assert (code, seen) == (0, "")
