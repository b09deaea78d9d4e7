"""The registers of schemes whose rows come from duties: declared with the scheme, filled every night, counted by its marks."""

import datetime as dt
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from tests.house.sources import ROOT
from youju.flow.schemes.package import from_folder
from youju.flow.schemes.services import load_scheme
from youju.kernel.errors import BadInput
from youju.kernel.models import Trace
from youju.work.duties import services as duties
from youju.work.registers import services
from youju.work.registers.models import Record
from youju.work.registers.scoring import files_kept_for

pytestmark = pytest.mark.django_db
DAY = dt.date(2023, 3, 1)
SAID = {"basis": "方案", "rights": "调度权", "support": "巡查补助", "since": DAY}


@pytest.fixture(autouse=True)
def in_march(at):
    at("2023-03-01 09:00")


def draft(folder, units, by, change=lambda text: text):
    """Return a shipped scheme as a draft of the county, without the rows that come with it."""
    found = from_folder(ROOT / "schemes" / folder)
    files = {path: content for path, content in found.items() if not path.startswith("registers/")}
    files["scheme.yaml"] = change(files["scheme.yaml"].decode()).encode()
    return load_scheme(files=files, unit=units.county, by=by)[0]


@pytest.fixture
def version(units, zhao):
    return draft("pollution-55", units, zhao)


@pytest.fixture
def chiefs(version, zhao):
    return services.declare_registers_of(version, zhao)["chiefs"]


def give(system, code, kind, unit, by, person="", post=""):
    charge = duties.add_charge(
        system=system, code=code, kind=kind, title=f"{code}段", unit=unit, since=DAY, by=by
    )
    if person:
        role = {"field": "field", "forest": "forest"}.get(kind, "river")
        duties.give_duty(charge=charge, kind=role, person=person, post=post, unit=unit, by=by, **SAID)
    return charge


@pytest.fixture
def stretches(units, zhao):
    """A field with a chief of a post, a wood whose chief has none, a stretch of river that nobody answers for."""
    return [
        give("field-chief", "T-1", "field", units.township, zhao, "张田", "副镇长"),
        give("forest-chief", "L-1", "forest", units.villages[0], zhao, "李林"),
        give("river-chief", "H-1", "river", units.villages[1], zhao),
    ]


def rows(register, *names):
    found = Record.objects.filter(register=register).order_by("values__object")
    return [(row.unit.code, *(row.values.get(name) for name in names)) for row in found]


def test_rows_of_three_systems_stand_in_one_register_in_the_words_of_the_scheme(
    chiefs, stretches, units, zhao
):
    services.fill_from_duties(register=chiefs, by=zhao)
    assert rows(chiefs, "object", "system", "level", "chief") == [
        (units.villages[1].code, "H-1", "河湖长制", "村级", None),
        (units.villages[0].code, "L-1", "林长制", "村级", "李林"),
        (units.township.code, "T-1", "田长制", "乡级", "副镇长"),
    ]


def test_what_the_scheme_counts_is_what_duties_say(version, chiefs, stretches, zhao):
    assert files_kept_for(version)["registers/chiefs.csv"].decode().count("\n") == 1
    services.fill_from_duties(register=chiefs, by=zhao)
    lines = files_kept_for(version)["registers/chiefs.csv"].decode().splitlines()
    assert sorted(line.split(",")[0] for line in lines[1:]) == ["H-1", "L-1", "T-1"]


def test_every_night_each_register_is_filled_with_one_trace_and_nothing_the_second_time(
    chiefs, stretches, units, zhao
):
    out = StringIO()
    call_command("fill", stdout=out)
    assert "1 本，新增 3 条，改动 0 条" in out.getvalue()
    (trace,) = Trace.objects.filter(act="register.fill")
    assert (trace.actor, trace.detail["made"], trace.detail["gaps"]) == (None, 3, 1)
    before = Trace.objects.count()
    assert services.fill_all() == (0, 0, 0, {})
    assert Trace.objects.count() == before
    assert {(v.by, v.post, v.act) for row in Record.objects.all() for v in row.versions.all()} == {(None, None, "fill")}  # fmt: skip


def test_the_house_fills_the_rows_of_every_unit_below_and_of_no_other(chiefs, stretches, units, zhao, at):
    services.fill_all()
    at("2023-03-03 09:00")
    duties.give_duty(
        charge=stretches[2], kind="river", person="王河", unit=units.villages[1], by=zhao, **SAID
    )
    assert services.fill_all() == (1, 0, 1, {})
    assert [row[2] for row in rows(chiefs, "object", "chief")] == ["王河", "李林", "副镇长"]


def test_two_systems_with_one_code_are_refused_and_no_other_register_waits(chiefs, stretches, units, zhao):
    give("river-chief", "T-1", "river", units.township, zhao)
    text = (ROOT / "schemes" / "_registers" / "chief.yaml").read_text("utf-8")
    other = services.declare_register(text=text, unit=units.county, by=zhao)
    out = StringIO()
    with pytest.raises(CommandError, match="1 本台账没有更新"):
        call_command("fill", stdout=StringIO(), stderr=out)
    assert "几个责任体系里都有代号 T-1" in out.getvalue()
    assert (rows(chiefs, "object"), len(rows(other, "object"))) == ([], 2)


def test_a_register_past_its_last_day_is_filled_no_more(chiefs, stretches, at):
    at("2024-06-03 09:00")
    assert services.fill_all() == (0, 0, 0, {})
    assert not Record.objects.exists()


@pytest.mark.parametrize(
    ("folder", "name", "system", "kind", "said"),
    [
        ("straw-ban", "chain", "straw-ban", "household", {"level": "户", "post": "户代表", "support": "巡查补助"}),
        ("enterprise-service", "firms", "enterprise", "enterprise", {"firm": "Q-1段", "leader": "户代表", "since": "2023-03-01"}),
    ],
)  # fmt: skip
def test_the_chain_and_the_firms_come_from_duties_too(units, zhao, folder, name, system, kind, said):
    register = services.declare_registers_of(draft(folder, units, zhao), zhao)[name]
    charge = duties.add_charge(
        system=system, code="Q-1", kind=kind, title="Q-1段", unit=units.villages[0], since=DAY, by=zhao
    )
    duties.give_duty(
        charge=charge, kind="bao", person="某人", post="户代表", unit=units.villages[0], by=zhao, **SAID
    )
    assert services.fill_all() == (1, 1, 0, {})
    values = Record.objects.get(register=register).values
    assert {key: values.get(key) for key in said} == said


def test_a_name_that_every_record_has_is_refused_with_what_why_and_what_instead(units, zhao):
    version = draft("pollution-55", units, zhao, lambda text: text.replace("      rights: {", "      suspended: {title: 停办, type: boolean}\n      rights: {"))  # fmt: skip
    with pytest.raises(BadInput) as refused:
        services.declare_registers_of(version, zhao)
    said = refused.value
    assert "田长林长河湖长台账" in said.what
    assert "suspended" in said.why
    assert [(p.where, "suspended_said" in p.mend) for p in said.problems] == [("registers.chiefs.fields.suspended", True)]  # fmt: skip
