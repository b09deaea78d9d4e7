"""What only those who handle a record may read stands nowhere else: on no page, in no file, in no version, under no later declaration."""

from __future__ import annotations

import json
import re

import pytest

from tests.work.registers.conftest import SHARED, declared
from youju.kernel.errors import BadInput
from youju.work.registers import services
from youju.work.registers.models import Digest, Identity, RecordVersion

pytestmark = pytest.mark.django_db
WHO = "某户主甲"
HELPED = """\
register: helped
title: 困难家庭
prefix: KN
fields:
  who:   {title: 姓名, type: string, private: true, required: true}
  need:  {title: 需要, type: string}
  due:   {title: 时限, type: date}
  start: {title: 开始, type: date}
  spot:  {title: 位置, type: place}
stages: {open: {title: 在办}, done: {title: 办结, closed: true}}
moves: [{id: end, title: 办结, from: [open], to: done, who: [reporter]}]
clock: {due: due, ladder: [{step: remind, after: -5}]}
plan: {start: start, finish: due}
calendar: due
map: spot
indicators: {homes: {title: 户数, count: true}}
"""
LOOKS = (
    "", "cards/", "month/?month=2026-12", "gantt/", "wall/", "map/", "map/?by=homes", "indicators/", "?format=csv", "?format=json",
)  # fmt: skip


@pytest.fixture
def helped(units, zhao):
    return declared(units, zhao, HELPED)


@pytest.fixture
def home(helped, make, at):
    at("2026-11-26 09:00")
    return make(helped, who=WHO, need="米", due="2026-12-01", start="2026-11", spot="某村 @124.8,43.3")


def read(client, address):
    answer = client.get(address)
    assert answer.status_code == 200, address
    return (b"".join(answer.streaming_content) if answer.streaming else answer.content).decode()


@pytest.mark.parametrize("look", LOOKS)
def test_no_look_at_a_register_shows_a_private_name_though_it_is_the_first_field(client, li, home, look):
    client.force_login(li)
    assert WHO not in read(client, f"/registers/helped/{look}")


@pytest.mark.parametrize("door", ["records", "wall", "records/KN-000001", "records/KN-000001/history"])
def test_no_program_is_told_it(client, li, home, door):
    client.force_login(li)
    assert WHO not in read(client, f"/api/registers/helped/{door}")


def test_no_digest_holds_it(home, at):
    at("2026-11-27 10:00")
    services.climb()
    lines = [line for digest in Digest.objects.all() for line in digest.lines]
    assert [line["name"] for line in lines] == ["米"]


def test_a_record_without_its_name_is_called_by_its_number(client, li, helped, make, at):
    at("2026-11-26 09:00")
    make(helped, who=WHO, due="2026-12-01")
    client.force_login(li)
    page = read(client, "/registers/helped/cards/")
    assert "KN-000001" in page
    assert "None" not in page


@pytest.mark.parametrize("line", ["name: who", "map: who", "columns: [who]"])
def test_nothing_that_all_see_may_lean_on_a_private_field(units, zhao, line):
    text = "\n".join(row for row in HELPED.splitlines() if not row.startswith(line.partition(":")[0] + ":"))
    text = text.replace("who:   {title: 姓名, type: string", "who:   {title: 姓名, type: place")
    with pytest.raises(BadInput) as refused:
        declared(units, zhao, f"{text}\n{line}\n")
    assert "private" in refused.value.problems[0].what


def test_what_is_declared_no_more_leaves_by_no_door_and_stands_in_no_new_version(
    client, li, zhang, zhao, units, home
):
    text = "\n".join(row for row in HELPED.splitlines() if "姓名" not in row)
    home.register = declared(units, zhao, text)
    services.change_record(record=home, lock=1, values={"need": "面"}, by=zhang)
    client.force_login(li)
    assert WHO not in read(client, "/api/registers/helped/records")
    assert WHO not in read(client, "/registers/helped/?format=json")
    versions = [version.values for version in RecordVersion.objects.order_by("number")]
    assert WHO not in json.dumps(versions, ensure_ascii=False)
    assert [version["need"] for version in versions] == ["米", "面"]


@pytest.mark.parametrize("by_way_of", [(), ("姓名",)])
def test_what_was_said_in_confidence_is_not_opened_by_another_declaration(units, zhao, home, by_way_of):
    for word in by_way_of:  # first without the field, then with it again
        declared(units, zhao, "\n".join(row for row in HELPED.splitlines() if word not in row))
    with pytest.raises(BadInput) as refused:
        declared(units, zhao, HELPED.replace(", private: true", ""))
    assert [problem.where for problem in refused.value.problems] == ["who"]


def test_a_confidential_register_with_records_stays_confidential(units, zhao, li, settings, tmp_path):
    settings.YOUJU = {**settings.YOUJU, "folder": tmp_path}
    text = (SHARED / "tip.yaml").read_text("utf-8")
    tips = declared(units, zhao, text)
    services.receive(
        register=tips, unit=units.county, by=li, values={"title": "线索", "said": "甲", "channel": "来信"}
    )
    open_ = re.sub(r"^intake:\n(?:  .*\n)+", "", text.replace("confidential: true\n", ""), flags=re.MULTILINE)
    assert "intake" not in open_
    with pytest.raises(BadInput) as refused:
        declared(units, zhao, open_)
    assert "confidential" in {problem.where for problem in refused.value.problems}


@pytest.mark.parametrize("name", ["case", "task"])
def test_an_identity_is_taken_in_only_where_it_can_be_opened_again(client, units, zhao, zhang, name):
    declared(units, zhao, (SHARED / f"{name}.yaml").read_text("utf-8"))
    values = {
        "case": {"title": "用电", "said": "三个月没有通电", "kind": "企业难题", "raised_on": "2023-06-01"},
        "task": {"title": "清理河道", "due_on": "2023-06-30"},
    }[name]
    said = {"unit": units.township.code, "values": values, "identity": "刘某"}
    client.force_login(zhang)
    answer = client.post(f"/api/registers/{name}/records", said, content_type="application/json")
    assert answer.status_code == 422
    assert "identity" in answer.content.decode()
    assert Identity.objects.count() == 0
