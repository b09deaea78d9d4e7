"""The registers a scheme counts from are kept here: declared when it is put in force, taken over with the rows it came with."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest

from tests.flow.reports.conftest import put_in_force
from tests.work.registers.conftest import SHARED
from tests.work.registers.test_scoring import DECLARED
from youju.engine.period import Period
from youju.flow.reports.books.refused import BookRefused
from youju.flow.schemes.package import from_folder
from youju.flow.schemes.services import load_scheme
from youju.kernel.errors import NotAllowed
from youju.kernel.models import Trace
from youju.work.registers import selectors, services
from youju.work.registers.counting import measure
from youju.work.registers.declared import declaration_of
from youju.work.registers.models import Record, Register
from youju.work.registers.scoring import files_kept_for, kept_for

pytestmark = pytest.mark.django_db
HOME = SHARED.parent
FILE = "registers/projects.csv"
HEAD = "code,title,unit,kind,investment,stage,evidence\n"


def projects(units, rows=()):
    """Return the scheme of the projects, with these rows for 郭家店镇 in the place of its own."""
    lines = "".join(f"{code},示例,{units.township.code},新建,60000000,{stage},单\n" for code, stage in rows)
    return {**from_folder(HOME / "projects-226"), FILE: (HEAD + lines).encode()}


@pytest.fixture
def draft(units, zhao):
    """Return a function rows → the scheme of the projects as a draft."""
    return lambda *rows: load_scheme(files=projects(units, rows), unit=units.county, by=zhao)[0]


def test_a_scheme_put_in_force_has_its_registers_here(units, zhao, qian, zhang, make):
    scheme = put_in_force(projects(units), units, zhao, qian)
    register = Register.objects.get()
    one = declaration_of(register)
    assert (register.code, register.scheme, register.counted_as) == ("projects", scheme.code, "projects")
    assert (register.unit, register.is_example) == (units.county, True)
    assert (list(one.fields), one.basis) == (
        ["code", "title", "kind", "investment", "evidence"],
        "2023年项目建设实施方案 通办发〔2023〕6号",
    )
    assert [stage.title for stage in one.stages.values()][3] == "开工建设"
    assert one.ends == dt.date(2024, 1, 25)
    assert Trace.objects.filter(act="register.declare").count() == 1


def test_rows_that_came_with_a_scheme_are_counted_until_somebody_takes_them_over(units, zhao, qian):
    scheme = put_in_force(projects(units, [("A", "开工建设")]), units, zhao, qian)
    version = scheme.versions.get()
    assert files_kept_for(version) == {}
    services.take_over_registers(version=version, by=zhao)
    assert (
        files_kept_for(version)[FILE].decode()
        == f"{HEAD}A,示例,{units.township.code},新建,60000000,开工建设,单\n"
    )


def test_rows_taken_over_stand_in_their_stage_and_are_taken_over_once(draft, zhao):
    version = draft(("A", "开工建设"), ("B", "项目前期"))
    first = services.take_over_registers(version=version, by=zhao)
    again = services.take_over_registers(version=version, by=zhao)
    assert [(one.made, one.again) for one in (first["projects"], again["projects"])] == [
        (2, False),
        (2, True),
    ]
    one = declaration_of(Register.objects.get())
    assert [one.stages[r.stage].title for r in Record.objects.order_by("pk")] == ["开工建设", "项目前期"]
    assert {(v.act, v.number) for r in Record.objects.all() for v in r.versions.all()} == {("import", 1)}
    assert Trace.objects.filter(act="register.import").count() == 1


def test_a_later_version_brings_only_the_rows_that_are_new(units, zhao):
    first = load_scheme(files=projects(units, [("A", "开工建设")]), unit=units.county, by=zhao)[0]
    services.take_over_registers(version=first, by=zhao)
    files = projects(units, [("A", "开工建设"), ("B", "项目前期")])
    files["scheme.yaml"] = files["scheme.yaml"].replace(b"version: 2023.1", b"version: 2023.2")
    second = load_scheme(files=files, unit=units.county, by=zhao)[0]
    assert services.take_over_registers(version=second, by=zhao)["projects"].made == 1
    assert Record.objects.count() == 2


def test_a_wrong_row_takes_nothing_over(draft, zhao):
    with pytest.raises(BookRefused) as refused:
        services.take_over_registers(version=draft(("A", "开工建设"), ("B", "没有这一段")), by=zhao)
    assert [p.where for p in refused.value.problems] == ["projects.csv!F3"]
    assert not Register.objects.exists()


def test_nobody_takes_over_the_registers_of_another_office(draft, li):
    with pytest.raises(NotAllowed):
        services.take_over_registers(version=draft(("A", "开工建设")), by=li)


def test_what_the_office_declared_for_a_scheme_stays_as_it_is(units, zhao, qian):
    services.declare_register(text=DECLARED, unit=units.county, by=zhao, scheme="projects-226")
    scheme = put_in_force(projects(units), units, zhao, qian)
    assert Register.objects.get().version == 1
    assert kept_for(scheme.code, ["projects"])["projects"].counted_as == ""


def test_who_keeps_a_register_is_who_writes_in_it(units, zhao):
    files = {
        path: f
        for path, f in from_folder(HOME / "village-living-environment").items()
        if "registers/" not in path
    }
    found = services.declare_registers_of(load_scheme(files=files, unit=units.county, by=zhao)[0], zhao)
    assert {declaration_of(one).write for one in found.values()} == {("inspector", "scoring_office")}


def test_two_schemes_may_call_their_registers_the_same(units, zhao, qian):
    services.declare_register(text=DECLARED, unit=units.county, by=zhao, scheme="something-else")
    scheme = put_in_force(projects(units), units, zhao, qian)
    assert kept_for(scheme.code, ["projects"])["projects"].code == "projects-226-projects"


def test_an_indicator_of_the_scheme_opens_to_the_records_of_its_register(units, zhao):
    files = {path: f for path, f in from_folder(HOME / "one-window").items() if "receipts" not in path}
    version = load_scheme(files=files, unit=units.county, by=zhao)[0]
    text = "receipt,unit,departments,trips,received_on,answered,in_time,evidence\n"
    text += "".join(
        f"{n},{units.township.code},4,1,2019-05-0{n},是,{'是' if n < 4 else '否'},单\n" for n in (1, 2, 3, 4)
    )
    register = services.declare_registers_of(version, zhao)["receipts"]
    services.take_book(register=register, name="a.csv", content=text.encode(), by=zhao, brought=True)
    told = measure(
        selectors.records_for(zhao, register),
        declaration_of(register),
        "in_time",
        period=Period.parse("2019"),
    )
    assert (told[0].value, told[0].count, told[0].of) == (Decimal("0.75"), 3, 4)


def test_a_record_without_evidence_of_its_own_is_its_own_evidence(units, zhao, qian, zhang):
    scheme = put_in_force(projects(units), units, zhao, qian)
    text = f"code,title,unit,investment,stage\nA,示例,{units.township.code},60000000,\n"
    services.take_book(
        register=Register.objects.get(), name="a.csv", content=text.encode(), by=zhao, brought=True
    )
    line = files_kept_for(scheme.versions.get())[FILE].decode().splitlines()[1]
    assert line.endswith("项目谋划,台账 R-000001 第1版")


def test_a_stage_has_the_same_name_whatever_stands_before_it(units, zhao):
    from youju.engine.registers.counted import stage_called

    assert stage_called("开工建设") == "s35dfec44"


# A table as CSV


def taken(register, text, by, **more):
    return services.take_book(register=register, name="表.csv", content=text.encode(), by=by, **more)


def test_a_table_is_known_by_names_or_by_headings(units, bridges, zhang):
    done = taken(bridges, f"单位代码,桥名,cost,单位\n{units.township.code},一号桥,5000万,郭家店镇\n", zhang)
    assert done.made == 1
    assert Record.objects.get().values == {"title": "一号桥", "cost": "50000000"}


def test_a_list_that_was_exported_comes_back_as_it_is(units, bridges, make, zhang, client):
    make(bridges, title="=1+1")
    client.force_login(zhang)
    text = b"".join(client.get("/registers/bridge/?format=csv").streaming_content).decode("utf-8-sig")
    text = text.replace("QL-000001", "")
    with pytest.raises(BookRefused) as refused:
        taken(bridges, text, zhang)
    assert "“=1+1”已经有一条" in refused.value.problems[0].what


def test_strange_and_double_columns_and_a_missing_unit_are_told_together(bridges, zhang):
    with pytest.raises(BookRefused) as refused:
        taken(bridges, "桥名,title,颜色\n甲,甲,红\n", zhang)
    assert [p.where for p in refused.value.problems] == ["表.csv!B1", "表.csv!C1", "表.csv!A1"]


def test_only_the_office_brings_in_records_that_have_gone_on(units, bridges, zhang, zhao):
    text = f"unit,title,阶段\n{units.township.code},一号桥,在用\n"
    with pytest.raises(BookRefused) as refused:
        taken(bridges, text, zhang)
    assert refused.value.problems[0].where == "表.csv!C2"
    taken(bridges, text, zhao)
    assert Record.objects.get().stage == "use"


def test_a_record_that_stands_is_not_moved_by_a_table(units, bridges, make, zhao):
    make(bridges, title="一号桥")
    text = f"number,unit,title,stage,#lock\nQL-000001,{units.township.code},一号桥,use,1\n"
    with pytest.raises(BookRefused):
        taken(bridges, text.replace("#lock", "lock"), zhao)
    assert Record.objects.get().stage == "plan"


# The doors


def test_the_page_offers_the_schemes_whose_rows_wait_and_takes_one_over(client, draft, zhao, zhang):
    version = draft(("A", "开工建设"))
    client.force_login(zhang)
    assert client.post("/registers/of-scheme/", {"version": version.pk}).status_code == 403
    client.force_login(zhao)
    assert "接过来" in client.get("/registers/").content.decode()
    assert client.post("/registers/of-scheme/", {"version": "0"}).status_code == 422
    assert client.post("/registers/of-scheme/", {"version": version.pk}).status_code == 302
    assert Record.objects.count() == 1


def test_a_program_takes_one_over_too(client, draft, zhao):
    version = draft(("A", "开工建设"))
    client.force_login(zhao)
    url, sent = "/api/registers/of-scheme", {"content_type": "application/json"}
    assert client.post(url, {"version": version.pk}, **sent).json() == [{"name": "projects", "made": 1, "again": False}]  # fmt: skip
    assert client.post(url, {"version": 0}, **sent).status_code == 404


def test_the_page_says_what_is_wrong_with_a_row(client, draft, zhao):
    version = draft(("A", "没有这一段"))
    client.force_login(zhao)
    answer = client.post("/registers/of-scheme/", {"version": version.pk})
    assert (answer.status_code, "没有阶段“没有这一段”" in answer.content.decode()) == (422, True)
