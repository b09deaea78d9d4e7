"""Duties along a line and along a year: metres nobody answers for, seasons that return, the list of a year."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from youju.kernel.errors import BadInput, Refusal
from youju.kernel.models import Trace
from youju.work.duties import selectors, services, spans
from youju.work.duties.models import Charge, Duty, Line

pytestmark = pytest.mark.django_db
FLOOD = {"system": "flood", "kind": "river", "season_from": "06-01", "season_to": "09-30"}


def day(text):
    return dt.date.fromisoformat(text)


@pytest.fixture
def river(charge_of, units):
    """Write down 条子河 in three charges: a gap at its end, an overlap of b and c."""
    for code, start, end in (("a", 0, 4000), ("b", 4000, 6350), ("c", 6000, 7000)):
        charge_of(
            units.township, system="river-chief", code=code, kind="river", title=f"条子河{code}段", line="条子河", from_m=start, to_m=end
        )  # fmt: skip
    return lambda length, by: services.set_line(
        system="river-chief", title="条子河", unit=units.township, length_m=length, source="水利普查", by=by
    )


def test_a_river_shows_the_metres_without_a_charge_without_a_chief_and_those_with_two(
    river, give, zhao, units
):
    river(8000, zhao)
    give(Charge.objects.get(code="a"), "刘镇长", units.township, kind="river")
    (line,) = spans.lines_on(zhao, day("2023-03-02"))
    assert [(one.from_m, one.to_m, one.codes, one.people, one.fault) for one in line.segments] == [
        (0, 4000, ("a",), ("刘镇长",), ""),
        (4000, 6000, ("b",), (), "alone"),
        (6000, 6350, ("b", "c"), (), "twice"),
        (6350, 7000, ("c",), (), "alone"),
        (7000, 8000, (), (), "unlisted"),
    ]
    assert sum(one.length_m for one in line.segments) == 8000


def test_without_a_declared_length_the_end_of_a_river_is_not_known_and_not_a_gap(river, zhao):
    (line,) = spans.lines_on(zhao, day("2023-03-02"))
    assert (line.length, line.segments[-1].to_m) == (None, 7000)
    assert "unlisted" not in {one.fault for one in line.segments}


def test_a_line_without_any_charge_is_one_gap_and_a_length_may_be_put_right(river, zhao, units):
    services.set_line(
        system="field", title="高标准农田", unit=units.township, length_m=500, source="图斑", by=zhao
    )
    river(8000, zhao)
    river(7000, zhao)
    found = {one.title: one for one in spans.lines_on(zhao, day("2023-03-02"))}
    assert [(one.from_m, one.to_m, one.fault) for one in found["高标准农田"].segments] == [
        (0, 500, "unlisted")
    ]
    assert found["条子河"].segments[-1].to_m == 7000
    assert [trace.detail["was"] for trace in Trace.objects.filter(act="duty.line").order_by("pk")] == [
        None,
        None,
        8000,
    ]


def test_a_line_needs_a_length_and_where_it_is_from(zhao, units):
    with pytest.raises(BadInput) as refused:
        services.set_line(
            system="river-chief", title=" ", unit=units.township, length_m=0, source="", by=zhao
        )
    assert [one.where for one in refused.value.problems] == ["title", "length_m", "source"]
    assert Line.objects.count() == 0


def test_a_charge_of_a_season_without_an_owner_is_a_gap_in_its_season_of_every_year_only(charge_of, units):
    charge_of(units.township, **FLOOD)
    charges = Charge.objects.all()
    days = ("2023-05-31", "2023-06-01", "2023-09-30", "2023-10-01", "2024-07-01")
    assert [selectors.without_owner(charges, day(one)).count() for one in days] == [0, 1, 1, 0, 1]


def test_a_season_may_run_over_the_end_of_the_year(charge_of, units):
    charge_of(units.township, **{**FLOOD, "season_from": "11-01", "season_to": "03-15"})
    days = ("2023-10-31", "2023-11-01", "2023-12-31", "2024-01-01", "2024-03-15", "2024-03-16")
    found = [selectors.without_owner(Charge.objects.all(), day(one)).count() for one in days]
    assert found == [0, 1, 1, 1, 1, 0]


def test_the_duty_of_a_season_returns_each_year_until_it_ends(charge_of, give, units, zhao):
    place = charge_of(units.township, **{**FLOOD, "kind": "point"})
    give(place, "刘站长", units.township, kind="watch")
    days = ("2023-05-31", "2023-06-01", "2024-06-01", "2024-12-01")
    holders = [selectors.holder_of_place(units.township.pk, day(one), "flood") for one in days]
    assert [one and one.person for one in holders] == [None, "刘站长", "刘站长", None]
    services.end_duty(duty=Duty.objects.get(), on=day("2024-01-01"), by=zhao)
    assert selectors.without_owner(Charge.objects.all(), day("2024-06-01")).count() == 1


def test_two_owners_of_a_season_overlap_in_the_season_only(charge_of, give, units):
    place = charge_of(units.township, **FLOOD)
    for person in ("刘站长", "何站长"):
        give(place, person, units.township, kind="river")
    assert selectors.overlaps(Charge.objects.all(), day("2023-05-01")) == []
    assert len(selectors.overlaps(Charge.objects.all(), day("2023-07-01"))) == 1


@pytest.mark.parametrize(
    ("first", "last"),
    [
        ("06-01", ""),
        ("", "09-30"),
        ("6-1", "9-30"),
        ("13-01", "09-30"),
        ("02-30", "04-30"),
        ("04-01", "04-31"),
    ],
)
def test_half_a_season_is_refused(charge_of, units, first, last):
    with pytest.raises(BadInput) as refused:
        charge_of(units.township, **{**FLOOD, "season_from": first, "season_to": last})
    assert [one.where for one in refused.value.problems] == ["season_from"]


def test_the_database_refuses_half_a_season_too(charge_of, units):
    place = charge_of(units.township, **FLOOD)
    with pytest.raises(IntegrityError), transaction.atomic():
        Charge.objects.filter(pk=place.pk).update(season_to="")


def test_the_list_of_a_year_has_every_duty_of_a_unit_with_its_days(charge_of, give, units, zhao):
    flood = give(charge_of(units.township, **FLOOD, code="f"), "刘站长", units.township, kind="river")
    give(
        charge_of(
            units.township,
            **{**FLOOD, "system": "fire", "code": "x", "season_from": "11-01", "season_to": "02-29"},
        ),
        "何",
        units.township,
    )
    give(charge_of(units.other, code="o"), "王", units.other)
    services.hand_over(
        duty=flood, person="何站长", unit=units.township, on=day("2023-07-10"), note="闸门", by=zhao
    )

    def told(year):
        return [
            (
                one.duty.charge.system,
                one.duty.person,
                [f"{start:%m-%d}/{end:%m-%d}" for start, end in one.days],
            )
            for one in spans.year_of(units.township, year)
        ]

    # everything began on 1 March 2023, so the winter before it has no owner
    assert told(2023) == [
        ("fire", "何", ["11-01/12-31"]),
        ("flood", "刘站长", ["06-01/07-09"]),
        ("flood", "何站长", ["07-10/09-30"]),
    ]
    assert told(2025) == [
        ("fire", "何", ["01-01/02-28", "11-01/12-31"]),
        ("flood", "何站长", ["06-01/09-30"]),
    ]
    assert told(2022) == []


def test_nobody_hands_a_duty_over_to_oneself(charge_of, give, units, zhao):
    duty = give(charge_of(units.township), "刘镇长", units.township)
    with pytest.raises(BadInput, match="没有交接"):
        services.hand_over(
            duty=duty, person=" 刘镇长", unit=units.township, on=day("2023-03-05"), note="x", by=zhao
        )
    duty.refresh_from_db()
    assert duty.until is None


def test_of_two_hand_overs_one_is_told_that_somebody_was_faster(charge_of, give, units, zhao):
    duty = give(charge_of(units.township), "刘镇长", units.township)
    said = {"duty": duty, "unit": units.township, "on": day("2023-03-05"), "note": "台账", "by": zhao}
    services.hand_over(person="何", **said)
    with pytest.raises(Refusal, match="已经交出去"):
        services.hand_over(person="陈", **said)
    assert Duty.objects.filter(until=None).count() == 1


def test_the_pages_show_segments_and_the_year_and_take_a_length(client, river, zhao, give, units):
    client.force_login(zhao)
    give(Charge.objects.get(code="a"), "刘镇长", units.township, kind="river")
    assert "没有登记全长" in client.get("/duties/stretches/").content.decode()
    said = {
        "system": "river-chief",
        "title": "条子河",
        "unit": units.township.code,
        "length_m": "8000",
        "source": "普查",
    }
    assert client.post("/duties/lines/new/", {**said, "unit": "000000"}).status_code == 422
    assert client.post("/duties/lines/new/", said).status_code == 302
    page = client.get("/duties/stretches/?on=2023-03-02").content.decode()
    for words in (
        "全长 8000 米（普查）",
        '<td class="number" data-name="自（米）">7000</td><td data-name="至（米）" class="number">8000</td>',
        "没有登记",
        "没有人负责",
        "几个对象重叠",
        "刘镇长",
    ):
        assert words in page
    year = client.get(f"/duties/year/{units.township.code}/2023/").content.decode()
    assert "2023-03-01—2023-12-31" in year
    assert client.get(f"/duties/year/{units.township.code}/1823/").status_code == 404
    told = client.get("/api/duties/stretches?on=2023-03-02").json()[0]["segments"]
    assert told[-1] == {"from_m": 7000, "to_m": 8000, "codes": [], "people": [], "fault": "unlisted"}
    assert client.get(f"/api/duties/year/{units.township.code}/2023").json()[0]["days"] == [
        ["2023-03-01", "2023-12-31"]
    ]


def test_a_stranger_sees_no_line_and_no_year_of_another_place(client, river, zhao, wang, units):
    river(8000, zhao)
    client.force_login(wang)
    assert "条子河" not in client.get("/duties/stretches/").content.decode()
    assert client.get(f"/duties/year/{units.township.code}/2023/").status_code == 404
