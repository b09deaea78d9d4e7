"""Taking in a file of readings: read by DuckDB, checked as a whole, stored as a whole, or refused with every row that is wrong.

The file is never held in memory: DuckDB reads it from disk into a table of its own on disk, rows go to the database in
batches (COPY on PostgreSQL), in one transaction. Columns: 代号, 时间 (2023-06-30 04:00, Beijing), 读数.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from typing import Any

import duckdb
import numpy as np
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from youju.kernel.clock import db_now
from youju.kernel.errors import BadInput, Problem
from youju.kernel.models import User
from youju.kernel.trace import leave_trace
from youju.work.monitors.held import HOUR
from youju.work.monitors.models import Correction, Feed, Reading
from youju.work.monitors.selectors import monitors_for
from youju.work.monitors.services import look_back

SHOWN, BATCH, BLOCK = 200, 50_000, 1 << 20
COLUMNS = ("代号", "时间", "读数")
# What is wrong with a row, the first that holds, as its place in WORDS.
FAULTY = """
SELECT line, fault FROM (
    SELECT r.line, CASE
        WHEN m.id IS NULL THEN 0
        WHEN r.moment IS NULL OR NOT regexp_matches(r.moment, '^[0-9]{4}-[0-9]{2}-[0-9]{2}[ T][0-9]{2}:[0-9]{2}(:[0-9]{2})?$')
            OR try_cast(r.moment AS TIMESTAMP) IS NULL THEN 1
        WHEN r.value IS NULL OR NOT regexp_matches(r.value, '^-?[0-9]{1,12}(\\.[0-9]{1,6})?$') THEN 2
        WHEN length(split_part(r.value, '.', 2)) > m.places THEN 3
        WHEN epoch(CAST(r.moment AS TIMESTAMP)) - 28800 > ? THEN 4
        WHEN m.kind IN ('inflow', 'billed', 'rain') AND r.value LIKE '-%' AND CAST(r.value AS DECIMAL(18, 6)) < 0 THEN 5
    END AS fault FROM raw r LEFT JOIN known m ON m.code = r.code
) WHERE fault IS NOT NULL ORDER BY line LIMIT ?
"""
WORDS = (
    (gettext_lazy("没有这个代号的监测点，或者不归你管"), gettext_lazy("先设立监测点")),
    (gettext_lazy("时间看不懂"), gettext_lazy("写成 2023-06-30 04:00")),
    (gettext_lazy("读数不是数"), gettext_lazy("只写数字；没有读到就整行不写，不写 0")),
    (gettext_lazy("小数位比监测点的多"), gettext_lazy("按监测点的精度写")),
    (gettext_lazy("时间还没有到"), gettext_lazy("核对年月日；仪表的钟快了先校准")),
    (gettext_lazy("水量、雨量不会是负数"), gettext_lazy("核对读数；没有读到就整行不写")),
)


@dataclass(frozen=True, slots=True)
class Taken:
    """What a file brought. `again`: the same file was taken in before."""

    made: int
    same: int
    again: bool = False


def take_readings(*, name: str, path: Path, by: User) -> Taken:
    """Take in a CSV file of readings, all or nothing; the same file again does nothing.

    A reading that is already there with the same value is passed over, with another value it is a fault: readings are
    not changed. What came late is looked at as if it had come in time: the rules open the alarms they would have opened.
    """
    sha = _digest(path)
    before = Feed.objects.filter(sha256=sha).first()
    if before is not None:
        return Taken(before.made, before.same, again=True)
    with tempfile.TemporaryDirectory(prefix="feed-") as folder, _duck(Path(folder)) as duck:
        _read(duck, name, _in_utf8(path, Path(folder)), by)
        problems = _problems(duck, name)
        if problems:
            raise _refused(name, problems)
        with transaction.atomic():
            _against_stored(duck, name)
            taken = _stored(duck, name, sha, by)
            new = duck.execute("SELECT monitor, min(moment), max(moment) FROM rows GROUP BY 1").fetchall()
            look_back({monitor: (first, last) for monitor, first, last in new} if taken.made else {})
            return taken


def _duck(folder: Path) -> duckdb.DuckDBPyConnection:
    """Open a database on disk that keeps within a little memory and two cores."""
    limits = {"memory_limit": "400MB", "threads": "2", "temp_directory": str(folder)}
    return duckdb.connect(str(folder / "feed.duckdb"), config=limits)


def _in_utf8(path: Path, folder: Path) -> Path:
    """Return the file itself, or a copy in UTF-8 of one that is in the encoding Excel writes here (GB18030)."""
    try:
        with path.open(encoding="utf-8") as file:
            while file.read(BLOCK):
                pass
    except UnicodeDecodeError:
        copy = folder / "readings.csv"
        with path.open(encoding="gb18030", errors="replace") as file, copy.open("w", encoding="utf-8") as out:
            shutil.copyfileobj(file, out, BLOCK)
        return copy
    return path


def _digest(path: Path) -> str:
    found = hashlib.sha256()
    with path.open("rb") as file:
        while block := file.read(BLOCK):
            found.update(block)
    return found.hexdigest()


def _read(duck: duckdb.DuckDBPyConnection, name: str, path: Path, by: User) -> None:
    """Read the file into `raw` with the number of each line, and the monitors of the person into `known`."""
    known = list(monitors_for(by, "monitor.feed").values_list("code", "pk", "places", "kind"))
    duck.execute("CREATE TABLE known (code VARCHAR, id BIGINT, places INTEGER, kind VARCHAR)")
    if known:
        duck.executemany("INSERT INTO known VALUES (?, ?, ?, ?)", known)
    try:
        duck.execute(
            "CREATE TABLE raw AS SELECT row_number() OVER () + 1 AS line, trim(代号) AS code, trim(时间) AS moment, trim(读数) AS value"
            " FROM read_csv(?, header = true, all_varchar = true, quote = '\"', delim = ',', null_padding = false, parallel = false)",
            [str(path)],
        )
    except duckdb.Error as error:
        raise _refused(
            name,
            [
                Problem(
                    f"{name}:1",
                    _("读不出这个文件，或者缺列"),
                    _("CSV,UTF-8，第一行是列名：{words}").format(words="、".join(COLUMNS)),
                )
            ],
        ) from error
    if duck.execute("SELECT count(*) FROM raw").fetchall()[0][0] == 0:
        raise _refused(name, [Problem(f"{name}:2", _("一行也没有"), _("填好再导入"))])


def _problems(duck: duckdb.DuckDBPyConnection, name: str) -> list[Problem]:
    """Return the first rows that are wrong, each with its line, and twice the same moment with two values."""
    now = int(db_now().timestamp()) + HOUR
    found = duck.execute(FAULTY, [now, SHOWN]).fetchall()
    if found:
        return [Problem(f"{name}:{line}", *map(str, WORDS[fault])) for line, fault in found]
    duck.execute(
        "CREATE TABLE rows AS SELECT min(r.line) AS line, m.id AS monitor, epoch(CAST(r.moment AS TIMESTAMP))::BIGINT - 28800 AS moment,"
        " min(CAST(r.value AS DECIMAL(18, 6)) * CAST(power(10, m.places) AS BIGINT))::BIGINT AS value,"
        " max(CAST(r.value AS DECIMAL(18, 6)) * CAST(power(10, m.places) AS BIGINT))::BIGINT AS other, count(*) AS times"
        " FROM raw r JOIN known m ON m.code = r.code GROUP BY 2, 3"
    )
    doubled = duck.execute(
        "SELECT line FROM rows WHERE value <> other ORDER BY line LIMIT ?", [SHOWN]
    ).fetchall()
    return [Problem(f"{name}:{line}", _("同一时间写了两个读数"), _("留下对的一行")) for (line,) in doubled]


def _against_stored(duck: duckdb.DuckDBPyConnection, name: str) -> None:
    """Drop from `rows` what is stored already with the same value; refuse what is stored with another.

    A value that a correction put in the place of a reading is the same too: the meter was asked again and agrees.
    """
    duck.execute("CREATE TABLE stored (monitor BIGINT, moment BIGINT, value BIGINT)")
    for monitor, first, last in duck.execute(
        "SELECT monitor, min(moment), max(moment) FROM rows GROUP BY 1 ORDER BY 1"
    ).fetchall():
        kept = Reading.objects.filter(monitor=monitor, at__gte=first, at__lte=last).values_list(
            "monitor_id", "at", "value"
        )
        instead = Correction.objects.filter(
            monitor=monitor, moment__gte=first, moment__lte=last, value__isnull=False
        ).values_list("monitor_id", "moment", "value")
        for part in _parts(chain(kept.iterator(chunk_size=BATCH), instead.iterator(chunk_size=BATCH))):
            # As columns: row by row DuckDB takes a thousand a second.
            found = dict(zip(("monitor", "moment", "value"), np.array(part, dtype=np.int64).T, strict=True))
            duck.execute("INSERT INTO stored SELECT monitor, moment, value FROM found")
            del found
    other = duck.execute(
        "SELECT r.line FROM rows r JOIN stored s ON s.monitor = r.monitor AND s.moment = r.moment"
        " GROUP BY r.line, r.value HAVING NOT bool_or(s.value = r.value) ORDER BY 1 LIMIT ?", [SHOWN]
    ).fetchall()  # fmt: skip
    if other:
        raise _refused(
            name,
            [
                Problem(
                    f"{name}:{line}",
                    _("这一时间已有不同的读数"),
                    _("读数不改；查清哪个对，原来的错了就在监测点页面更正"),
                )
                for (line,) in other
            ],
        )
    duck.execute(
        "DELETE FROM rows r WHERE EXISTS (SELECT 1 FROM stored s WHERE s.monitor = r.monitor AND s.moment = r.moment)"
    )


def _parts(rows: Iterator[Any]) -> Iterator[list[Any]]:
    part = []
    for row in rows:
        part.append(row)
        if len(part) == BATCH:
            yield part
            part = []
    if part:
        yield part


def _stored(duck: duckdb.DuckDBPyConnection, name: str, sha: str, by: User) -> Taken:
    made = int(duck.execute("SELECT count(*) FROM rows").fetchall()[0][0])
    said = int(duck.execute("SELECT count(*) FROM raw").fetchall()[0][0])
    try:
        with transaction.atomic():
            feed = Feed.objects.create(
                sha256=sha, name=name[:200], made=made, same=said - made, by=by, at=db_now()
            )
    except IntegrityError:  # the same file, taken in at the same moment by somebody else
        return Taken(0, said, again=True)
    rows = duck.execute("SELECT monitor, moment, value FROM rows ORDER BY monitor, moment")
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with cursor.copy("COPY monitors_reading (monitor_id, at, value, feed_id) FROM STDIN") as out:
                while part := rows.fetchmany(BATCH):
                    for row in part:
                        out.write_row((*row, feed.pk))
        else:
            while part := rows.fetchmany(BATCH):
                cursor.executemany(
                    "INSERT INTO monitors_reading (monitor_id, at, value, feed_id) VALUES (%s, %s, %s, %s)", [(*row, feed.pk) for row in part]
                )  # fmt: skip
    leave_trace(by, "monitor.import", feed, file=name[:200], sha256=sha, made=made, same=said - made)
    return Taken(made, said - made)


def _refused(name: str, problems: list[Problem]) -> BadInput:
    more = f"，这里列出前 {SHOWN} 处" if len(problems) >= SHOWN else ""
    return BadInput(f"“{name}”没有导入", f"有 {len(problems)} 处不对{more}；一行也没有存", "改正后整份再导入",
                    english=f"{name} was not imported: {len(problems)} faults; no row was stored. Mend them and import the whole file again.", problems=problems)  # fmt: skip
