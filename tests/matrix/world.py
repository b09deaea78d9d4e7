"""A region to try every door on: two counties under a city, seven rounds in seven states, and a secret in every unit.

A name carries the canary `Cz<UNIT>n`, everything else that belongs to a unit `Cz<UNIT><kind>`: r words of a report,
e evidence, w findings, v verifications, t feedback, o objections, c corrections, h an inspection the unit does not
know of yet, q the reason of a recusal, g a record of a register; incomes are numbers that occur nowhere else. So a body tells what it shows.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import Any

from tests.flow.evidence import corpus
from tests.matrix.actors import Actor, people_of

LONG_AGO = dt.date(2020, 1, 1)
NOW = "2026-11-03 09:00"
TREE = {
    "PP": (None, "prefecture", "2203"), "CA": ("PP", "county", "220322"), "CB": ("PP", "county", "220323"),
    "T1": ("CA", "township", "220322103"), "T2": ("CA", "township", "220322104"), "TB": ("CB", "township", "220323103"),
    "V0": ("T1", "village", "220322103200"), "V1": ("T1", "village", "220322103201"), "V2": ("T1", "village", "220322103202"),
    "X1": ("T2", "village", "220322104201"), "X2": ("T2", "village", "220322104202"), "VB": ("TB", "village", "220323103201"),
    "G1": ("V1", "group", "22032210320101"),
}  # fmt: skip
REPORTING_UNITS = ("V0", "V1", "V2", "X1", "X2")
INCOMES = {"V0": "73100.19", "V1": "73111.19", "V2": "73122.19", "X1": "73133.19", "X2": "73144.19"}
KINDS = "nretvwochqsg"
# state → period; one round stands in each.
STATES = {
    "published": "2026-04", "closed": "2026-05", "due": "2026-06", "notice": "2026-07", "verifying": "2026-08",
    "reporting": "2026-09", "open": "2026-10",
}  # fmt: skip


@contextmanager
def at(text: str) -> Iterator[None]:
    """Tell the house another moment."""
    from youju.kernel.clock import as_if

    with as_if(dt.datetime.fromisoformat(text)):
        yield


@dataclass
class World:
    """What was built: the actors, and for each state the things that a door can be tried on ("" for those without)."""

    actors: list[Actor] = field(default_factory=list)
    things: dict[str, dict[str, Any]] = field(default_factory=dict)
    units: dict[str, Any] = field(default_factory=dict)

    def of(self, state: str) -> dict[str, Any]:
        """Return the things of a state, those without a state among them."""
        return {**self.things[""], **self.things.get(state, {})}


def built() -> World:
    """Build the region in the present database."""
    world = World(things={"": {}, **{state: {} for state in STATES}})
    with at("2026-05-06 09:00"):
        _units(world)
        staff = _staff(world)
        scheme = _scheme(world, staff)
    world.actors = people_of(world.units)
    _published(world, staff, scheme)
    _closed(world, staff, scheme)
    with at("2026-07-01 09:00"):
        _merge(world)
    _due_and_notice(world, staff, scheme)
    _verifying(world, staff, scheme)
    _young(world, staff, scheme)
    with at(NOW):
        _kept_things(world, staff, scheme)
    return world


def _units(world: World) -> None:
    from youju.flow.units.services import add_tree, add_unit, place_unit

    for key, (parent, level, code) in TREE.items():
        above = world.units[parent] if parent else None
        world.units[key] = add_unit(
            code=code, name=f"{key}单位Cz{key}n", level=level, parent=above, on=LONG_AGO, by=None
        )
    add_tree(code="party", name="党组织", kind="party", by=None)
    place_unit(unit=world.units["T1"], tree="party", parent=None, on=LONG_AGO, by=None)
    world.things[""] |= {f"unit_{key}": unit.code for key, unit in world.units.items()}
    world.things[""]["unit"] = world.units["V1"].code


def _staff(world: World) -> dict[str, Any]:
    """Return the people who make the month; they are not the ones who try the doors."""
    from youju.kernel.people import appoint, open_account

    def hire(username: str, role: str, key: str) -> Any:
        user, _once = open_account(username=username, name=username, by=None, password="a-long-password")
        appoint(holder=user, role=role, unit_id=world.units[key].pk, by=None, valid_from=LONG_AGO)
        return user

    return {
        "clerk": hire("clerk", "reporter", "CA"), "office": hire("office", "scoring_office", "CA"),
        "second": hire("second", "second_approver", "CA"), "inspector": hire("inspector", "inspector", "CA"),
        "clerk_b": hire("clerk_b", "reporter", "CB"),
    }  # fmt: skip


def _scheme(world: World, staff: dict[str, Any]) -> Any:
    import youju.engine
    from youju.flow.schemes.package import from_folder
    from youju.flow.schemes.services import approve, load_scheme, propose

    files = from_folder(Path(youju.engine.__file__).parent / "starter")
    files = {p: c.replace(b", published: false", b"") for p, c in files.items()}
    first, _found = load_scheme(files=files, unit=world.units["CA"], by=staff["office"])
    scheme = approve(version=propose(version=first, by=staff["office"]), by=staff["second"]).scheme
    later = {p: c.replace(b"version: 2026.1", b"version: 2026.2") for p, c in files.items()}
    draft, _found = load_scheme(files=later, unit=world.units["CA"], by=staff["office"])
    later = {p: c.replace(b"version: 2026.1", b"version: 2026.3") for p, c in files.items()}
    proposed, _found = load_scheme(files=later, unit=world.units["CA"], by=staff["office"])
    propose(version=proposed, by=staff["office"])
    world.things[""] |= {
        "scheme": scheme.code,
        "guide": "reporter",
        "guide_picture": "reporter-desk",
        "version": first.pk,
        "draft_version": draft.pk,
        "proposed": proposed.pk,
    }
    return scheme


def _round(scheme: Any, staff: dict[str, Any], state: str, *days: str) -> Any:
    from youju.flow.schemes.services import advance_round, open_round

    deadlines = dict(
        zip(
            ("report_by", "verify_by", "object_by", "close_on"), map(dt.date.fromisoformat, days), strict=True
        )
    )
    row = open_round(scheme=scheme, period=STATES[state], by=staff["office"], deadlines=deadlines)
    return row if state == "open" else advance_round(round_=row, to="reporting", by=staff["office"])


def _report(world: World, staff: dict[str, Any], row: Any, key: str, *, submit: bool = True) -> Any:
    from youju.flow.reports.services import begin_report, save_draft, submit_report
    from youju.flow.reports.typed import Entry

    report = begin_report(round_=row, unit=world.units[key], by=staff["clerk"])
    said = {"income": INCOMES[key], "complaints": "20", "solved": "19"}
    entries = {name: Entry(text, note=f"说明Cz{key}r") for name, text in said.items()}
    save_draft(report=report, entries=entries, lock=report.lock, by=staff["clerk"])
    report.refresh_from_db()
    return submit_report(report=report, by=staff["clerk"]) if submit else report


def _reports(world: World, staff: dict[str, Any], state: str, row: Any) -> None:
    ended = {"V0"} if STATES[state] > "2026-06" else set()
    made = {key: _report(world, staff, row, key) for key in REPORTING_UNITS if key not in ended}
    things = world.things[state]
    things |= {
        "round": row.pk,
        "report": made["V1"].pk,
        "lock": made["V1"].lock,
        "sibling_report": made["V2"].pk,
    }
    if "V0" in made:
        things["ended_report"] = made["V0"].pk


def _moved(row: Any, staff: dict[str, Any], *statuses: str) -> Any:
    from youju.flow.schemes.services import advance_round

    for status in statuses:
        row = advance_round(round_=row, to=status, by=staff["office"])
    return row


def _final(world: World, staff: dict[str, Any], state: str, row: Any, *days: str) -> Any:
    """Carry a round whose reports are in to its final score."""
    from youju.flow.ledger.models import Observation
    from youju.flow.ledger.services import close_round, correct
    from youju.flow.scores.services import open_notice, score_round

    with at(days[0]):
        open_notice(round_=_moved(row, staff, "verifying"), by=staff["office"])
        row.refresh_from_db()
    with at(days[1]):
        cell = Observation.objects.get(unit=world.units["V1"], indicator="income", period=STATES[state])
        fixed = correct(observation=cell, value=Decimal("73111.20"), reason="更正CzV1c", by=staff["office"])
        score = score_round(
            round_=close_round(round_=row, by=staff["office"]).round, by=staff["office"], because="关账"
        )
    ended = Observation.objects.get(unit=world.units["V0"], indicator="income", period=STATES[state])
    world.things[state] |= {"score": score.pk, "observation": fixed.pk, "ended_observation": ended.pk}
    return score


def _published(world: World, staff: dict[str, Any], scheme: Any) -> None:
    from youju.flow.publications.services import propose, sign

    with at("2026-05-06 09:00"):
        row = _round(scheme, staff, "published", "2026-05-10", "2026-05-15", "2026-05-25", "2026-05-28")
        _reports(world, staff, "published", row)
    score = _final(world, staff, "published", row, "2026-05-18 09:00", "2026-05-26 09:00")
    with at("2026-06-04 09:00"):
        made = [
            propose(score=score, kind=kind, title=f"四月{kind}", by=staff["office"], is_open=is_open)
            for kind, is_open in (("circular", True), ("bulletin", False))
        ]
        opened, inside = (sign(publication=one, by=staff["second"]) for one in made)
    world.things["published"] |= {"publication": opened.pk, "inside_publication": inside.pk}


def _closed(world: World, staff: dict[str, Any], scheme: Any) -> None:
    from youju.flow.publications.services import propose

    with at("2026-06-05 09:00"):
        row = _round(scheme, staff, "closed", "2026-06-10", "2026-06-15", "2026-06-25", "2026-06-28")
        _reports(world, staff, "closed", row)
    score = _final(world, staff, "closed", row, "2026-06-18 09:00", "2026-06-26 09:00")
    with at("2026-07-10 09:00"):
        made = propose(score=score, kind="circular", title="五月通报", by=staff["office"], is_open=True)
    world.things["closed"]["proposal"] = made.pk


def _merge(world: World) -> None:
    from youju.flow.units.services import merge_units

    merge_units(
        units=[world.units["V0"]], into=world.units["V1"], on=dt.date(2026, 7, 1), by=None, basis="批复"
    )


def _due_and_notice(world: World, staff: dict[str, Any], scheme: Any) -> None:
    from youju.flow.scores.services import open_notice, raise_objection

    with at("2026-07-06 09:00"):
        row = _round(scheme, staff, "due", "2026-07-10", "2026-07-15", "2026-07-25", "2026-07-28")
        made = {key: _report(world, staff, row, key) for key in REPORTING_UNITS if key != "V0"}
        world.things["due"] |= {"round": row.pk, "report": made["V1"].pk, "lock": made["V1"].lock}
    with at("2026-07-18 09:00"):
        score = open_notice(round_=_moved(row, staff, "verifying"), by=staff["office"])
        world.things["due"] |= {"score": score.pk, "observation": _observed(world, "due")}
    with at("2026-08-06 09:00"):
        row = _round(scheme, staff, "notice", "2026-08-10", "2026-08-15", "2026-12-25", "2026-12-28")
        _reports(world, staff, "notice", row)
    with at("2026-08-18 09:00"):
        score = open_notice(round_=_moved(row, staff, "verifying"), by=staff["office"])
        (own,) = (actor.user for actor in world.actors if actor.name == "reporter-own")
        said = raise_objection(score=score, unit=world.units["V1"], rule="solved", words="异议CzV1o", by=own)
    world.things["notice"] |= {
        "score": score.pk,
        "objection": said.pk,
        "observation": _observed(world, "notice"),
    }


def _observed(world: World, state: str) -> int:
    from youju.flow.ledger.models import Observation

    return Observation.objects.get(unit=world.units["V1"], indicator="income", period=STATES[state]).pk


def _verifying(world: World, staff: dict[str, Any], scheme: Any) -> None:
    with at("2026-09-07 09:00"):
        row = _round(scheme, staff, "verifying", "2026-09-10", "2026-11-15", "2026-12-25", "2026-12-28")
        _reports(world, staff, "verifying", row)
    with at("2026-10-20 09:00"):
        row = _moved(row, staff, "verifying")
        _inspected(world, staff, row)


def _inspected(world: World, staff: dict[str, Any], row: Any) -> None:
    """Plan, draw and make visits: the first village was told of what was seen, the second was not."""
    from youju.flow.inspections import services
    from youju.kernel.log import sequence
    from youju.kernel.models import User

    li, he = User.objects.get(username="inspector-team"), User.objects.get(username="inspector-recused")
    services.declare_recusal(person=he, unit=world.units["V1"], reason="亲属CzV1q", by=he)
    office, things = staff["office"], world.things["verifying"]
    said = {
        "office": world.units["CA"],
        "title": "八月督查",
        "basis": "〔2026〕8号",
        "level": "village",
        "round_": row,
    }
    plan = services.make_plan(
        **said, starts_on=dt.date(2026, 10, 20), ends_on=dt.date(2026, 11, 20), by=office
    )
    fresh = services.make_plan(
        **{**said, "title": "下一次督查"},
        starts_on=dt.date(2026, 12, 1),
        ends_on=dt.date(2026, 12, 9),
        by=office,
    )
    areas = services.set_areas(
        plan=plan, areas={"一片": [world.units["T1"]], "二片": [world.units["T2"]]}, by=office
    )
    for area, person in zip(areas, (li, he), strict=True):
        team = services.make_team(plan=plan, name=f"{area.name}组", head=person, by=office)
        services.give_area(area=area, team=team, by=office)
        things |= {f"team_{person.username.split('-')[1]}": team.pk}
    quotas = {area.name: services.Quota(0, 2) for area in areas}
    services.fix_draw(plan=plan, quotas=quotas, by=office, seed="0917")
    sequence()
    visits = {visit.unit_id: visit for visit in services.draw_list(plan=plan, by=office)}
    first, second = (visits[world.units[key].pk] for key in ("V1", "V2"))
    things |= {"plan": plan.pk, "fresh_plan": fresh.pk, "visit": first.uuid, "untold_visit": second.uuid}
    _visited(things, "V1", first, li, told=True)
    _visited(things, "V2", second, li, told=False)
    others = [visits[world.units[key].pk] for key in ("X1", "X2")]
    things |= {"their_visit": others[0].uuid}


def _visited(things: dict[str, Any], key: str, visit: Any, li: Any, *, told: bool) -> None:
    from youju.flow.evidence.services import add_evidence
    from youju.flow.inspections import services

    def mark(kind: str) -> str:
        return f"Cz{key}{kind if told else 'h'}"

    photo = add_evidence(unit=visit.unit, name=f"暗访{mark('w')}.jpg", content=corpus.photo(seed=int(key[1]) + 20),
                         by=li, withheld=True, note=mark("w"), scheme="my-scheme")  # fmt: skip
    services.record_verification(
        visit=visit, indicator="income", value=Decimal(70000), by=li, evidence=[photo.sha256], note=mark("v")
    )
    finding = services.record_finding(visit=visit, what=f"问题{mark('w')}", by=li, evidence=[photo.sha256])
    services.finish_visit(visit=visit, by=li)
    if not told:
        things |= {"untold_finding": finding.uuid, "withheld": photo.sha256}
        return
    services.feed_back(visit=visit, text=f"反馈{mark('t')}", by=li)
    item = services.assign_rectification(finding=finding, due_on=dt.date(2026, 12, 10), by=li)
    things |= {"finding": finding.uuid, "item": item.pk}


def _young(world: World, staff: dict[str, Any], scheme: Any) -> None:
    with at("2026-10-09 09:00"):
        row = _round(scheme, staff, "reporting", "2026-11-10", "2026-11-15", "2026-12-25", "2026-12-28")
        report = _report(world, staff, row, "V1", submit=False)
        for key in ("V2", "X1"):
            _report(world, staff, row, key)
        world.things["reporting"] |= {"round": row.pk, "report": report.pk, "lock": report.lock}
    with at("2026-11-02 09:00"):
        row = _round(scheme, staff, "open", "2026-11-10", "2026-11-15", "2026-12-25", "2026-12-28")
        world.things["open"] |= {"round": row.pk}


def _kept_things(world: World, staff: dict[str, Any], scheme: Any) -> None:
    """Add what belongs to no round: evidence, statistics, a document, and what people have of their own."""
    from youju.flow.documents.selectors import newest_reading
    from youju.flow.documents.services import add_document
    from youju.flow.evidence.services import add_evidence
    from youju.flow.ledger.models import Observation
    from youju.flow.ledger.services import import_official
    from youju.kernel.models import Tenure, Trace, User

    def shown(key: str, by: Any, seed: int) -> str:
        return add_evidence(unit=world.units[key], name=f"照片Cz{key}e.jpg", content=corpus.photo(seed=seed), by=by,
                            note=f"说明Cz{key}e").sha256  # fmt: skip

    things = world.things[""]
    things |= {
        "evidence": shown("V1", staff["clerk"], 41),
        "sibling_evidence": shown("V2", staff["clerk"], 42),
    }
    things["evidence_b"] = shown("VB", staff["clerk_b"], 43)
    content = f"unit,indicator,period,value\n{TREE['V1'][2]},income,2026-03,73199.19\n".encode()
    import_official(
        content=content, citation="统计局CzV1s", by=staff["office"], name="统计.csv", scheme=scheme.code
    )
    things["official"] = Observation.objects.get(basis="official").pk
    page = "梨树县2026年10月份完成地方级财政收入3.2亿元,同比增长7.2%。郭家店镇举办大集12次,接待游客5万人。\n"
    document = add_document(
        name="报.txt", content=(page * 2).encode(), kind="newspaper_page", by=staff["office"]
    )
    fact = newest_reading(document).facts.first()
    things |= {"document": document.pk, "fact": fact.key if fact else "no-fact"}
    things["trace"] = Trace.objects.filter(actor=staff["clerk"]).order_by("pk").first().pk
    _registered(world, staff)
    _saved_up(world, staff)
    _answered_for(world, staff)
    _watched(world, staff)
    things["person"] = User.objects.get(username="clerk_b").pk
    things["tenure"] = Tenure.objects.get(holder__username="reporter-own").pk


REGISTER = """\
register: matrix-task
title: 任务
prefix: RW
name: title
fields:
  title: {title: 任务, type: string, required: true, max_length: 60}
stages:
  plan: {title: 待办}
  done: {title: 办结, closed: true}
moves:
  - {id: finish, title: 办结, from: [plan], to: done, who: [reporter]}
suspend: {who: [scoring_office]}
"""


def _registered(world: World, staff: dict[str, Any]) -> None:
    from youju.work.registers.services import declare_register, make_record

    register = declare_register(text=REGISTER, unit=world.units["CA"], by=staff["office"])
    rows = [
        make_record(
            register=register, unit=world.units[key], values={"title": f"任务Cz{key}g"}, by=staff["clerk"]
        )
        for key in ("V1", "V2")
    ]
    world.things[""] |= {"register": register.code, "record": rows[0].number, "step": "finish"}


def _saved_up(world: World, staff: dict[str, Any]) -> None:
    """Open a book of points in the first village, with a household, a merchant and an award."""
    from youju.flow.evidence.services import add_evidence
    from youju.work.points import services

    unit, things = world.units["V1"], world.things[""]
    rule_of_village = add_evidence(
        unit=unit, name="村规.txt", content="村规民约CzV1e".encode(), by=staff["clerk"]
    )
    book = services.open_book(
        code="matrix-bank", title="积分簿CzV1g", unit=unit, basis="村规民约", evidence=rule_of_village.sha256,
        agreed_on=LONG_AGO, ends_on=dt.date(2027, 12, 31), by=staff["office"],
    )  # fmt: skip
    rule = services.add_rule(book=book, clause="第七条", title="庭院整洁", amount=5, by=staff["office"])
    said = {"book": book, "unit": unit, "opted_in_on": LONG_AGO, "by": staff["clerk"]}
    home = services.open_account(kind="household", number="101", name="户主CzV1g", **said)
    services.open_account(kind="merchant", number="S1", name="商店CzV1g", **said)
    entry = services.award(account=home, rule=rule, witness="见证人", by=staff["clerk"])
    things |= {"book": book.code, "home": "101", "shop": "S1", "award_rule": rule.pk, "entry": entry.pk}


def _answered_for(world: World, staff: dict[str, Any]) -> None:
    """Let somebody answer for the first village, and an enterprise help it."""
    from youju.work.duties import services

    unit, day = world.units["V1"], dt.date(2026, 10, 1)
    charge = services.add_charge(
        system="straw-ban", code="V1", kind="unit", title="村CzV1g", unit=unit, by=staff["office"], since=day
    )
    duty = services.give_duty(
        charge=charge, kind="bao", person="书记CzV1g", unit=unit, since=day, basis="方案", rights="调动力量", support="经费", by=staff["office"]
    )  # fmt: skip
    link = services.link(
        kind="enterprise", helper="企业CzV1g", unit=unit, since=day, basis="方案", by=staff["office"]
    )
    world.things[""] |= {
        "duty_system": charge.system,
        "charge": charge.code,
        "duty": duty.pk,
        "help_link": link.pk,
        "year": 2026,
    }


def _watched(world: World, staff: dict[str, Any]) -> None:
    """Set up a gauge in the first village with a rule, and an area that it stands for."""
    from decimal import Decimal

    from youju.work.monitors import services

    said = {"unit": world.units["V1"], "by": staff["office"]}
    gauge = services.add_monitor(code="matrix-gauge", kind="rain", title="雨量CzV1g", measure="毫米", **said)
    rule = services.add_rule(
        monitor=gauge, kind="threshold", side="above", opens=Decimal(100), clears=Decimal(80), basis="预案", by=staff["office"], register=""
    )  # fmt: skip
    area = services.declare_area(
        code="matrix-area", title="面CzV1g", weights={gauge.code: 1}, method="面积", **said
    )
    world.things[""] |= {"gauge": gauge.code, "watch_rule": rule.pk, "area": area.code}


CANARY = re.compile(f"Cz({'|'.join(TREE)})([{KINDS}])")
NUMBER = re.compile(r"731\d\d\.(?:19|20)|731\d\d\.[12]\b|73,1\d\d\.(?:19|20)")
_BY_NUMBER = {text[:5]: key for key, text in INCOMES.items()}


def canaries(text: str) -> set[tuple[str, str]]:
    """Return every (unit, kind) whose secret a text holds."""
    found = set(CANARY.findall(text))
    for number in NUMBER.findall(text):
        key = _BY_NUMBER.get(number.replace(",", "")[:5])
        found |= {(key, "i")} if key else {("V1", "s")}
    return found
