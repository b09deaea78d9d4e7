"""The measuring of the month runs as it stands, small: real servers, a load, nothing lost and nothing doubled."""

import json
import os
import subprocess
import sys

import pytest

from tests.house.sources import ROOT

SMALL = ("--units", "400", "--observations", "600", "--seconds", "1", "--on", "sqlite")


@pytest.mark.slow
def test_every_work_is_measured_beside_bare_django(tmp_path):
    out = tmp_path / "web.json"
    done = subprocess.run(
        [sys.executable, ROOT / "benchmarks" / "bench_web.py", *SMALL, "--out", out],
        env={name: said for name, said in os.environ.items() if not name.startswith(("YOUJU_", "DJANGO_"))},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    rows = {(row["name"], row["measure"]): row for row in json.loads(out.read_text("utf-8"))}
    assert {name for name, _measure in rows} == {
        "board",
        "desk",
        "statement",
        "submit",
        "batch",
        "closing",
        "book",
    }
    lost = rows["submit", "lost or doubled"]
    assert lost["met"], lost["note"]
    assert "50 acknowledged, 0 refused, {'lost': 0, 'doubled': 0, 'unspoken': 0" in lost["note"]
    assert all(row["ours"] > 0 and row["bare"] > 0 for row in rows.values() if row is not lost)
