"""What the month on the web is measured on: a nation's units, two schemes, a year of observations, and people.

The data is laid in bulk; schemes are put in force, rounds opened and boards scored by the services, as an office does.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import random
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict, dataclass, field
from itertools import islice
from typing import Any

INDICATORS = [f"i{k}" for k in range(30)]
SHARES = (("province", 31), ("prefecture", 333), ("county", 2_844), ("township", 38_600))
ALL = 540_000
LONG_AGO = dt.date(2020, 1, 1)
SAID_ON = dt.datetime(2026, 11, 10, 9, 0, tzinfo=dt.UTC)
AT_ONCE = 5_000
SEVERAL = 40
"""How many people of each kind ask in turn."""


@dataclass
class World:
    """What the measuring needs to know of what was laid."""

    counties: int = 0
    observations: int = 0
    boards: list[int] = field(default_factory=list)
    pages: int = 1
    closing: int = 0
    reporting: int = 0
    booked: int = 0
    statements: list[tuple[str, str]] = field(default_factory=list)
    """Session and address of a statement of marks."""
    desks: list[str] = field(default_factory=list)
    office: str = ""
    office_key: str = ""
    submits: list[tuple[str, str, str]] = field(default_factory=list)
    """Token, code of a village, the SHA-256 of its evidence."""
    book_key: str = ""
    book_lines: list[tuple[str, str]] = field(default_factory=list)

    def as_json(self) -> str:
        """Write it down for the process that measures."""
        return json.dumps(asdict(self))


def scheme(code: str, level: str, *, evidence: bool) -> str:
    """Return a scheme of thirty reported indicators, a rule for each, compared in the nation and in the province."""
    asked = "\n".join(
        f"  {name}: {{title: 指标{name[1:]}, measure: 件, ask: month{', evidence: true' if evidence and name == 'i0' else ''}}}"
        for name in INDICATORS
    )
    marks = "\n".join(
        f"  - {{id: r{k}, title: 事项{k}, clause: 第三条第{k + 1}项, full: 10, value: {{ratio: {name}, to: 500}}, shape: {{curve: [[0, 0], [1, 10]]}}}}"
        for k, name in enumerate(INDICATORS)
    )
    return f"""scheme: {code}
title: 测速方案{level}
version: "1"
example: true
owner: 示例考核办
object: {level}
topic: 测速{code}
basis: {{title: 测速用方案, number: 〔2020〕1号, issuer: 示例委办公室, issuer_level: city, adopted: 2020-01-01, plan: 2020年度督查检查考核计划第1项}}
in_force: {{from: 2020-01, to: 2035-12}}
round: {{every: month}}
missing: omit
league: [{{level: {level}, at_least: 2}}, {{level: {level}, within: 省, at_least: 2}}]
indicators:
{asked}
marks:
{marks}
total: {{places: 2, round: half_up, before_ranking: true, ties: best}}
full: 300
bands: {{前列: {{top: 30%}}, 稳定: {{at_least: 100}}, 关注: {{rest: true, published: false}}}}
publish: {{order: false}}
"""


def lay(units: int, observations: int, *, submits: int, book: int, tell: Callable[[str], None]) -> World:
    """Lay everything into the empty database Django is set up with."""
    world, rng = World(), random.Random(2023)
    tree = _units(units)
    tell(f"{sum(map(len, tree.values())):,} units")
    world.counties = len(tree["county"])
    people = _people(tree)
    county, village = _schemes(people)
    periods = [f"{2025 + (9 + m) // 12}-{(9 + m) % 12 + 1:02}" for m in range(12)]
    world.observations = _observations(tree["county"], periods, observations, people["office"], rng)
    tell(f"{world.observations:,} observations")
    world.boards = _boards(county, periods, people["office"])
    tell(f"{len(world.boards)} boards of {world.counties:,} counties")
    world.closing = _to_be_closed(county, tree["county"], people, rng)
    world.reporting = _open(village, "2026-10", people["office"])
    world.booked = _open(village, "2026-11", people["office"])
    _doors(world, tree, people, submits, book)
    _settle()
    tell("rounds, people and their keys")
    return world


@dataclass(frozen=True)
class Node:
    """A unit that was laid."""

    pk: int
    code: str
    path: str
    above: int
    """Where its parent stands in the level above."""


def _batches(rows: Iterator[Any]) -> Iterator[list[Any]]:
    while some := list(islice(rows, AT_ONCE)):
        yield some


def _units(count: int) -> dict[str, list[Node]]:
    from youju.flow.units.models import Placement, Tree, Unit
    from youju.flow.units.paths import segment

    tree, _made = Tree.objects.get_or_create(
        code="administrative", defaults={"name": "行政区划", "kind": "administrative"}
    )
    sizes = [("country", 1), *((name, max(2, round(n * count / ALL))) for name, n in SHARES)]
    sizes.append(("village", count - sum(n for _name, n in sizes)))
    laid: dict[str, list[Node]] = {}
    above: list[Node] = []
    for depth, (level, number) in enumerate(sizes):
        nodes: list[Node] = []
        for some in _batches(iter(range(number))):
            parents = [i * len(above) // number for i in some]
            rows = Unit.objects.bulk_create(
                Unit(code=f"{depth}{i:08}", name=f"示例{level[0]}{i}", level=level, valid_from=LONG_AGO) for i in some
            )  # fmt: skip
            made = [
                Node(row.pk, row.code, (above[p].path if above else "") + segment(row.pk), p)
                for row, p in zip(rows, parents, strict=True)
            ]
            Placement.objects.bulk_create(
                Placement(tree=tree, unit_id=n.pk, parent_id=above[n.above].pk if above else None, path=n.path, valid_from=LONG_AGO)
                for n in made
            )  # fmt: skip
            nodes += made
        laid[level], above = nodes, nodes
    return laid


def _people(tree: dict[str, list[Node]]) -> dict[str, Any]:
    from youju.kernel.models import User
    from youju.kernel.people import appoint

    def person(name: str, role: str, units: Sequence[Node]) -> Any:
        # nobody types a password here, and hashing one on purpose takes long
        user = User.objects.create(username=name, name=name, password="!")
        for unit in units:
            appoint(holder=user, role=role, unit_id=unit.pk, by=None, valid_from=LONG_AGO)
        return user

    step = max(1, len(tree["county"]) // SEVERAL)
    some = tree["county"][::step][:SEVERAL]
    return {
        "office": person("office", "scoring_office", tree["country"]),
        "second": person("second", "second_approver", tree["country"]),
        "county": [(c, person(f"county{n}", "reporter", [c])) for n, c in enumerate(some)],
        "reviewer": [(c, person(f"reviewer{n}", "reviewer", [c])) for n, c in enumerate(some)],
        "township": [person(f"town{n}", "reporter", [t]) for n, t in enumerate(tree["township"][:SEVERAL])],
        "book": person("book", "reporter", tree["country"]),
    }  # fmt: skip


def _schemes(people: dict[str, Any]) -> tuple[Any, Any]:
    from youju.flow.schemes.services import approve, load_scheme, propose
    from youju.flow.units.models import Unit

    country = Unit.objects.get(level="country")
    found = []
    for code, level, evidence in (("bench-county", "县", False), ("bench-village", "村", True)):
        files = {"scheme.yaml": scheme(code, level, evidence=evidence).encode()}
        version, _found = load_scheme(files=files, unit=country, by=people["office"])
        found.append(
            approve(version=propose(version=version, by=people["office"]), by=people["second"]).scheme
        )
    return found[0], found[1]


def _observations(counties: list[Node], periods: list[str], count: int, by: Any, rng: random.Random) -> int:
    """Lay so many observations: of every county every indicator, month by month, the latest months first."""
    from youju.flow.ledger.models import Observation

    def rows() -> Iterator[Observation]:
        for m, period in enumerate(reversed(periods)):
            start = dt.date.fromisoformat(f"{period}-01")
            at = dt.datetime.combine(start, dt.time(1), dt.UTC) + dt.timedelta(days=40 - m)
            for county in counties:
                for name in INDICATORS:
                    yield Observation(
                        scheme="bench-county", unit_id=county.pk, indicator=name, period=period, starts_on=start,
                        mantissa=rng.randrange(50, 900), basis="reported", recorded_by=by, recorded_at=at,
                    )  # fmt: skip

    laid = 0
    for some in _batches(islice(rows(), count)):
        laid += len(Observation.objects.bulk_create(some))
    return laid


def _boards(scheme: Any, periods: list[str], by: Any) -> list[int]:
    """Score the last two months with what the ledger holds, as closed rounds are."""
    from youju.flow.schemes.models import Round
    from youju.flow.scores.services import score_round
    from youju.kernel.clock import as_if

    found = []
    for period in periods[-2:]:
        start = dt.date.fromisoformat(f"{period}-01")
        round_ = Round.objects.create(
            scheme=scheme, scheme_version=scheme.versions.get(), period=period, starts_on=start,
            ends_on=(start + dt.timedelta(days=31)).replace(day=1) - dt.timedelta(days=1),
            status="closed", opened_at=SAID_ON, closed_at=SAID_ON,
        )  # fmt: skip
        with as_if(SAID_ON):
            found.append(score_round(round_=round_, by=by).pk)
    return found


def _open(scheme: Any, period: str, by: Any) -> int:
    from youju.flow.schemes.services import advance_round, open_round

    return int(
        advance_round(round_=open_round(scheme=scheme, period=period, by=by), to="reporting", by=by).pk
    )


def _to_be_closed(scheme: Any, counties: list[Node], people: dict[str, Any], rng: random.Random) -> int:
    """Lay a month in which every county handed in thirty values, past its notice."""
    from youju.flow.reports.models import Report, ReportValue, Submission
    from youju.flow.schemes.models import Round

    key, by = _open(scheme, "2026-10", people["office"]), people["county"][0][1]
    for some in _batches(iter(counties)):
        reports = Report.objects.bulk_create(
            Report(round_id=key, unit_id=c.pk, status="submitted", lock=2, submitted_at=SAID_ON, submitted_by=by) for c in some
        )  # fmt: skip
        said = {
            report.pk: [
                {"indicator": name, "period": "2026-10", "value": str(rng.randrange(50, 900)), "relation": "=", "note": "",
                 "evidence": [], "held": ""}
                for name in INDICATORS
            ]
            for report in reports
        }  # fmt: skip
        ReportValue.objects.bulk_create(
            (ReportValue(report_id=pk, indicator=v["indicator"], period="2026-10", typed=v["value"], value=v["value"])
             for pk, values in said.items() for v in values), batch_size=AT_ONCE,
        )  # fmt: skip
        Submission.objects.bulk_create(
            (Submission(report_id=pk, number=1, by=by, submitted_at=SAID_ON, late=False, after_close=False, values=values,
                        sha256="0" * 64) for pk, values in said.items()), batch_size=500,
        )  # fmt: skip
    Round.objects.filter(pk=key).update(status="notice", object_by=None)
    return key


def _doors(
    world: World, tree: dict[str, list[Node]], people: dict[str, Any], submits: int, book: int
) -> None:
    """Sign people in, issue their programs' tokens, lay the evidence that reports will carry."""
    world.office = session(people["office"])
    world.office_key = token(people["office"], ["round.close", "round.read"])
    at = {c.pk: c.code for c in tree["county"]}
    for node, user in people["county"]:
        cookie = session(user)
        world.desks.append(cookie)
        world.statements.append((cookie, f"/scores/{world.boards[-1]}/{at[node.pk]}/"))
    world.desks += [session(user) for _node, user in people["reviewer"]]
    world.desks += [session(user) for user in people["township"]]
    world.desks += [world.office, session(people["second"])]
    _evidence(world, tree, people, submits)
    world.book_key = token(people["book"], ["report.write", "report.submit"])
    world.book_lines = [(v.code, "示例村") for v in tree["village"][:book]]
    world.pages = max(1, world.counties // 200)


def _evidence(world: World, tree: dict[str, list[Node]], people: dict[str, Any], count: int) -> None:
    from youju.flow.evidence.models import Evidence

    keys = {node.path: token(user, ["report.write", "report.submit"]) for node, user in people["county"]}
    width = len(people["county"][0][0].path)
    villages = [v for v in tree["village"] if v.path[:width] in keys]
    random.Random(7).shuffle(villages)
    rows = []
    for v in villages[:count]:
        sha = hashlib.sha256(v.code.encode()).hexdigest()
        rows.append(
            Evidence(unit_id=v.pk, sha256=sha, original_sha256=sha, is_sealed=False, kind="text", media_type="text/plain; charset=utf-8",
                     name="回单.txt", size=100, uploaded_by=people["office"], uploaded_at=SAID_ON, open_at=SAID_ON)
        )  # fmt: skip
        world.submits.append((keys[v.path[:width]], v.code, sha))
    for some in _batches(iter(rows)):
        Evidence.objects.bulk_create(some)


def session(user: Any) -> str:
    """Sign somebody in and return the cookie."""
    from django.test import Client

    client = Client()
    client.force_login(user)
    return f"sessionid={client.cookies['sessionid'].value}"


def token(user: Any, acts: list[str]) -> str:
    """Issue a token for the one post of somebody."""
    from youju.kernel.people import issue_token

    _row, key = issue_token(tenure=user.tenures.order_by("pk").first(), name="测速", acts=acts, by=user)
    return key


def _settle() -> None:
    """Give the traces their places in the log and let the database look at its tables."""
    from django.db import connection

    from youju.kernel.log import sequence

    while sequence():
        pass
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if connection.vendor == "postgresql" else "ANALYZE")
