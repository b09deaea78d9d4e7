"""The benchmark runs: its small size in seconds, results compared with SQL on the way, so that the script cannot rot."""

from __future__ import annotations

import json

import pytest

from benchmarks import run


def test_the_small_benchmark_writes_five_entries_a_line(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(run, "SHARES", (4,))
    run.main(["--size", "small", "--home", str(tmp_path), "--out", str(tmp_path / "results.json")])
    found = json.loads((tmp_path / "results.json").read_text("utf-8"))
    assert {line["name"] for line in found} >= {"national-month", "partitioned", *run.WARM, "growth-4x"}
    assert all(list(line) == ["name", "ours_s", "reference_s", "ratio", "peak_mb"] for line in found)
    assert all(value > 0 for line in found for name, value in line.items() if name != "name")
    assert "national-month" in capsys.readouterr().out


def test_a_result_that_differs_stops_the_run(tmp_path, monkeypatch):
    bench = run.Bench(tmp_path, 40, 1, 1.0, None)
    sums = iter(({"scores": 1}, {"scores": 2}))
    monkeypatch.setattr(run.w1_sql, "checksums", lambda *_: next(sums))
    with pytest.raises(SystemExit, match="the results differ"):
        list(bench.national())
