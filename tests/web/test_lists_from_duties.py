"""A list of who answers for what is not typed: its rows come from duties, and where nobody answers shows."""

import datetime as dt

import pytest

from tests.house.sources import ROOT
from youju.kernel.errors import BadInput, NotAllowed, Refusal
from youju.kernel.models import Trace
from youju.work.duties import services as duties
from youju.work.registers import services
from youju.work.registers.counting import measure
from youju.work.registers.declared import declaration_of
from youju.work.registers.models import Record
from youju.work.registers.selectors import records_for

pytestmark = pytest.mark.django_db
DAY = dt.date(2023, 3, 1)
SAID = {"basis": "河长制方案", "rights": "可调动巡河力量", "support": "经费列入预算"}


@pytest.fixture(autouse=True)
def in_march(at):
    at("2023-03-01 09:00")


@pytest.fixture
def chiefs(units, zhao):
    text = (ROOT / "schemes" / "_registers" / "chief.yaml").read_text("utf-8")
    return services.declare_register(text=text, unit=units.county, by=zhao)


@pytest.fixture
def stretches(units, zhao):
    """Three stretches of a river; the first two have a chief, the last has none."""
    made = [
        duties.add_charge(
            system="river-chief", code=f"RIVER-{n}", kind="river", title=f"示例河{n}段", unit=village, line="示例河",
            from_m=n * 1000, to_m=(n + 1) * 1000, since=DAY, by=zhao,
        )
        for n, village in enumerate(units.villages)
    ]  # fmt: skip
    for stretch, person in zip(made, ("张河", "李河"), strict=False):
        duties.give_duty(
            charge=stretch, kind="river", person=person, unit=stretch.unit, since=DAY, by=zhao, **SAID
        )
    return made


def told(register, zhao, name):
    return measure(records_for(zhao, register), declaration_of(register), name)[0].value


def rows(register, *names):
    return [tuple(row.values.get(name) for name in names) for row in Record.objects.filter(register=register).order_by("number")]  # fmt: skip


def test_rows_come_from_duties_and_a_stretch_without_a_chief_is_a_gap(chiefs, stretches, zhao):
    done = services.fill_from_duties(register=chiefs, by=zhao)
    assert (done.made, done.changed) == (3, 0)
    assert rows(chiefs, "object", "title", "chief", "from_m") == [
        ("RIVER-0", "示例河0段", "张河", "0"),
        ("RIVER-1", "示例河1段", "李河", "1000"),
        ("RIVER-2", "示例河2段", None, "2000"),
    ]
    assert [told(chiefs, zhao, name) for name in ("stretches", "gaps", "chiefs")] == [3, 1, 2]


def test_filling_again_changes_nothing_and_leaves_no_trace(chiefs, stretches, zhao):
    services.fill_from_duties(register=chiefs, by=zhao)
    before = Trace.objects.count()
    again = services.fill_from_duties(register=chiefs, by=zhao)
    assert (again.made, again.changed, again.same, again.again) == (0, 0, 3, True)
    assert Trace.objects.count() == before


def test_a_hand_over_changes_the_row_and_keeps_what_it_said_before(chiefs, stretches, units, zhao, at):
    services.fill_from_duties(register=chiefs, by=zhao)
    at("2023-05-02 09:00")
    duty = stretches[0].duties.get()
    duties.hand_over(
        duty=duty, person="王河", unit=duty.unit, on=dt.date(2023, 5, 1), note="河段图、联系人", by=zhao
    )
    done = services.fill_from_duties(register=chiefs, by=zhao)
    assert (done.made, done.changed, done.same) == (0, 1, 2)
    row = Record.objects.get(register=chiefs, values__object="RIVER-0")
    assert row.values["chief"] == "王河"
    assert [(v.act, v.values["chief"]) for v in row.versions.order_by("number")] == [
        ("fill", "张河"),
        ("fill", "王河"),
    ]


def test_what_is_kept_by_hand_stays_and_what_duties_say_is_put_right(chiefs, stretches, zhao):
    services.fill_from_duties(register=chiefs, by=zhao)
    row = Record.objects.select_related("register", "unit").get(register=chiefs, values__object="RIVER-0")
    services.change_record(record=row, lock=row.lock, values={"chief": "别人", "found": "2"}, by=zhao)
    services.fill_from_duties(register=chiefs, by=zhao)
    row.refresh_from_db()
    assert (row.values["chief"], row.values["found"]) == ("张河", "2")


def test_two_who_answer_at_once_stand_side_by_side(chiefs, stretches, units, zhao):
    duties.give_duty(
        charge=stretches[0], kind="river", person="赵河", unit=units.township, since=DAY, by=zhao, **SAID
    )
    services.fill_from_duties(register=chiefs, by=zhao)
    assert rows(chiefs, "chief")[0] == ("张河、赵河",)


def test_an_object_that_is_no_more_is_written_off_and_is_no_gap(chiefs, stretches, zhao, at):
    services.fill_from_duties(register=chiefs, by=zhao)
    at("2023-06-02 09:00")
    duties.end_charge(charge=stretches[2], on=dt.date(2023, 6, 1), by=zhao)
    done = services.fill_from_duties(register=chiefs, by=zhao)
    assert (done.changed, told(chiefs, zhao, "gaps"), told(chiefs, zhao, "stretches")) == (1, 0, 2)
    gone = duties.add_charge(
        system="river-chief", code="RIVER-9", kind="river", title="废弃段", unit=stretches[0].unit, since=DAY, by=zhao
    )  # fmt: skip
    duties.end_charge(charge=gone, on=dt.date(2023, 6, 1), by=zhao)
    assert services.beside_duties(chiefs, zhao).new == []


def test_whoever_writes_for_one_township_fills_its_rows_and_no_other(
    chiefs, stretches, units, zhao, zhang, wang
):
    duties.add_charge(
        system="river-chief", code="ELSEWHERE", kind="river", title="别处河段", unit=units.others[0], since=DAY, by=zhao
    )  # fmt: skip
    services.fill_from_duties(register=chiefs, by=wang)
    assert rows(chiefs, "object") == [("ELSEWHERE",)]
    services.fill_from_duties(register=chiefs, by=zhang)
    assert rows(chiefs, "object") == [("ELSEWHERE",), ("RIVER-0",), ("RIVER-1",), ("RIVER-2",)]


def test_a_row_of_no_object_is_named(chiefs, stretches, units, zhao):
    services.make_record(
        register=chiefs, unit=units.villages[0], values={"object": "TYPED", "title": "手工登记"}, by=zhao
    )
    services.fill_from_duties(register=chiefs, by=zhao)
    assert [row.values["object"] for row in services.beside_duties(chiefs, zhao).strays] == ["TYPED"]


def test_all_or_nothing_and_every_fault_names_its_object(chiefs, stretches, zhao, units):
    duties.give_duty(
        charge=stretches[2],
        kind="river",
        person="长" * 60,
        unit=units.villages[2],
        since=DAY,
        by=zhao,
        **SAID,
    )
    for n in range(4):
        duties.give_duty(
            charge=stretches[2], kind="river", person=f"{n}" + "长" * 58, unit=units.villages[2], since=DAY, by=zhao, **SAID
        )  # fmt: skip
    with pytest.raises(BadInput) as refused:
        services.fill_from_duties(register=chiefs, by=zhao)
    assert [problem.where for problem in refused.value.problems] == ["RIVER-2 chief"]
    assert not Record.objects.filter(register=chiefs).exists()


def test_an_ordinary_register_takes_nothing_from_duties(units, zhao, stretches):
    text = (ROOT / "schemes" / "_registers" / "task.yaml").read_text("utf-8")
    tasks = services.declare_register(text=text, unit=units.county, by=zhao)
    with pytest.raises(Refusal, match="没有更新"):
        services.fill_from_duties(register=tasks, by=zhao)


def test_the_page_says_what_would_change_and_who_is_missing_and_writes_it_in(client, chiefs, stretches, zhao):
    client.force_login(zhao)
    page = client.get("/registers/chief/duties/").content.decode()
    assert "要新增 3 条，要改 0 条" in page
    assert 'href="/duties/of/river-chief/RIVER-2/">示例河2段</a>' in page
    assert client.post("/registers/chief/duties/").status_code == 302
    page = client.get("/registers/chief/duties/").content.decode()
    assert "3 条一致" in page
    assert "<button>按责任登记更新</button>" not in page
    shown = client.get("/registers/chief/").content.decode()
    assert "1 个对象没有责任人" in shown
    alone = client.get("/registers/chief/?chief.missing=true&ended.missing=true").content.decode()
    assert "示例河2段" in alone
    assert "示例河1段" not in alone


def test_the_page_tells_why_nothing_was_written(client, chiefs, stretches, zhao, units):
    duties.hand_over(
        duty=stretches[0].duties.get(), person="长" * 60, unit=units.villages[0], on=DAY, note="交接", by=zhao
    )
    for n in range(4):
        duties.give_duty(
            charge=stretches[0], kind="river", person=f"{n}" + "长" * 58, unit=units.villages[0], since=DAY, by=zhao, **SAID
        )  # fmt: skip
    client.force_login(zhao)
    answer = client.post("/registers/chief/duties/")
    assert answer.status_code == 422
    assert "RIVER-0 chief" in answer.content.decode()


def test_a_program_compares_and_fills(client, chiefs, stretches, zhao):
    client.force_login(zhao)
    beside = client.get("/api/registers/chief/duties").json()
    assert (beside["new"], beside["gaps"]) == (3, [{"code": "RIVER-2", "title": "示例河2段"}])
    token = client.get("/").wsgi_request.META["CSRF_COOKIE"]
    filled = client.post("/api/registers/chief/duties", headers={"X-CSRFToken": token})
    assert filled.json() == {"made": 3, "changed": 0}
    assert client.get("/api/registers/chief/duties").json()["same"] == 3


def test_a_leader_reads_the_list_and_does_not_fill_it(client, chiefs, stretches, zhou):
    client.force_login(zhou)
    assert client.get("/registers/chief/").status_code == 200
    assert client.post("/registers/chief/duties/").status_code == 403
    with pytest.raises(NotAllowed):
        services.fill_from_duties(register=chiefs, by=zhou)
