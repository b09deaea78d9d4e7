"""Speed and scale: the work of a nation's month and its parts, ours beside hand-written references, in one run.

    python -m benchmarks.run [--size full|small] [--peers PYTHON] [--rounds 2] [--only NAME…] [--home DIR] [--out FILE]

Prints a table and writes a list of {name, ours_s, reference_s, ratio, peak_mb}. Ours is the product's own road in a fresh process;
the results are compared, to the last digit, before a time is believed. What each line means: benchmarks/README.md.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from benchmarks import peers, w1_sql
from benchmarks.data import AS_OF, PERIODS, Work, make

ROOT = Path(__file__).resolve().parents[1]
VILLAGES = {"full": 500_000, "small": 800}
PATIENCE = {"full": 60.0, "small": 20.0}
"""Seconds a peer is given for one size."""
SHARES = (1, 4)
"""Sixteenths of the whole at which growth is shown; sixteen is the national month itself."""
WARM = ("county", "incremental", "explain", "robust")


@dataclass(frozen=True)
class Row:
    """One line of the table. The first five entries are written to the results."""

    name: str
    ours_s: float
    reference_s: float
    ratio: float
    peak_mb: float
    cpu: float | None
    target: str
    met: bool | None


def row(
    name: str,
    ours: float,
    reference: float,
    peak: float,
    cpu: float | None,
    target: str = "",
    *,
    met: bool | None = None,
) -> Row:
    """Round a line to what a clock can say."""
    return Row(
        name,
        round(ours, 4),
        round(reference, 4),
        round(ours / reference, 3),
        round(peak, 1),
        cpu,
        target,
        met,
    )


@dataclass(frozen=True)
class Spent:
    """What a child process used: wall and processor seconds, the peak of its memory in MB, what it printed."""

    wall: float
    cpu: float
    peak: float
    said: str

    @classmethod
    def by(cls, command: Sequence[str], log: Path, patience: float | None = None) -> Spent | None:
        """Run a command and wait for it; None when it took longer than it was given. Raises SystemExit when it failed."""
        began = time.perf_counter()
        with log.open("wb+") as out:
            child = subprocess.Popen(command, stdout=out, cwd=ROOT, env=_surroundings())
            while True:
                pid, status, used = os.wait4(child.pid, os.WNOHANG if patience else 0)
                if pid:
                    break
                if patience and time.perf_counter() - began > patience:
                    child.kill()
                    os.wait4(child.pid, 0)
                    child.returncode = -9
                    return None
                time.sleep(0.02)
            wall = time.perf_counter() - began
            child.returncode = os.waitstatus_to_exitcode(status)
            out.seek(0)
            said = out.read().decode()
        if child.returncode:
            raise SystemExit(f"{' '.join(command)}: exit {child.returncode}\n{said}")
        per_mb = 1024 if sys.platform == "linux" else 1 << 20
        return cls(wall, used.ru_utime + used.ru_stime, used.ru_maxrss / per_mb, said)


def _surroundings() -> dict[str, str]:
    here = os.pathsep.join([str(ROOT / "src"), str(ROOT)])
    return {**os.environ, "PYTHONPATH": here}


@dataclass(frozen=True)
class Bench:
    """One run: where its files are, how large it is, how often the long pieces are repeated, and what the others run on."""

    home: Path
    villages: int
    rounds: int
    patience: float
    peers: str | None

    def run(self, command: Sequence[str]) -> Spent:
        """Run a command to its end."""
        spent = Spent.by(command, self.home / "said.txt")
        if spent is None:
            raise SystemExit(f"{command} did not end")
        return spent

    def work(self, villages: int) -> Work:
        """Return the files of the work at a size, made where absent."""
        return make(self.home / f"w1-{villages}", villages=villages)

    def ours(self, work: Work, out: Path, *options: str) -> Spent:
        """Score the work as a user does."""
        shutil.rmtree(out, ignore_errors=True)
        asked = ["--period", PERIODS[2], "--as-of", AS_OF, "--out", str(out), *options]
        return self.run([sys.executable, "-m", "youju", "score", str(work.folder), *asked])

    def sql(self, work: Work, out: Path, *memory: str) -> Spent:
        """Score the work in SQL."""
        shutil.rmtree(out, ignore_errors=True)
        return self.run([sys.executable, "-m", "benchmarks.w1_sql", str(work.folder), str(out), *memory])

    def month(self, name: str, villages: int, target: str = "", limit: float = 0.0) -> Iterator[Row]:
        """Ours and SQL by turns, each in fresh processes; the best of each is kept, and the results must be the same."""
        work = self.work(villages)
        ours, sql = self.home / "ours", self.home / "sql"
        pairs = [(self.ours(work, ours), self.sql(work, sql)) for _ in range(self.rounds)]
        sums = [
            w1_sql.checksums(str(at / reasons), str(at / "places.parquet"))
            for at, reasons in ((ours, "reasons/*.parquet"), (sql, "reasons.parquet"))
        ]
        if sums[0] != sums[1]:
            raise SystemExit(f"{name}: the results differ: {sums}")
        mine, theirs = (min(pair[side].wall for pair in pairs) for side in (0, 1))
        cpu = min(pair[0].cpu for pair in pairs) / min(pair[1].cpu for pair in pairs)
        peak = max(pair[0].peak for pair in pairs)
        met = None if not limit else mine <= theirs and peak <= limit
        yield row(name, mine, theirs, peak, cpu, target, met=met)
        print(
            f"  {name}: SQL peak {max(pair[1].peak for pair in pairs):.0f} MB; processor seconds ours "
            f"{min(pair[0].cpu for pair in pairs):.1f}, SQL {min(pair[1].cpu for pair in pairs):.1f}",
            file=sys.stderr,
        )

    def national(self) -> Iterator[Row]:
        """The whole month."""
        yield from self.month("national-month", self.villages, "≤ 1.0 × SQL, ≤ 2500 MB", 2500.0)

    def partitioned(self) -> Iterator[Row]:
        """The whole month in little memory, one partition after the other: beside SQL with 1 GB, and the same bundle to the byte."""
        work, out = self.work(self.villages), self.home / "parts"
        mine = self.ours(work, out, "--on", "parts")
        theirs = self.sql(work, self.home / "sql-1gb", "1GB")
        roots = [
            json.loads((at / "manifest.json").read_text("utf-8"))["root"] for at in (self.home / "ours", out)
        ]
        if roots[0] != roots[1]:
            raise SystemExit(f"partitioned: another bundle: {roots}")
        shutil.rmtree(self.home / "sql-1gb")
        yield row(
            "partitioned",
            mine.wall,
            theirs.wall,
            mine.peak,
            mine.cpu / theirs.cpu,
            "≤ 1000 MB",
            met=mine.peak <= 1000,
        )
        print(f"  partitioned: SQL with memory_limit 1GB peaked at {theirs.peak:.0f} MB", file=sys.stderr)

    def growth(self) -> Iterator[Row]:
        """A sixteenth, a quarter and the whole; the whole is measured once."""
        for times in SHARES:
            yield from self.month(f"growth-{times}x", self.villages * times // 16)

    def warm(self, name: str) -> Iterator[Row]:
        """One of the small pieces, in a process that is up."""
        target, limit = {
            "county": ("< 20 ms", 0.020),
            "incremental": ("< 50 ms", 0.050),
            "explain": ("< 20 ms", 0.020),
            "robust": ("< 20 s", 20.0),
        }[name]
        spent = self.run([sys.executable, "-m", "benchmarks.warm", name, str(self.home), str(self.villages)])
        said = json.loads(spent.said)
        cpu = said["ours_cpu"] / max(said["reference_cpu"], 1e-6)
        yield row(
            name, said["ours_s"], said["reference_s"], spent.peak, cpu, target, met=said["ours_s"] < limit
        )

    def others(self) -> Iterator[Row]:
        """Each peer on the largest table it finishes in time, beside ours on the same table."""
        if self.peers is None:
            print("  peers: not installed (make bench PEERS=1)", file=sys.stderr)
            return
        for name in peers.NAMES:
            for rows in (size for size in peers.SIZES if size <= max(self.villages, peers.SIZES[-1])):
                theirs = self._peer(self.peers, name, rows)
                mine = self._peer(sys.executable, "youju", rows)
                if theirs is None or mine is None:
                    continue
                said, own = json.loads(theirs.said), json.loads(mine.said)
                if said["head"] != own["head"]:
                    raise SystemExit(f"{name} at {rows} rows: other places")
                yield row(
                    f"index-{rows}-{name}", own["wall"], said["wall"], mine.peak, own["cpu"] / said["cpu"]
                )
                break
            else:
                print(f"  {name}: no size finished in {self.patience:.0f} s", file=sys.stderr)

    def _peer(self, python: str, name: str, rows: int) -> Spent | None:
        return Spent.by(
            [python, "-m", "benchmarks.peers", name, str(rows)], self.home / "said.txt", self.patience
        )

    def rows(self, only: Sequence[str]) -> Iterator[Row]:
        """Every line that is asked for."""
        parts = {"partitioned": self.partitioned, "growth": self.growth, "peers": self.others}
        if not only or {"national-month", "partitioned", *WARM} & set(only):
            yield from self.national()
        for name in WARM:
            if not only or name in only:
                yield from self.warm(name)
        for name, part in parts.items():
            if not only or name in only:
                yield from part()


def shown(found: Sequence[Row]) -> str:
    """Return the table for people."""
    lines = [
        f"{'name':28}{'ours s':>10}{'reference s':>13}{'wall ratio':>12}{'cpu ratio':>11}{'peak MB':>9}  target"
    ]
    for each in found:
        cpu = "" if each.cpu is None else f"{each.cpu:.2f}"
        met = "" if each.met is None else ("  met" if each.met else "  MISSED")
        lines.append(
            f"{each.name:28}{each.ours_s:10.4f}{each.reference_s:13.4f}{each.ratio:12.3f}{cpu:>11}{each.peak_mb:9.0f}  {each.target}{met}"
        )
    return "\n".join(lines)


def written(found: Sequence[Row]) -> str:
    """Return the results for machines: exactly five entries a line."""
    names = ("name", "ours_s", "reference_s", "ratio", "peak_mb")
    entries = [{name: asdict(each)[name] for name in names} for each in found]
    return "[\n" + ",\n".join(f" {json.dumps(entry)}" for entry in entries) + "\n]\n"


def main(arguments: Sequence[str] | None = None) -> None:
    """Run all of it, or what is asked for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--size", choices=VILLAGES, default="full")
    parser.add_argument("--peers", help="the Python of an environment that has requirements/bench.txt")
    parser.add_argument("--rounds", type=int, default=2, help="how often ours and SQL take turns")
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--home", type=Path, default=ROOT / "var" / "bench")
    parser.add_argument("--out", type=Path)
    given: Any = parser.parse_args(arguments)
    home = (given.home / given.size).resolve()
    home.mkdir(parents=True, exist_ok=True)
    peer = given.peers if given.peers and Path(given.peers).exists() else None
    rounds = given.rounds if given.size == "full" else 1
    bench = Bench(home, VILLAGES[given.size], rounds, PATIENCE[given.size], peer)
    out = given.out or (
        ROOT / "benchmarks" / "results.json" if given.size == "full" else home / "results.json"
    )
    found = []
    for each in bench.rows(given.only):
        found.append(each)
        out.write_text(written(found), encoding="utf-8")
        print(shown([each]).splitlines()[1], file=sys.stderr, flush=True)
    print(shown(found))
    print(f"{out}: {len(found)} lines")


if __name__ == "__main__":
    main()
