"""How fast ten million readings are: taken in, watched, shown; beside plain SQL over the same table, in the same run.

    make bench-monitors                       10,000,000 readings, on SQLite and (where a server can be started) PostgreSQL
    make bench-monitors READINGS=1000000

A thousand monitors read every hour: half of them inflow, half what was billed. Results are compared before a time is printed.
"""

from __future__ import annotations

import argparse
import datetime as dt
import os
import random
import resource
import subprocess
import sys
import tempfile
import time
from decimal import Decimal
from pathlib import Path

from bench_registers import ROOT, line, milliseconds, postgres, set_up, units_and_people

HOUR, DAY, DISTRICTS = 3600, 86_400, 500
END = 1_700_000_000 // DAY * DAY - 8 * HOUR
"""The end of a day in Beijing: the last reading is of the hour before."""
PLAIN_DAY = (
    "SELECT monitor_id, COUNT(*), SUM(value) FROM monitors_reading WHERE at >= %s AND at < %s AND monitor_id IN"
    " (SELECT id FROM monitors_monitor WHERE kind IN ('inflow', 'billed')) GROUP BY monitor_id"
)


def set_up_monitors() -> tuple[list, object]:
    """Make the monitors with their rules, an area and a normal; return the monitors and the office."""
    from youju.work.monitors import services
    from youju.work.monitors.models import Monitor
    from youju.work.registers.services import declare_register

    units, office, _reporter = units_and_people(50)
    cases = (ROOT / "schemes" / "_registers" / "case.yaml").read_text("utf-8")
    declare_register(text=cases, unit=units[0], by=office)
    made = {"measure": "立方米", "places": 2, "every": HOUR}
    Monitor.objects.bulk_create(
        Monitor(code=f"{kind}-{n}", kind=kind, title=f"水区{n}", unit=units[1 + n % 50], **made)
        for kind in ("inflow", "billed") for n in range(DISTRICTS)
    )  # fmt: skip
    rows = list(Monitor.objects.select_related("unit").order_by("pk"))
    said = {"by": office, "basis": "供水预案", "register": ""}
    for n in range(DISTRICTS):
        inflow, billed = rows[n], rows[DISTRICTS + n]
        services.add_rule(
            monitor=inflow, kind="leakage", side="above", opens=Decimal("0.2"), clears=Decimal("0.15"), against=billed,
            **{**said, "register": "case"}
        )  # fmt: skip
        if n % 2:
            services.add_rule(
                monitor=inflow, kind="same_hours", side="above", opens=Decimal("0.9"), clears=Decimal("0.5"), hours=6, **said
            )  # fmt: skip
        else:
            services.add_rule(
                monitor=inflow, kind="night", side="above", opens=Decimal(900), clears=Decimal(500), **said
            )
    services.declare_area(
        code="all", title="二十个水区", unit=units[0], weights={f"inflow-{n}": n + 1 for n in range(20)}, method="管长", by=office
    )  # fmt: skip
    services.set_normal(
        monitor=rows[0],
        starts="10-01",
        ends="10-31",
        value=Decimal(300_000),
        source="2013—2022 年",
        by=office,
    )
    return rows, office


def write_file(path: Path, rows: list, count: int) -> int:
    """Write the CSV file, hour after hour as such files come; return how many readings it has."""
    rng, written = random.Random(2023), 0
    hours = count // len(rows)
    with path.open("w", encoding="utf-8") as file:
        file.write("代号,时间,读数\n")
        for hour in range(hours):
            at = END - (hours - hour) * HOUR
            moment = f"{dt.datetime.fromtimestamp(at, dt.timezone(dt.timedelta(hours=8))):%Y-%m-%d %H:%M}"
            for n, row in enumerate(rows):
                value = 40_000 + n * 7 + rng.randrange(2_000) - (9_000 if n >= DISTRICTS else 0)
                file.write(f"{row.code},{moment},{value // 100}.{value % 100:02}\n")
                written += 1
    return written


def measure(name: str, count: int, folder: Path) -> None:
    """Measure on one database and print the table."""
    from django.db import connection

    from youju.kernel.clock import as_if
    from youju.work.monitors import feeding, services
    from youju.work.monitors.models import Alarm, Reading

    rows, office = set_up_monitors()
    path = folder / "readings.csv"
    written = write_file(path, rows, count)
    print(f"\n{name}: {len(rows)} monitors, a file of {path.stat().st_size / 1e6:.0f} MB", flush=True)
    began, before = time.perf_counter(), time.process_time()
    taken = feeding.take_readings(name="readings.csv", path=path, by=office)
    took, busy = time.perf_counter() - began, time.process_time() - before
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if taken.made != written or Reading.objects.count() != written:
        raise SystemExit("the readings that are stored are not those of the file")
    print(
        f"{written:,} readings taken in: {took:.0f} s ({written / took:,.0f} a second), {busy:.0f} s of this process, {memory:.0f} MB",
        flush=True,
    )
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    began = time.perf_counter()
    if not feeding.take_readings(name="readings.csv", path=path, by=office).again:
        raise SystemExit("the same file was taken in twice")
    print(f"the same file again: {time.perf_counter() - began:.1f} s", flush=True)
    _overlap(rows, office, folder, min(30, written // len(rows) // 24 - 1))
    _watched(services, as_if)
    _opened_once(services, as_if)
    print(f"  {Alarm.objects.count()} alarms of {2 * DISTRICTS} rules")
    _pages(office, rows)


def _overlap(rows: list, office: object, folder: Path, days: int) -> None:
    """Take in a file of which all but one day is stored already, as meters send their last month again and again."""
    from youju.work.monitors import feeding
    from youju.work.monitors.models import Reading

    path = folder / "month.csv"
    kept = {
        (row.monitor_id, row.at): row.value
        for row in Reading.objects.filter(monitor__in=rows[:20], at__gte=END - days * DAY)
    }
    with path.open("w", encoding="utf-8") as file:
        file.write("代号,时间,读数\n")
        for row in rows[:20]:
            for at in range(END - days * DAY, END + DAY, HOUR):
                value = kept.get((row.pk, at), 41_000)
                moment = f"{dt.datetime.fromtimestamp(at, dt.timezone(dt.timedelta(hours=8))):%Y-%m-%d %H:%M}"
                file.write(f"{row.code},{moment},{value // 100}.{value % 100:02}\n")
    began = time.perf_counter()
    taken = feeding.take_readings(name="month.csv", path=path, by=office)
    if (taken.made, taken.same) != (20 * 24, 20 * 24 * days):
        raise SystemExit(f"of an overlapping file {taken} was taken in")
    print(
        f"{days} days of 20 monitors and one day more, all but that stored already: {time.perf_counter() - began:.1f} s",
        flush=True,
    )


def _opened_once(services: object, as_if: object) -> None:
    """Every alarm of a rule that opens cases has one case, and to look at the same hour again opens nothing."""
    from youju.work.monitors.models import Alarm
    from youju.work.registers.models import Record

    told = Alarm.objects.filter(rule__register="case")
    before = Alarm.objects.count(), Record.objects.filter(register__code="case").count()
    if not before[1] or before[1] != told.count() or told.filter(case="").exists():
        raise SystemExit(f"{told.count()} alarms opened {before[1]} cases")
    with as_if(dt.datetime.fromtimestamp(END, dt.UTC)):
        again = services.watch()
    if again or before != (Alarm.objects.count(), Record.objects.filter(register__code="case").count()):
        raise SystemExit(f"the same hour looked at again opened {len(again)} alarms")


def _watched(services: object, as_if: object) -> None:
    """Look at all rules in every hour of a day, as the timer does, and compare with plain sums of the same day."""
    from django.db import connection

    took = []
    for hour in range(1, 25):
        with as_if(dt.datetime.fromtimestamp(END - DAY + hour * HOUR, dt.UTC)):
            began = time.perf_counter()
            services.watch()
            took.append(time.perf_counter() - began)
    took.sort()
    print(
        f"all {2 * DISTRICTS} rules looked at, every hour of a day: {sum(took):.1f} s; one look {took[12]:.2f} s, the slowest {took[-1]:.2f} s",
        flush=True,
    )

    def plain(_n: int) -> object:
        with connection.cursor() as cursor:
            cursor.execute(PLAIN_DAY, [END - DAY, END])
            return cursor.fetchall()

    print(f"  one day's sums of all monitors, plain SQL: {milliseconds(plain, 3)[0]:.0f} ms", flush=True)


def _pages(office: object, rows: list) -> None:
    """Print how long the pages take over HTTP."""
    from django.test import Client
    from django.test.utils import setup_test_environment

    setup_test_environment()
    client = Client()
    client.force_login(office)
    last = dt.datetime.fromtimestamp(END - HOUR, dt.timezone(dt.timedelta(hours=8))).date()
    month, year = last - dt.timedelta(days=29), last - dt.timedelta(days=364)

    def page(address: str, says: str) -> None:
        answer = client.get(address)
        if answer.status_code != 200 or says not in answer.content.decode():
            raise SystemExit(f"{address} answers {answer.status_code}")

    print(f"{'':44}{'p50 ms':>9}{'p95 ms':>9}")
    line("the monitors", milliseconds(lambda _n: page("/monitors/", "billed-1"), 20))
    line(
        "a monitor with its last readings",
        milliseconds(lambda n: page(f"/monitors/at/{rows[n].code}/", "水区"), 50),
    )
    line(
        "  beside the normal of October",
        milliseconds(
            lambda _n: page(
                f"/monitors/at/{rows[0].code}/?first={last.year}-10-01&last={last.year}-10-31", "常年"
            ),
            20,
        ),
    )
    line(
        "  its series of 30 days",
        milliseconds(
            lambda n: page(f"/monitors/at/{rows[n].code}/series/?first={month}&last={last}", str(month)), 20
        ),
    )
    line(
        "  its series of 365 days",
        milliseconds(
            lambda n: page(f"/monitors/at/{rows[n].code}/series/?first={year}&last={last}", str(last)), 20
        ),
    )
    line(
        "area mean of 20 monitors, 30 days",
        milliseconds(lambda _n: page(f"/monitors/areas/all/?first={month}&last={last}", "平均"), 20),
    )


def main() -> None:
    """Measure on SQLite and on PostgreSQL."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--readings", type=int, default=10_000_000)
    parser.add_argument("--database", default=None, help="internal: measure on this one, in this process")
    asked = parser.parse_args()
    if asked.database is not None:
        with tempfile.TemporaryDirectory(prefix="bench-monitors-") as folder:
            set_up(asked.database, Path(folder))
            measure("PostgreSQL" if asked.database else "SQLite", asked.readings, Path(folder))
        return
    with postgres() as server:
        for database in [""] + [server] * bool(server):
            subprocess.run([sys.executable, __file__, "--readings", str(asked.readings), "--database", database],
                           check=True, env=dict(os.environ))  # fmt: skip


if __name__ == "__main__":
    main()
