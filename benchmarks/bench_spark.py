"""One month of a nation (``data.py``) scored here and on Spark local[2] after its start: the same root, and the ratio of the times.

python benchmarks/bench_spark.py [--villages 500000] [--folder DIR]        exit 1 if the roots differ
"""

from __future__ import annotations

import argparse
import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.data import AS_OF, make
from youju.cli.cluster import session
from youju.engine.bundle.close import close_case
from youju.engine.case import open_case
from youju.engine.spark.run import close_on_spark

PROMISE = 2.0
"""Times the local time, once Spark has started."""


def timed(work, place: Path, close) -> tuple[float, str]:
    """Read and close the round into a new bundle; return the seconds and the root."""
    shutil.rmtree(place, ignore_errors=True)
    began = time.perf_counter()
    case = open_case(work.folder, period="2023-06", as_of=AS_OF)
    root = close(case, place, folder=work.folder)[0]
    return time.perf_counter() - began, root


def main() -> int:
    """Measure, print a line for people and one for machines."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--villages", type=int, default=500_000)
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        home = given.folder or Path(scratch) / "work"
        work = make(home, given.villages)
        began = time.perf_counter()
        with session() as spark:
            spark.range(1).count()
            start = time.perf_counter() - began
            pairs = []
            for _ in range(given.rounds):  # turn about, so that a busy machine is busy for both
                here = timed(work, Path(scratch) / "here", close_case)
                there = timed(
                    work,
                    Path(scratch) / "there",
                    lambda case, place, folder: close_on_spark(case, place, folder=folder, spark=spark),
                )
                pairs.append((here, there))
        same = len({root for pair in pairs for _, root in pair}) == 1
        here, there = (min(pair[i][0] for pair in pairs) for i in (0, 1))
        print(
            f"{given.villages} villages: here {here:.2f} s, Spark {there:.2f} s after a start of {start:.1f} s; "
            f"ratio {there / here:.2f} (promised ≤ {PROMISE}); roots {'equal' if same else 'DIFFER'}"
        )
        print(
            json.dumps(
                {
                    "name": "spark",
                    "ours_s": round(there, 3),
                    "reference_s": round(here, 3),
                    "ratio": round(there / here, 3),
                }
            )
        )
        return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main())
