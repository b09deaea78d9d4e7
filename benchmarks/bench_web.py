"""How fast the month is on the web, beside the same work by bare Django, on the same machine in the same run.

    make bench-web                                540,000 units, a million observations, SQLite and PostgreSQL; minutes
    make bench-web UNITS=6000 OBSERVATIONS=20000  the same script, small; a test runs it

Data is laid in bulk; what is measured goes over real connections to real server processes (`youju serve`, the sequencer
beside it) from a load generator of its own. Prints target and figure and writes web.json.
"""

from __future__ import annotations

import argparse
import json
import os
import secrets
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass, replace
from itertools import cycle, islice
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from benchmarks.bench_registers import postgres
from benchmarks.web.serving import ROOT, Answers, Scale, ask, environment, plainly, youju

WORKS = ("board", "desk", "statement", "submit", "batch", "closing", "book")
AT_ONCE = 20
"""Reports in one request of a program that hands in for its units."""
PATIENCE = 900
"""Seconds after which counting what stands is given up."""
WRITERS = {"SQLite": 4, "PostgreSQL": 16}
"""Who hands in at once. SQLite has one writer at a time and its lock knows no queue."""


@dataclass(frozen=True)
class Row:
    """One line of the table."""

    database: str
    name: str
    measure: str
    ours: float
    bare: float
    ratio: float
    target: str
    met: bool | None
    note: str = ""
    cpu: float = 0
    """Processor milliseconds of the server's own processes for each answer, which say more on a machine that others use."""
    bare_cpu: float = 0


@dataclass
class Side:
    """One of the two houses, being asked."""

    name: str
    port: int
    pid: int
    world: dict[str, Any]
    plain: dict[str, Any]
    folder: Path
    size: argparse.Namespace

    @property
    def is_ours(self) -> bool:
        """Whether it is the product."""
        return self.name == "ours"

    def pages(self, addresses: Iterable[tuple[str, str]]) -> Answers:
        """Ask for pages (cookie, address), twenty a second."""
        rate, seconds = 20, self.size.seconds
        wanted = [
            ("GET", where, {"Cookie": cookie}, None)
            for cookie, where in islice(cycle(addresses), rate * seconds)
        ]
        warm = ask(self.port, wanted[: 2 * rate], connections=4)
        return replace(ask(self.port, wanted, connections=40, rate=rate), warm=len(warm.took))

    def board(self) -> Answers:
        """Ask for pages of a board, two hundred rows each."""
        where = f"/boards/{self.world['boards'][-1]}/" if self.is_ours else "/board/"
        cookie = self.world["office"] if self.is_ours else self.plain["cookie"]
        return self.pages([(cookie, f"{where}?page={n + 1}") for n in range(self.world["pages"])])

    def desk(self) -> Answers:
        """Ask for the desks of reporters, reviewers, the scoring office and the second approver in turn."""
        if self.is_ours:
            return self.pages([(cookie, "/") for cookie in self.world["desks"]])
        return self.pages([(self.plain["cookie"], f"/desk/{unit}/") for unit in self.plain["units"]])

    def statement(self) -> Answers:
        """Ask for statements of marks, thirty reasons each."""
        if self.is_ours:
            return self.pages(self.world["statements"])
        return self.pages([(self.plain["cookie"], f"/statement/{unit}/") for unit in self.plain["units"]])

    def submit(self) -> Answers:
        """Hand in reports of thirty values; every twentieth is sent again, as by somebody whose answer got lost."""
        wanted = [self._report(*one) for one in self.world["submits"][::2]]
        again = wanted[::20] if self.is_ours else []
        writers = WRITERS["PostgreSQL" if self.size.server else "SQLite"]
        done = ask(self.port, wanted, connections=writers, patient=True)
        if again:
            told = ask(self.port, again, connections=writers, patient=True)
            done.failed.extend(
                f"sent again, accepted twice: {n}" for n, status in told.statuses if status < 400
            )
        return done

    def batch(self) -> Answers:
        """Hand in reports of thirty values, twenty in one request, as the program of a county does for its villages."""
        of: dict[str, list[dict[str, Any]]] = {}
        for token, code, sha in self.world["submits"][1::2]:
            of.setdefault(token, []).append({"unit": code, "values": _values(sha)})
        where = f"/api/reports/rounds/{self.world['reporting']}/units" if self.is_ours else "/batch/"
        wanted = []
        for token, said in of.items():
            head = {"Authorization": f"Bearer {token}"} if self.is_ours else {"Cookie": self.plain["cookie"]}
            for start in range(0, len(said), AT_ONCE):
                body = json.dumps({"reports": said[start : start + AT_ONCE], "submit": True})
                method = "PUT" if self.is_ours else "POST"
                wanted.append((method, where, {**head, "Content-Type": "application/json"}, body))
        return ask(self.port, wanted, connections=4 if self.size.server else 1)

    def _report(self, token: str, code: str, sha: str) -> tuple[str, str, dict[str, str], str]:
        body = json.dumps({"lock": 0, "values": _values(sha), "submit": True})
        if self.is_ours:
            where, head = (
                f"/api/reports/rounds/{self.world['reporting']}/units/{code}",
                {"Authorization": f"Bearer {token}"},
            )
        else:
            where, head = f"/submit/{code}/", {"Cookie": self.plain["cookie"]}
        return "PUT" if self.is_ours else "POST", where, {**head, "Content-Type": "application/json"}, body

    def closing(self) -> Answers:
        """Close a round."""
        if self.is_ours:
            where, head = (
                f"/api/ledger/rounds/{self.world['closing']}/close",
                {"Authorization": f"Bearer {self.world['office_key']}"},
            )
        else:
            where, head = "/close/", {"Cookie": self.plain["cookie"]}
        return ask(
            self.port, [("POST", where, {**head, "Content-Length": "0"}, None)], connections=1, timeout=900
        )

    def book(self) -> Answers:
        """Send a workbook."""
        where = f"/api/reports/rounds/{self.world['booked']}/book" if self.is_ours else "/book/"
        head = (
            {"Authorization": f"Bearer {self.world['book_key']}"}
            if self.is_ours
            else {"Cookie": self.plain["cookie"]}
        )
        content = (self.folder / "book.xlsx").read_bytes()
        # long and random: a short one stands by chance among the millions of bytes of a book
        edge = secrets.token_hex(20)
        head["Content-Type"] = f"multipart/form-data; boundary={edge}"
        body = f'--{edge}\r\nContent-Disposition: form-data; name="file"; filename="book.xlsx"\r\nContent-Type: application/octet-stream\r\n\r\n'
        request = urllib.request.Request(
            f"http://127.0.0.1:{self.port}{where}",
            body.encode() + content + f"\r\n--{edge}--\r\n".encode(),
            head,
        )
        began = time.perf_counter()
        with urllib.request.urlopen(request, timeout=1800) as answer:
            saved = json.load(answer)["saved"]
        took = time.perf_counter() - began
        if saved != len(self.world["book_lines"]):
            raise SystemExit(f"the book brought {saved} reports, not {len(self.world['book_lines'])}")
        return Answers([took * 1000], [(0, 200)], took, [])


def _values(sha: str) -> dict[str, dict[str, Any]]:
    return {
        f"i{k}": {"value": str(100 + k), "note": "", "evidence": [sha] if not k else []} for k in range(30)
    }


def lay(database: str, folder: Path, size: argparse.Namespace) -> dict[str, Any]:
    """Lay the world in a process of its own and return what was laid."""
    command = [sys.executable, __file__, "--lay", str(folder), "--database", database, *size.said]
    subprocess.run(command, check=True, env=environment(YOUJU_MODE="demo", YOUJU_FOLDER=str(folder), YOUJU_DATABASE=database,
                                                        DJANGO_SETTINGS_MODULE="youju.config.settings"))  # fmt: skip
    return dict(json.loads((folder / "world.json").read_text("utf-8")))


def lay_here(folder: Path, size: argparse.Namespace) -> None:
    """Lay the world into the database of the environment, and the workbook beside it."""
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)
    from benchmarks.web import book, world

    began = time.perf_counter()
    laid = world.lay(size.units, size.observations, submits=size.submits, book=size.rows,
                     tell=lambda words: print(f"  {words} ({time.perf_counter() - began:.0f} s)", flush=True))  # fmt: skip
    from youju.flow.reports.books.template import Line, rows_book
    from youju.flow.reports.selectors import asked_of
    from youju.flow.schemes.models import Round

    round_ = Round.objects.select_related("scheme_version").get(pk=laid.booked)
    form = rows_book(
        "测速", round_.pk, asked_of(round_), [Line(code, name, 0) for code, name in laid.book_lines[:2]]
    )
    book.filled(form, laid.book_lines, len(world.INDICATORS), folder / "book.xlsx")
    (folder / "world.json").write_text(laid.as_json(), "utf-8")


def lay_plainly(database: str, folder: Path, world: dict[str, Any]) -> dict[str, Any]:
    """Lay the reference's rows in a process of its own."""
    codes = [code for _token, code, _sha in world["submits"]]
    codes = list(dict.fromkeys([*codes, *(code for code, _name in world["book_lines"])]))
    said = {"counties": world["counties"], "codes": codes, "observations": world["observations"]}
    done = subprocess.run(
        [sys.executable, "-c", "import json, sys; from benchmarks.web import plain; print(json.dumps(plain.lay(json.load(sys.stdin))))"],
        input=json.dumps(said), env=environment(PLAIN_DATABASE=database, PLAIN_FOLDER=str(folder)), check=True, stdout=subprocess.PIPE, text=True, cwd=ROOT,
    )  # fmt: skip
    return dict(json.loads(done.stdout))


def counted(database: str, folder: Path, said: dict[str, Any]) -> dict[str, int]:
    """Return what stands in the database of the reports that were acknowledged, after gathering their round.

    A count that does not end proves nothing: then every acknowledged report is `uncounted`, and the other figures are kept.
    """
    try:
        done = subprocess.run(
            [sys.executable, __file__, "--count", "-", "--lay", str(folder)], input=json.dumps(said), check=True, stdout=subprocess.PIPE,
            text=True, timeout=PATIENCE,
            env=environment(YOUJU_MODE="demo", YOUJU_FOLDER=str(folder), YOUJU_DATABASE=database, DJANGO_SETTINGS_MODULE="youju.config.settings",
                            PGOPTIONS=f"-c statement_timeout={PATIENCE}s -c lock_timeout=60s"),
        )  # fmt: skip
    except (subprocess.TimeoutExpired, subprocess.CalledProcessError) as error:
        print(f"  nothing was counted: {type(error).__name__}", flush=True)
        return {"lost": 0, "doubled": 0, "uncounted": len(said["codes"])}
    return dict(json.loads(done.stdout))


def count_here(said: dict[str, Any]) -> None:
    """Gather the round into the ledger and compare it with what was acknowledged."""
    import django

    django.setup()
    from collections import Counter

    from django.db import connection

    from youju.flow.ledger.models import Observation
    from youju.flow.ledger.services import gather_round
    from youju.flow.reports.models import Submission
    from youju.flow.schemes.models import Round
    from youju.kernel.models import Trace

    # a load of a minute leaves tables that the database knows as small ones, and then it plans for small ones
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    round_ = Round.objects.select_related("scheme", "scheme_version").get(pk=said["round"])
    gather_round(round_=round_, by=None)
    entered = Counter(
        Observation.objects.filter(scheme=round_.scheme.code, period=round_.period).values_list(
            "unit__code", flat=True
        )
    )
    handed = Counter(
        Submission.objects.filter(report__round=round_).values_list("report__unit__code", flat=True)
    )
    acknowledged = set(said["codes"])
    traces = Trace.objects.filter(act="report.submit").count()
    print(json.dumps({
        "lost": sum(entered[code] < said["values"] or not handed[code] for code in acknowledged),
        "doubled": sum(n > said["values"] for n in entered.values()) + sum(n > 1 for n in handed.values()),
        "unspoken": len(set(handed) - acknowledged), "traces": traces - sum(handed.values()),
    }))  # fmt: skip


def measure(name: str, server: str, size: argparse.Namespace, keep: Path) -> list[Row]:
    """Measure on one database and print the table."""
    ours, bare = keep / f"{name}-ours", keep / f"{name}-bare"
    print(
        f"\n{name}: {size.units:,} units, {size.observations:,} observations; load {os.getloadavg()[0]:.1f}",
        flush=True,
    )
    size.server = server
    laid = (keep / f"{name}-ours" / "plain.json").exists()
    if not laid:
        for folder in (ours, bare):
            folder.mkdir(parents=True, exist_ok=True)
        where, there = (_database(server, "ours"), _database(server, "bare")) if server else ("", "")
        world = lay(where, ours, size)
        plain = lay_plainly(there, bare, world)
        (ours / "plain.json").write_text(json.dumps(plain), "utf-8")
    world, plain = (json.loads((ours / one).read_text("utf-8")) for one in ("world.json", "plain.json"))
    # what was laid is kept, and measured on a copy
    ours, bare = (
        Path(shutil.copytree(one, one.with_name(f"{one.name}-used"), dirs_exist_ok=True))
        for one in (ours, bare)
    )
    where, there = (
        (_database(server, "ours-used", "ours"), _database(server, "bare-used", "bare"))
        if server
        else ("", "")
    )
    figures: dict[str, dict[str, tuple[Answers, Scale, float]]] = {}
    sides: list[tuple[str, Callable[..., Any], str, Path]] = [
        ("ours", youju, where, ours),
        ("bare", plainly, there, bare),
    ]
    for side, serve, database, folder in sides:
        with serve(database, folder) as (port, process):
            asked = Side(side, port, process.pid, world, plain, ours, size)
            for work in size.only:
                began = os.getloadavg()[0]
                with Scale(process.pid) as scale:
                    answers = getattr(asked, work)()
                figures.setdefault(work, {})[side] = (answers, scale, began)
                print(
                    f"  {side}: {work} {answers.wall:.1f} s, {len(answers.took)} answers, processor {scale.seconds:.1f} s",
                    flush=True,
                )
    return [_with_cpu(row, figures[row.name]) for row in rows_of(name, where, ours, world, figures)]


def _with_cpu(row: Row, sides: dict[str, tuple[Answers, Scale, float]]) -> Row:
    each = {
        side: 1000 * scale.seconds / max(1, len(answers.took))
        for side, (answers, scale, _load) in sides.items()
    }
    return replace(row, cpu=each["ours"], bare_cpu=each["bare"])


def rows_of(
    name: str, database: str, folder: Path, world: dict[str, Any], figures: dict[str, Any]
) -> Iterable[Row]:
    """Return the lines of one database."""
    for work, sides in figures.items():
        (ours, scale, load), (bare, bare_scale, _load) = sides["ours"], sides["bare"]
        if work in {"board", "desk", "statement"}:
            target = {"board": 150, "desk": 100, "statement": 100}[work]
            p95, other = ours.at(0.95), bare.at(0.95)
            yield Row(name, work, "p95 ms at 20/s", p95, other, p95 / other, f"< {target}", p95 < target,
                      f"p50 {ours.at(0.5):.0f}, load {load:.1f}")  # fmt: skip
            p99, other = ours.at(0.99), bare.at(0.99)
            yield Row(name, work, "p99 ms at 20/s", p99, other, p99 / other, "", None)
        elif work == "submit":
            accepted = [n for n, status in ours.statuses if status < 400]
            in_batches = world["submits"][1::2] if "batch" in figures else []
            codes = [world["submits"][::2][n][1] for n in accepted] + [
                code for _key, code, _sha in in_batches
            ]
            found = counted(database, folder, {"round": world["reporting"], "codes": codes, "values": 30})
            fast = name == "PostgreSQL"
            rate = len(accepted) / ours.wall
            yield Row(name, work, "reports a second", rate, bare.rate, rate / bare.rate, "≥ 250" if fast else "", rate >= 250 if fast else None,
                      f"p50 {ours.at(0.5):.0f}, load {load:.1f}")  # fmt: skip
            yield _slowest(name, work, ours, bare)
            wrong = (
                found["lost"]
                + found["doubled"]
                + found.get("uncounted", 0)
                + sum("twice" in one for one in ours.failed)
            )
            yield Row(name, work, "lost or doubled", wrong, 0, 0, "0", not wrong,
                      f"{len(accepted):,} acknowledged, {len(ours.took) - len(accepted)} refused, {found}")  # fmt: skip
        elif work == "batch":
            count, fast = len(world["submits"][1::2]), name == "PostgreSQL"
            rate, other = count / ours.wall, count / bare.wall
            yield Row(name, work, "reports a second", rate, other, rate / other, "≥ 250" if fast else "", rate >= 250 if fast else None,
                      f"{AT_ONCE} in a request, load {load:.1f}")  # fmt: skip
            yield _slowest(name, work, ours, bare)
        else:
            limit = {"closing": 10, "book": 60}[work]
            rows = world["counties"] if work == "closing" else len(world["book_lines"])
            yield Row(
                name,
                work,
                f"s for {rows:,} × 30",
                ours.wall,
                bare.wall,
                ours.wall / bare.wall,
                f"< {limit}",
                ours.wall < limit,
                f"load {load:.1f}",
            )
            if work == "book":
                yield Row(name, work, "MB, all processes", scale.most, bare_scale.most, scale.most / bare_scale.most, "< 700", scale.most < 700,
                          f"{scale.rest:.0f} before it came")  # fmt: skip


def _slowest(name: str, work: str, ours: Answers, bare: Answers) -> Row:
    """Return the line of the slowest answers in a hundred to who hands in."""
    p99, other, fast = ours.at(0.99), bare.at(0.99), name == "PostgreSQL"
    met = p99 < 300 if fast else None
    return Row(name, work, "p99 ms", p99, other, p99 / other, "< 300" if fast else "", met)


def show(rows: Iterable[Row]) -> None:
    """Print lines."""
    print(
        f"{'':12}{'':12}{'':22}{'ours':>10}{'bare':>10}{'ratio':>7}  {'target':9}{'':7}{'cpu ms':>9}{'bare':>9}"
    )
    for row in rows:
        met = {True: "met", False: "missed", None: ""}[row.met]
        print(f"{row.database:12}{row.name:12}{row.measure:22}{row.ours:>10.1f}{row.bare:>10.1f}{row.ratio:>7.2f}  {row.target:9}{met:7}{row.cpu:>9.1f}{row.bare_cpu:>9.1f} {row.note}",
              flush=True)  # fmt: skip


def _database(server: str, name: str, like: str = "") -> str:
    """Make a database on a server, perhaps a copy of another, and return its URL."""
    import psycopg

    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')  # type: ignore[arg-type]
        connection.execute(f'CREATE DATABASE "{name}"' + (f' TEMPLATE "{like}"' if like else ""))  # type: ignore[arg-type]
    return f"{server.rpartition('/')[0]}/{name}"


@contextmanager
def _folder(kept: Path | None) -> Iterator[Path]:
    """Return where worlds lie: a folder to be kept, or one that is gone afterwards."""
    if kept is not None:
        kept.mkdir(parents=True, exist_ok=True)
        yield kept
        return
    with tempfile.TemporaryDirectory(prefix="bench-web-") as folder:
        yield Path(folder)


def main() -> None:
    """Measure on SQLite and on PostgreSQL."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--units", type=int, default=540_000)
    parser.add_argument("--observations", type=int, default=1_000_000)
    parser.add_argument("--submits", type=int, default=5_000, help="reports handed in")
    parser.add_argument("--rows", type=int, default=100_000, help="lines of the workbook")
    parser.add_argument("--seconds", type=int, default=15, help="how long pages are asked for")
    parser.add_argument("--only", nargs="+", choices=WORKS, default=list(WORKS))
    parser.add_argument("--on", nargs="+", choices=["sqlite", "postgres"], default=["sqlite", "postgres"])
    parser.add_argument("--out", type=Path, default=None, help="write the figures here")
    parser.add_argument(
        "--keep", type=Path, default=None, help="keep what is laid in this folder, and use what lies there"
    )
    parser.add_argument(
        "--server",
        default="",
        help="URL of a PostgreSQL server to use instead of one of our own; keep it with --keep",
    )
    parser.add_argument("--lay", type=Path, default=None, help="internal: lay the world into this folder")
    parser.add_argument(
        "--count", default=None, help="internal: count what stands of what is said on the standard input"
    )
    parser.add_argument("--database", default="", help="internal")
    size = parser.parse_args()
    # a small nation has no more villages than units
    size.rows, size.submits = min(size.rows, size.units // 2), min(size.submits, size.units // 4)
    size.said = [
        word
        for name in ("units", "observations", "submits", "rows")
        for word in (f"--{name}", str(getattr(size, name)))
    ]
    if size.count is not None:
        count_here(json.load(sys.stdin))
    elif size.lay is not None:
        lay_here(size.lay, size)
    else:
        with _folder(size.keep) as keep:
            found = measure("SQLite", "", size, keep) if "sqlite" in size.on else []
            show(found)
            if "postgres" in size.on:
                with nullcontext(size.server) if size.server else postgres() as server:
                    more = measure("PostgreSQL", server, size, keep) if server else []
                    show(more)
                    found += more
        if size.out is not None:
            size.out.write_text(
                json.dumps([asdict(row) for row in found], ensure_ascii=False, indent=1) + "\n", "utf-8"
            )


if __name__ == "__main__":
    main()
