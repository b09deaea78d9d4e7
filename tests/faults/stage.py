"""What the fault tests work on: a township with villages, a round that takes reports, and five jobs that must be whole or not at all."""

from __future__ import annotations

import datetime as dt
import io
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any
from unittest import mock

import openpyxl
from django.db import connection, transaction
from django.db.models import QuerySet

import youju.engine
from youju.flow.ledger.models import Observation
from youju.flow.ledger.rows import Entry as Value
from youju.flow.ledger.services import close_round, take_official
from youju.flow.reports.books import reading
from youju.flow.reports.books.going_out import book_for
from youju.flow.reports.models import Report, ReportValue, Submission
from youju.flow.reports.services import begin_report, rows, save_draft, submit_report, take_book
from youju.flow.reports.typed import Entry
from youju.flow.schemes.models import Round
from youju.flow.schemes.package import from_folder
from youju.flow.schemes.services import advance_round, approve, load_scheme, open_round, propose
from youju.flow.units.models import Unit
from youju.flow.units.services import add_unit
from youju.kernel import confined, streams
from youju.kernel.errors import Refusal
from youju.kernel.models import LogEntry, Trace, User
from youju.kernel.people import appoint, open_account
from youju.work.monitors import feeding
from youju.work.monitors.models import Feed, Monitor, Reading
from youju.work.registers import services as registers
from youju.work.registers.models import Import, Record, RecordVersion, Register, UniqueValue

LONG_AGO = dt.date(2020, 1, 1)
SAID = {"income": "100000", "complaints": "20", "solved": "19"}
FILES, PERIODS = 3, 12
JOBS = ("import", "book", "closing", "records", "readings")
WELLS = """\
register: well
title: 水井
prefix: SJ
fields:
  code:  {title: 井号, type: string, required: true, unique: true}
  depth: {title: 井深, type: number, places: 1}
"""


@dataclass(frozen=True, slots=True)
class Job:
    """Acts one after the other, and what must be in the database after n of them: nothing in between is allowed."""

    acts: tuple[Callable[[], Any], ...]
    state: Callable[[], tuple[int, ...]]
    """Row counts, which grow by the same steps for each act."""
    step: tuple[int, ...]
    start: tuple[int, ...]

    def after(self, done: int) -> tuple[int, ...]:
        """Return the counts after some acts."""
        return tuple(at + done * step for at, step in zip(self.start, self.step, strict=True))


def lay(villages: int) -> None:
    """Fill an empty database: units, people, a scheme in force, October's round for a book and September's to close."""
    county = _unit("220322", "梨树县", "county")
    township = _unit("220322103", "郭家店镇", "township", county)
    units = [_unit(f"2203221032{n:02}", f"示例{n}村", "village", township) for n in range(1, villages + 1)]
    zhang, zhao = (
        _person("zhang", "张", "reporter", township),
        _person("zhao", "赵", "scoring_office", county),
    )
    qian = _person("qian", "钱", "second_approver", county)
    files = from_folder(Path(youju.engine.__file__).parent / "starter")
    version, _found = load_scheme(files=files, unit=county, by=zhao)
    scheme = approve(version=propose(version=version, by=zhao), by=qian).scheme
    closing = advance_round(
        round_=open_round(scheme=scheme, period="2026-09", by=zhao), to="reporting", by=zhao
    )
    for unit in units:
        report = begin_report(round_=closing, unit=unit, by=zhang)
        said = {name: Entry(text, note="已核对") for name, text in SAID.items()}
        submit_report(report=save_draft(report=report, entries=said, lock=report.lock, by=zhang), by=zhang)
    registers.declare_register(text=WELLS, unit=county, by=zhao)
    Monitor.objects.bulk_create(
        Monitor(
            code=f"rain-{unit.code}",
            title="雨量",
            kind="rain",
            measure="毫米",
            places=1,
            every=3600,
            unit=unit,
        )
        for unit in units
    )
    for status in ("verifying", "notice"):
        closing = advance_round(round_=closing, to=status, by=zhao)
    Round.objects.filter(pk=closing.pk).update(object_by=None)
    advance_round(round_=open_round(scheme=scheme, period="2026-10", by=zhao), to="reporting", by=zhao)


def _unit(code: str, name: str, level: str, parent: Unit | None = None) -> Unit:
    return add_unit(code=code, name=name, level=level, parent=parent, on=LONG_AGO, by=None)


def _person(username: str, name: str, role: str, unit: Unit) -> User:
    user, _once = open_account(username=username, name=name, by=None, password="a-long-password")
    appoint(holder=user, role=role, unit_id=unit.pk, by=None, valid_from=LONG_AGO)
    return user


def jobs(book: bytes = b"") -> dict[str, Job]:
    """Return the jobs, ready to be done on the database as `lay` left it, with a book of it if there is one already."""
    zhang, zhao = User.objects.get(username="zhang"), User.objects.get(username="zhao")
    villages = list(Unit.objects.filter(level="village").order_by("code"))
    closing, taking = (
        Round.objects.select_related("scheme__unit", "scheme_version").get(period=p)
        for p in ("2026-09", "2026-10")
    )
    book = book or book_of()
    n = len(villages)

    def values(number: int) -> Callable[[], Any]:
        rows = [Value(unit.pk, f"statistic{number}", f"2025-{month:02}", Decimal(month), "official", citation=f"表{number}")
                for unit in villages for month in range(1, PERIODS + 1)]  # fmt: skip
        return lambda: take_official(entries=rows, citation=f"表{number}", by=zhao, name=f"表{number}")

    return {
        "import": Job(tuple(values(number) for number in range(FILES)), _official, (n * PERIODS, 1, 1), (0, 0, 0)),
        "book": Job(
            (lambda: take_book(round_=taking, name="报送表.xlsx", content=book, by=zhang, submit=True),),
            lambda: _reported(taking), (n, 3 * n, n, n, n), (0, 0, 0, 0, 0),
        ),
        "records": Job(
            tuple(_wells(number, villages, zhang) for number in range(FILES)), _recorded, (n, n, n, n, 1, 1, 1), (0,) * 7
        ),
        "readings": Job((lambda: _read(villages, zhao),), _readings, (24 * n, 1, 1, 1), (0, 0, 0, 0)),
        "closing": Job((lambda: _close(closing, zhao),), lambda: _closed(closing), (1, 3 * n, 1, 1), (0, 0, 0, 0)),
    }  # fmt: skip


def _wells(number: int, villages: list[Unit], by: User) -> Callable[[], Any]:
    """Return the act that takes in a table of wells, one in every village."""
    rows = [f"{unit.code},{number}-{unit.code},{number}.5" for unit in villages]
    content = "\n".join(["unit,code,depth", *rows]).encode()
    register = Register.objects.get(code="well")
    return lambda: registers.take_book(register=register, name=f"{number}.csv", content=content, by=by)


def _read(villages: list[Unit], by: User) -> Any:
    """Take in the rain of a day in every village."""
    rows = [f"rain-{unit.code},2026-08-01 {hour:02}:00,{hour}.5" for unit in villages for hour in range(24)]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "rain.csv"
        path.write_text("\n".join(["代号,时间,读数", *rows]), "utf-8")
        return feeding.take_readings(name="rain.csv", path=path, by=by)


def book_of() -> bytes:
    """Return the book of October in which every village says everything."""
    taking = Round.objects.select_related("scheme__unit", "scheme_version").get(period="2026-10")
    return filled(book_for(User.objects.get(username="zhang"), taking))


def filled(content: bytes) -> bytes:
    """Return a book in which every village says everything."""
    book = openpyxl.load_workbook(io.BytesIO(content))
    for row in range(6, book.active.max_row + 1):
        for name, column in zip(SAID, "EHK", strict=True):
            book.active[f"{column}{row}"] = SAID[name]
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _close(round_: Round, by: User) -> None:
    """Close once; a second pressing hears that it is closed."""
    try:
        close_round(round_=Round.objects.get(pk=round_.pk), by=by)
    except Refusal:
        if Round.objects.get(pk=round_.pk).status != "closed":
            raise


def _official() -> tuple[int, ...]:
    traces = Trace.objects.filter(subject__startswith="official:")
    return Observation.objects.filter(basis="official").count(), traces.count(), _logged(traces)


def _reported(round_: Round) -> tuple[int, ...]:
    handed_in = Report.objects.filter(round=round_, status="submitted")
    traces = Trace.objects.filter(
        act="report.submit",
        subject__in=[f"reports.report:{pk}" for pk in handed_in.values_list("pk", flat=True)],
    )
    return (handed_in.count(), ReportValue.objects.filter(report__round=round_).count(),
            Submission.objects.filter(report__round=round_).count(), traces.count(), _logged(traces))  # fmt: skip


def _closed(round_: Round) -> tuple[int, ...]:
    traces = Trace.objects.filter(act="round.close", subject=f"schemes.round:{round_.pk}")
    return (Round.objects.filter(pk=round_.pk, status="closed").count(),
            Observation.objects.filter(basis="reported").count(), traces.count(), _logged(traces))  # fmt: skip


def _recorded() -> tuple[int, ...]:
    traces = Trace.objects.filter(act="register.import")
    numbered = Register.objects.values_list("next_number", flat=True).get(code="well") - 1
    return (Record.objects.count(), RecordVersion.objects.count(), UniqueValue.objects.count(), numbered,
            Import.objects.count(), traces.count(), _logged(traces))  # fmt: skip


def _readings() -> tuple[int, ...]:
    traces = Trace.objects.filter(act="monitor.import")
    return Reading.objects.count(), Feed.objects.count(), traces.count(), _logged(traces)


def _logged(traces: Any) -> int:
    return LogEntry.objects.filter(trace__in=traces).count()


@contextmanager
def each_file_read_once() -> Iterator[None]:
    """Keep what the confined process said of a file: it takes a second to start, reads, and writes nothing of ours."""
    kept: dict[Any, tuple[dict[str, Any], dict[str, bytes]]] = {}

    def ask(module: str, folder: Path, *words: str, patience: float) -> dict[str, Any]:
        given = (module, words, tuple((one.name, one.read_bytes()) for one in sorted(folder.iterdir())))
        if given not in kept:
            told = confined.ask(module, folder, *words, patience=patience)
            kept[given] = told, {one.name: one.read_bytes() for one in folder.iterdir()}
        told, files = kept[given]
        for name, content in files.items():
            (folder / name).write_bytes(content)
        return told

    with mock.patch.object(reading, "ask", ask):
        yield


def one_by_one(table: str, columns: Sequence[str], lines: Iterable[Sequence[Any]]) -> None:
    """Insert lines where the house streams them."""
    marks = ", ".join(["%s"] * len(columns))
    with connection.cursor() as cursor:
        for line in lines:
            cursor.execute(f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({marks})", list(line))


@contextmanager
def each_row_for_itself() -> Iterator[None]:
    """The control: as if nobody had thought of transactions. Every row is committed by itself."""

    def enter(_self: Any) -> None:
        connection.in_atomic_block = True

    was = connection.in_atomic_block
    try:
        with (
            mock.patch.object(transaction.Atomic, "__enter__", enter),
            mock.patch.object(transaction.Atomic, "__exit__", lambda *_words: None),  # noqa: PT008
            # PostgreSQL locks rows inside a transaction only, and there is none
            mock.patch.object(QuerySet, "select_for_update", lambda self, **_how: self.all()),
            mock.patch.object(streams, "AT_ONCE", 1),
            mock.patch.object(streams, "pour_lines", one_by_one),
            mock.patch.object(rows, "pour_lines", one_by_one),
        ):
            yield
    finally:
        connection.in_atomic_block = was
