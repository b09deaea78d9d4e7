"""How fast a register of a million records is, beside a plain Django model with the same fields, in the same run.

    make bench-registers                       a million records, on SQLite and (where a server can be started) PostgreSQL
    make bench-registers RECORDS=100000
    make bench-registers KEEP=folder                       keeps the filled houses there and measures them again the next time

Every number is measured here: the first page of a filtered, sorted list, one record's page, one move, indicators of a
scheme's register, and a workbook of 100,000 rows and 12 fields taken in, in a process of its own for its memory.
"""

from __future__ import annotations

import argparse
import contextlib
import datetime as dt
import os
import random
import resource
import socket
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
FIELDS = 12
DECLARED = """\
register: bench
title: 测速
prefix: CS
name: title
fields:
  title: {title: 名称, type: string, required: true, max_length: 60}
  kind: {title: 类别, type: choice, choices: [甲, 乙, 丙, 丁]}
  invest: {title: 投资, type: money}
  spent: {title: 完成, type: money}
  area: {title: 面积, type: number, places: 2}
  people: {title: 人数, type: integer}
  visitors: {title: 参观, type: quantity}
  start_on: {title: 开始, type: date}
  due_on: {title: 时限, type: date}
  open: {title: 开放, type: boolean}
  keeper: {title: 管护人, type: person}
  note: {title: 说明, type: text}
stages: {idea: {title: 谋划}, work: {title: 在办}, done: {title: 办结, closed: true}}
moves:
  - {id: begin, title: 开始, from: [idea], to: work, who: [reporter]}
  - {id: finish, title: 办结, from: [work], to: done, who: [reporter]}
indicators:
  all: {title: 数, count: true}
  invest: {title: 投资, sum: invest}
  mean: {title: 平均面积, mean: area}
  rate: {title: 办结率, share: {stage: done}, among: {invest: {at_least: 5000万}}}
  kinds: {title: 类别数, distinct: kind}
"""


def milliseconds(work: Callable[[int], object], times: int) -> tuple[float, float]:
    """Return the median and the 95th percentile of a piece of work, in milliseconds, after one warm-up."""
    work(0)
    took = []
    for n in range(1, times + 1):
        began = time.perf_counter()
        work(n)
        took.append((time.perf_counter() - began) * 1000)
    took.sort()
    return statistics.median(took), took[min(len(took) - 1, int(len(took) * 0.95))]


@contextlib.contextmanager
def postgres(keep: Path | None = None) -> Iterator[str]:
    """Start a PostgreSQL server of our own and yield its URL, "" where there is none; its data stay in `keep`."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    if not found:
        yield ""
        return
    binaries, home = found[-1].parent, keep or Path(tempfile.mkdtemp(prefix="bench-pg-"))
    (home / "data").mkdir(parents=True, exist_ok=True)
    home.chmod(0o755)
    is_new = not (home / "data" / "PG_VERSION").exists()
    lent = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    if lent:
        subprocess.run(["chown", "-R", "postgres", str(home)], check=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    quiet = {"stdout": subprocess.DEVNULL, "cwd": "/", "check": True}
    if is_new:
        made = [
            "-D",
            str(home / "data"),
            "-U",
            "youju",
            "--auth=trust",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
        ]
        subprocess.run([*lent, str(binaries / "initdb"), *made], **quiet)
    options = (
        f"-p {port} -k {home} -c listen_addresses=127.0.0.1 -c max_wal_size=4GB -c maintenance_work_mem=256MB"
    )
    subprocess.run(
        [
            *lent,
            str(binaries / "pg_ctl"),
            "-D",
            str(home / "data"),
            "-l",
            str(home / "log"),
            "-w",
            "start",
            "-o",
            options,
        ],
        **quiet,
    )
    try:
        yield f"postgresql://youju@127.0.0.1:{port}/postgres"
    finally:
        subprocess.run(
            [*lent, str(binaries / "pg_ctl"), "-D", str(home / "data"), "-m", "fast", "-w", "stop"],
            **quiet,
        )
        if keep is None:
            subprocess.run(["rm", "-rf", str(home)], check=False)


def set_up(database: str, folder: Path) -> None:
    """Start Django on a fresh database."""
    os.environ |= {
        "YOUJU_MODE": "test",
        "YOUJU_FOLDER": str(folder),
        "YOUJU_DATABASE": database,
        "DJANGO_SETTINGS_MODULE": "youju.config.settings",
    }
    import django
    from django.core.management import call_command

    django.setup()
    call_command("migrate", verbosity=0)


def units_and_people(townships: int = 200) -> tuple[list, object, object]:
    """Return townships of a county, its scoring office and a reporter over the county."""
    from youju.flow.units.services import add_unit
    from youju.kernel.people import appoint, open_account

    day = dt.date(2020, 1, 1)
    county = add_unit(code="220322", name="示例县", level="county", parent=None, on=day, by=None)
    under = [
        add_unit(code=f"220322{n:03}", name=f"示例{n}镇", level="township", parent=county, on=day, by=None)
        for n in range(townships)
    ]
    people = []
    for name, role in (("office", "scoring_office"), ("reporter", "reporter")):
        user, _once = open_account(username=name, name=name, by=None, password="a-long-password")
        appoint(holder=user, role=role, unit_id=county.pk, by=None, valid_from=day)
        people.append(user)
    return [county, *under], people[0], people[1]


def values_of(rng: random.Random, n: int) -> dict[str, object]:
    """Return the values of record n."""
    day = dt.date(2023, 1, 1) + dt.timedelta(days=rng.randrange(700))
    return {
        "title": f"示例记录{n}", "kind": rng.choice("甲乙丙丁"), "invest": str(rng.randrange(1, 20_000) * 10_000), "spent": str(rng.randrange(1, 9_000_000)),
        "area": f"{rng.randrange(1, 999_999) / 100:.2f}".rstrip("0").rstrip("."), "people": str(rng.randrange(1, 5000)),
        "visitors": {"n": str(rng.randrange(1, 5000)), "r": "≥"}, "start_on": day.isoformat(), "due_on": (day + dt.timedelta(days=90)).isoformat(),
        "open": bool(rng.randrange(2)), "keeper": f"管护人{rng.randrange(3000)}", "note": "示例说明" * 5,
    }  # fmt: skip


def plain_model() -> type:
    """Return a plain Django model with the same fields and the same kinds of index, made in the database where it is not."""
    from django.db import connection, models

    class Plain(models.Model):  # noqa: DJ008
        number = models.CharField(max_length=40, unique=True)
        unit = models.ForeignKey("units.Unit", models.PROTECT, related_name="+")
        stage = models.CharField(max_length=40)
        lock = models.PositiveIntegerField(default=1)
        made_on = models.DateField()
        title = models.CharField(max_length=60, db_index=True)
        kind = models.CharField(max_length=10, db_index=True)
        invest = models.DecimalField(max_digits=18, decimal_places=2, db_index=True)
        spent = models.DecimalField(max_digits=18, decimal_places=2, db_index=True)
        area = models.DecimalField(max_digits=18, decimal_places=2, db_index=True)
        people = models.IntegerField(db_index=True)
        visitors = models.IntegerField(db_index=True)
        relation = models.CharField(max_length=1)
        start_on = models.DateField(db_index=True)
        due_on = models.DateField(db_index=True)
        open = models.BooleanField(db_index=True)
        keeper = models.CharField(max_length=60, db_index=True)
        note = models.TextField()

        class Meta:
            app_label = "registers"
            indexes = [
                models.Index(name="plain_by_unit", fields=["unit", "-id"]),
                models.Index(name="plain_by_stage", fields=["stage", "-id"]),
            ]

    if Plain._meta.db_table not in connection.introspection.table_names():
        with connection.schema_editor() as editor:
            editor.create_model(Plain)
    return Plain


def fill(register: object, plain: type, units: list, count: int) -> tuple[float, float]:
    """Fill both tables with the same records and return how long each took, in seconds."""
    from django.db import connection, transaction
    from django.utils import timezone

    from youju.work.registers.declared import declaration_of
    from youju.work.registers.models import Record, RecordVersion
    from youju.work.registers.shadows import shadows

    one, rng, now, took = declaration_of(register), random.Random(2023), timezone.now(), [0.0, 0.0]
    stages = list(one.stages)
    for start in range(0, count, 5000):
        rows = [
            (n, rng.choice(units[1:]), rng.choice(stages), values_of(rng, n))
            for n in range(start, min(start + 5000, count))
        ]
        began = time.perf_counter()
        with transaction.atomic():
            made = Record.objects.bulk_create(
                Record(
                    register=register,
                    number=f"CS-{n:07}",
                    unit=unit,
                    stage=stage,
                    values=v,
                    made_on=now.date(),
                    changed_at=now,
                    **shadows(one, v),
                )
                for n, unit, stage, v in rows
            )
            RecordVersion.objects.bulk_create(
                RecordVersion(
                    record=r,
                    number=1,
                    act="import",
                    values=r.values,
                    unit_id=r.unit_id,
                    stage_was=r.stage,
                    stage=r.stage,
                    at=now,
                )
                for r in made
            )
        took[0] += time.perf_counter() - began
        began = time.perf_counter()
        with transaction.atomic():
            plain.objects.bulk_create(
                plain(
                    number=f"CS-{n:07}",
                    unit=unit,
                    stage=stage,
                    made_on=now.date(),
                    relation="≥",
                    **{**v, "visitors": int(v["visitors"]["n"])},
                )
                for n, unit, stage, v in rows
            )
        took[1] += time.perf_counter() - began
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return took[0], took[1]


def house(count: int) -> tuple[object, type, object, tuple[float, float]]:
    """Return a filled register, the plain model beside it, a reporter and how long filling took, (0, 0) where it was kept."""
    from youju.kernel.models import User
    from youju.work.registers import services
    from youju.work.registers.models import Register

    plain = plain_model()
    if kept := Register.objects.filter(code="bench").first():
        return kept, plain, User.objects.get(username="reporter"), (0.0, 0.0)
    units, office, reporter = units_and_people()
    register = services.declare_register(text=DECLARED, unit=units[0], by=office)
    return register, plain, reporter, fill(register, plain, units, count)


def measure(name: str, count: int) -> None:
    """Measure on one database and print the table."""
    from django.db.models import Avg, Count, Q, Sum
    from django.test import Client
    from django.test.utils import setup_test_environment

    from youju.flow.units.powers import units_for
    from youju.kernel.powers import remember
    from youju.work.registers import counting, selectors, services
    from youju.work.registers.asking import asked_in
    from youju.work.registers.declared import declaration_of
    from youju.work.registers.models import Record

    register, plain, reporter, filled = house(count)
    one = declaration_of(register)
    setup_test_environment()
    client = Client()
    client.force_login(reporter)
    asked = asked_in(one, {"kind": "乙", "invest.at_least": "5000万", "sort": "-due_on"})

    def ours(_n: int) -> object:
        remember(reporter)  # as every request does
        return [
            row.values
            for row in selectors.page_of(selectors.records_for(reporter, register), one, asked).rows
        ]

    def theirs(_n: int) -> object:
        return list(
            plain.objects.filter(kind="乙", invest__gte=50_000_000)
            .select_related("unit")
            .order_by("-due_on", "-pk")[:51]
        )

    def theirs_for(_n: int) -> object:
        """Ask the plain model what the reporter may see, as every list of people's records must."""
        remember(reporter)
        reach = list(units_for(reporter, "register.read", scheme="").values_list("pk", flat=True))
        return list(
            plain.objects.filter(unit__in=reach, kind="乙", invest__gte=50_000_000)
            .select_related("unit")
            .order_by("-due_on", "-pk")[:51]
        )

    def our_move(n: int) -> object:
        row = Record.objects.select_related("register", "unit").get(
            register=register, number=f"CS-{moves[n]:07}"
        )
        return services.move_record(record=row, lock=row.lock, move="begin", by=reporter)

    def our_count(_n: int) -> object:
        rows = selectors.records_for(reporter, register)
        return counting.measured(rows, one, one.indicators)

    def their_count(_n: int) -> object:
        return plain.objects.aggregate(
            n=Count("pk"), s=Sum("invest"), a=Avg("area"), d=Count("kind", distinct=True),
            r=Count("pk", filter=Q(stage="done", invest__gte=50_000_000)), o=Count("pk", filter=Q(invest__gte=50_000_000)),
        )  # fmt: skip

    moves = list(
        Record.objects.filter(register=register, stage="idea")
        .order_by("pk")
        .values_list("pk", flat=True)[:60]
    )
    moves = [
        int(n.removeprefix("CS-"))
        for n in Record.objects.filter(pk__in=moves).values_list("number", flat=True)
    ]
    numbers = [f"CS-{n * 7919 % count:07}" for n in range(200)]
    print(
        f"\n{name}: {count:,} 条 records; filled in {filled[0]:.0f} s with versions, plain model in {filled[1]:.0f} s",
        flush=True,
    )
    print(f"{'':44}{'p50 ms':>9}{'p95 ms':>9}{'ratio':>7}")
    list_ours, list_asked = milliseconds(ours, 40), milliseconds(theirs_for, 40)
    line("list, first page, filtered and sorted", list_ours, list_asked)
    line("  the same, plain model that asks for rights", list_asked)
    line("  the same, plain model that asks nobody", milliseconds(theirs, 40))
    line(
        "list as a page over HTTP",
        milliseconds(
            lambda _n: client.get("/registers/bench/?kind=乙&invest.at_least=5000万&sort=-due_on").content, 20
        ),
    )
    line(
        "record page over HTTP",
        milliseconds(lambda n: client.get(f"/registers/bench/{numbers[n]}/").content, 50),
    )
    line("one move, with version and trace", milliseconds(our_move, 50))
    counted, plainly = milliseconds(our_count, 3), milliseconds(their_count, 3)
    line("five indicators", counted, plainly)
    line("  the same, plain model", plainly)


def line(name: str, took: tuple[float, float], peer: tuple[float, float] | None = None) -> None:
    """Print one line."""
    ratio = f"{took[0] / peer[0]:>7.2f}" if peer else ""
    print(f"{name:44}{took[0]:>9.1f}{took[1]:>9.1f}{ratio}", flush=True)


def imported(rows: int) -> None:
    """Take a workbook in and print time and memory of this process."""
    from youju.work.registers import services
    from youju.work.registers.books.template import book_of
    from youju.work.registers.declared import declaration_of
    from youju.work.registers.fields.kept import show

    units, office, reporter = units_and_people(20)
    register = services.declare_register(text=DECLARED, unit=units[0], by=office)
    one, rng = declaration_of(register), random.Random(7)
    path = Path(os.environ["YOUJU_FOLDER"]) / "book.xlsx"
    if not path.exists():
        said = (values_of(rng, n) for n in range(rows))
        lines = (
            ["", rng.choice(units[1:]).code, *(show(f, v.get(name)) for name, f in one.fields.items())]
            for v in said
        )
        path.write_bytes(book_of(one, register.version, lines))
        return
    content = path.read_bytes()
    began = time.perf_counter()
    done = services.take_book(register=register, name="book.xlsx", content=content, by=reporter)
    took = time.perf_counter() - began
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"workbook of {done.made:,} rows × {FIELDS} fields: {took:.1f} s, {memory:.0f} MB", flush=True)


def main() -> None:
    """Measure on SQLite, on PostgreSQL, and the import."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--records", type=int, default=1_000_000)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--one", default="", help="internal: measure one thing in this process")
    parser.add_argument("--database", default="")
    parser.add_argument("--folder", type=Path)
    parser.add_argument(
        "--keep", type=Path, help="keep the filled houses here, and measure those that are here"
    )
    parser.add_argument("--only", choices=("SQLite", "PostgreSQL"), help="one database only")
    given = parser.parse_args()
    if given.one:
        set_up(given.database, given.folder)
        if given.one == "import":
            imported(given.rows)
        else:
            measure(given.one, given.records)
        return
    for name in ("SQLite", "PostgreSQL") if not given.only else (given.only,):
        with contextlib.ExitStack() as stack:
            folder = given.keep.resolve() / name.lower() if given.keep else None
            if folder is None:
                folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="bench-registers-")))
            folder.mkdir(parents=True, exist_ok=True)
            database = (
                stack.enter_context(postgres(given.keep and folder / "server"))
                if name == "PostgreSQL"
                else ""
            )
            if name == "PostgreSQL" and not database:
                print("PostgreSQL is not on this machine")
                continue
            run(name, database, folder, given)
            if name == "SQLite":
                # the book is written by one process and taken in by another, so that only the import is weighed
                with tempfile.TemporaryDirectory(prefix="bench-book-") as books:
                    run("import", f"sqlite:///{books}/write.sqlite3", books, given)
                    run("import", f"sqlite:///{books}/import.sqlite3", books, given)


def run(one: str, database: str, folder: Path | str, given: argparse.Namespace) -> None:
    """Measure in a process of its own."""
    numbers = ["--records", str(given.records), "--rows", str(given.rows)]
    subprocess.run(
        [sys.executable, __file__, "--one", one, "--database", database, "--folder", str(folder), *numbers],
        check=True,
        cwd=ROOT,
    )


if __name__ == "__main__":
    main()
